import type { Entry } from '../../base/raft-message.js';

/** Marks lie at least so many bytes apart. */
const STEP_BYTES = 64 << 10;
/** With more than this every second one is dropped. */
const MARKS = 4096;

interface Mark {
  /** Of the last entry in front of the mark. */
  readonly index: number;
  /** Of all entries up to it, from some place on. */
  readonly bytes: number;
}

/** How many bytes of entries lie behind an index, to within some 64 KB: when to take a snapshot, and what to keep then. */
export class LogSizes {
  #marks: Mark[];
  #last: Mark;

  /** What was there at the start is one piece. */
  constructor(firstIndex: number, lastIndex: number, bytes: number) {
    this.#marks = [{ index: firstIndex - 1, bytes: 0 }];
    this.#last = { index: lastIndex, bytes };
    if (lastIndex >= firstIndex) this.#marks.push(this.#last);
  }

  /** Entries that replace those from the first of them on. */
  wrote(entries: readonly Entry[]): void {
    const from = entries[0]?.index;
    if (from === undefined) return;
    if (from <= this.#last.index) this.#cut(from - 1);
    for (const { index, data } of entries) {
      this.#last = { index, bytes: this.#last.bytes + data.length };
      if (this.#last.bytes - this.#before(index).bytes >= STEP_BYTES) this.#marks.push(this.#last);
    }
    if (this.#marks.length > MARKS) this.#marks = this.#marks.filter((_, at) => at % 2 === 0);
  }

  /** The log begins anew behind `index`. */
  reset(index: number): void {
    this.#last = { index, bytes: 0 };
    this.#marks = [this.#last];
  }

  /** Bytes of the entries behind `index`, or a little more. */
  behind(index: number): number {
    return this.#last.bytes - this.#before(index).bytes;
  }

  /** The largest index with at least `bytes` of entries behind it; 0: there are not so many. */
  keeping(bytes: number): number {
    return this.#marks.findLast(mark => this.#last.bytes - mark.bytes >= bytes)?.index ?? 0;
  }

  /** The entries up to `index` are gone. */
  compacted(index: number): void {
    const before = this.#before(index);
    this.#marks = [{ index, bytes: before.bytes }, ...this.#marks.filter(mark => mark.index > index)];
  }

  #cut(index: number): void {
    this.#last = { ...this.#before(index), index };
    this.#marks = this.#marks.filter(mark => mark.index <= index);
    if (this.#marks.length === 0) this.#marks = [this.#last];
  }

  #before(index: number): Mark {
    return this.#marks.findLast(mark => mark.index <= index) ?? (this.#marks[0] as Mark);
  }
}
