import { assert } from '../base/assert.js';
import type { Entry } from '../base/raft-message.js';
import type { LogIndex } from './log-index.js';
import { encodeUnit, type NextState, type StateRow, unitBytes } from './log-record.js';
import type { ScannedLog } from './log-scan.js';
import { Segment } from './log-segment.js';
import { syncFolder } from './slot-file.js';

function appendNow(segment: Segment, bytes: Buffer, done: (error: unknown) => void): void {
  try {
    segment.appendNow(bytes);
    queueMicrotask(() => done(null));
  } catch (error) {
    queueMicrotask(() => done(error));
  }
}

/** Puts units behind the last one, file after file, and removes the files that nobody needs. One write at a time. */
export class LogWriter {
  readonly index: LogIndex;
  #state: StateRow;
  readonly #segments: Segment[];
  /** The file that follows, made while the last one fills. */
  #next: Promise<Segment> | null = null;

  constructor(
    private readonly folder: string,
    private readonly group: number,
    found: ScannedLog,
    private readonly mayWait: () => boolean,
  ) {
    this.index = found.index;
    this.#state = found.state;
    this.#segments = [...found.segments];
  }

  /** What the last write that was begun leaves behind. */
  get state(): StateRow {
    return this.#state;
  }

  /** Makes the first file of a new log; clears what a write that was cut short has left. */
  async open(leftovers: boolean): Promise<void> {
    if (leftovers) await this.#last.clearRest();
    if (this.#segments.length > 0) return this.#last.resume();
    this.#segments.push(await Segment.make(this.folder, 1));
    await this.write({ ...this.#state }, []);
  }

  get #last(): Segment {
    const last = this.#segments[this.#segments.length - 1];
    assert(last !== undefined, 'a log has a file');
    return last;
  }

  segment(number: number): Segment {
    const segment = this.#segments[number - (this.#segments[0]?.number ?? 0)];
    assert(segment !== undefined, 'entries of the index are in files that are kept');
    return segment;
  }

  /** Synced when the promise is kept, with `state` holding then. */
  async write(state: NextState, entries: readonly Entry[]): Promise<void> {
    const bytes = unitBytes(state.vote, entries);
    const full = this.#last.fits(bytes) ? null : this.#last;
    if (full !== null) this.#segments.push(await this.#following(bytes));
    await this.#last.appended(this.#encode(state, entries));
    // Behind the first write of the file that follows: a file that says so is followed by one.
    await full?.conclude(this.group);
    this.#prepare();
  }

  /**
   * The same, at once: `done` after the sync. While this thread waits for it, if it may: then `done` follows before anything
   * else runs on it. False: a file has to be made first.
   */
  writeAtOnce(state: NextState, entries: readonly Entry[], done: (error: unknown) => void): boolean {
    const segment = this.#last;
    if (!segment.fits(unitBytes(state.vote, entries))) return false;
    const bytes = this.#encode(state, entries);
    if (this.mayWait()) appendNow(segment, bytes, done);
    else segment.append(bytes, done);
    this.#prepare();
    return true;
  }

  #encode(state: NextState, entries: readonly Entry[]): Buffer {
    const { index } = this;
    const { number, tail } = this.#last;
    const [first] = entries;
    const before = first === undefined ? state.lastIndex : first.index - 1;
    const previous = before === state.baseIndex ? state.baseChecksum : index.checksumOf(before);
    const place = { group: this.group, segment: number, offset: tail };
    const unit = encodeUnit(place, state, entries, previous);
    index.drop(state.baseIndex);
    index.truncate(before + 1);
    for (const each of unit.places) index.append(number, each);
    this.#state = state;
    return unit.bytes;
  }

  /** Makes the next file in good time. One that cannot be made now may be when it is needed. */
  #prepare(): void {
    const { tail, capacity, number } = this.#last;
    if (this.#next !== null || tail * 2 < capacity) return;
    this.#next = Segment.make(this.folder, number + 1);
    this.#next.catch(() => (this.#next = null));
  }

  async #following(bytes: number): Promise<Segment> {
    const number = this.#last.number + 1;
    const prepared = await this.#next?.catch(() => null);
    this.#next = null;
    if (prepared?.fits(bytes) === true) return prepared;
    await prepared?.remove();
    return Segment.make(this.folder, number, bytes);
  }

  /** Removes the files all of whose entries were dropped; their space is free then. */
  async removeUnused(): Promise<void> {
    const { index } = this;
    const first = index.has(index.first) ? index.segmentOf(index.first) : this.#last.number;
    const unused = this.#segments.filter(({ number }) => number < first);
    this.#segments.splice(0, unused.length);
    for (const segment of unused) await segment.remove();
    if (unused.length > 0) await syncFolder(this.folder);
  }

  async close(): Promise<void> {
    const next = await this.#next?.catch(() => null);
    await next?.close();
    for (const segment of this.#segments) await segment.close();
  }
}
