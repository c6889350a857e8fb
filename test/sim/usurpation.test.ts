import { Usurpation } from './usurpation.js';

const SEEDS = 100;

describe('a leader that is cut off while another one is elected', () => {
  it(`serves no read that misses an acknowledged write, seeds 1 to ${SEEDS}`, function () {
    this.timeout(120_000);
    for (let seed = 1; seed <= SEEDS; seed++) new Usurpation(seed).run();
  });
});
