import { assert } from '../base/assert.js';
import type { Entry } from '../base/raft-message.js';

/** What an entry costs in memory beyond its data, roughly. */
const ENTRY_OVERHEAD = 64;

export function entryBytes(entry: Entry): number {
  return entry.data.length + ENTRY_OVERHEAD;
}

/** Consecutive entries at the end of the log, in memory: a queue that is cut at both ends. */
export class EntryCache {
  /** `#entries[#head]` is the first; what lies before it is dropped in bulk, so that a drop is O(1) on average. */
  #entries: (Entry | undefined)[] = [];
  #head = 0;
  #first: number;
  #bytes = 0;

  /** `first`: the index that the first entry will have. */
  constructor(first: number) {
    this.#first = first;
  }

  get first(): number {
    return this.#first;
  }

  get last(): number {
    return this.#first + this.#entries.length - this.#head - 1;
  }

  get bytes(): number {
    return this.#bytes;
  }

  push(entry: Entry): void {
    assert(entry.index === this.last + 1, 'cached entries are consecutive');
    this.#entries.push(entry);
    this.#bytes += entryBytes(entry);
  }

  /** Forgets `from` and all behind it; the next entry will have that index. */
  truncate(from: number): void {
    while (this.last >= from && this.#entries.length > this.#head) {
      this.#bytes -= entryBytes(this.#entries.pop()!);
    }
    this.#first = Math.min(this.#first, from);
  }

  /** Forgets all; the next entry will have the index `first`. */
  clear(first: number): void {
    this.#entries = [];
    this.#head = 0;
    this.#first = first;
    this.#bytes = 0;
  }

  /** Forgets the first entry. */
  shift(): void {
    this.#bytes -= entryBytes(this.#entries[this.#head]!);
    this.#entries[this.#head] = undefined;
    this.#first++;
    this.#head++;
    if (this.#head >= 64 && this.#head * 2 >= this.#entries.length) {
      this.#entries = this.#entries.slice(this.#head);
      this.#head = 0;
    }
  }

  /** Entries `from` to `to`: at least one, then as many as fit into `maxBytes`. Null when `from` is not here. */
  slice(from: number, to: number, maxBytes: number): Entry[] | null {
    if (from < this.#first || from > this.last) return null;
    const begin = this.#head + from - this.#first;
    const limit = this.#head + Math.min(to, this.last) - this.#first + 1;
    let end = begin + 1;
    let bytes = entryBytes(this.#entries[begin]!);
    while (end < limit && (bytes += entryBytes(this.#entries[end]!)) <= maxBytes) end++;
    return this.#entries.slice(begin, end) as Entry[];
  }

  /** Bytes of the entries `from` to `to` that are here. */
  bytesBetween(from: number, to: number): number {
    let bytes = 0;
    for (let index = Math.max(from, this.#first); index <= Math.min(to, this.last); index++) {
      bytes += entryBytes(this.#entries[this.#head + index - this.#first]!);
    }
    return bytes;
  }
}
