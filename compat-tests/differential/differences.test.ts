import { expect } from 'chai';
import { RawConnection } from '../support/raw-connection.js';
import { startCluster } from '../support/server-process.js';
import { CASES, asBytes, readDifferences } from './differences.js';
import { exchange } from './exchange.js';
import { usePair } from './pair.js';

describe('the list of differences', () => {
  const pair = usePair(startCluster);
  const listed = readDifferences();

  /** The reply to the last command, or to the bytes, of an emptied server. */
  async function replyTo(port: number, proof: string | readonly (readonly string[])[]): Promise<string> {
    const connection = await RawConnection.open(port);
    try {
      await connection.call('FLUSHALL');
      if (typeof proof === 'string') return (await exchange(port, proof)).received;
      let reply = '';
      for (const command of proof) reply = await connection.call(...command);
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
      const [reference, ours] = [await replyTo(pair.reference, proof), await replyTo(pair.ours, proof)];
      const command = typeof proof === 'string' ? asBytes(proof) : (proof.at(-1) ?? []);
      expect(reference).to.not.equal(ours);
      expect(covers(command, reference, ours), `${reference} and ${ours}`).to.be.true;
    });
  }
});
