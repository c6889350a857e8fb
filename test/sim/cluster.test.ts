import { SimCluster } from './cluster.js';

/** Thousands by `npm run sim`. */
const SEEDS = 200;

describe('whole clusters in virtual time', () => {
  for (let group = 0; group < SEEDS; group += 20) {
    const from = group + 1;
    const to = Math.min(from + 19, SEEDS);
    it(`seeds ${from} to ${to}`, function () {
      this.timeout(240_000);
      for (let seed = from; seed <= to; seed++) {
        try {
          new SimCluster(seed).run();
        } catch (error) {
          throw new Error(
            `seed ${seed} (npm run sim -- --seed ${seed} --seeds 1): ${(error as Error).message}`,
            {
              cause: error,
            },
          );
        }
      }
    });
  }
});
