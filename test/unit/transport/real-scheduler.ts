import { SeededRandom } from '../../../src/base/random.js';
import type { Scheduler } from '../../../src/ports/scheduler.js';

/** The machine's own time; random numbers from a seed. */
export function realScheduler(seed = 1): Scheduler {
  const random = new SeededRandom(seed);
  return {
    now: () => performance.now(),
    wall: () => Date.now(),
    endOfTurn: run => void setImmediate(run),
    after: (ms, run) => {
      const timer = setTimeout(run, ms);
      return () => clearTimeout(timer);
    },
    random: () => random.next(),
  };
}

/** Waits, without a fixed time, until `condition` holds. */
export async function until(condition: () => boolean): Promise<void> {
  const deadline = performance.now() + 8000;
  while (!condition()) {
    if (performance.now() > deadline) throw new Error('it did not happen');
    await new Promise(resolve => setImmediate(resolve));
  }
}
