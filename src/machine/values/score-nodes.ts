/**
 * The nodes of a {@link ScoreTree}. Entries are in order of (score, member), members compared byte by byte.
 *
 * A node belongs to the owner that made it. Nobody changes a node of another owner: it takes a copy first. So trees and
 * frozen views share what is the same in them.
 *
 * Invariants: no node is empty; all leaves are at one depth; `counts[i]` is how many entries are below `children[i]`; for
 * i > 0 the separator (`scores[i]`, `members[i]`) is above all entries of child i - 1 and not above any of child i. It need
 * not be an entry (any more). The separator 0 says nothing.
 */
export type Node = Leaf | Branch;

/** Nothing but its identity matters. */
export type Owner = object;

export const LEAF_ENTRIES = 128;
export const BRANCH_CHILDREN = 64;

export class Leaf {
  constructor(
    readonly owner: Owner,
    readonly scores: number[],
    readonly members: string[],
  ) {}

  get width(): number {
    return this.scores.length;
  }

  get count(): number {
    return this.scores.length;
  }

  copyFor(owner: Owner): Leaf {
    return new Leaf(owner, this.scores.slice(), this.members.slice());
  }

  /** Keeps what is before `at`, and answers a node with the rest. */
  splitAt(at: number): Leaf {
    return new Leaf(this.owner, this.scores.splice(at), this.members.splice(at));
  }

  /** Takes in all of its right neighbour. */
  append(right: Leaf): void {
    this.scores.push(...right.scores);
    this.members.push(...right.members);
  }
}

export class Branch {
  constructor(
    readonly owner: Owner,
    readonly scores: number[],
    readonly members: string[],
    readonly children: Node[],
    readonly counts: number[],
  ) {}

  get width(): number {
    return this.children.length;
  }

  get count(): number {
    let count = 0;
    for (const each of this.counts) count += each;
    return count;
  }

  copyFor(owner: Owner): Branch {
    const { scores, members, children, counts } = this;
    return new Branch(owner, scores.slice(), members.slice(), children.slice(), counts.slice());
  }

  splitAt(at: number): Branch {
    const { scores, members, children, counts } = this;
    return new Branch(
      this.owner,
      scores.splice(at),
      members.splice(at),
      children.splice(at),
      counts.splice(at),
    );
  }

  append(right: Branch): void {
    this.scores.push(...right.scores);
    this.members.push(...right.members);
    this.children.push(...right.children);
    this.counts.push(...right.counts);
  }

  insertChild(at: number, child: Node, score: number, member: string): void {
    this.scores.splice(at, 0, score);
    this.members.splice(at, 0, member);
    this.children.splice(at, 0, child);
    this.counts.splice(at, 0, child.count);
  }

  removeChildren(at: number, count: number): void {
    this.scores.splice(at, count);
    this.members.splice(at, count);
    this.children.splice(at, count);
    this.counts.splice(at, count);
  }

  /** Child `at`, which `owner` may change: a copy takes its place where it belongs to somebody else. */
  ownChild(at: number, owner: Owner): Node {
    const child = this.children[at] as Node;
    if (child.owner === owner) return child;
    return (this.children[at] = child.copyFor(owner));
  }
}

/** How many of the node's entries or separators, from index `low` on, are before (score, member). */
export function lowerBound({ scores, members }: Node, low: number, score: number, member: string): number {
  let from = low;
  let to = scores.length;
  while (from < to) {
    const middle = (from + to) >>> 1;
    const other = scores[middle] as number;
    if (other < score || (other === score && (members[middle] as string) < member)) from = middle + 1;
    else to = middle;
  }
  return from;
}

/** The same for all members of lower scores; those of an equal one count if `andEqual`. */
export function scoreBound({ scores }: Node, low: number, score: number, andEqual: boolean): number {
  let from = low;
  let to = scores.length;
  while (from < to) {
    const middle = (from + to) >>> 1;
    const other = scores[middle] as number;
    if (other < score || (andEqual && other === score)) from = middle + 1;
    else to = middle;
  }
  return from;
}

/** Which child of a branch holds (score, member), or would. */
export function childFor(branch: Branch, score: number, member: string): number {
  const at = lowerBound(branch, 1, score, member);
  // A separator equal to what is looked for begins its child.
  return at < branch.width && branch.scores[at] === score && branch.members[at] === member ? at : at - 1;
}
