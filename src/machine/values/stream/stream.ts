import { addInt64, type Int64 } from '../../../base/numbers.js';
import { assert } from '../../../base/assert.js';
import type { Container } from '../../container.js';
import { FrozenStream } from './frozen-stream.js';
import { Group, type Progress } from './group.js';
import { compareIds, type StreamId, ZERO_ID } from './id.js';
import { type Entry, Node, type NodeLimits } from './node.js';

/** What goes from the old end of a stream. */
export interface Trim {
  /** How many entries stay, or the id from which on they stay. */
  readonly to: number | StreamId;
  /** Whole nodes only (`~`). */
  readonly wholeNodes: boolean;
  /** Removes no more than this; 0: as many as there are. */
  readonly limit: number;
}

/**
 * A stream: entries in order of their ids, in nodes, and the groups that read them. A search by id costs O(log n), an
 * edit copies one node or one group where a frozen view shares it.
 *
 * Invariants: ids rise, and none is above `lastId` when it is added; `length` counts the entries of all nodes; `last` of
 * the nodes rises.
 */
export class Stream implements Container {
  readonly type = 'stream';
  readonly encoding = 'stream';
  /** Of the entry added last, whether it is still there or not; XSETID changes it. */
  lastId: StreamId = ZERO_ID;
  /** The largest one that XDEL deleted. */
  maxDeletedId: StreamId = ZERO_ID;
  /** Entries ever added. */
  entriesAdded: Int64 = 0;
  #nodes: Node[] = [];
  #groups = new Map<string, Group>();
  #epoch = 0;
  #length = 0;
  #nodeBytes = 0;

  /** Of the pieces of a frozen one. */
  static of(nodes: Node[], groups: ReadonlyMap<string, Group>): Stream {
    const stream = new Stream();
    stream.#nodes = nodes;
    stream.#groups = new Map(groups);
    stream.#nodeBytes = nodes.reduce((sum, { bytes }) => sum + bytes, 0);
    stream.#length = nodes.reduce((length, { entries }) => length + entries.length, 0);
    return stream;
  }

  get length(): number {
    return this.#length;
  }

  /** Bytes that Redis would need for the entries. */
  get nodeBytes(): number {
    return this.#nodeBytes;
  }

  get nodes(): readonly Node[] {
    return this.#nodes;
  }

  get nodeCount(): number {
    return this.#nodes.length;
  }

  /** The entry with the smallest id. */
  first(): Entry | undefined {
    return this.#nodes.find(({ entries }) => entries.length > 0)?.entries[0];
  }

  /** The entry with the largest id. */
  top(): Entry | undefined {
    return this.#nodes.findLast(({ entries }) => entries.length > 0)?.entries.at(-1);
  }

  // ---- entries -----------------------------------------------------------------------------------------------------

  /** `id` is above `lastId`. */
  add(id: StreamId, fields: readonly string[], limits: NodeLimits): void {
    assert(compareIds(id, this.lastId) > 0, 'ids rise');
    const entry = { id, fields };
    const node = this.#nodeFor(entry, limits);
    const before = node.entries.length + node.deleted === 0 ? 0 : node.bytes;
    node.add(entry);
    this.#nodeBytes += node.bytes - before;
    this.#length++;
    this.lastId = id;
    this.entriesAdded = addInt64(this.entriesAdded, 1) ?? this.entriesAdded;
  }

  find(id: StreamId): Entry | undefined {
    return this.#nodes[this.#nodeAt(id)]?.find(id);
  }

  /** At most `count` entries from `from` to `to`, both included. */
  range(from: StreamId, to: StreamId, count = Infinity): Entry[] {
    const found: Entry[] = [];
    const start = this.#nodeAt(from);
    for (let index = start; index < this.#nodes.length; index++) {
      const node = this.#nodes[index] as Node;
      for (let at = index === start ? node.indexOf(from) : 0; at < node.entries.length; at++) {
        const entry = node.entries[at] as Entry;
        if (found.length >= count || compareIds(entry.id, to) > 0) return found;
        found.push(entry);
      }
    }
    return found;
  }

