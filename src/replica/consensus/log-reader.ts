import type { Entry } from '../../base/raft-message.js';
import { header } from '../../machine/payload.js';
import type { LogStore } from '../../ports/log-store.js';
import type { Raft } from '../../raft/raft.js';

/** Bytes of entries that are read at once. */
const READ_BYTES = 1 << 20;

/** Entries for the machine half, from memory or from the disk. A disk that fails is told once, and nothing follows. */
export class LogReader {
  #failed = false;

  constructor(
    private readonly raft: Raft,
    private readonly store: Pick<LogStore, 'read'>,
    private readonly failed: (error: Error) => void,
  ) {}

  /** Committed entries from `from` on, at least one. */
  committed(from: number, to: number, done: (entries: readonly Entry[]) => void): void {
    const cached = this.raft.entries(from, to, READ_BYTES);
    if (cached !== null) done(cached);
    // Behind what is in memory the disk may still hold entries that a write in flight replaces.
    else this.#read(from, Math.min(to, this.raft.cachedFrom - 1), done);
  }

  /** The last stamp in the log, committed or not; 0: none. Milliseconds since the epoch. */
  lastStamp(done: (stamp: number) => void, index = this.raft.persistedIndex): void {
    if (index < this.raft.firstIndex) {
      done(0);
      return;
    }
    this.#read(index, index, ([entry]) => {
      if (entry?.kind === 'data') done(header(entry.data).stamp);
      else this.lastStamp(done, index - 1);
    });
  }

  #read(from: number, to: number, done: (entries: readonly Entry[]) => void): void {
    this.store.read(from, to, READ_BYTES, (error, entries) => {
      if (this.#failed) return;
      if (error === null) {
        done(entries);
        return;
      }
      this.#failed = true;
      this.failed(error);
    });
  }
}
