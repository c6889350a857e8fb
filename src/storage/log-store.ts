import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { assert } from '../base/assert.js';
import { OperatorError } from '../base/errors.js';
import type { Entry, HardState } from '../base/raft-message.js';
import type { LogStore, LogWrite, StoredLog } from '../ports/log-store.js';
import { logFolder, voteFile } from './data-folder.js';
import { diskError } from './disk-error.js';
import type { LogIndex } from './log-index.js';
import { decodeEntry, ENTRY_HEAD_BYTES, type NextState } from './log-record.js';
import { scanLog } from './log-scan.js';
import { LogWriter } from './log-writer.js';
import { syncFolder } from './slot-file.js';
import { VoteFile } from './vote-file.js';

export interface LogStoreOptions {
  /** Trust the log even if its end may lack an acknowledged write: when the operator says so (`--accept-torn-tail`). */
  readonly acceptTornTail: boolean;
  /** Whether a write may keep its thread waiting: it is done sooner, and nobody else can be heard meanwhile. */
  readonly mayWait?: () => boolean;
}

export interface OpenedLog {
  readonly store: LogStore;
  /** Why the end of the log may lack an acknowledged write, for a warning; null: it does not. */
  readonly doubt: string | null;
}

const GROUP = 0;

/**
 * Opens, or makes, the log in data folder `folder`, which the caller holds locked (data-folder.ts), and verifies all of
 * it: about 0.5 s for 200 MB. A log that may have lost its end is opened with a hard state that is `doubtful`, unless the
 * operator accepts it: the core knows what such a node may do.
 *
 * @throws OperatorError CORRUPT, FORMAT_TOO_NEW, DISK
 */
export async function openLogStore(folder: string, options: LogStoreOptions): Promise<OpenedLog> {
  const path = logFolder(folder);
  const close: (() => Promise<void>)[] = [];
  try {
    const found = await scanLog(path, GROUP);
    for (const segment of found.segments) close.push(() => segment.close());
    const fresh = found.segments.length === 0;
    if (fresh && existsSync(path) && existsSync(voteFile(folder))) {
      throw new OperatorError('CORRUPT', `the log in ${path} is missing: it held acknowledged writes`);
    }
    if (fresh) await mkdir(path, { recursive: true });
    // Before what is left of the last write is cleared, and the doubt with it.
    if (found.doubt !== null) await VoteFile.markDoubtful(voteFile(folder));
    const writer = new LogWriter(path, GROUP, found, options.mayWait ?? (() => false));
    close.push(() => writer.close());
    await writer.open(found.leftovers);
    if (fresh) await syncFolder(folder);

    const { state, bytes, terms, configurations } = found;
    const vote = await VoteFile.open(voteFile(folder), state);
    close.push(() => vote.close());
    const lost = vote.isAheadOf(state)
      ? `${voteFile(folder)} knows term ${vote.last.term}, the log in ${path} only ${state.term}`
      : null;
    const isDoubtful = lost !== null || vote.last.doubtful === true;
    const doubtful = isDoubtful && !options.acceptTornTail;
    if (lost === null) {
      await vote.save({ ...state, doubtful }); // a crash between the two syncs left it behind
    } else {
      await vote.save({ ...vote.last, doubtful });
      await writer.write({ ...state, ...vote.last }, []);
    }
    const hardState = hardStateOf({ ...state, ...vote.last });
    const { baseIndex, baseTerm, lastIndex } = state;
    const log = { firstIndex: baseIndex + 1, baseTerm, lastIndex, bytes, terms, configurations };
    const doubt = found.doubt ?? lost ?? (isDoubtful ? 'an earlier start found its end damaged' : null);
    return { store: new FileLogStore(path, writer, vote, { hardState, ...log }), doubt };
  } catch (error) {
    for (const each of close.reverse()) await each();
    throw diskError(`cannot open the log in ${path}`, error);
  }
}

function hardStateOf({ term, vote, commit, doubtful }: HardState): HardState {
  return { term, vote, commit, ...(doubtful === true && { doubtful }) };
}

class FileLogStore implements LogStore {
  /** Final: after a failed sync nobody knows what is on the disk, so nothing more is put on top of it. */
  #failure: OperatorError | null = null;
  #writing = false;
  #compacting = false;
  /** Writes that are on their way, one after the other: appends and compactions; null: none. */
  #turns: Promise<void> | null = null;
  /** What waits for a write that took no turn; null: there is none. */
  #atOnce: (() => void)[] | null = null;
  readonly #index: LogIndex;

  constructor(
    private readonly path: string,
    private readonly writer: LogWriter,
    private readonly vote: VoteFile,
    readonly initial: StoredLog,
  ) {
    this.#index = writer.index;
  }

