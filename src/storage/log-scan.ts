import { existsSync } from 'node:fs';
import { type Configuration, configurationIn } from '../base/configuration.js';
import { OperatorError } from '../base/errors.js';
import type { TermSpan } from '../ports/log-store.js';
import { LogIndex } from './log-index.js';
import {
  beginsUnit,
  decodeUnit,
  EMPTY_STATE,
  FORMAT_VERSION,
  nextPlace,
  type RowAt,
  type StateRow,
  type UnitAt,
} from './log-record.js';
import { isBlank, Segment, segmentsIn } from './log-segment.js';

/** What the files hold, verified. */
export interface ScannedLog {
  /** In order; the last one is written to. None: there is no log. */
  readonly segments: readonly Segment[];
  readonly index: LogIndex;
  readonly state: StateRow;
  readonly terms: readonly TermSpan[];
  readonly configurations: readonly Configuration[];
  /** Of the data of all entries. */
  readonly bytes: number;
  /** Why the end of the log may lack an acknowledged write; null: it does not. */
  readonly doubt: string | null;
  /** Something of a last write that did not come to its end stands behind the tail. */
  readonly leftovers: boolean;
}

/**
 * Reads every unit of the log in `folder`: checksums, chain, order, both ends. Memory is bounded by the largest file.
 *
 * @throws OperatorError CORRUPT naming file and offset, FORMAT_TOO_NEW
 */
export async function scanLog(folder: string, group: number): Promise<ScannedLog> {
  const scan = new LogScan(folder, group);
  try {
    for (const number of existsSync(folder) ? await segmentsIn(folder) : []) {
      await scan.take(await Segment.open(folder, number));
    }
    return scan.end();
  } catch (error) {
    for (const segment of scan.segments) await segment.close();
    throw error;
  }
}

class LogScan {
  readonly segments: Segment[] = [];
  readonly #index = new LogIndex();
  #state = EMPTY_STATE;
  #terms: TermSpan[] = [];
  #configurations: Configuration[] = [];
  /** The checksum in front of the first entry of the index, as that entry has it. */
  #before = 0;
  /** What is wrong in the last file, if only its last write is. */
  #trouble: { readonly offset: number; readonly bad: boolean } | null = null;
  #concluded = false;

  constructor(
    private readonly folder: string,
    private readonly group: number,
  ) {}

  /** The next file. */
  async take(segment: Segment): Promise<void> {
    const last = this.segments.at(-1);
    this.segments.push(segment);
    const file = await segment.content();
    if (last !== undefined && segment.number !== last.number + 1) throw this.#missing(last.number + 1);
    if (last !== undefined && !this.#concluded && isBlank(file)) {
      // Made ahead, and not written to: it is made anew when it is needed.
      this.segments.pop();
      await segment.remove();
      return;
    }
    if (this.#concluded && isBlank(file)) throw this.#missing(segment.number);
    if (last !== undefined && this.#trouble !== null) throw damaged(last.path, this.#trouble.offset);
    this.#concluded = false;
    for (let unit = this.#unitAt(segment, file); ; unit = this.#unitAt(segment, file)) {
      if (unit.kind === 'unit') {
        this.#replay(segment, unit.state, unit.rows);
        segment.tail = unit.end;
      } else {
        this.#concluded = unit.kind === 'continuation';
        if (!this.#concluded) this.#atEnd(segment, file, unit);
        return;
      }
    }
  }

  #unitAt(segment: Segment, file: Buffer): UnitAt {
    const unit = decodeUnit(file, { group: this.group, segment: segment.number, offset: segment.tail });
    if (unit.kind !== 'new') return unit;
    const text = `${segment.path} has format ${unit.version}, this version knows up to ${FORMAT_VERSION}`;
    throw new OperatorError('FORMAT_TOO_NEW', text);
  }

  /** There must be nothing behind the last unit but, at most, what is left of one write. */
  #atEnd(segment: Segment, file: Buffer, unit: UnitAt): void {
    const { path, tail } = segment;
    const rest = file.subarray(tail);
    if (unit.kind === 'blank' && isBlank(rest)) return;
    for (let at = nextPlace(tail); at < file.length; at = nextPlace(at)) {
      if (beginsUnit(file, at)) throw damaged(path, tail);
    }
    this.#trouble = { offset: tail, bad: unit.kind !== 'short' };
  }

  #replay(segment: Segment, state: StateRow, rows: readonly RowAt[]): void {
    const index = this.#index;
    const { baseIndex, baseChecksum } = state;
    const from = rows[0]?.entry.index ?? 0;
    // Where the files in front were removed, the first entry may be any.
    const isEmpty = index.last < index.first;
    if (!isEmpty && from > Math.max(index.last, baseIndex) + 1)
      throw this.#entryMissing(index.last + 1, from);
    if (index.has(baseIndex)) {
      // Compacted up to there; or, with no checksum, begun anew behind a snapshot.
      if (baseChecksum !== 0 && baseChecksum !== index.checksumOf(baseIndex))
        throw this.#notFollowing(baseIndex + 1);
      this.#before = baseChecksum;
    }
    index.drop(baseIndex);
    if (rows.length > 0) this.#truncate(from);
    for (const row of rows) this.#add(segment, row);
    this.#truncate(state.lastIndex + 1);
    this.#state = state;
  }

