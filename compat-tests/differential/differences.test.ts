import { expect } from 'chai';
import { RawConnection } from '../support/raw-connection.js';
import { CASES, readDifferences } from './differences.js';
import { usePair } from './pair.js';

describe('the list of differences', () => {
  const pair = usePair();
  const listed = readDifferences();

  /** The reply to the last of `commands` on an emptied server. */
  async function lastReply(port: number, commands: readonly (readonly string[])[]): Promise<string> {
    const connection = await RawConnection.open(port);
    try {
      await connection.call('FLUSHALL');
      let reply = '';
      for (const command of commands) reply = await connection.call(...command);
      return reply;
    } finally {
      connection.close();
    }
  }

  it('has an id of its own, a what and a why for each', () => {
    expect(listed.map(({ id }) => id)).to.deep.equal([...CASES.keys()]);
    for (const { what, why } of listed) {
      expect(what).to.not.be.empty;
      expect(why).to.not.be.empty;
    }
  });

  for (const [id, { proof, covers }] of CASES) {
    it(`is true of ${id}`, async () => {
      const [reference, ours] = [await lastReply(pair.reference, proof), await lastReply(pair.ours, proof)];
      expect(reference).to.not.equal(ours);
      expect(covers(proof.at(-1) ?? [], reference, ours), `${reference} and ${ours}`).to.be.true;
    });
  }
});
