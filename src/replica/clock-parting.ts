import type { Scheduler } from '../ports/scheduler.js';

/** The two clocks of this machine may part by this much before the lease counts as ended. Milliseconds. */
const MAX_PARTING = 200;
/** A slow, honest drift is followed this often; a step is not. Milliseconds. */
const FOLLOW_EVERY = 100;

/**
 * Watches the wall clock beside the monotonic clock: when they part, the process may have been suspended while
 * CLOCK_MONOTONIC stood still (suspend, live migration), and a lease that rests on that clock is in doubt.
 */
export class ClockParting {
  #offset: number;
  #followedAt: number;

  constructor(private readonly scheduler: Pick<Scheduler, 'now' | 'wall'>) {
    this.#followedAt = scheduler.now();
    this.#offset = scheduler.wall() - this.#followedAt;
  }

  /** True when the clocks parted since the last look. */
  look(now: number): boolean {
    const offset = this.scheduler.wall() - now;
    const parted = Math.abs(offset - this.#offset) > MAX_PARTING;
    if (parted || now - this.#followedAt > FOLLOW_EVERY) {
      this.#offset = offset;
      this.#followedAt = now;
    }
    return parted;
  }
}
