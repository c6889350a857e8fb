import { assert } from '../base/assert.js';
import type { Entry } from '../base/raft-message.js';
import type { Consensus } from './consensus.js';

/** At most this many bytes of work between two looks at the sockets. */
const SLICE_ENTRIES = 512;

/** The commit index is remembered so often, and so many times, to know how long the machine is behind it. Milliseconds. */
const MARK_EVERY = 250;
const MARKS = 64;

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
 * Feeds committed entries to the machine, in order, each exactly once. Those that are no longer in memory come from the
 * disk. Works in slices, so that a long way to catch up does not starve the sockets.
 */
export class Applier {
  #applied = 0;
  #committed = 0;
  #busy = false;
  /** Commit indexes that the machine has not reached, and since when they are known. Oldest first. */
  #marks: { index: number; readonly at: number }[] = [];

  constructor(
    private readonly consensus: Pick<Consensus, 'entries' | 'applied'>,
    private readonly environment: ApplierEnvironment,
  ) {}

  get applied(): number {
    return this.#applied;
  }

  get committed(): number {
    return this.#committed;
  }

  committedUpTo(index: number): void {
    if (index <= this.#committed) return;
    this.#committed = index;
    if (!this.#busy) this.#next();
    if (this.#applied < index) this.#mark(index);
  }

  get isBehind(): boolean {
    return this.#applied < this.#committed;
  }

  /** For how long an entry has been committed that is not applied yet: 0 when there is none. Milliseconds. */
  lag(now: number): number {
    const first = this.#marks[0];
    return first === undefined ? 0 : now - first.at;
  }

  #mark(index: number): void {
    const now = this.environment.now();
    const last = this.#marks[this.#marks.length - 1];
    const isNew = last === undefined || (now - last.at >= MARK_EVERY && this.#marks.length < MARKS);
    if (isNew) this.#marks.push({ index, at: now });
    else last.index = index;
  }

  #next(): void {
    this.#busy = true;
    this.consensus.entries(this.#applied + 1, this.#committed, entries => {
      const slice = entries.length > SLICE_ENTRIES ? entries.slice(0, SLICE_ENTRIES) : entries;
      for (const entry of slice) this.#apply(entry);
      this.#busy = false;
      while (this.#marks[0] !== undefined && this.#marks[0].index <= this.#applied) this.#marks.shift();
      this.consensus.applied(this.#applied);
      this.environment.applied(this.#applied);
      if (this.#applied >= this.#committed || this.#busy) return;
      this.#busy = true;
      this.environment.later(() => this.#next());
    });
  }

  #apply(entry: Entry): void {
    assert(entry.index === this.#applied + 1, 'entries are applied one after the other');
    this.#applied = entry.index;
    if (entry.kind === 'data') this.environment.apply(entry);
  }
}