  #add(segment: Segment, { entry, checksum, previous, offset, length }: RowAt): void {
    const index = this.#index;
    if (index.has(entry.index - 1)) {
      if (index.checksumOf(entry.index - 1) !== previous) throw this.#notFollowing(entry.index);
    } else this.#before = previous;
    index.append(segment.number, { index: entry.index, offset, length, checksum });
    if (this.#terms.at(-1)?.term !== entry.term) this.#terms.push({ index: entry.index, term: entry.term });
    if (entry.kind === 'configuration') this.#configurations.push(configurationIn(entry));
  }

  #truncate(from: number): void {
    this.#index.truncate(from);
    this.#terms = cutFrom(this.#terms, from);
    this.#configurations = cutFrom(this.#configurations, from);
  }

  end(): ScannedLog {
    const segment = this.segments.at(-1);
    if (this.#concluded && segment !== undefined) throw this.#missing(segment.number + 1);
    const { baseIndex, baseChecksum, lastIndex, lastChecksum } = this.#state;
    const index = this.#index;
    if (index.last < lastIndex) throw this.#endsEarly(index.last);
    if (lastIndex > baseIndex) {
      if (index.first !== baseIndex + 1) throw this.#entryMissing(baseIndex + 1, index.first);
      if (index.checksumOf(lastIndex) !== lastChecksum) throw this.#endsEarly(lastIndex);
      if (this.#before !== baseChecksum) throw this.#notFollowing(baseIndex + 1);
    }
    let bytes = 0;
    for (let at = index.first; at <= index.last; at++) bytes += index.dataBytesOf(at);
    const { bad, offset } = this.#trouble ?? { bad: false, offset: 0 };
    const doubt = bad ? `the last record of ${segment?.path}, at offset ${offset}, has a bad checksum` : null;
    return {
      ...{ segments: this.segments, index, state: this.#state, bytes, doubt },
      ...{ terms: this.#liveTerms(this.#state), leftovers: this.#trouble !== null },
      configurations: this.#configurations.filter(each => each.index > baseIndex),
    };
  }

  /** Spans begin behind the base. */
  #liveTerms({ baseIndex, baseTerm }: StateRow): TermSpan[] {
    const next = (at: number): number => this.#terms[at + 1]?.index ?? this.#index.last + 1;
    const live = this.#terms
      .filter((_, at) => next(at) > baseIndex + 1)
      .map(({ index, term }) => ({ index: Math.max(index, baseIndex + 1), term }));
    let before = baseTerm;
    for (const { index, term } of live) {
      if (term < before) {
        const text = `${this.folder}: entry ${index} has term ${term} behind ${before}`;
        throw new OperatorError('CORRUPT', text);
      }
      before = term;
    }
    return live;
  }

  #missing(number: number): OperatorError {
    const text = `${this.folder}: file ${number} of the log is missing: it held acknowledged writes`;
    return new OperatorError('CORRUPT', text);
  }

  #entryMissing(index: number, next: number): OperatorError {
    return new OperatorError('CORRUPT', `${this.folder}: entry ${index} is missing: the next is ${next}`);
  }

  #notFollowing(index: number): OperatorError {
    const text = `${this.folder}: entry ${index} does not follow the one before it`;
    return new OperatorError('CORRUPT', text);
  }

  #endsEarly(last: number): OperatorError {
    const text = `${this.folder}: the log ends at entry ${last}, but ${this.#state.lastIndex} was written`;
    return new OperatorError('CORRUPT', text);
  }
}

function cutFrom<T extends { readonly index: number }>(items: T[], from: number): T[] {
  while ((items.at(-1)?.index ?? 0) >= from) items.pop();
  return items;
}

function damaged(path: string, offset: number): OperatorError {
  const text = `${path} is damaged at offset ${offset}: a record has a bad checksum and there are good ones behind it`;
  return new OperatorError('CORRUPT', text);
}
