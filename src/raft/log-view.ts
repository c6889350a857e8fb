import { assert } from '../base/assert.js';
import type { Entry } from '../base/raft-message.js';
import { EntryCache } from './entry-cache.js';
import { TermSpans } from './term-spans.js';
import type { RaftOptions } from './types.js';

/**
 * The log as the core sees it: the terms of all entries, the entries themselves only at the end.
 *
 *     firstIndex          cachedFrom    persisted     handed        lastIndex
 *     | on disk only      | on disk and  | being       | to be      |
 *     |                   | in memory    | written     | written    |
 *
 * Invariant: cachedFrom - 1 <= persisted <= handed <= lastIndex. So what is not in memory is on the disk.
 */
export class LogView {
  readonly firstIndex: number;
  readonly #cacheBytes: number;
  readonly #terms: TermSpans;
  readonly #cache: EntryCache;
  #lastIndex: number;
  #persisted: number;
  #handed: number;

  constructor(log: RaftOptions['log'], cacheBytes: number) {
    this.firstIndex = log.firstIndex;
    this.#cacheBytes = cacheBytes;
    this.#terms = new TermSpans(log.terms);
    this.#cache = new EntryCache(log.lastIndex + 1);
    this.#lastIndex = log.lastIndex;
    this.#persisted = log.lastIndex;
    this.#handed = log.lastIndex;
  }

  get lastIndex(): number {
    return this.#lastIndex;
  }

  get lastTerm(): number {
    return this.#terms.at(this.#lastIndex);
  }

  /** The last index that is on the own disk. */
  get persisted(): number {
    return this.#persisted;
  }

  /** True while there are entries that no write has been handed out for. */
  get unsaved(): boolean {
    return this.#handed < this.#lastIndex;
  }

  get cachedFrom(): number {
    return this.#cache.first;
  }

  get cachedBytes(): number {
    return this.#cache.bytes;
  }

  /** The term of an entry; 0 for index 0, where every log agrees; null when the log does not hold it. */
  termAt(index: number): number | null {
    if (index === 0) return 0;
    return index < this.firstIndex || index > this.#lastIndex ? null : this.#terms.at(index);
  }

  /** The largest index up to `index` whose term is at most `term`; 0: none. */
  lastAtMost(index: number, term: number): number {
    return this.#terms.lastAtMost(Math.min(index, this.#lastIndex), term);
  }

  /** Is a log that ends with this entry at least as complete as this one? (Raft, end of 5.4.1) */
  isUpToDate(lastIndex: number, lastTerm: number): boolean {
    return lastTerm > this.lastTerm || (lastTerm === this.lastTerm && lastIndex >= this.#lastIndex);
  }

  append(entry: Entry): void {
    assert(entry.index === this.#lastIndex + 1, 'the log has no holes');
    this.#terms.append(entry.index, entry.term);
    this.#cache.push(entry);
    this.#lastIndex = entry.index;
  }

  /** Drops `from` and all behind it. The next write replaces it on the disk. */
  truncate(from: number): void {
    assert(from >= this.firstIndex && from <= this.#lastIndex, 'what is cut off is in the log');
    this.#terms.truncate(from);
    this.#cache.truncate(from);
    this.#lastIndex = from - 1;
    this.#handed = Math.min(this.#handed, from - 1);
    this.#persisted = Math.min(this.#persisted, from - 1);
  }

  /** The entries not yet handed to a write, all of them. */
  takeUnsaved(): Entry[] {
    const entries = this.unsaved ? this.#cache.slice(this.#handed + 1, this.#lastIndex, Infinity) : [];
    assert(entries !== null, 'what is not written is in memory');
    this.#handed = this.#lastIndex;
    return entries;
  }

  /** What was handed out is on the disk, as far as it was not cut off since. */
  markPersisted(upTo: number): void {
    this.#persisted = Math.max(this.#persisted, Math.min(upTo, this.#handed));
  }

  /** See {@link EntryCache.slice}. */
  cached(from: number, to: number, maxBytes: number): Entry[] | null {
    return this.#cache.slice(from, to, maxBytes);
  }

  bytesBetween(from: number, to: number): number {
    return this.#cache.bytesBetween(from, to);
  }

  /**
   * Frees memory. What the machine has applied goes first; a machine that is far behind may cost as much again, and
   * reads the rest from the disk.
   */
  trim(applied: number, committed: number): void {
    this.#trimTo(Math.min(this.#persisted, applied), this.#cacheBytes);
    this.#trimTo(Math.min(this.#persisted, committed), 2 * this.#cacheBytes);
  }

  #trimTo(limit: number, bytes: number): void {
    while (this.#cache.bytes > bytes && this.#cache.first <= limit) this.#cache.shift();
  }
}
