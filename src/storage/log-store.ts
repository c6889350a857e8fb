import { Level } from 'level';
import { assert } from '../base/assert.js';
import { OperatorError } from '../base/errors.js';
import type { Entry, HardState } from '../base/raft-message.js';
import type { LogStore, LogWrite, StoredLog } from '../ports/log-store.js';
import { checkDatabase } from './database-check.js';
import { logFolder, voteFile } from './data-folder.js';
import { levelError } from './disk-error.js';
import { mergeRows } from './leveldb-space.js';
import { clearEntries } from './log-compaction.js';
import {
  decodeEntry,
  encodeEntry,
  encodeState,
  type EntryRow,
  entryKey,
  type StateRow,
  stateKey,
} from './log-record.js';
import { ChainReader, type LogDatabase, named, rows, scanLog } from './log-scan.js';
import { syncFolder } from './slot-file.js';
import { VoteFile } from './vote-file.js';

export interface LogStoreOptions {
  /** Trust the log even if its end may lack an acknowledged write: when the operator says so (`--accept-torn-tail`). */
  readonly acceptTornTail: boolean;
}

export interface OpenedLog {
  readonly store: LogStore;
  /** Why the end of the log may lack an acknowledged write, for a warning; null: it does not. */
  readonly doubt: string | null;
}

const GROUP = 0;
const READ_ROWS = 1000;

/**
 * Opens, or makes, the log in data folder `folder`, which the caller holds locked (data-folder.ts), and verifies all of
 * it: about 0.5 s for 200 MB. A log that may have lost its end is opened with a hard state that is `doubtful`, unless the
 * operator accepts it: the core knows what such a node may do.
 *
 * @throws OperatorError CORRUPT, FOLDER_IN_USE, FORMAT_TOO_NEW, DISK
 */
export async function openLogStore(folder: string, options: LogStoreOptions): Promise<OpenedLog> {
  const path = logFolder(folder);
  const found = await checkDatabase(path);
  // Before LevelDB opens: it will drop the doubtful record, and the doubt with it.
  if (found.doubt !== null) await VoteFile.markDoubtful(voteFile(folder));
  const db: LogDatabase = new Level<Buffer, Buffer>(path, {
    keyEncoding: 'buffer',
    valueEncoding: 'buffer',
    compression: false,
    createIfMissing: found.fresh,
    writeBufferSize: 16 << 20,
    maxFileSize: 8 << 20,
    cacheSize: 8 << 20,
  });
  let vote: VoteFile | null = null;
  try {
    await db.open();
    const { state, bytes, terms, configurations } = await scanLog(db, path, GROUP);
    vote = await VoteFile.open(voteFile(folder), state);
    const lost = vote.isAheadOf(state)
      ? `${voteFile(folder)} knows term ${vote.last.term}, the log in ${path} only ${state.term}`
      : null;
    const isDoubtful = lost !== null || vote.last.doubtful === true;
    const doubtful = isDoubtful && !options.acceptTornTail;
    if (lost === null) {
      await vote.save({ ...state, doubtful }); // a crash between the two syncs left it behind
    } else {
      await vote.save({ ...vote.last, doubtful });
      await db.put(STATE_KEY, encodeState(GROUP, { ...state, ...vote.last }), { sync: true });
    }
    if (found.fresh) await syncFolder(folder);
    const kept = { ...state, ...vote.last };
    const { baseIndex, baseTerm, lastIndex } = kept;
    const log = { firstIndex: baseIndex + 1, baseTerm, lastIndex, bytes, terms, configurations };
    const initial: StoredLog = { hardState: hardState(kept), ...log };
    await clearEntries(db, GROUP, baseIndex);
    const doubt = found.doubt ?? lost ?? (isDoubtful ? 'an earlier start found its end damaged' : null);
    return { store: new LevelLogStore(db, path, vote, initial, kept), doubt };
  } catch (error) {
    await vote?.close();
    await db.close();
    throw levelError(`cannot open the log in ${path}`, error);
  }
}

function hardState({ term, vote, commit, doubtful }: HardState): HardState {
  return { term, vote, commit, ...(doubtful === true && { doubtful }) };
}

/** An empty log that begins behind a snapshot. */
function begunBehind({ index, term }: NonNullable<LogWrite['reset']>): Omit<StateRow, keyof HardState> {
  const base = { baseIndex: index, baseTerm: term, baseChecksum: 0 };
  return { ...base, lastIndex: index, lastChecksum: 0 };
}

const STATE_KEY = stateKey(GROUP);

class LevelLogStore implements LogStore {
  /** Final: after a failed sync nobody knows what is on the disk, so nothing more is put on top of it. */
  #failure: OperatorError | null = null;
  #writing = false;
  #compacting = false;
  /** Writes of the state row, one after the other: appends and compactions. */
  #stateWrites: Promise<void> = Promise.resolve();

  constructor(
    private readonly db: LogDatabase,
    private readonly path: string,
    private readonly vote: VoteFile,
    readonly initial: StoredLog,
    /** What the last write that was begun leaves behind. */
    private state: StateRow,
  ) {}

