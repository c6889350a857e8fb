import { SLOT_COUNT } from '../base/hash-slot.js';
import { below, type Random } from '../base/random.js';

/**
 * Keys of one leaf, at most. A SCAN call sorts the leaf that it stops in by hash: measured, ten keys cost some 0.02 ms where
 * leaves hold a hundred keys, 0.36 ms where they hold four thousand. Much smaller leaves would cost memory for their tables.
 * Up to some 3 million keys in random slots no slot splits at all.
 */
const LEAF_KEYS = 256;
/** A branch with fewer keys becomes a leaf again: far enough below, so that it does not split soon. */
const MERGE_KEYS = LEAF_KEYS / 8;
/** Each level of branches looks at four bits of the hash, the highest first; below the last one leaves have no bound. */
const BRANCH_BITS = 4;
const LEVELS = 32 / BRANCH_BITS;

/** Slots are kept and counted in groups: a map of few keys is small, and a rank is found in two short walks. */
const GROUP_BITS = 7;
const GROUP_SLOTS = 1 << GROUP_BITS;
const GROUPS = SLOT_COUNT / GROUP_SLOTS;

/** A position is slot * 2^32 + hash: the order of a walk, the same whatever happened before. */
const HASHES = 2 ** 32;

type Leaf<V> = Map<string, V>;
type Node<V> = Leaf<V> | Branch<V>;

class Branch<V> {
  count = 0;
  readonly children: (Node<V> | undefined)[] = new Array<undefined>(1 << BRANCH_BITS).fill(undefined);
  constructor(readonly level: number) {}
}

/** Made when its first key comes, and kept. */
class Group<V> {
  count = 0;
  readonly slots: (Node<V> | undefined)[] = new Array<undefined>(GROUP_SLOTS).fill(undefined);
}

/**
 * Keys by hash slot, and within a slot by a second hash: 16,384 small maps, made when needed. A map that outgrows a leaf
 * splits into 16, so no change of one key ever costs more than a leaf, in one slot with millions of keys too.
 *
 * Walks and ranks are in order of (slot, hash, key): a function of the keys that are there, never of what happened before.
 */
