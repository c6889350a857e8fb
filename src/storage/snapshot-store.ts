import { existsSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { Level } from 'level';
import { assert } from '../base/assert.js';
import type { SnapshotMeta } from '../base/configuration.js';
import { OperatorError } from '../base/errors.js';
import type {
  SnapshotReading,
  SnapshotStore,
  SnapshotWriting,
  StoredSnapshot,
} from '../ports/snapshot-store.js';
import { checkDatabase } from './database-check.js';
import { snapshotFolder } from './data-folder.js';
import { levelError } from './disk-error.js';
import { named } from './bad-row.js';
import {
  chunkKey,
  type CurrentRow,
  currentKey,
  decodeChunk,
  decodeCurrent,
  encodeChunk,
  encodeCurrent,
} from './snapshot-record.js';
import { mergeRows } from './leveldb-space.js';
import { syncFolder } from './slot-file.js';

type SnapshotDatabase = Level<Buffer, Buffer>;

const GROUP = 0;
const LAST = 0xffff_ffff;

/**
 * Opens, or makes, the snapshots in data folder `folder`, which the caller holds locked, and removes what is not whole.
 * They are in a database of their own, so that their chunks never stand in the way of entries.
 *
 * @throws OperatorError CORRUPT, FORMAT_TOO_NEW, FOLDER_IN_USE, DISK
 */
export async function openSnapshotStore(folder: string): Promise<SnapshotStore> {
  const path = snapshotFolder(folder);
  // A doubtful last record is of no weight: the row that names the current snapshot was synced, and then followed by
  // nothing that matters. If it was that row, the log is known to begin too late.
  const { fresh } = await checkDatabase(path);
  const db: SnapshotDatabase = new Level<Buffer, Buffer>(path, {
    keyEncoding: 'buffer',
    valueEncoding: 'buffer',
    compression: false,
    createIfMissing: fresh,
    writeBufferSize: 4 << 20,
    maxFileSize: 8 << 20,
    cacheSize: 1 << 20,
  });
  try {
    await db.open();
    if (fresh) await syncFolder(folder);
    const row = await db.get(currentKey(GROUP));
    const current =
      row === undefined ? null : named(`${path}: the current snapshot`, () => decodeCurrent(GROUP, row));
    const store = new LevelSnapshotStore(db, path, current);
    await store.clearOthers(LAST);
    return store;
  } catch (error) {
    await db.close();
    throw levelError(`cannot open the snapshots in ${path}`, error);
  }
}

/** Renames the folder of the snapshots, so that nothing of it is lost; answers the new name. */
export async function putSnapshotsAside(folder: string): Promise<string> {
  const path = snapshotFolder(folder);
  for (let number = 1; ; number++) {
    const aside = `${path}.damaged-${number}`;
    if (existsSync(aside)) continue;
    await rename(path, aside);
    await syncFolder(folder);
    return aside;
  }
}

class LevelSnapshotStore implements SnapshotStore {
  /** Final, as in the log. */
  #failure: OperatorError | null = null;
  #writing: Writing | null = null;
  /** Snapshots being read, by number. */
  readonly #readers = new Map<number, number>();
  #lastNumber: number;

  constructor(
    private readonly db: SnapshotDatabase,
    private readonly path: string,
    public current: CurrentRow | null,
  ) {
    this.#lastNumber = current?.number ?? 0;
  }

  begin(meta: SnapshotMeta): SnapshotWriting {
    assert(this.#writing === null, 'one snapshot is written at a time');
    this.#writing = new Writing(meta, ++this.#lastNumber, this);
    return this.#writing;
  }

  open(): SnapshotReading | null {
    const { current } = this;
    if (current === null) return null;
    const { number } = current;
    this.#readers.set(number, (this.#readers.get(number) ?? 0) + 1);
    let isOpen = true;
    return {
      snapshot: current,
      read: (chunk, done) => this.#run('read', this.#read(current, chunk), done, Buffer.alloc(0)),
      close: () => {
        if (!isOpen) return;
        isOpen = false;
        const left = (this.#readers.get(number) ?? 1) - 1;
        if (left > 0) this.#readers.set(number, left);
        else this.#readers.delete(number);
        this.#clean();
      },
    };
  }

  close(done: (error: Error | null) => void): void {
    this.#failure ??= new OperatorError('DISK', `the snapshots in ${this.path} are closed`);
    this.db.close().then(
      () => done(null),
      (error: unknown) => done(levelError(`cannot close the snapshots in ${this.path}`, error)),
    );
  }

  // ---- for the snapshot that is being written ------------------------------------------------------------------------

  put(number: number, chunk: number, bytes: Uint8Array, done: (error: Error | null) => void): void {
    const key = chunkKey(GROUP, number, chunk);
    // Each is synced: of unsynced writes, a later sync may leave some behind when LevelDB changes its file.
    const write = (): Promise<void> => this.db.put(key, encodeChunk(key, bytes), { sync: true });
    this.#run('write', this.#unlessFailed(write), error => done(error), undefined);
  }

  finish(row: CurrentRow, done: (error: Error | null, snapshot: StoredSnapshot) => void): void {
    const write = async (): Promise<StoredSnapshot> => {
      await this.db.put(currentKey(GROUP), encodeCurrent(GROUP, row), { sync: true });
      this.current = row;
      this.#writing = null;
      this.#clean();
      return row;
    };
    this.#run('write', this.#unlessFailed(write), done, row);
  }

  abandon(): void {
    this.#writing = null;
    this.#clean();
  }

  // ---- inside ----------------------------------------------------------------------------------------------------------

  async #read(row: CurrentRow, chunk: number): Promise<Uint8Array> {
    if (this.#failure !== null) throw this.#failure;
    assert(chunk >= 0 && chunk < row.chunks, 'a chunk that is read is one of the snapshot');
    const key = chunkKey(GROUP, row.number, chunk);
    const value = await this.db.get(key);
    const name = `${this.path}: chunk ${chunk + 1} of ${row.chunks} of the snapshot at ${row.meta.index}`;
    if (value === undefined) throw new OperatorError('CORRUPT', `${name} is missing`);
    return named(name, () => decodeChunk(key, value));
  }

  #unlessFailed<T>(write: () => Promise<T>): Promise<T> {
    return this.#failure === null ? write() : Promise.reject(this.#failure);
  }

  #run<T>(what: string, run: Promise<T>, done: (error: Error | null, result: T) => void, none: T): void {
    run.then(
      result => done(null, result),
      (error: unknown) => {
        this.#failure ??= levelError(`cannot ${what} the snapshots in ${this.path}`, error);
        done(this.#failure, none);
      },
    );
  }

  /** In the background: what fails here is met again by the next write. */
  #clean(): void {
    if (this.#failure === null) this.clearOthers(this.#lastNumber + 1).catch(() => undefined);
  }

  /**
   * Removes the chunks of every snapshot below `end` that is neither current nor written nor read, and gives their space
   * back. A snapshot that is begun meanwhile has a higher number.
   */
  async clearOthers(end: number): Promise<void> {
    const kept = [this.current?.number, this.#writing?.number, ...this.#readers.keys()]
      .filter(number => number !== undefined)
      .sort((a, b) => a - b);
    let from = 0;
    for (const number of [...kept, end]) {
      const range = { gte: chunkKey(GROUP, from, 0), lt: chunkKey(GROUP, number, 0) };
      from = number + 1;
      await this.db.clear(range);
      await mergeRows(this.db, range.gte, range.lt);
    }
  }
}

class Writing implements SnapshotWriting {
  chunks = 0;
  #bytes = 0;
  #ended = false;

  constructor(
    readonly meta: SnapshotMeta,
    readonly number: number,
    private readonly store: LevelSnapshotStore,
  ) {}

  add(chunk: Uint8Array, done: (error: Error | null) => void): void {
    assert(!this.#ended, 'a snapshot that has ended gets no more chunks');
    this.#bytes += chunk.length;
    this.store.put(this.number, this.chunks++, chunk, done);
  }

  finish(done: (error: Error | null, snapshot: StoredSnapshot) => void): void {
    assert(!this.#ended && this.chunks > 0, 'a snapshot that is finished has chunks, and is finished once');
    this.#ended = true;
    const { number, meta, chunks } = this;
    this.store.finish({ number, meta, chunks, bytes: this.#bytes }, done);
  }

  abandon(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.store.abandon();
  }
}
