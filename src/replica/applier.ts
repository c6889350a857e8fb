import { assert } from '../base/assert.js';
import type { Entry } from '../base/raft-message.js';

/** Entries that are applied between two looks at the sockets. */
const SLICE_ENTRIES = 512;

export interface ApplierEnvironment {
  now(): number;
  /** Applies one entry with data to the machine. */
  apply(entry: Entry): void;
  /** The machine moved, by one slice. */
  applied(index: number): void;
  /** Runs in a later turn of the event loop. */
  later(run: () => void): void;
}

/**
 * Feeds committed entries to the machine, in order, each exactly once. Works in slices, so that a long way to catch up
 * does not starve the sockets. What waits is bounded by who hands it over.
 */
export class Applier {
  #applied = 0;
  #term = 0;
  #working = false;
  #halted = false;
  /** Handed over and not applied, with the time of the hand-over, oldest first; the first one from `#next` on. */
  #waiting: { readonly entries: readonly Entry[]; readonly at: number }[] = [];
  #next = 0;

  constructor(private readonly environment: ApplierEnvironment) {}

  get applied(): number {
    return this.#applied;
  }

  /** Of the last entry applied. */
  get term(): number {
    return this.#term;
  }

  /** A snapshot took the place of all that was applied, and of what waits. */
  restart(index: number, term: number): void {
    this.#applied = index;
    this.#term = term;
    this.#waiting = [];
    this.#next = 0;
  }

  /** Nothing is applied from now on. */
  halt(): void {
    this.#halted = true;
    this.#waiting = [];
  }

  get isBehind(): boolean {
    return this.#waiting.length > 0;
  }

  /** For how long an entry has been committed that is not applied yet: 0 when there is none. Milliseconds. */
  lag(now: number): number {
    const first = this.#waiting[0];
    return first === undefined ? 0 : now - first.at;
  }

  /** Committed entries, the next ones. */
  committed(entries: readonly Entry[]): void {
    if (entries.length === 0 || this.#halted) return;
    this.#waiting.push({ entries, at: this.environment.now() });
    if (!this.#working) this.#work();
  }

  #work(): void {
    this.#working = true;
    let left = SLICE_ENTRIES;
    for (let first = this.#waiting[0]; first !== undefined && left > 0; first = this.#waiting[0]) {
      for (; left > 0 && !this.#halted && this.#next < first.entries.length; left--) {
        this.#apply(first.entries[this.#next++] as Entry);
      }
      if (this.#halted || this.#next < first.entries.length) break;
      this.#waiting.shift();
      this.#next = 0;
    }
    this.#working = false;
    this.environment.applied(this.#applied);
    if (this.#waiting.length === 0) return;
    this.#working = true;
    this.environment.later(() => this.#work());
  }

  #apply(entry: Entry): void {
    assert(entry.index === this.#applied + 1, 'entries are applied one after the other');
    this.#applied = entry.index;
    this.#term = entry.term;
    if (entry.kind === 'data') this.environment.apply(entry);
  }
}
