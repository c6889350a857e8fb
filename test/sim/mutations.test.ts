import { expect } from 'chai';
import { Churn } from './churn.js';
import { LOCKS_EVERY, SimCluster } from './cluster.js';
import { LostFolder } from './lost-folder.js';
import { type Mutation, MUTATIONS } from './mutations.js';
import { Usurpation } from './usurpation.js';

/** Within so many seeds each of them must show. */
const SEEDS = 60;

function run(shownBy: Mutation['shownBy'], seed: number): void {
  if (shownBy === 'queues') {
    new SimCluster(seed, 'queues').run();
    return;
  }
  if (shownBy === 'locks') {
    new SimCluster(LOCKS_EVERY * seed).run();
    return;
  }
  const scenarios = { storm: SimCluster, churn: Churn, usurpation: Usurpation, lostFolder: LostFolder };
  new scenarios[shownBy](seed).run();
}

function isShown({ shownBy, breaks }: Mutation): boolean {
  const mend = breaks();
  try {
    for (let seed = 1; seed <= SEEDS; seed++) run(shownBy, seed);
    return false;
  } catch (error) {
    expect(error).to.be.instanceOf(Error);
    return true;
  } finally {
    mend();
  }
}

describe('the simulator', () => {
  for (const mutation of MUTATIONS) {
    it(`finds a node that ${mutation.name}`, function () {
      this.timeout(120_000);
      expect(isShown(mutation), `${SEEDS} seeds show it`).to.equal(true);
    });
  }
});
