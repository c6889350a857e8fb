import type { QueueOptions } from './options.js';

type Rate = Pick<QueueOptions, 'rateCount' | 'rateWindow'>;

/** When the window began (milliseconds since the epoch; 0: none did), and how many deliveries it has had. */
export interface RateState {
  readonly from: number;
  readonly used: number;
}

/** Bounds deliveries: a window begins with the first one behind the end of the window before. */
export class RateWindow {
  #from = 0;
  #used = 0;

  get state(): RateState {
    return { from: this.#from, used: this.#used };
  }

  restore({ from, used }: RateState): void {
    this.#from = from;
    this.#used = used;
  }

  /** Whether one more delivery is within the bound. */
  allows({ rateCount, rateWindow }: Rate, now: number): boolean {
    return rateCount === 0 || this.#used < rateCount || this.#from + rateWindow <= now;
  }

  count({ rateCount, rateWindow }: Rate, now: number): void {
    if (rateCount === 0) return;
    if (this.#used === 0 || this.#from + rateWindow <= now) {
      this.#from = now;
      this.#used = 0;
    }
    this.#used++;
  }

  /** When a window that is used up ends: milliseconds since the epoch; infinity: it is not. */
  blockedUntil({ rateCount, rateWindow }: Rate): number {
    return rateCount > 0 && this.#used >= rateCount ? this.#from + rateWindow : Infinity;
  }

  reset(): void {
    this.#from = 0;
    this.#used = 0;
  }
}
