import { SimCluster } from './cluster.js';

const SEEDS = 16;

describe('queues in virtual time', () => {
  it(`deliver all, nothing behind its ACK, in order (seeds 1 to ${SEEDS})`, function () {
    this.timeout(240_000);
    for (let seed = 1; seed <= SEEDS; seed++) {
      try {
        new SimCluster(seed, 'queues').run();
      } catch (error) {
        const again = `npm run sim -- --queues --seed ${seed} --seeds 1`;
        throw new Error(`seed ${seed} (${again}): ${(error as Error).message}`, { cause: error });
      }
    }
  });
});
