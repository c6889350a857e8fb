import { parseInt64 } from '../../base/numbers.js';
import type { Container } from '../container.js';
import type { Dictionary } from './dictionary.js';
import { FrozenSet } from './frozen-set.js';
import { HashTable } from './hash-table.js';
import { IntSet } from './int-set.js';
import { ORDERED_MAX, OrderedMap } from './ordered-map.js';

/** As OBJECT ENCODING answers. */
export type SetEncoding = 'intset' | 'listpack' | 'hashtable';

/** Up to which size a set has the smaller encodings. */
export interface SetLimits {
  readonly intsetEntries: number;
  readonly listpackEntries: number;
  /** Bytes of a member. */
  readonly listpackValue: number;
}

/**
 * A set of byte strings. The encoding decides about the order that clients see: numeric, of insertion, or by hash. It
 * follows Redis 7.2, where it is sticky: a set never goes back to a smaller one.
 */
export class MemberSet implements Container {
  readonly type = 'set';
  #members: Dictionary<true>;
  #textBytes = 0;

  constructor(encoding: SetEncoding = 'intset') {
    if (encoding === 'intset') this.#members = new IntSet();
    else this.#members = encoding === 'listpack' ? new OrderedMap<true>() : new HashTable<true>();
  }

  /** Empty, in the encoding that a set of about `count` members has whose first one is `first`. */
  static for(first: string, count: number, limits: SetLimits): MemberSet {
    if (parseInt64(first) !== undefined && count <= intsetMax(limits)) return new MemberSet('intset');
    return new MemberSet(count <= listpackMax(limits) ? 'listpack' : 'hashtable');
  }

  get size(): number {
    return this.#members.size;
  }

  /** Bytes of all members. */
  get textBytes(): number {
    return this.#textBytes;
  }

  get encoding(): SetEncoding {
    if (this.#members instanceof IntSet) return 'intset';
    return this.#members instanceof OrderedMap ? 'listpack' : 'hashtable';
  }

  has(member: string): boolean {
    return this.#members.has(member);
  }

  /** Before about `count` members are added. */
  expect(count: number, limits: SetLimits): void {
    const { encoding } = this;
    if (
      encoding === 'listpack'
        ? count > listpackMax(limits)
        : encoding === 'intset' && count > intsetMax(limits)
    )
      this.#become(new HashTable<true>());
  }

  /** True when it is new. */
  add(member: string, limits: SetLimits): boolean {
    const { encoding } = this;
    if (encoding === 'intset') return this.#addToIntset(member, limits);
    if (encoding === 'listpack') {
      if (this.#members.has(member)) return false;
      if (this.size >= listpackMax(limits) || member.length > limits.listpackValue)
        this.#become(new HashTable<true>());
    }
    return this.#put(member);
  }

  /** Adds a member in the encoding that the set has, whatever its size: of a set that is made again. */
  restore(member: string): void {
    this.#put(member);
  }

  delete(member: string): boolean {
    if (!this.#members.delete(member)) return false;
    this.#textBytes -= member.length;
    return true;
  }

  /** An intset again, if all members are integers and few enough: what a STORE command does at its end. */
  compact(limits: SetLimits): void {
    if (this.encoding === 'intset' || this.size > intsetMax(limits)) return;
    for (const [member] of this.#members.entries()) if (parseInt64(member) === undefined) return;
    this.#become(new IntSet());
  }

  forEach(visit: (member: string) => void): void {
    this.#members.forEach(visit);
  }

  *[Symbol.iterator](): Generator<string> {
    for (const [member] of this.#members.entries()) yield member;
  }

  /** As {@link Dictionary.scan}. */
  scan(cursor: number, count: number, visit: (member: string) => void): number {
    return this.#members.scan(cursor, count, visit);
  }

  /** The members at these ranks, from 0 to `size` - 1. */
  membersAt(ranks: readonly number[]): string[] {
    return this.#members.keysAt(ranks);
  }

  freeze(): FrozenSet {
    return new FrozenSet(this.encoding, this.#members.clone());
  }

  /** An independent copy (COPY), which shares what is not changed: O(1). */
  clone(): MemberSet {
    const copy = new MemberSet();
    copy.#members = this.#members.clone();
    copy.#textBytes = this.#textBytes;
    return copy;
  }

  // ---- inside --------------------------------------------------------------------------------------------------------

  #addToIntset(member: string, limits: SetLimits): boolean {
    if (parseInt64(member) !== undefined) {
      const isNew = this.#put(member);
      if (this.size > intsetMax(limits)) this.#become(new HashTable<true>());
      return isNew;
    }
    const fits =
      this.size < listpackMax(limits) &&
      member.length <= limits.listpackValue &&
      this.#longestInteger() <= limits.listpackValue;
    this.#become(fits ? new OrderedMap<true>() : new HashTable<true>());
    return this.#put(member);
  }

  /** True when it is new. */
  #put(member: string): boolean {
    if (!this.#members.set(member, true)) return false;
    this.#textBytes += member.length;
    return true;
  }

  /** Bytes of the longest member of an intset: it is the first or the last. */
  #longestInteger(): number {
    if (this.size === 0) return 0;
    const [first = '', last = ''] = this.#members.keysAt([0, this.size - 1]);
    return Math.max(first.length, last.length);
  }

  #become(members: Dictionary<true>): void {
    this.#members.forEach(member => members.set(member, true));
    this.#members = members;
  }
}

function intsetMax({ intsetEntries }: SetLimits): number {
  return Math.min(intsetEntries, ORDERED_MAX);
}

function listpackMax({ listpackEntries }: SetLimits): number {
  return Math.min(listpackEntries, ORDERED_MAX);
}
