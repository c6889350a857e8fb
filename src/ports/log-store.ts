import type { Configuration } from '../base/configuration.js';
import type { Entry, HardState } from '../base/raft-message.js';

/** A run of entries of one term: from `index` on, until the next span begins. */
export interface TermSpan {
  readonly index: number;
  readonly term: number;
}

/** What a store held when it was opened. */
export interface StoredLog {
  readonly hardState: HardState;
  /** First and last index on disk; an empty log: 1 and 0. */
  readonly firstIndex: number;
  readonly lastIndex: number;
  /** The term of the entry before the first; 0: there is none. */
  readonly baseTerm: number;
  /** Of the data of all entries. */
  readonly bytes: number;
  /** The term of every entry, as runs in order. */
  readonly terms: readonly TermSpan[];
  /** What the entries of kind `configuration` say, in order. */
  readonly configurations: readonly Configuration[];
}

/** One synced write: all of it is on disk, or none. */
export interface LogWrite {
  readonly hardState?: HardState | undefined;
  /** All entries on disk are dropped first: the log begins anew behind this place, which a snapshot covers. */
  readonly reset?: { readonly index: number; readonly term: number } | undefined;
  /** Consecutive. Entries on disk from `entries[0].index` on are replaced (conflict truncation). */
  readonly entries: readonly Entry[];
}

/**
 * The log of one group on disk. Callbacks, not promises: a simulator completes them at a time of its choosing.
 * A failed write or sync is final for the store: nothing is retried, every later call fails too.
 */
export interface LogStore {
  readonly initial: StoredLog;
  /** `done` is called after the sync. The caller keeps at most one write in flight. */
  write(write: LogWrite, done: (error: Error | null) => void): void;
  /**
   * Entries from `from` to at most `to` (inclusive), at least one, then as many as fit into `maxBytes`; none when `from`
   * was compacted meanwhile.
   */
  read(
    from: number,
    to: number,
    maxBytes: number,
    done: (error: Error | null, entries: Entry[]) => void,
  ): void;
  /**
   * Drops the entries up to `upTo`, which are on disk and which a snapshot on disk covers: from now on the log begins
   * behind them, also after a crash. `done` when the disk has their space back. One at a time.
   */
  compact(upTo: number, done: (error: Error | null) => void): void;
  close(done: (error: Error | null) => void): void;
}
