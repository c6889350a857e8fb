import type { SnapshotMeta } from '../base/configuration.js';

/** A whole snapshot on disk. */
export interface StoredSnapshot {
  readonly meta: SnapshotMeta;
  /** In how many chunks it is. */
  readonly chunks: number;
  /** Of all chunks. */
  readonly bytes: number;
}

/** Takes the chunks of a snapshot, in order. */
export interface SnapshotWriting {
  readonly meta: SnapshotMeta;
  /** How many chunks were added. */
  readonly chunks: number;
  /** `done` after the sync; the caller keeps at most one in flight. The chunk must not be changed. */
  add(chunk: Uint8Array, done: (error: Error | null) => void): void;
  /** After the last chunk: from now on this is the current snapshot, also after a crash. The one before it goes. */
  finish(done: (error: Error | null, snapshot: StoredSnapshot) => void): void;
  /** Gives it up; what was written goes. */
  abandon(): void;
}

/** Reads the snapshot that was current when the reading began, which stays until then. */
export interface SnapshotReading {
  readonly snapshot: StoredSnapshot;
  /** `chunk` counts from 0. */
  read(chunk: number, done: (error: Error | null, bytes: Uint8Array) => void): void;
  close(): void;
}

/**
 * The snapshots of one group on disk: one that is current, and at times one that is being written. A failed write or
 * sync is final for the store, as for the log.
 */
export interface SnapshotStore {
  /** Null: there is none. */
  readonly current: StoredSnapshot | null;
  /** One at a time: an earlier one is finished or abandoned before. */
  begin(meta: SnapshotMeta): SnapshotWriting;
  /** Of the current snapshot; null: there is none. */
  open(): SnapshotReading | null;
  close(done: (error: Error | null) => void): void;
}
