import { expect } from 'chai';
import { SeededRandom } from '../../src/base/random.js';
import { TestCluster } from '../integration/support/cluster.js';
import { FaultyNetwork } from './support/faulty-network.js';
import { LockLoad } from './support/lock-load.js';
import { Nemesis } from './support/nemesis.js';

const SEED = Number(process.env['SEED'] ?? 1);
const SECONDS = Number(process.env['SECONDS'] ?? 10);
const WORKERS = 8;

const rises = (tokens: readonly number[], equal: boolean): boolean =>
  tokens.every((token, at) => at === 0 || token > tokens[at - 1]! || (equal && token === tokens[at - 1]));

describe('locks under faults', function () {
  this.timeout(SECONDS * 1000 + 240_000);

  it(`are held by one at a time, and no stale write is accepted (SEED=${SEED} SECONDS=${SECONDS})`, async () => {
    const network = new FaultyNetwork();
    const cluster = await TestCluster.planThrough(3, (id, port) => network.proxy(id, port));
    try {
      await cluster.heal();
      const random = new SeededRandom(SEED);
      const load = new LockLoad(cluster.nodes, random, WORKERS);
      const nemesis = new Nemesis(cluster, network, { inFlight: () => 1 }, new SeededRandom(SEED));
      const began = performance.now();
      while (performance.now() - began < SECONDS * 1000) await nemesis.strike();
      for (const node of cluster.nodes) {
        await node.stop();
        await cluster.heal();
      }
      await load.stop();
      await cluster.heal();
      console.log(`      ${JSON.stringify(load.counts)}`);
      const client = await cluster.node(0).client();
      for (const kind of ['dlock', 'string']) {
        const written = (await client.lrange(`written:${kind}`, 0, -1)).map(Number);
        // Whoever wrote held the lock; a write under a smaller token than the one before it would be a stale one.
        expect(rises(written, true), `${kind}: ${written.join(' ')}`).to.equal(true);
        expect(written.length).to.be.greaterThan(10);
      }
      client.disconnect();
      // Each grant has a larger token than all that the same worker saw before, and no two workers have the same.
      for (const tokens of load.tokens) expect(rises(tokens, false), tokens.join(' ')).to.equal(true);
      const all = load.tokens.flat();
      expect(new Set(all).size).to.equal(all.length);
      expect(load.counts.late).to.be.greaterThan(0);
      await cluster.level();
    } finally {
      network.close();
      await cluster.remove();
    }
  });
});