  /** The same, the largest id first. */
  rangeBack(from: StreamId, to: StreamId, count = Infinity): Entry[] {
    const found: Entry[] = [];
    for (let index = Math.min(this.#nodeAt(to), this.#nodes.length - 1); index >= 0; index--) {
      const { entries } = this.#nodes[index] as Node;
      for (let at = entries.length - 1; at >= 0; at--) {
        const entry = entries[at] as Entry;
        if (compareIds(entry.id, to) > 0) continue;
        if (found.length >= count || compareIds(entry.id, from) < 0) return found;
        found.push(entry);
      }
    }
    return found;
  }

  /** True when it was there. */
  delete(id: StreamId): boolean {
    const index = this.#nodeAt(id);
    if (this.#nodes[index]?.find(id) === undefined) return false;
    const node = this.#own(index);
    this.#removeFrom(node, node.indexOf(id), 1);
    if (node.entries.length === 0) this.#dropNodes(index, 1);
    this.#length--;
    if (compareIds(id, this.maxDeletedId) > 0) this.maxDeletedId = id;
    return true;
  }

  /** Answers how many entries it removed. Costs O(1) for each node that goes as a whole. */
  trim({ to, wholeNodes, limit }: Trim): number {
    const before = this.#length;
    let going = 0;
    for (const node of this.#nodes) {
      const size = node.entries.length;
      if (typeof to === 'number' && this.#length <= to) break;
      if (limit > 0 && before - this.#length + size > limit) break;
      const goes = typeof to === 'number' ? this.#length - size >= to : compareIds(node.last, to) < 0;
      if (!goes) {
        if (!wholeNodes) this.#trimNode(going, to);
        break;
      }
      this.#length -= size;
      going++;
    }
    this.#dropNodes(0, going);
    return before - this.#length;
  }

  #trimNode(index: number, to: number | StreamId): void {
    const node = this.#nodes[index] as Node;
    const count = typeof to === 'number' ? this.#length - to : node.indexOf(to);
    if (count === 0) return;
    this.#removeFrom(this.#own(index), 0, count);
    this.#length -= count;
  }

  // ---- groups ------------------------------------------------------------------------------------------------------

  get groupCount(): number {
    return this.#groups.size;
  }

  /** In the order of their bytes. */
  groupNames(): string[] {
    return [...this.#groups.keys()].sort((a, b) => (a < b ? -1 : 1));
  }

  group(name: string): Group | undefined {
    return this.#groups.get(name);
  }

  /** The group, to be changed. */
  groupToEdit(name: string): Group | undefined {
    const group = this.#groups.get(name)?.in(this.#epoch);
    if (group !== undefined) this.#groups.set(name, group);
    return group;
  }

  /** There is none of that name. */
  addGroup(name: string, progress: Progress): void {
    assert(!this.#groups.has(name), 'a group is made once');
    this.#groups.set(name, new Group(this.#epoch, progress));
  }

  /** True when it was there. */
  deleteGroup(name: string): boolean {
    return this.#groups.delete(name);
  }

  // ---- copies ------------------------------------------------------------------------------------------------------

  freeze(): FrozenStream {
    this.#epoch++;
    const groups = this.groupNames().map(name => ({ name, group: this.#groups.get(name) as Group }));
    return new FrozenStream(this.#nodes.slice(), groups, this.lastId, this.maxDeletedId, this.entriesAdded);
  }

  clone(): Stream {
    const copy = Stream.of(this.#nodes.slice(), this.#groups);
    copy.#epoch = ++this.#epoch;
    copy.lastId = this.lastId;
    copy.maxDeletedId = this.maxDeletedId;
    copy.entriesAdded = this.entriesAdded;
    return copy;
  }

  // ---- inside ------------------------------------------------------------------------------------------------------

  /** The node that takes a new entry, to be changed. */
  #nodeFor(entry: Entry, limits: NodeLimits): Node {
    // XSETID may go back behind the deleted entries of a node that a trim left empty.
    for (let last = this.#nodes.at(-1); last !== undefined; last = this.#nodes.at(-1)) {
      if (compareIds(last.last, entry.id) < 0) break;
      this.#dropNodes(this.#nodes.length - 1, 1);
    }
    const bytes = entry.fields.reduce((sum, field) => sum + field.length, 0);
    if (!this.#nodes.at(-1)?.takes(bytes, limits)) this.#nodes.push(Node.for(entry, this.#epoch));
    return this.#own(this.#nodes.length - 1);
  }

  /** Deleted entries keep their bytes until the node goes, as in Redis; only the counts may take others. */
  #removeFrom(node: Node, start: number, count: number): void {
    this.#nodeBytes -= node.bytes;
    node.remove(start, count);
    this.#nodeBytes += node.bytes;
  }

  #dropNodes(start: number, count: number): void {
    for (const { bytes } of this.#nodes.splice(start, count)) this.#nodeBytes -= bytes;
  }

  #own(index: number): Node {
    return (this.#nodes[index] = (this.#nodes[index] as Node).in(this.#epoch));
  }

  /** Index of the first node that ends at `id` or behind it. */
  #nodeAt(id: StreamId): number {
    let low = 0;
    let high = this.#nodes.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (compareIds((this.#nodes[middle] as Node).last, id) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
