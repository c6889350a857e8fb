import { below, type Random } from '../base/random.js';

/** Keys whose last use is remembered: the hottest are always among them. */
const USES_MAX = 65_536;

/** Of Redis's LFU: what a key begins with, how fast the count slows down, and its end. */
const INITIAL_FREQUENCY = 5;
const LOG_FACTOR = 10;
const FREQUENCY_MAX = 255;
/** A frequency falls by one in this time without use. Milliseconds. */
const DECAY = 60_000;

/** When a key was last read, as far as nodes told it by the log, and how often. */
export interface Use {
  readonly db: number;
  readonly key: string;
  /** Of the last change of any key before it: comparable with the version of a key. */
  readonly serial: number;
  readonly frequency: number;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/**
 * Which keys were read lately, for the policies that evict what is least used. Reads are no part of the log: nodes put
 * samples of them there, so that every node knows the same.
 */
export class Uses {
  /** In order of last use. */
  readonly #byName = new Map<string, Use>();

  note(db: number, key: string, serial: number, now: number, random: Random): void {
    const frequency = this.frequency(db, key, now);
    // As in Redis: the higher it is, the rarer one more use raises it.
    const isRaised = below(random, (frequency - INITIAL_FREQUENCY) * LOG_FACTOR + 1) === 0;
    this.restore({
      db,
      key,
      serial,
      frequency: Math.min(FREQUENCY_MAX, frequency + (isRaised ? 1 : 0)),
      at: now,
    });
  }

  /** Also of a snapshot, in the order of {@link entries}. */
  restore(use: Use): void {
    const name = nameOf(use.db, use.key);
    this.#byName.delete(name);
    this.#byName.set(name, use);
    if (this.#byName.size <= USES_MAX) return;
    for (const [oldest] of this.#byName) {
      this.#byName.delete(oldest);
      return;
    }
  }

  /** 0: no use is known. */
  lastUse(db: number, key: string): number {
    return this.#byName.get(nameOf(db, key))?.serial ?? 0;
  }

  /** From 5 to 255, as OBJECT FREQ shows it. */
  frequency(db: number, key: string, now: number): number {
    const use = this.#byName.get(nameOf(db, key));
    if (use === undefined) return INITIAL_FREQUENCY;
    return Math.max(INITIAL_FREQUENCY, use.frequency - Math.floor((now - use.at) / DECAY));
  }

  /** In order of last use. */
  entries(): Use[] {
    return [...this.#byName.values()];
  }

  clear(): void {
    this.#byName.clear();
  }
}

function nameOf(db: number, key: string): string {
  return `${db} ${key}`;
}
