import { Histogram } from '../../base/histogram.js';

/** Proposals whose commit is timed; beyond, the younger ones are not. */
const TIMED = 1_024;

/** What the consensus half counts and times, for INFO raft. */
export class CoreFigures {
  elections = 0;
  fences = 0;
  forwarded = 0;
  #writes = 0;
  #entriesWritten = 0;
  #bytesWritten = 0;
  readonly #syncs = new Histogram();
  readonly #commits = new Histogram();
  /** Entries of this leader that are not committed, oldest first. */
  #open: { readonly index: number; readonly at: number }[] = [];

  /** One synced write. `milliseconds`: from the call to its answer. */
  wrote(entries: number, bytes: number, milliseconds: number): void {
    this.#writes++;
    this.#entriesWritten += entries;
    this.#bytesWritten += bytes;
    this.#syncs.record(milliseconds);
  }

  appended(index: number, now: number): void {
    if (this.#open.length < TIMED) this.#open.push({ index, at: now });
  }

  committed(index: number, now: number): void {
    for (let first = this.#open[0]; first !== undefined && first.index <= index; first = this.#open[0]) {
      this.#open.shift();
      this.#commits.record(now - first.at);
    }
  }

  /** Another term: what is open was another leader's, or is another entry now. */
  forget(): void {
    this.#open = [];
  }

  /** Times in microseconds. */
  get all(): Readonly<Record<string, number>> {
    return {
      elections: this.elections,
      writes: this.#writes,
      entriesWritten: this.#entriesWritten,
      bytesWritten: this.#bytesWritten,
      syncP50Us: Math.round(this.#syncs.percentile(50)),
      syncP99Us: Math.round(this.#syncs.percentile(99)),
      commitP50Us: Math.round(this.#commits.percentile(50)),
      commitP99Us: Math.round(this.#commits.percentile(99)),
      fences: this.fences,
      forwarded: this.forwarded,
    };
  }
}
