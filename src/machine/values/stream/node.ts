import { LISTPACK_HEAD_BYTES, listpackEntryBytes } from '../listpack.js';
import { compareIds, difference, type StreamId } from './id.js';
import { lowerBound } from './id-map.js';

/** Never changed once it is made. */
export interface Entry {
  readonly id: StreamId;
  /** Field, value, field, value. */
  readonly fields: readonly string[];
}

/** How large a node may grow: `stream-node-max-entries` and `stream-node-max-bytes`. */
export interface NodeLimits {
  readonly entries: number;
  readonly bytes: number;
}

/** A node holds no more entries than this, whatever the settings say: what one edit copies at most. */
export const NODE_ENTRIES = 4096;

/**
 * Neighbouring entries, as Redis puts them in one listpack. Clients see where nodes begin and end: `~` trims whole nodes
 * only. So an entry that was deleted goes on counting here, in number and in bytes, and nodes are part of the state.
 */
export class Node {
  /** Those that are left, in order. May be empty after a trim that met deleted entries. */
  readonly entries: Entry[] = [];
  /** How many were deleted. */
  deleted = 0;
  /** Of the entry added last, deleted or not. */
  last: StreamId;
  /** What Redis needs for its entries, deleted ones included. */
  #entryBytes = 0;
  readonly #headBytes: number;

  /** `epoch`: of the stream in which it is made; only in that one it may be changed. `first`, `names`: of its first entry. */
  constructor(
    readonly epoch: number,
    readonly first: StreamId,
    readonly names: readonly string[],
  ) {
    this.last = first;
    this.#headBytes = names.reduce(
      (bytes, name) => bytes + listpackEntryBytes(name),
      integerBytes(names.length) + integerBytes(0),
    );
  }

  /** A node whose first entry is at hand, still without it. */
  static for({ id, fields }: Entry, epoch: number): Node {
    return new Node(
      epoch,
      id,
      fields.filter((_, at) => at % 2 === 0),
    );
  }

  get entryBytes(): number {
    return this.#entryBytes;
  }

  /** Of the listpack that Redis would keep. */
  get bytes(): number {
    const counts = integerBytes(this.entries.length) + integerBytes(this.deleted);
    return LISTPACK_HEAD_BYTES + counts + this.#headBytes + this.#entryBytes;
  }

  /** Whether an entry with this many bytes of fields and values goes here, or begins the next node. */
  takes(fieldBytes: number, limits: NodeLimits): boolean {
    if (this.bytes + fieldBytes >= limits.bytes) return false;
    return this.entries.length + this.deleted < limits.entries;
  }

  /** Its id is behind all that were added. */
  add(entry: Entry): void {
    this.entries.push(entry);
    this.last = entry.id;
    this.#entryBytes += this.#bytesOf(entry);
  }

  /** Puts back what is known of a node besides its entries. */
  restore(deleted: number, last: StreamId, entryBytes: number): void {
    this.deleted = deleted;
    this.last = last;
    this.#entryBytes = entryBytes;
  }

  find(id: StreamId): Entry | undefined {
    const entry = this.entries[this.indexOf(id)];
    return entry !== undefined && compareIds(entry.id, id) === 0 ? entry : undefined;
  }

  /** Of the first entry at `id` or behind it. */
  indexOf(id: StreamId): number {
    return lowerBound(this.entries, id);
  }

  /** Deletes `count` entries from `start` on. */
  remove(start: number, count: number): void {
    this.deleted += this.entries.splice(start, count).length;
  }

  /** This node, or a copy of it that may be changed in `epoch`. */
  in(epoch: number): Node {
    if (this.epoch === epoch) return this;
    const copy = new Node(epoch, this.first, this.names);
    for (const entry of this.entries) copy.entries.push(entry);
    copy.restore(this.deleted, this.last, this.#entryBytes);
    return copy;
  }

  /**
   * Redis stores flags, the id as the difference from the node's first one, the values, with the names in front of them
   * where they are not those of the first entry, and at last the number of all these.
   */
  #bytesOf({ id, fields }: Entry): number {
    const hasNames = this.#hasNamesOf(fields);
    let bytes = integerBytes(0) + integerBytes(difference(id.ms, this.first.ms));
    bytes += integerBytes(difference(id.seq, this.first.seq));
    if (!hasNames) bytes += integerBytes(fields.length / 2);
    for (let at = hasNames ? 1 : 0; at < fields.length; at += hasNames ? 2 : 1)
      bytes += listpackEntryBytes(fields[at] as string);
    return bytes + integerBytes(3 + (hasNames ? fields.length / 2 : fields.length + 1));
  }

  #hasNamesOf(fields: readonly string[]): boolean {
    return this.names.length * 2 === fields.length && this.names.every((name, at) => name === fields[at * 2]);
  }
}

function integerBytes(value: number | bigint): number {
  return value >= 0 && value < 128 ? 2 : listpackEntryBytes(String(BigInt.asIntN(64, BigInt(value))));
}
