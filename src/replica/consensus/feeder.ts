import type { Entry } from '../../base/raft-message.js';

/** Bytes of entries on their way to the machine. */
const WINDOW_BYTES = 4 << 20;

export interface FeederEnvironment {
  /** Committed entries from `from` on, at least one; at once when they are in memory. */
  read(from: number, to: number, done: (entries: readonly Entry[]) => void): void;
  feed(entries: readonly Entry[]): void;
}

/**
 * Hands committed entries to the machine half, in order, each once, and no more than it can take: what it has not applied
 * stays in the log.
 */
export class Feeder {
  #committed = 0;
  #reading = false;
  /** What was handed over and is not applied: the last index of each hand-over, oldest first. */
  #unapplied: { readonly last: number; readonly bytes: number }[] = [];
  #bytes = 0;
  /** The machine has, or is about to have, everything up to here. */
  #fed = 0;
  /** A snapshot takes the place of what was fed. */
  #paused = true;

  constructor(private readonly environment: FeederEnvironment) {}

  get fed(): number {
    return this.#fed;
  }

  /** Nothing is fed until `resume`; a read that is on its way counts for nothing. */
  pause(): void {
    this.#paused = true;
  }

  /** The machine has everything up to `index`, and nothing is on its way to it. */
  resume(index: number): void {
    this.#fed = index;
    this.#unapplied = [];
    this.#bytes = 0;
    this.#paused = false;
    this.#pump();
  }

  committedUpTo(index: number): void {
    this.#committed = Math.max(this.#committed, index);
    this.#pump();
  }

  appliedUpTo(index: number): void {
    for (let first = this.#unapplied[0]; first && first.last <= index; first = this.#unapplied[0]) {
      this.#unapplied.shift();
      this.#bytes -= first.bytes;
    }
    this.#pump();
  }

  #pump(): void {
    while (!this.#paused && !this.#reading && this.#fed < this.#committed && this.#bytes < WINDOW_BYTES) {
      this.#reading = true;
      const from = this.#fed + 1;
      this.environment.read(from, this.#committed, entries => {
        this.#reading = false;
        if (!this.#paused && this.#fed + 1 === from) this.#feed(entries);
        this.#pump();
      });
    }
  }

  #feed(entries: readonly Entry[]): void {
    const last = entries[entries.length - 1];
    if (last === undefined) return;
    let bytes = 0;
    for (const { data } of entries) bytes += data.length;
    this.#unapplied.push({ last: last.index, bytes });
    this.#bytes += bytes;
    this.#fed = last.index;
    this.environment.feed(entries);
  }
}
