import { expect } from 'chai';
import fc from 'fast-check';
import { decodeMembers, encodeMembers } from '../../../src/base/configuration.js';

const text = fc.string({ maxLength: 40, unit: fc.nat(255).map(code => String.fromCharCode(code)) });
const member = fc.record({
  id: text,
  uuid: text,
  address: text,
  votes: fc.boolean(),
  number: fc.integer({ min: 1, max: 255 }),
});

describe('configuration entries', () => {
  it('come back as they were', () => {
    const any = fc.record({ members: fc.array(member, { maxLength: 9 }), lastNumber: fc.nat(300) });
    fc.assert(
      fc.property(any, members => {
        expect(decodeMembers(encodeMembers(members))).to.deep.equal(members);
      }),
      { seed: 3 },
    );
  });

  it('a cut or unknown one is corruption', () => {
    const data = encodeMembers({
      members: [{ id: 'n1', uuid: '', address: 'h:1', votes: true, number: 1 }],
      lastNumber: 1,
    });
    expect(() => decodeMembers(data.subarray(0, -1))).to.throw('complete');
    expect(() => decodeMembers(Buffer.concat([data, Buffer.alloc(1)]))).to.throw('nothing stands behind');
    expect(() => decodeMembers(Buffer.from([9, 0, 0]))).to.throw('known version');
  });
});