export class SlotMap<V> {
  readonly #groups: (Group<V> | undefined)[] = new Array<undefined>(GROUPS).fill(undefined);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  get(slot: number, key: string): V | undefined {
    let node = this.#root(slot);
    if (node === undefined || node instanceof Map) return node?.get(key);
    const hash = keyHash(key);
    while (node instanceof Branch) node = node.children[childIndex(hash, node.level)];
    return node?.get(key);
  }

  set(slot: number, key: string, value: V): void {
    const group = (this.#groups[slot >>> GROUP_BITS] ??= new Group<V>());
    const root = group.slots[slot % GROUP_SLOTS];
    const before = sizeOf(root);
    const after = put(root, 0, root instanceof Branch ? keyHash(key) : 0, key, value);
    group.slots[slot % GROUP_SLOTS] = after;
    this.#count(group, sizeOf(after) - before);
  }

  /** True when it was there. */
  delete(slot: number, key: string): boolean {
    const group = this.#groups[slot >>> GROUP_BITS];
    const root = group?.slots[slot % GROUP_SLOTS];
    const before = sizeOf(root);
    const after = remove(root, root instanceof Branch ? keyHash(key) : 0, key);
    if (group === undefined || sizeOf(after) === before) return false;
    group.slots[slot % GROUP_SLOTS] = after;
    this.#count(group, -1);
    return true;
  }

  /**
   * Visits keys from a position on, in order, until `visit` answers false. `accept` is asked for each key before the keys
   * of a leaf are sorted. Nothing may change meanwhile.
   */
  walk(
    from: number,
    visit: (key: string, value: V, position: number) => boolean,
    accept?: (key: string) => boolean,
  ): void {
    const first = Math.floor(from / HASHES);
    for (let slot = this.#occupied(first); slot < SLOT_COUNT; slot = this.#occupied(slot + 1)) {
      const base = slot * HASHES;
      if (!walkNode(this.#root(slot) as Node<V>, base, slot === first ? from - base : 0, visit, accept))
        return;
    }
  }

  /** All keys, in order. */
  keys(): string[] {
    const keys: string[] = [];
    this.walk(0, key => keys.push(key) > 0);
    return keys;
  }

  /**
   * Visits all keys of the first leaf that has a place from a position on, in any order; those before the position are
   * left out. Returns where to go on, undefined: nothing is left. Between two visits anything may change.
   */
  visitLeaf(from: number, visit: (key: string, value: V) => void): number | undefined {
    const first = Math.floor(from / HASHES);
    const slot = this.#occupied(first);
    if (slot >= SLOT_COUNT) return undefined;
    const base = slot * HASHES;
    return base + visitLeafOf(this.#root(slot), 0, slot === first ? from - base : 0, visit);
  }

  /** A key, each as likely as any other; undefined when there is none. */
  random(random: Random): string | undefined {
    return this.#size === 0 ? undefined : this.#atRank(below(random, this.#size));
  }

  /** `rank`: how many keys come before it in order. */
  #atRank(rank: number): string {
    let left = rank;
    let at = 0;
    for (; left >= (this.#groups[at]?.count ?? 0); at++) left -= this.#groups[at]?.count ?? 0;
    const { slots } = this.#groups[at] as Group<V>;
    let slot = 0;
    for (; left >= sizeOf(slots[slot]); slot++) left -= sizeOf(slots[slot]);
    let node = slots[slot];
    while (node instanceof Branch) {
      let index = 0;
      for (; left >= sizeOf(node.children[index]); index++) left -= sizeOf(node.children[index]);
      node = node.children[index];
    }
    return (sorted(node as Leaf<V>, 0)[left] as Placed).key;
  }

  #root(slot: number): Node<V> | undefined {
    return this.#groups[slot >>> GROUP_BITS]?.slots[slot % GROUP_SLOTS];
  }

  /** The first slot from this one on that has keys; SLOT_COUNT: none. */
  #occupied(from: number): number {
    let slot = from;
    while (slot < SLOT_COUNT && this.#root(slot) === undefined) {
      const isEmpty = (this.#groups[slot >>> GROUP_BITS]?.count ?? 0) === 0;
      slot = isEmpty ? (slot | (GROUP_SLOTS - 1)) + 1 : slot + 1;
    }
    return slot;
  }

  #count(group: Group<V>, change: number): void {
    this.#size += change;
    group.count += change;
  }
}

/** Where a key stands in the order of walks, but for keys of one slot and hash. */
export function positionOf(slot: number, key: string): number {
  return slot * HASHES + keyHash(key);
}

/** FNV-1a, then the finalizer of MurmurHash3: branches look at the highest bits, which FNV alone mixes badly. */
export function keyHash(key: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < key.length; at++) hash = Math.imul(hash ^ key.charCodeAt(at), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

function childIndex(hash: number, level: number): number {
  return (hash >>> (32 - BRANCH_BITS * (level + 1))) & ((1 << BRANCH_BITS) - 1);
}

function sizeOf<V>(node: Node<V> | undefined): number {
  if (node === undefined) return 0;
  return node instanceof Map ? node.size : node.count;
}

/** Returns what stands in the place of `node` afterwards. `hash` matters to branches only. */
function put<V>(node: Node<V> | undefined, level: number, hash: number, key: string, value: V): Node<V> {
  if (node === undefined) return new Map<string, V>().set(key, value);
  if (node instanceof Map) {
    node.set(key, value);
    return node.size > LEAF_KEYS && level < LEVELS ? split(node, level) : node;
  }
  const index = childIndex(hash, level);
  const child = node.children[index];
  const before = sizeOf(child);
  const after = put(child, level + 1, hash, key, value);
  node.children[index] = after;
  node.count += sizeOf(after) - before;
  return node;
}

function split<V>(leaf: Leaf<V>, level: number): Branch<V> {
  const branch = new Branch<V>(level);
  for (const [key, value] of leaf) put(branch, level, keyHash(key), key, value);
  return branch;
}

/** Returns what stands in the place of `node` afterwards: nothing when it is empty. */
function remove<V>(node: Node<V> | undefined, hash: number, key: string): Node<V> | undefined {
  if (node === undefined) return undefined;
  if (node instanceof Map) {
    node.delete(key);
    return node.size === 0 ? undefined : node;
  }
  const index = childIndex(hash, node.level);
  const child = node.children[index];
  const before = sizeOf(child);
  const after = remove(child, hash, key);
  node.children[index] = after;
  node.count += sizeOf(after) - before;
  return node.count > MERGE_KEYS ? node : merge(node, new Map<string, V>());
}

function merge<V>(node: Node<V>, into: Leaf<V>): Leaf<V> {
  if (node instanceof Map) for (const [key, value] of node) into.set(key, value);
  else for (const child of node.children) if (child !== undefined) merge(child, into);
  return into;
}

interface Placed {
  readonly hash: number;
  readonly key: string;
}

/** The keys of a leaf from a hash on, in order. */
function sorted<V>(leaf: Leaf<V>, from: number, accept?: (key: string) => boolean): Placed[] {
  const placed: Placed[] = [];
  for (const key of leaf.keys()) {
    if (accept !== undefined && !accept(key)) continue;
    const hash = keyHash(key);
    if (hash >= from) placed.push({ hash, key });
  }
  return placed.sort((a, b) => a.hash - b.hash || (a.key < b.key ? -1 : 1));
}

/** `from`: the hash to begin with. Answers false when `visit` did. */
function walkNode<V>(
  node: Node<V>,
  base: number,
  from: number,
  visit: (key: string, value: V, position: number) => boolean,
  accept?: (key: string) => boolean,
): boolean {
  if (node instanceof Map) {
    for (const { hash, key } of sorted(node, from, accept)) {
      if (!visit(key, node.get(key) as V, base + hash)) return false;
    }
    return true;
  }
  // Along the path of `from` a branch begins with the child that holds it; everywhere else `from` is passed as 0.
  const first = childIndex(from, node.level);
  for (let index = first; index < node.children.length; index++) {
    const child = node.children[index];
    if (child !== undefined && !walkNode(child, base, index === first ? from : 0, visit, accept))
      return false;
  }
  return true;
}

/** `start`: the first hash of `node`. Returns the hash behind the leaf that was visited. */
function visitLeafOf<V>(
  node: Node<V> | undefined,
  start: number,
  from: number,
  visit: (key: string, value: V) => void,
  level = 0,
): number {
  if (node instanceof Branch) {
    const index = from > start ? childIndex(from, node.level) : 0;
    const childStart = start + index * 2 ** (32 - BRANCH_BITS * (level + 1));
    return visitLeafOf(node.children[index], childStart, from, visit, level + 1);
  }
  for (const [key, value] of node ?? []) if (from <= start || keyHash(key) >= from) visit(key, value);
  return start + 2 ** (32 - BRANCH_BITS * level);
}
