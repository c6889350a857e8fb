import type { Container } from '../container.js';
import { FrozenSortedSet } from './frozen-sorted-set.js';
import { HashTable } from './hash-table.js';
import { type Entry, ScoreTree } from './score-tree.js';

/** Up to which size Redis keeps a sorted set in a listpack. */
export interface SortedSetLimits {
  readonly entries: number;
  /** Of the longest member, in bytes. */
  readonly value: number;
}

/**
 * Members with a score each, in order of (score, member). Ranks count from 0, ranges of them are [from, to).
 *
 * Invariant: `#scores` and `#tree` hold the same pairs.
 */
export class SortedSet implements Container {
  readonly type = 'zset';
  #tree = new ScoreTree();
  #scores = new HashTable<number>();
  #textBytes = 0;
  /** Sticky, as in Redis: it depends on the past. */
  isSkiplist = false;

  get size(): number {
    return this.#tree.size;
  }

  /** Bytes of all members. */
  get textBytes(): number {
    return this.#textBytes;
  }

  /** As OBJECT ENCODING names it. */
  get encoding(): 'listpack' | 'skiplist' {
    return this.isSkiplist ? 'skiplist' : 'listpack';
  }

  /** Before a new member is added: a set that would outgrow a listpack becomes a skiplist, and remains one. */
  expect(member: string, limits: SortedSetLimits): void {
    if (this.size + 1 > limits.entries || member.length > limits.value) this.isSkiplist = true;
  }

  // ---- edits -------------------------------------------------------------------------------------------------------

  /** Gives a member a score, which is not NaN; the member is added when it is not there. */
  set(member: string, score: number): void {
    // A listpack holds whole numbers as integers, and those have no negative zero.
    const stored = score === 0 && !this.isSkiplist ? 0 : score;
    const before = this.#scores.get(member);
    if (before === undefined) this.#textBytes += member.length;
    else this.#tree.delete(before, member);
    this.#tree.insert(stored, member);
    this.#scores.set(member, stored);
  }

  /** True when it was there. */
  delete(member: string): boolean {
    const score = this.#scores.get(member);
    if (score === undefined) return false;
    this.#tree.delete(score, member);
    this.#scores.delete(member);
    this.#textBytes -= member.length;
    return true;
  }

  removeRange(from: number, to: number): void {
    this.#tree.forEach(from, to, member => {
      this.#textBytes -= member.length;
      this.#scores.delete(member);
      return undefined;
    });
    this.#tree.removeRange(from, to);
  }

  // ---- questions ---------------------------------------------------------------------------------------------------

  score(member: string): number | undefined {
    return this.#scores.get(member);
  }

  /** Undefined: not there. */
  rank(member: string): number | undefined {
    const score = this.#scores.get(member);
    return score === undefined ? undefined : this.#tree.rankOf(score, member);
  }

  /** How many members have a lower score, or an equal one if `andEqual`. */
  countBelow(score: number, andEqual: boolean): number {
    return this.#tree.countBelow(score, andEqual);
  }

  /** `rank`: 0 to size - 1. */
  at(rank: number): Entry {
    return this.#tree.at(rank);
  }

  /** Visits members by rank, until `visit` answers false. */
  forEach(from: number, to: number, visit: (member: string, score: number) => boolean | undefined): void {
    this.#tree.forEach(from, to, visit);
  }

  /** The same from the last to the first. */
  forEachBack(from: number, to: number, visit: (member: string, score: number) => boolean | undefined): void {
    this.#tree.forEachBack(from, to, visit);
  }

  /**
   * Visits about `count` members from a cursor on (0: the start) and answers the cursor that goes on, 0 at the end: whoever
   * follows it to its end meets every member that was there all the time, whatever became of its score.
   */
  scan(cursor: number, count: number, visit: (member: string, score: number) => void): number {
    return this.#scores.scan(cursor, count, visit);
  }

  freeze(): FrozenSortedSet {
    return new FrozenSortedSet(this.#tree.share(), this.isSkiplist);
  }

  clone(): SortedSet {
    const copy = new SortedSet();
    copy.#tree = this.#tree.share();
    copy.#scores = this.#scores.clone();
    copy.#textBytes = this.#textBytes;
    copy.isSkiplist = this.isSkiplist;
    return copy;
  }
}
