import { type Random, SeededRandom, below } from '../../src/base/random.js';

/** Repeatable choices from one seed. */
export class Dice {
  readonly #random: Random;

  constructor(seed: number) {
    this.#random = new SeededRandom(seed);
  }

  /** An integer from 0 to `bound` - 1. */
  below(bound: number): number {
    return below(this.#random, bound);
  }

  /** An integer from `low` to `high`, both included. */
  between(low: number, high: number): number {
    return low + this.below(high - low + 1);
  }

  /** True in `percent` of 100 cases. */
  percent(percent: number): boolean {
    return this.below(100) < percent;
  }

  pick<T>(items: readonly T[]): T {
    const item = items[this.below(items.length)];
    if (item === undefined) throw new Error('nothing to pick from');
    return item;
  }

  /** From `low` to `high` items, made one by one. */
  several<T>(low: number, high: number, make: () => T): T[] {
    return Array.from({ length: this.between(low, high) }, make);
  }

  /** `length` random bytes. */
  bytes(length: number): string {
    let text = '';
    for (let i = 0; i < length; i++) text += String.fromCharCode(this.below(256));
    return text;
  }
}
