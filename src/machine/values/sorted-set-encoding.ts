import type { SortedSet } from './sorted-set.js';

/** Up to which size Redis keeps a sorted set in a listpack. */
export interface SortedSetLimits {
  readonly entries: number;
  /** Of the longest member, in bytes. */
  readonly value: number;
}

/** As OBJECT ENCODING names it. */
export function sortedSetEncoding(set: SortedSet): 'listpack' | 'skiplist' {
  return set.isSkiplist ? 'skiplist' : 'listpack';
}

/** Before a new member is added: a set that would outgrow a listpack becomes a skiplist, and remains one. */
export function beforeAdding(set: SortedSet, limits: SortedSetLimits, member: string): void {
  if (set.size + 1 > limits.entries || member.length > limits.value) set.isSkiplist = true;
}
