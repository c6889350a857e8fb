import { RollingUpgrade } from './rolling-upgrade.js';

describe('a cluster of two versions of the software', () => {
  it('serves, and does what is new on all nodes from one entry on, seeds 1 to 8', function () {
    this.timeout(60_000);
    for (let seed = 1; seed <= 8; seed++) {
      try {
        new RollingUpgrade(seed).run();
      } catch (error) {
        throw new Error(`seed ${seed}: ${(error as Error).message}`, { cause: error });
      }
    }
  });
});
