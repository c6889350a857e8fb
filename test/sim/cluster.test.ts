import { SimCluster } from './cluster.js';

const SEEDS = Number(process.env['SEEDS'] ?? 200);
const FIRST = Number(process.env['SEED'] ?? 1);

/** `npm test` runs 200 seeds, `npm run sim` 2000 unless SEEDS says otherwise; SEED is the first. */
describe('whole clusters in virtual time', () => {
  for (let group = 0; group < SEEDS; group += 20) {
    const from = FIRST + group;
    const to = Math.min(from + 19, FIRST + SEEDS - 1);
    it(`seeds ${from} to ${to}`, function () {
      this.timeout(240_000);
      for (let seed = from; seed <= to; seed++) {
        try {
          new SimCluster(seed).run();
        } catch (error) {
          throw new Error(`seed ${seed} (SEED=${seed} SEEDS=1 npm run sim): ${(error as Error).message}`, {
            cause: error,
          });
        }
      }
    });
  }
});
