import { assert } from '../../base/assert.js';
import { type Int64, parseInt64 } from '../../base/numbers.js';
import type { Dictionary } from './dictionary.js';

/** 64-bit integers in numeric order: what Redis holds in an intset. Other texts are never in it. */
export class IntSet implements Dictionary<true> {
  #members: Int64[] = [];
  /** A clone has the same array. */
  #isShared = false;

  get size(): number {
    return this.#members.length;
  }

  get(key: string): true | undefined {
    return this.has(key) ? true : undefined;
  }

  has(key: string): boolean {
    const value = parseInt64(key);
    return value !== undefined && this.#find(value) >= 0;
  }

  set(key: string): boolean {
    const value = parseInt64(key);
    assert(value !== undefined, 'an intset holds integers only');
    const at = this.#find(value);
    if (at < 0) this.#own().splice(~at, 0, value);
    return at < 0;
  }

  delete(key: string): boolean {
    const value = parseInt64(key);
    const at = value === undefined ? -1 : this.#find(value);
    if (at >= 0) this.#own().splice(at, 1);
    return at >= 0;
  }

  keysAt(ranks: readonly number[]): string[] {
    return ranks.map(rank => {
      assert(rank in this.#members, 'a rank is within the dictionary');
      return String(this.#members[rank]);
    });
  }

  forEach(visit: (key: string, value: true) => void): void {
    for (const member of this.#members) visit(String(member), true);
  }

  *entries(): Generator<readonly [string, true]> {
    for (const member of this.#members) yield [String(member), true];
  }

  /** All at once, as Redis does with an intset. */
  scan(_cursor: number, _count: number, visit: (key: string, value: true) => void): number {
    this.forEach(visit);
    return 0;
  }

  clone(): IntSet {
    const copy = new IntSet();
    copy.#members = this.#members;
    copy.#isShared = this.#isShared = true;
    return copy;
  }

  /** Where it stands; ~index when it is not there, with the index where it would. */
  #find(value: Int64): number {
    let low = 0;
    let high = this.#members.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#members[middle] as Int64) < value) low = middle + 1;
      else high = middle;
    }
    return this.#members[low] === value ? low : ~low;
  }

  #own(): Int64[] {
    if (this.#isShared) {
      this.#members = this.#members.slice();
      this.#isShared = false;
    }
    return this.#members;
  }
}
