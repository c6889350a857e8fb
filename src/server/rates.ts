import type { Scheduler } from '../ports/scheduler.js';

/** As in Redis: sixteen samples, a tenth of a second apart. */
const SAMPLES = 16;
const INTERVAL = 100;

/** How fast a counter grows: the mean of the last samples, a second. */
class Rate {
  readonly #samples: number[] = [];
  #last: number;

  constructor(private readonly read: () => number) {
    this.#last = read();
  }

  sample(elapsed: number): void {
    const value = this.read();
    // A counter that was set back to zero starts anew.
    this.#samples.push((Math.max(0, value - this.#last) * 1000) / elapsed);
    this.#last = value;
    if (this.#samples.length > SAMPLES) this.#samples.shift();
  }

  get perSecond(): number {
    if (this.#samples.length === 0) return 0;
    return this.#samples.reduce((sum, value) => sum + value, 0) / this.#samples.length;
  }
}

/** The `instantaneous_...` figures of INFO, and the most memory that was in use. */
export class Rates<Name extends string> {
  readonly #rates = new Map<Name, Rate>();
  #peak = 0;
  #sampledAt: number;
  #cancel: () => void = () => undefined;

  constructor(
    private readonly scheduler: Scheduler,
    counters: Readonly<Record<Name, () => number>>,
    private readonly memory: () => number,
  ) {
    for (const name in counters) this.#rates.set(name, new Rate(counters[name]));
    this.#sampledAt = scheduler.now();
    this.#schedule();
  }

  perSecond(name: Name): number {
    return this.#rates.get(name)?.perSecond ?? 0;
  }

  /** The largest of the samples, and of what is in use now. */
  peakMemory(): number {
    this.#peak = Math.max(this.#peak, this.memory());
    return this.#peak;
  }

  stop(): void {
    this.#cancel();
  }

  #schedule(): void {
    this.#cancel = this.scheduler.after(INTERVAL, () => {
      const now = this.scheduler.now();
      const elapsed = Math.max(1, now - this.#sampledAt);
      this.#sampledAt = now;
      for (const rate of this.#rates.values()) rate.sample(elapsed);
      this.peakMemory();
      this.#schedule();
    });
  }
}
