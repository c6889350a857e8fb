import { assert } from '../../base/assert.js';
import type { Dictionary } from './dictionary.js';

/**
 * The most entries that may be kept in order of insertion: as many have to be copied before the first change behind a
 * `clone`.
 */
export const ORDERED_MAX = 16_384;

/** A dictionary in order of insertion, which is a part of its content: what Redis holds in a listpack. */
export class OrderedMap<V> implements Dictionary<V> {
  #map = new Map<string, V>();
  /** A clone has the same map. */
  #isShared = false;

  get size(): number {
    return this.#map.size;
  }

  get(key: string): V | undefined {
    return this.#map.get(key);
  }

  has(key: string): boolean {
    return this.#map.has(key);
  }

  /** A key that is there keeps its place. */
  set(key: string, value: V): boolean {
    const before = this.#map.size;
    this.#own().set(key, value);
    return this.#map.size > before;
  }

  delete(key: string): boolean {
    return this.#map.has(key) && this.#own().delete(key);
  }

  keysAt(ranks: readonly number[]): string[] {
    const keys = [...this.#map.keys()];
    return ranks.map(rank => {
      assert(rank in keys, 'a rank is within the dictionary');
      return keys[rank] as string;
    });
  }

  forEach(visit: (key: string, value: V) => void): void {
    for (const [key, value] of this.#map) visit(key, value);
  }

  entries(): Iterable<readonly [string, V]> {
    return this.#map;
  }

  /** All at once, as Redis does with a listpack. */
  scan(_cursor: number, _count: number, visit: (key: string, value: V) => void): number {
    this.forEach(visit);
    return 0;
  }

  clone(): OrderedMap<V> {
    const copy = new OrderedMap<V>();
    copy.#map = this.#map;
    copy.#isShared = this.#isShared = true;
    return copy;
  }

  #own(): Map<string, V> {
    if (this.#isShared) {
      this.#map = new Map(this.#map);
      this.#isShared = false;
    }
    return this.#map;
  }
}
