import { assert } from '../../base/assert.js';
import { keyHash } from '../slot-map.js';
import type { Dictionary } from './dictionary.js';

/** Entries of one leaf, at most: what the first change behind a `clone` copies. */
const LEAF_ENTRIES = 128;
/** A branch with fewer entries becomes a leaf again: far enough below, so that it does not split soon. */
const MERGE_ENTRIES = LEAF_ENTRIES / 4;
/** So many that they are small integers to V8; a position in a walk is a hash. */
const HASH_BITS = 31;

type Node<V> = Leaf<V> | Branch<V>;

/** Parallel arrays, in order of (hash, key). */
class Leaf<V> {
  constructor(
    readonly epoch: number,
    readonly hashes: number[],
    readonly keys: string[],
    readonly values: V[],
  ) {}

  get count(): number {
    return this.keys.length;
  }

  /** Where the key stands; ~index when it is not there, with the index where it would. */
  find(hash: number, key: string): number {
    let low = 0;
    let high = this.hashes.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const other = this.hashes[middle] as number;
      if (other < hash || (other === hash && (this.keys[middle] as string) < key)) low = middle + 1;
      else high = middle;
    }
    return this.hashes[low] === hash && this.keys[low] === key ? low : ~low;
  }

  part(epoch: number, from: number, to: number): Leaf<V> {
    return new Leaf(
      epoch,
      this.hashes.slice(from, to),
      this.keys.slice(from, to),
      this.values.slice(from, to),
    );
  }
}

/** Two halves of a range of hashes. */
class Branch<V> {
  constructor(
    readonly epoch: number,
    public count: number,
    public low: Node<V>,
    public high: Node<V>,
  ) {}
}

/**
 * A dictionary in order of (hash, key): a binary trie over the bits of the hash, with leaves of at most 128 entries. Every
 * operation on one key costs some log2(size / 64) steps and one leaf. The shape depends on the past a little (a branch
 * becomes a leaf later than a leaf splits); order, ranks and cursors do not.
 *
 * Copy on write: a node carries the epoch in which it was made, and `clone` begins a new epoch on both sides. A table
 * changes nodes of its own epoch only, for no other table can reach them; it copies all others first.
 */
export class HashTable<V> implements Dictionary<V> {
  #epoch = 0;
  #root: Node<V> = new Leaf<V>(0, [], [], []);

  get size(): number {
    return this.#root.count;
  }

  get(key: string): V | undefined {
    const hash = hashOf(key);
    const leaf = this.#leaf(hash);
    const at = leaf.find(hash, key);
    return at < 0 ? undefined : leaf.values[at];
  }

  has(key: string): boolean {
    const hash = hashOf(key);
    return this.#leaf(hash).find(hash, key) >= 0;
  }

  set(key: string, value: V): boolean {
    const before = this.#root.count;
    this.#root = this.#put(this.#root, 0, hashOf(key), key, value);
    return this.#root.count > before;
  }