  write(write: LogWrite, done: (error: Error | null) => void): void {
    assert(!this.#writing, 'at most one write of a log is in flight');
    this.#checkAppend(write);
    this.#writing = true;
    const ended = (error: unknown): void => {
      this.#writing = false;
      done(error === null ? null : this.#fail('cannot write the log', error));
    };
    if (!this.#writeAtOnce(write, ended))
      this.#inTurn(() => this.#write(write)).then(() => ended(null), ended);
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
    const ended = (error: unknown): void => {
      this.#compacting = false;
      done(error === null ? null : this.#fail('cannot compact the log', error));
    };
    this.#inTurn(() => this.#compact(upTo)).then(() => ended(null), ended);
  }

  close(done: (error: Error | null) => void): void {
    this.#failure ??= new OperatorError('DISK', `the log in ${this.path} is closed`);
    const closed = async (): Promise<void> => {
      await this.#turns?.catch(() => undefined);
      await Promise.all([this.writer.close(), this.vote.close()]);
    };
    closed().then(
      () => done(null),
      (error: unknown) => done(diskError(`cannot close the log in ${this.path}`, error)),
    );
  }

  #fail(what: string, error: unknown): OperatorError {
    this.#failure ??= diskError(`${what} in ${this.path}`, error);
    return this.#failure;
  }

  /** Runs `write` when those before it have ended; after a failure nothing is written any more. */
  #inTurn(write: () => Promise<void>): Promise<void> {
    const before =
      this.#turns ?? new Promise<void>(go => (this.#atOnce === null ? go() : this.#atOnce.push(go)));
    const turn = before.then(() => {
      if (this.#failure !== null) throw this.#failure;
      return write();
    });
    const settled: Promise<void> = turn
      .catch((error: unknown) => void this.#fail('cannot write the log', error))
      .then(() => {
        if (this.#turns === settled) this.#turns = null;
      });
    this.#turns = settled;
    return turn;
  }

  #checkAppend({ reset, entries }: LogWrite): void {
    const { baseIndex, lastIndex } = this.writer.state;
    const first = (reset?.index ?? baseIndex) + 1;
    const from = entries[0]?.index ?? first;
    const fits = from >= first && from <= (reset?.index ?? lastIndex) + 1;
    assert(fits, 'an append leaves no hole in the log');
    assert(
      entries.every((entry, i) => entry.index === from + i),
      'the entries of an append are consecutive',
    );
  }

  /** What holds after the write. */
  #stateAfter({ hardState, reset, entries }: LogWrite): NextState {
    const { state } = this.writer;
    const { term, vote, commit } = hardState ?? state;
    const base =
      reset === undefined ? state : { baseIndex: reset.index, baseTerm: reset.term, baseChecksum: 0 };
    const { baseIndex, baseTerm, baseChecksum } = base;
    const lastIndex = entries.at(-1)?.index ?? reset?.index ?? state.lastIndex;
    const doubtful = (hardState ?? this.vote.last).doubtful === true;
    return { term, vote, commit, doubtful, baseIndex, baseTerm, baseChecksum, lastIndex, lastChecksum: 0 };
  }

  /** Without a promise: as nearly all writes go. False: it has to take its turn. */
  #writeAtOnce(write: LogWrite, ended: (error: unknown) => void): boolean {
    if (this.#turns !== null || this.#failure !== null || write.reset !== undefined) return false;
    const state = this.#stateAfter(write);
    if (!this.vote.holds(state)) return false;
    this.#atOnce = [];
    const done = (error: unknown): void => {
      if (error !== null) this.#fail('cannot write the log', error);
      const waiting = this.#atOnce ?? [];
      this.#atOnce = null;
      for (const go of waiting) go();
      ended(error);
    };
    if (this.writer.writeAtOnce(state, write.entries, done)) return true;
    this.#atOnce = null;
    return false;
  }

  async #write(write: LogWrite): Promise<void> {
    const state = this.#stateAfter(write);
    await this.writer.write(state, write.entries);
    await this.vote.save(state);
    if (write.reset !== undefined) await this.writer.removeUnused();
  }

  async #compact(upTo: number): Promise<void> {
    const { state } = this.writer;
    if (upTo <= state.baseIndex) return;
    assert(upTo <= state.lastIndex, 'only what is on disk is compacted');
    const [last] = await this.#read(upTo, upTo, 0);
    const base = { baseIndex: upTo, baseTerm: last!.term, baseChecksum: this.#index.checksumOf(upTo) };
    // First the new base, synced: what goes behind it was needed by the old one.
    await this.writer.write({ ...state, ...base }, []);
    await this.writer.removeUnused();
  }

  async #read(from: number, to: number, maxBytes: number): Promise<Entry[]> {
    if (this.#failure !== null) throw this.#failure;
    if (from <= this.writer.state.baseIndex) return [];
    if (!this.#index.has(from)) throw new OperatorError('CORRUPT', `${this.path}: entry ${from} is missing`);
    let last = from;
    let bytes = this.#index.dataBytesOf(from);
    while (last < to && this.#index.has(last + 1)) {
      bytes += this.#index.dataBytesOf(last + 1);
      if (bytes > maxBytes) break;
      last++;
    }
    const entries: Entry[] = [];
    // All that is asked of the index is asked before the first wait: a compaction may come in between.
    await Promise.all(this.#pieces(from, last).map(piece => this.#readPiece(piece, entries, from)));
    return entries;
  }

  /** The places of consecutive entries, a piece a file. */
  #pieces(from: number, to: number): Piece[] {
    const pieces: Piece[] = [];
    for (let index = from; index <= to; index++) {
      const [segment, offset] = [this.#index.segmentOf(index), this.#index.offsetOf(index)];
      const place = { index, offset, length: this.#index.lengthOf(index) };
      const last = pieces.at(-1);
      if (last?.segment === segment) last.places.push(place);
      else pieces.push({ segment, places: [place] });
    }
    return pieces;
  }

  async #readPiece({ segment, places }: Piece, entries: Entry[], from: number): Promise<void> {
    const [first, last] = [places[0]!, places[places.length - 1]!];
    const file = this.writer.segment(segment);
    const bytes = await file.read(first.offset, last.offset + last.length - first.offset);
    for (const { index, offset, length } of places) {
      const at = offset - first.offset;
      const row = bytes.length < at + ENTRY_HEAD_BYTES ? null : decodeEntry(bytes.subarray(at, at + length));
      if (row?.entry.index !== index) {
        throw new OperatorError('CORRUPT', `${file.path}: entry ${index}, at offset ${offset}, is damaged`);
      }
      entries[index - from] = row.entry;
    }
  }
}

interface Piece {
  readonly segment: number;
  readonly places: { readonly index: number; readonly offset: number; readonly length: number }[];
}
