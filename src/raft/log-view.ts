import { assert } from '../base/assert.js';
import type { Entry } from '../base/raft-message.js';
import { EntryCache } from './entry-cache.js';
import { TermSpans } from './term-spans.js';
import type { LogPosition, RaftOptions } from './types.js';

/**
 * The log as the core sees it: the terms of all entries, the entries themselves only at the end.
 *
 *     base         firstIndex          cachedFrom    persisted     handed        lastIndex
 *     | compacted: | on disk only      | on disk and  | being       | to be      |
 *     | a snapshot |                   | in memory    | written     | written    |
 *     | covers it  |
 *
 * Invariant: base < cachedFrom, and base <= cachedFrom - 1 <= persisted <= handed <= lastIndex. So what is neither
 * compacted nor in memory is on the disk.
 */
export class LogView {
  readonly #cacheBytes: number;
  #terms: TermSpans;
  readonly #cache: EntryCache;
  /** The last entry that was compacted away; its term is still known: an append may stand behind it (Raft, section 7). */
  #base: number;
  #lastIndex: number;
  #persisted: number;
  #handed: number;
  /** The disk still holds a log that a snapshot has replaced. */
  #mustReset = false;

  constructor(log: RaftOptions['log'], cacheBytes: number) {
    this.#base = log.firstIndex - 1;
    this.#cacheBytes = cacheBytes;
    const [first, ...rest] = log.terms;
    const joined = first?.term === log.baseTerm ? rest : log.terms;
    const before = this.#base > 0 ? [{ index: this.#base, term: log.baseTerm }] : [];
    this.#terms = new TermSpans(before.length > 0 ? [...before, ...joined] : log.terms);
    this.#cache = new EntryCache(log.lastIndex + 1);
    this.#lastIndex = log.lastIndex;
    this.#persisted = log.lastIndex;
    this.#handed = log.lastIndex;
  }

  /** The first index that is not compacted; `lastIndex` + 1: there is no entry. */
  get firstIndex(): number {
    return this.#base + 1;
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

  /** True while there is something that no write has been handed out for. */
  get unsaved(): boolean {
    return this.#handed < this.#lastIndex || this.#mustReset;
  }

  get cachedFrom(): number {
    return this.#cache.first;
  }

  get cachedBytes(): number {
    return this.#cache.bytes;
  }

  /** The term of an entry, the base included; 0 for index 0, where every log agrees; null when it is not known. */
  termAt(index: number): number | null {
    return index < this.#base || index > this.#lastIndex ? null : this.#terms.at(index);
  }

  /** The largest index up to `index` whose term is at most `term`; below the base: none that is known. */
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

  /** Forgets the entries up to `index`. They are on the disk, committed, applied, and in a snapshot. */
  compact(index: number): void {
    assert(index <= this.#persisted, 'only what is on the disk is compacted');
    if (index <= this.#base) return;
    this.#base = index;
    this.#terms.compact(index);
    while (this.#cache.first <= index) this.#cache.shift();
  }

  /**
   * A snapshot that ends with this entry is on the disk. What a log with the same entry has behind it is kept; any other
   * log is replaced as a whole (Raft, figure 13, receiver's steps 6 and 7).
   */
  install(index: number, term: number): void {
    assert(index >= this.#base, 'a snapshot reaches as far as what was compacted');
    if (this.termAt(index) === term) return;
    this.#base = this.#lastIndex = this.#handed = this.#persisted = index;
    this.#terms = new TermSpans([{ index, term }]);
    this.#cache.clear(index + 1);
    this.#mustReset = true;
  }

  /** The place behind which the log on the disk begins anew with the next write; null: it goes on. */
  takeReset(): LogPosition | null {
    if (!this.#mustReset) return null;
    this.#mustReset = false;
    return { index: this.#base, term: this.#terms.at(this.#base) };
  }

  /** The entries not yet handed to a write, all of them. */
  takeUnsaved(): Entry[] {
    const entries =
      this.#handed < this.#lastIndex ? this.#cache.slice(this.#handed + 1, this.#lastIndex, Infinity) : [];
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
