import { assert } from '../../base/assert.js';
import {
  Branch,
  BRANCH_CHILDREN,
  childFor,
  Leaf,
  LEAF_ENTRIES,
  lowerBound,
  type Node,
  type Owner,
  scoreBound,
} from './score-nodes.js';

export interface Entry {
  readonly score: number;
  readonly member: string;
}

/** Called for entries in order; false ends the walk. */
type Visit = (member: string, score: number) => boolean | undefined;

/**
 * Pairs of score and member in order, in a counted B+tree (Comer 1979, with the number of entries below each child): ranks,
 * entries by rank and bounds by score cost O(log n). All ranges are ranges of ranks, [from, to).
 *
 * `share` costs O(1), whatever is edited afterwards costs copies of the nodes on its path.
 */
export class ScoreTree {
  #owner: Owner = {};
  #root: Node;
  #size: number;

  constructor(root?: Node, size = 0) {
    this.#root = root ?? new Leaf(this.#owner, [], []);
    this.#size = size;
  }

  get size(): number {
    return this.#size;
  }

  /** Another tree with the same entries: edits of one are not seen in the other. */
  share(): ScoreTree {
    this.#owner = {}; // from now on nobody owns the nodes that are there
    return new ScoreTree(this.#root, this.#size);
  }

  /** All of it in order. Nothing may change meanwhile. */
  *entries(): Generator<Entry> {
    for (const { scores, members } of leavesOf(this.#root))
      for (let at = 0; at < scores.length; at++)
        yield { score: scores[at] as number, member: members[at] as string };
  }

  // ---- edits -------------------------------------------------------------------------------------------------------

  /** Adds an entry that is not there. */
  insert(score: number, member: string): void {
    const root = this.#ownRoot();
    const right = put(root, this.#owner, score, member, true);
    this.#size++;
    if (right === undefined) return;
    const [first, second] = [leastOf(root), leastOf(right)];
    const scores = [first.score, second.score];
    const members = [first.member, second.member];
    this.#root = new Branch(this.#owner, scores, members, [root, right], [root.count, right.count]);
  }

  /** Takes an entry out that is there. */
  delete(score: number, member: string): void {
    const rank = this.rankOf(score, member);
    this.removeRange(rank, rank + 1);
  }

  /** Takes entries out by rank. */
  removeRange(from: number, to: number): void {
    assert(from >= 0 && from <= to && to <= this.#size, 'what is removed is there');
    if (from === to) return;
    if (to - from === this.#size) {
      this.#root = new Leaf(this.#owner, [], []);
    } else {
      removeWithin(this.#ownRoot(), this.#owner, from, to);
      while (this.#root instanceof Branch && this.#root.width === 1)
        this.#root = this.#root.children[0] as Node;
    }
    this.#size -= to - from;
  }

  #ownRoot(): Node {
    if (this.#root.owner !== this.#owner) this.#root = this.#root.copyFor(this.#owner);
    return this.#root;
  }

  // ---- questions ---------------------------------------------------------------------------------------------------

  /** How many entries are before (score, member), whether that is one or not. */
  rankOf(score: number, member: string): number {
    let rank = 0;
    let node = this.#root;
    while (node instanceof Branch) {
      const at = childFor(node, score, member);
      rank += countBefore(node, at);
      node = node.children[at] as Node;
    }
    return rank + lowerBound(node, 0, score, member);
  }

  /** How many entries have a lower score, or an equal one if `andEqual`. */
  countBelow(score: number, andEqual: boolean): number {
    let count = 0;
    let node = this.#root;
    while (node instanceof Branch) {
      const at = scoreBound(node, 1, score, andEqual) - 1;
      count += countBefore(node, at);
      node = node.children[at] as Node;
    }
    return count + scoreBound(node, 0, score, andEqual);
  }

  /** The entry of a rank from 0 to size - 1. */
  at(rank: number): Entry {
    assert(rank >= 0 && rank < this.#size, 'the rank is that of an entry');
    let left = rank;
    let node = this.#root;
    while (node instanceof Branch) {
      let at = 0;
      for (; left >= (node.counts[at] as number); at++) left -= node.counts[at] as number;
      node = node.children[at] as Node;
    }
    return { score: node.scores[left] as number, member: node.members[left] as string };
  }

  /** Visits entries by rank, from the first to the last. */
  forEach(from: number, to: number, visit: Visit): void {
    if (from < to) walk(this.#root, from, to, visit);
  }

  /** Visits entries by rank, from the last to the first. */
  forEachBack(from: number, to: number, visit: Visit): void {
    if (from < to) walkBack(this.#root, from, to, visit);
  }
}

function countBefore(branch: Branch, at: number): number {
  let count = 0;
  for (let child = 0; child < at; child++) count += branch.counts[child] as number;
  return count;
}

function leastOf(node: Node): Entry {
  let leaf = node;
  while (leaf instanceof Branch) leaf = leaf.children[0] as Node;
  return { score: leaf.scores[0] as number, member: leaf.members[0] as string };
}

/** Inserts below a node of `owner`; answers the right half when it was split. `last`: nothing of the tree is behind it. */
function put(node: Node, owner: Owner, score: number, member: string, last: boolean): Node | undefined {
  if (node instanceof Leaf) {
    const at = lowerBound(node, 0, score, member);
    node.scores.splice(at, 0, score);
    node.members.splice(at, 0, member);
    if (node.width <= LEAF_ENTRIES) return undefined;
    // Scores that only rise, as times do, leave full leaves behind.
    return node.splitAt(last && at === LEAF_ENTRIES ? LEAF_ENTRIES : LEAF_ENTRIES >> 1);
  }
  const at = childFor(node, score, member);
  const isLast = last && at === node.width - 1;
  const child = node.ownChild(at, owner);
  const right = put(child, owner, score, member, isLast);
  if (right === undefined) {
    node.counts[at]!++;
    return undefined;
  }
  node.counts[at] = child.count;
  const least = leastOf(right);
  node.insertChild(at + 1, right, least.score, least.member);
  if (node.width <= BRANCH_CHILDREN) return undefined;
  return node.splitAt(isLast ? BRANCH_CHILDREN : BRANCH_CHILDREN >> 1);
}

/** Removes a part of the entries below a node of `owner`: never all of them. */
function removeWithin(node: Node, owner: Owner, from: number, to: number): void {
  if (node instanceof Leaf) {
    node.scores.splice(from, to - from);
    node.members.splice(from, to - from);
    return;
  }
  const touched: number[] = [];
  let firstWhole = node.width;
  let wholes = 0;
  for (let at = 0, start = 0; at < node.width && start < to; at++) {
    const count = node.counts[at] as number;
    const [low, high] = [Math.max(from - start, 0), Math.min(to - start, count)];
    start += count;
    if (low >= high) continue;
    if (high - low === count) {
      firstWhole = Math.min(firstWhole, at);
      wholes++;
    } else {
      removeWithin(node.ownChild(at, owner), owner, low, high);
      node.counts[at] = count - (high - low);
      touched.push(at);
    }
  }
  if (wholes > 0) node.removeChildren(firstWhole, wholes);
  // The higher one first: the index of the other stays right.
  for (const at of touched.reverse()) fill(node, owner, at > firstWhole ? at - wholes : at);
}

/** Brings a child that became narrow together with a neighbour. */
function fill(branch: Branch, owner: Owner, at: number): void {
  const most = branch.children[0] instanceof Leaf ? LEAF_ENTRIES : BRANCH_CHILDREN;
  if (at >= branch.width || branch.width === 1 || (branch.children[at] as Node).width >= most >> 2) return;
  const from = at === 0 ? 0 : at - 1;
  const left = branch.ownChild(from, owner);
  const right = branch.children[from + 1] as Node;
  const seam = left.width;
  join(left, right, branch.scores[from + 1] as number, branch.members[from + 1] as string);
  branch.removeChildren(from + 1, 1);
  if (left instanceof Branch) {
    // Where a long range was cut out, what is at the seam may be narrow too.
    fill(left, owner, seam);
    fill(left, owner, seam - 1);
  }
  if (left.width > most) {
    const rest = left.splitAt(left.width >> 1);
    const least = leastOf(rest);
    branch.insertChild(from + 1, rest, least.score, least.member);
  }
  branch.counts[from] = left.count;
}

/** (score, member) is the separator of `right`, which stands in for the one that it holds for its first child. */
function join(left: Node, right: Node, score: number, member: string): void {
  if (left instanceof Branch && right instanceof Branch) {
    const seam = left.width;
    left.append(right);
    left.scores[seam] = score;
    left.members[seam] = member;
  } else if (left instanceof Leaf && right instanceof Leaf) {
    left.append(right);
  }
}

function* leavesOf(node: Node): Generator<Leaf> {
  if (node instanceof Leaf) yield node;
  else for (const child of node.children) yield* leavesOf(child);
}

function walk(node: Node, from: number, to: number, visit: Visit): boolean {
  if (node instanceof Leaf) {
    for (let at = from; at < to; at++)
      if (visit(node.members[at] as string, node.scores[at] as number) === false) return false;
    return true;
  }
  for (let at = 0, start = 0; at < node.width && start < to; at++) {
    const count = node.counts[at] as number;
    const [low, high] = [Math.max(from - start, 0), Math.min(to - start, count)];
    if (low < high && !walk(node.children[at] as Node, low, high, visit)) return false;
    start += count;
  }
  return true;
}

function walkBack(node: Node, from: number, to: number, visit: Visit): boolean {
  if (node instanceof Leaf) {
    for (let at = to - 1; at >= from; at--)
      if (visit(node.members[at] as string, node.scores[at] as number) === false) return false;
    return true;
  }
  let start = node.count;
  for (let at = node.width - 1; at >= 0 && start > from; at--) {
    const count = node.counts[at] as number;
    start -= count;
    const [low, high] = [Math.max(from - start, 0), Math.min(to - start, count)];
    if (low < high && !walkBack(node.children[at] as Node, low, high, visit)) return false;
  }
  return true;
}
