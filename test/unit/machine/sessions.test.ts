import { expect } from 'chai';
import { encodeCommand, type PartItem } from '../../../src/machine/payload.js';
import { Sessions } from '../../../src/machine/sessions.js';
import { NODE_1 } from './log.js';

describe('parts of commands', () => {
  const encoded = encodeCommand({ db: 0, argv: ['set', 'k', 'x'.repeat(100)] });
  const part = (lane: number, from: number, to: number): PartItem => ({
    lane,
    part: encoded.subarray(from, to),
    first: from === 0,
    last: to >= encoded.length,
  });

  it('beyond the bound are not kept, and their command is answered an error with the last', () => {
    const sessions = new Sessions(encoded.length);
    sessions.open({ uuid: NODE_1, id: 'n1', incarnation: 1, highestVersion: 1 });
    expect(sessions.gather(NODE_1, part(1, 0, 80))).to.equal('waiting');
    expect(sessions.gather(NODE_1, part(2, 0, 80))).to.equal('waiting');
    expect(sessions.row(NODE_1)?.gatheredBytes).to.equal(80);
    expect(sessions.gather(NODE_1, part(1, 80, 999))).to.have.property('lane', 1);
    expect(sessions.gather(NODE_1, part(2, 80, 999))).to.equal('oversized');
    expect(sessions.row(NODE_1)?.gatheredBytes).to.equal(0);
    expect(sessions.gathered(NODE_1)).to.deep.equal([]);
  });
});
