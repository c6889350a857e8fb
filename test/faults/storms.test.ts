import { expect } from 'chai';
import { SeededRandom } from '../../src/base/random.js';
import { TestCluster } from '../integration/support/cluster.js';
import { storm } from '../integration/support/storm.js';

const FIRST = Number(process.env['SEED'] ?? 1);
const STORMS = Number(process.env['STORMS'] ?? 1);
const STORM_MS = Number(process.env['STORM_SECONDS'] ?? 25) * 1000;

describe('long storms of kills, pauses and restarts', function () {
  this.timeout(STORM_MS + 120_000);

  for (let seed = FIRST; seed < FIRST + STORMS; seed++) {
    it(`lose nothing and do nothing twice (SEED=${seed} STORMS=1 npm run test:faults)`, async () => {
      // Shorter than a node is away: its incarnation is ended while it still lives.
      const cluster = await TestCluster.plan(3, { 'node-timeout': seed % 2 === 0 ? 10_000 : 400 });
      try {
        await cluster.heal();
        const load = await storm(cluster, new SeededRandom(seed), STORM_MS);
        expect(load.acknowledged).to.be.greaterThan(1000);
      } finally {
        await cluster.remove();
      }
    });
  }
});