  delete(key: string): boolean {
    const hash = hashOf(key);
    if (this.#leaf(hash).find(hash, key) < 0) return false;
    this.#root = this.#remove(this.#root, 0, hash, key);
    return true;
  }

  keysAt(ranks: readonly number[]): string[] {
    return ranks.map(rank => this.keyAt(rank));
  }

  /** The key that so many others come before. */
  keyAt(rank: number): string {
    assert(rank >= 0 && rank < this.size, 'a rank is within the dictionary');
    let node = this.#root;
    let left = rank;
    while (node instanceof Branch) {
      if (left < node.low.count) {
        node = node.low;
      } else {
        left -= node.low.count;
        node = node.high;
      }
    }
    return node.keys[left] as string;
  }

  forEach(visit: (key: string, value: V) => void): void {
    for (const leaf of leavesOf(this.#root))
      for (let at = 0; at < leaf.count; at++) visit(leaf.keys[at] as string, leaf.values[at] as V);
  }

  *entries(): Generator<readonly [string, V]> {
    for (const leaf of leavesOf(this.#root))
      for (let at = 0; at < leaf.count; at++) yield [leaf.keys[at] as string, leaf.values[at] as V];
  }

  /** Entries with the same hash stay together, so a page may be a little longer than `count`. */
  scan(cursor: number, count: number, visit: (key: string, value: V) => void): number {
    if (cursor >= 2 ** HASH_BITS) return 0;
    let visited = 0;
    let last = -1;
    for (const leaf of leavesOf(this.#root, cursor)) {
      for (let at = lowerBound(leaf, cursor); at < leaf.count; at++) {
        const hash = leaf.hashes[at] as number;
        if (visited >= count && hash !== last) return hash;
        visit(leaf.keys[at] as string, leaf.values[at] as V);
        last = hash;
        visited++;
      }
    }
    return 0;
  }

  clone(): HashTable<V> {
    const copy = new HashTable<V>();
    copy.#root = this.#root;
    copy.#epoch = this.#epoch = this.#epoch + 1;
    return copy;
  }

  // ---- inside ------------------------------------------------------------------------------------------------------

  /** Where an entry with this hash stands, if it is there. */
  #leaf(hash: number): Leaf<V> {
    let node = this.#root;
    for (let depth = 0; node instanceof Branch; depth++) node = isHigh(hash, depth) ? node.high : node.low;
    return node;
  }

  /** Returns what stands in the place of `node` afterwards. */
  #put(node: Node<V>, depth: number, hash: number, key: string, value: V): Node<V> {
    if (node instanceof Leaf) return this.#putInLeaf(node, depth, hash, key, value);
    const branch = this.#ownBranch(node);
    if (isHigh(hash, depth)) branch.high = this.#put(branch.high, depth + 1, hash, key, value);
    else branch.low = this.#put(branch.low, depth + 1, hash, key, value);
    branch.count = branch.low.count + branch.high.count;
    return branch;
  }

  #putInLeaf(node: Leaf<V>, depth: number, hash: number, key: string, value: V): Node<V> {
    const at = node.find(hash, key);
    if (at < 0 && node.count >= LEAF_ENTRIES && depth < HASH_BITS)
      return this.#put(this.#split(node, depth), depth, hash, key, value);
    const leaf = this.#ownLeaf(node);
    if (at >= 0) {
      leaf.values[at] = value;
    } else {
      leaf.hashes.splice(~at, 0, hash);
      leaf.keys.splice(~at, 0, key);
      leaf.values.splice(~at, 0, value);
    }
    return leaf;
  }

  #split(leaf: Leaf<V>, depth: number): Branch<V> {
    let middle = 0;
    while (middle < leaf.count && !isHigh(leaf.hashes[middle] as number, depth)) middle++;
    const low = leaf.part(this.#epoch, 0, middle);
    return new Branch(this.#epoch, leaf.count, low, leaf.part(this.#epoch, middle, leaf.count));
  }

  /** Of a key that is there. Returns what stands in the place of `node` afterwards. */
  #remove(node: Node<V>, depth: number, hash: number, key: string): Node<V> {
    if (node instanceof Leaf) {
      const leaf = this.#ownLeaf(node);
      const at = leaf.find(hash, key);
      leaf.hashes.splice(at, 1);
      leaf.keys.splice(at, 1);
      leaf.values.splice(at, 1);
      return leaf;
    }
    const branch = this.#ownBranch(node);
    if (isHigh(hash, depth)) branch.high = this.#remove(branch.high, depth + 1, hash, key);
    else branch.low = this.#remove(branch.low, depth + 1, hash, key);
    branch.count--;
    return branch.count < MERGE_ENTRIES ? this.#merge(branch) : branch;
  }

  #merge(branch: Branch<V>): Leaf<V> {
    const merged = new Leaf<V>(this.#epoch, [], [], []);
    for (const leaf of leavesOf(branch)) {
      merged.hashes.push(...leaf.hashes);
      merged.keys.push(...leaf.keys);
      merged.values.push(...leaf.values);
    }
    return merged;
  }

  #ownLeaf(leaf: Leaf<V>): Leaf<V> {
    return leaf.epoch === this.#epoch ? leaf : leaf.part(this.#epoch, 0, leaf.count);
  }

  #ownBranch(branch: Branch<V>): Branch<V> {
    if (branch.epoch === this.#epoch) return branch;
    return new Branch(this.#epoch, branch.count, branch.low, branch.high);
  }
}

function hashOf(key: string): number {
  return keyHash(key) >>> 1;
}

/** Which half of its branch a hash belongs to; branches look at the highest bits first. */
function isHigh(hash: number, depth: number): boolean {
  return ((hash >>> (HASH_BITS - 1 - depth)) & 1) === 1;
}

/** In order; those that end before the hash `from` may be left out. */
function* leavesOf<V>(root: Node<V>, from = 0): Generator<Leaf<V>> {
  const waiting: { node: Node<V>; depth: number; isOnPath: boolean }[] = [
    { node: root, depth: 0, isOnPath: true },
  ];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { node, depth, isOnPath } = next;
    if (node instanceof Leaf) {
      yield node;
      continue;
    }
    // Only along the path of `from` anything lies before it.
    const skipsLow = isOnPath && isHigh(from, depth);
    waiting.push({ node: node.high, depth: depth + 1, isOnPath: skipsLow });
    if (!skipsLow) waiting.push({ node: node.low, depth: depth + 1, isOnPath });
  }
}

/** The first place whose hash is not below `hash`. */
function lowerBound<V>(leaf: Leaf<V>, hash: number): number {
  const at = leaf.find(hash, '');
  return at < 0 ? ~at : at;
}
