/**
 * Byte strings, each with a value that is never changed in place. What is visible of it, order and random picks
 * included, depends on logical state alone: two nodes with equal content answer alike.
 */
export interface Dictionary<V> {
  readonly size: number;
  get(key: string): V | undefined;
  has(key: string): boolean;
  /** True when the key is new. */
  set(key: string, value: V): boolean;
  /** True when it was there. */
  delete(key: string): boolean;
  /** The keys at these ranks, from 0 to `size` - 1, in the order of `forEach`. */
  keysAt(ranks: readonly number[]): string[];
  /** Nothing may change meanwhile. */
  forEach(visit: (key: string, value: V) => void): void;
  /** The same, one by one; nothing may change meanwhile. */
  entries(): Iterable<readonly [key: string, value: V]>;
  /**
   * Visits about `count` entries from a cursor on (0: the start) and answers the cursor that goes on, 0 at the end. Whoever
   * follows it to its end meets every key that was there all the time.
   */
  scan(cursor: number, count: number, visit: (key: string, value: V) => void): number;
  /** An equal one. Both share what they hold until one of them changes it: O(1). */
  clone(): Dictionary<V>;
}
