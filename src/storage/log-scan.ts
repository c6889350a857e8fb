import type { Level } from 'level';
import { type Configuration, configurationIn } from '../base/configuration.js';
import { OperatorError } from '../base/errors.js';
import type { TermSpan } from '../ports/log-store.js';
import {
  BadRow,
  decodeEntry,
  decodeState,
  type EntryRow,
  entryKey,
  type StateRow,
  stateKey,
} from './log-record.js';

export type LogDatabase = Level<Buffer, Buffer>;

/** What the database holds, verified. */
export interface ScannedLog {
  readonly state: StateRow;
  /** Of the data of all entries. */
  readonly bytes: number;
  readonly terms: readonly TermSpan[];
  readonly configurations: readonly Configuration[];
}

const CHUNK_ROWS = 1000;
const CHUNK_BYTES = 1 << 20;
const EMPTY: StateRow = {
  term: 0,
  vote: null,
  commit: 0,
  lastIndex: 0,
  lastChecksum: 0,
  baseIndex: 0,
  baseTerm: 0,
  baseChecksum: 0,
};

/**
 * Reads every row of `group`: checksums, chain, order, end. Memory is bounded by the chunk; LevelDB fetches the next one
 * while this thread checks the last.
 */
export async function scanLog(db: LogDatabase, name: string, group: number): Promise<ScannedLog> {
  const row = await db.get(stateKey(group));
  const state = row === undefined ? EMPTY : named(`${name}: the hard state`, () => decodeState(group, row));
  const chain = new ChainReader(name, state.baseIndex + 1, state.baseChecksum, state.baseTerm);
  const terms: TermSpan[] = [];
  const configurations: Configuration[] = [];
  let bytes = 0;
  const iterator = rows(db, group, state.baseIndex + 1, Number.MAX_SAFE_INTEGER, CHUNK_BYTES);
  let next = iterator.nextv(CHUNK_ROWS);
  try {
    for (let chunk = await next; chunk.length > 0; chunk = await next) {
      next = iterator.nextv(CHUNK_ROWS);
      for (const [key, value] of chunk) {
        const { entry } = chain.take(key, value);
        bytes += entry.data.length;
        if (terms.at(-1)?.term !== entry.term) terms.push({ index: entry.index, term: entry.term });
        if (entry.kind === 'configuration') configurations.push(configurationIn(entry));
      }
    }
  } finally {
    await next.catch(() => undefined); // an iterator cannot be closed while it reads
    await iterator.close();
  }
  if (chain.nextIndex - 1 !== state.lastIndex || chain.checksum !== state.lastChecksum) {
    const text = `${name}: the log ends at entry ${chain.nextIndex - 1}, but ${state.lastIndex} was written`;
    throw new OperatorError('CORRUPT', text);
  }
  return { state, bytes, terms, configurations };
}

/** An iterator over the entries `from` to `to`, about `bytes` at a time. */
export function rows(db: LogDatabase, group: number, from: number, to: number, bytes: number) {
  return db.iterator({
    gte: entryKey(group, from),
    lte: entryKey(group, to),
    fillCache: false,
    highWaterMarkBytes: bytes,
  });
}

/** Takes rows in order and holds them to the chain. */
export class ChainReader {
  #term: number;

  /** `checksum` and `term`: those of the entry before `nextIndex`; null and 0 when they are not known. */
  constructor(
    private readonly name: string,
    public nextIndex: number,
    public checksum: number | null,
    term = 0,
  ) {
    this.#term = term;
  }

  take(key: Buffer, value: Buffer): EntryRow {
    const row = named(`${this.name}: entry ${this.nextIndex}`, () => this.#check(decodeEntry(key, value)));
    this.nextIndex++;
    this.checksum = row.checksum;
    this.#term = row.entry.term;
    return row;
  }

  #check(row: EntryRow): EntryRow {
    const { entry, previous } = row;
    if (entry.index !== this.nextIndex) throw new BadRow('CORRUPT', `is missing: the next is ${entry.index}`);
    if (this.checksum !== null && previous !== this.checksum)
      throw new BadRow('CORRUPT', 'does not follow the one before it');
    if (entry.term < this.#term) throw new BadRow('CORRUPT', `has term ${entry.term} behind ${this.#term}`);
    return row;
  }
}

/** Runs `decode`; what it finds wrong is told with the name of the row. */
export function named<T>(row: string, decode: () => T): T {
  try {
    return decode();
  } catch (error) {
    if (error instanceof BadRow) throw new OperatorError(error.code, `${row} ${error.message}`);
    throw error;
  }
}
