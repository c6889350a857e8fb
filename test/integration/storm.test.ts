import { expect } from 'chai';
import { SeededRandom } from '../../src/base/random.js';
import { useCluster } from './support/cluster.js';
import { storm } from './support/storm.js';

const SEED = Number(process.env['SEED'] ?? 1);
const STORM_MS = 8_000;

describe('a storm of kills, pauses and restarts', function () {
  this.timeout(120_000);
  const cluster = useCluster(3);

  it('loses nothing that was acknowledged, and does nothing twice', async () => {
    const load = await storm(cluster(), new SeededRandom(SEED), STORM_MS);
    expect(load.acknowledged).to.be.greaterThan(500);
  });
});
