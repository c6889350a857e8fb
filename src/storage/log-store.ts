import { Level } from 'level';
import { assert } from '../base/assert.js';
import { OperatorError } from '../base/errors.js';
import type { Entry, HardState } from '../base/raft-message.js';
import type { LogStore, LogWrite, StoredLog } from '../ports/log-store.js';
import { checkDatabase } from './database-check.js';
import { logFolder, voteFile } from './data-folder.js';
import { levelError } from './disk-error.js';
import { decodeEntry, encodeEntry, encodeState, entryKey, type StateRow, stateKey } from './log-record.js';
import { ChainReader, type LogDatabase, named, rows, scanLog } from './log-scan.js';
import { syncFolder } from './slot-file.js';
import { VoteFile } from './vote-file.js';

export interface LogStoreOptions {
  /**
   * Open even if the end of the log may lack an acknowledged write. Only for a single node, which has nobody to ask, or
   * when the operator says so (`--accept-torn-tail`).
   */
  readonly acceptTornTail: boolean;
}

export interface OpenedLog {
  readonly store: LogStore;
  /** What `acceptTornTail` let pass, for a warning; null: nothing. */
  readonly doubt: string | null;
}

const GROUP = 0;
const READ_ROWS = 1000;

/**
 * Opens, or makes, the log in data folder `folder`, which the caller holds locked (data-folder.ts), and verifies all of
 * it: about 0.5 s for 200 MB.
 *
 * @throws OperatorError CORRUPT (damaged, or doubtful and not accepted), FOLDER_IN_USE, FORMAT_TOO_NEW, DISK
 */
export async function openLogStore(folder: string, options: LogStoreOptions): Promise<OpenedLog> {
  const path = logFolder(folder);
  const found = await checkDatabase(path);
  // Before LevelDB opens: it would drop the doubtful record, and the doubt with it.
  if (found.doubt !== null && !options.acceptTornTail) throw doubtful(found.doubt);
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
    const { state, firstIndex, terms } = await scanLog(db, path, GROUP);
    vote = await VoteFile.open(voteFile(folder), state);
    const lost = vote.isAheadOf(state)
      ? `${voteFile(folder)} knows term ${vote.last.term}, the log in ${path} only ${state.term}`
      : null;
    if (lost !== null && !options.acceptTornTail) throw doubtful(lost);
    if (lost !== null)
      await db.put(STATE_KEY, encodeState(GROUP, { ...state, ...vote.last }), { sync: true });
    else await vote.save(state); // a crash between the two syncs left it behind
    if (found.fresh) await syncFolder(folder);
    const kept = { ...state, ...vote.last };
    const initial: StoredLog = {
      hardState: hardState(kept),
      firstIndex,
      lastIndex: kept.lastIndex,
      baseTerm: 0,
      terms,
    };
    return { store: new LevelLogStore(db, path, vote, initial, kept), doubt: found.doubt ?? lost };
  } catch (error) {
    await vote?.close();
    await db.close();
    throw levelError(`cannot open the log in ${path}`, error);
  }
}

function doubtful(doubt: string): OperatorError {
  const advice = 'if this is the only copy, or the other nodes are known to be whole: --accept-torn-tail';
  return new OperatorError('CORRUPT', `an acknowledged write may be lost: ${doubt}; ${advice}`);
}

function hardState({ term, vote, commit }: HardState): HardState {
  return { term, vote, commit };
}

const STATE_KEY = stateKey(GROUP);

class LevelLogStore implements LogStore {
  /** Final: after a failed sync nobody knows what is on the disk, so nothing more is put on top of it. */
  #failure: OperatorError | null = null;
  #writing = false;

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
    this.#checkAppend(write.entries);
    this.#writing = true;
    this.#write(write).then(
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

  #checkAppend(entries: readonly Entry[]): void {
    const from = entries[0]?.index ?? this.initial.firstIndex;
    const fits = from >= this.initial.firstIndex && from <= this.state.lastIndex + 1;
    assert(fits, 'an append leaves no hole in the log');
    assert(
      entries.every((entry, i) => entry.index === from + i),
      'the entries of an append are consecutive',
    );
  }

  async #write({ hardState: hard, entries }: LogWrite): Promise<void> {
    if (this.#failure !== null) throw this.#failure;
    // Built step by step: a batch given as an array costs the main thread half as much again.
    const batch = this.db.batch();
    let { lastIndex, lastChecksum } = this.state;
    if (entries.length > 0) {
      const from = entries[0]!.index;
      lastChecksum = from === lastIndex + 1 ? lastChecksum : await this.#checksumOf(from - 1);
      for (const entry of entries) {
        const key = entryKey(GROUP, entry.index);
        const { value, checksum } = encodeEntry(key, entry, lastChecksum);
        batch.put(key, value);
        lastChecksum = checksum;
      }
      const last = from + entries.length - 1;
      for (let index = last + 1; index <= lastIndex; index++) {
        batch.del(entryKey(GROUP, index));
      }
      lastIndex = last;
    }
    this.state = { ...hardState(hard ?? this.state), lastIndex, lastChecksum };
    batch.put(STATE_KEY, encodeState(GROUP, this.state));
    await batch.write({ sync: true });
    await this.vote.save(this.state);
  }

  async #checksumOf(index: number): Promise<number> {
    if (index === 0) return 0;
    const key = entryKey(GROUP, index);
    const value = await this.db.get(key);
    return named(`${this.path}: entry ${index}`, () => decodeEntry(key, value ?? Buffer.alloc(0))).checksum;
  }

  async #read(from: number, to: number, maxBytes: number): Promise<Entry[]> {
    if (this.#failure !== null) throw this.#failure;
    const entries: Entry[] = [];
    let bytes = 0;
    const chain = new ChainReader(this.path, from, null);
    const iterator = rows(this.db, GROUP, from, to, maxBytes);
    try {
      for (;;) {
        const chunk = await iterator.nextv(READ_ROWS);
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
    if (entries.length === 0) {
      throw new OperatorError('CORRUPT', `${this.path}: entry ${chain.nextIndex} is missing`);
    }
    return entries;
  }
}