  write(write: LogWrite, done: (error: Error | null) => void): void {
    assert(!this.#writing, 'at most one write of a log is in flight');
    this.#checkAppend(write);
    this.#writing = true;
    this.#inTurn(() => this.#write(write)).then(
      () => {
        this.#writing = false;
        done(null);
      },
      (error: unknown) => {
        this.#writing = false;
        done(this.#fail('cannot write the log', error));
      },
    );
  }

  read(
    from: number,
    to: number,
    maxBytes: number,
    done: (error: Error | null, entries: Entry[]) => void,
  ): void {
    this.#read(from, to, maxBytes).then(
      entries => done(null, entries),
      (error: unknown) => done(this.#fail('cannot read the log', error), []),
    );
  }

  compact(upTo: number, done: (error: Error | null) => void): void {
    assert(!this.#compacting, 'a log is compacted once at a time');
    this.#compacting = true;
    this.#compact(upTo).then(
      () => {
        this.#compacting = false;
        done(null);
      },
      (error: unknown) => {
        this.#compacting = false;
        done(this.#fail('cannot compact the log', error));
      },
    );
  }

  close(done: (error: Error | null) => void): void {
    this.#failure ??= new OperatorError('DISK', `the log in ${this.path} is closed`);
    Promise.all([this.db.close(), this.vote.close()]).then(
      () => done(null),
      (error: unknown) => done(levelError(`cannot close the log in ${this.path}`, error)),
    );
  }

  #fail(what: string, error: unknown): OperatorError {
    this.#failure ??= levelError(`${what} in ${this.path}`, error);
    return this.#failure;
  }

  /** Runs `write` when those before it have ended; after a failure nothing is written any more. */
  #inTurn(write: () => Promise<void>): Promise<void> {
    const turn = this.#stateWrites.then(() => {
      if (this.#failure !== null) throw this.#failure;
      return write();
    });
    this.#stateWrites = turn.catch((error: unknown) => void this.#fail('cannot write the log', error));
    return turn;
  }

  #checkAppend({ reset, entries }: LogWrite): void {
    const first = (reset?.index ?? this.state.baseIndex) + 1;
    const from = entries[0]?.index ?? first;
    const fits = from >= first && from <= (reset?.index ?? this.state.lastIndex) + 1;
    assert(fits, 'an append leaves no hole in the log');
    assert(
      entries.every((entry, i) => entry.index === from + i),
      'the entries of an append are consecutive',
    );
  }

  async #write({ hardState: hard, reset, entries }: LogWrite): Promise<void> {
    // Built step by step: a batch given as an array costs the main thread half as much again.
    const batch = this.db.batch();
    const before = this.state;
    const base = reset === undefined ? before : begunBehind(reset);
    let { lastIndex, lastChecksum } = base;
    if (entries.length > 0) {
      const from = entries[0]!.index;
      if (from <= lastIndex) lastChecksum = await this.#checksumOf(from - 1);
      for (const entry of entries) {
        const key = entryKey(GROUP, entry.index);
        const { value, checksum } = encodeEntry(key, entry, lastChecksum);
        batch.put(key, value);
        lastChecksum = checksum;
      }
      lastIndex = from + entries.length - 1;
    }
    for (let index = lastIndex + 1; index <= before.lastIndex; index++) batch.del(entryKey(GROUP, index));
    this.state = { ...base, doubtful: false, ...hardState(hard ?? before), lastIndex, lastChecksum };
    batch.put(STATE_KEY, encodeState(GROUP, this.state));
    await batch.write({ sync: true });
    await this.vote.save(this.state);
    if (reset !== undefined) await clearEntries(this.db, GROUP, reset.index);
  }

  async #compact(upTo: number): Promise<void> {
    await this.#inTurn(async () => {
      const { baseIndex, lastIndex } = this.state;
      if (upTo <= baseIndex) return;
      assert(upTo <= lastIndex, 'only what is on disk is compacted');
      const { entry, checksum } = await this.#row(upTo);
      // First the new base, synced: what is deleted behind it was needed by the old one.
      this.state = { ...this.state, baseIndex: upTo, baseTerm: entry.term, baseChecksum: checksum };
      await this.db.put(STATE_KEY, encodeState(GROUP, this.state), { sync: true });
    });
    const to = Math.min(upTo, this.state.baseIndex);
    await clearEntries(this.db, GROUP, to);
    await mergeRows(this.db, entryKey(GROUP, 0), entryKey(GROUP, to));
  }

  async #checksumOf(index: number): Promise<number> {
    const { baseIndex, baseChecksum } = this.state;
    return index === baseIndex ? baseChecksum : (await this.#row(index)).checksum;
  }

  async #row(index: number): Promise<EntryRow> {
    const key = entryKey(GROUP, index);
    const value = await this.db.get(key);
    return named(`${this.path}: entry ${index}`, () => decodeEntry(key, value ?? Buffer.alloc(0)));
  }

  async #read(from: number, to: number, maxBytes: number): Promise<Entry[]> {
    if (this.#failure !== null) throw this.#failure;
    const entries: Entry[] = [];
    let bytes = 0;
    const { baseIndex, baseChecksum } = this.state;
    if (from <= baseIndex) return entries;
    const chain = new ChainReader(this.path, from, from === baseIndex + 1 ? baseChecksum : null);
    const iterator = rows(this.db, GROUP, from, to, maxBytes);
    try {
      for (;;) {
        const chunk = await iterator.nextv(READ_ROWS);
        if (from <= this.state.baseIndex) return []; // deleted before the iterator was open
        for (const [key, value] of chunk) {
          const { entry } = chain.take(key, value);
          bytes += entry.data.length;
          if (bytes > maxBytes && entries.length > 0) return entries;
          entries.push(entry);
        }
        if (chunk.length === 0) break;
      }
    } finally {
      await iterator.close();
    }
    if (entries.length === 0 && from > this.state.baseIndex) {
      throw new OperatorError('CORRUPT', `${this.path}: entry ${chain.nextIndex} is missing`);
    }
    return entries;
  }
}
