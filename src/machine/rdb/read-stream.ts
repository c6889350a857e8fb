import { type Int64, parseInt64 } from '../../base/numbers.js';
import { Group } from '../values/stream/group.js';
import {
  compareIds,
  narrowUint64,
  type StreamId,
  type Uint64,
  UINT64_MAX,
  ZERO_ID,
} from '../values/stream/id.js';
import { Node, NODE_ENTRIES } from '../values/stream/node.js';
import { Stream } from '../values/stream/stream.js';
import { listpackTexts } from './packed.js';
import { BadPayload, type RdbSource } from './source.js';
import { ENTRY_DELETED, ENTRY_SAME_FIELDS, RDB } from './types.js';

/** Reads a stream of any of the three formats: 5.0, 7.0 (offsets of groups) and 7.2 (when consumers were active). */
export function readStream(source: RdbSource, type: number): Stream {
  const nodes: Node[] = [];
  let last: StreamId | undefined;
  for (let left = source.length(); left > 0; left--) {
    for (const node of readNodes(source)) {
      if (last !== undefined && compareIds(node.first, last) <= 0) throw new BadPayload('ids that fall');
      nodes.push(node);
      last = node.last;
    }
  }
  const length = source.length();
  const head = readHead(source, type);
  if (last !== undefined && compareIds(last, head.lastId) > 0) throw new BadPayload('an id behind the last');
  const groups = new Map<string, Group>();
  for (let left = source.length(); left > 0; left--) readGroup(source, type, groups);
  const stream = Stream.of(nodes, groups);
  if (stream.length !== length) throw new BadPayload('another number of entries');
  stream.lastId = head.lastId;
  stream.maxDeletedId = head.maxDeletedId;
  stream.entriesAdded = head.entriesAdded ?? length;
  return stream;
}

interface Head {
  readonly lastId: StreamId;
  readonly maxDeletedId: StreamId;
  /** Undefined: not written, so it is the number of entries. */
  readonly entriesAdded: Int64 | undefined;
}

function readHead(source: RdbSource, type: number): Head {
  const lastId = idOf(source.uint64(), source.uint64());
  if (type === RDB.streamListpacks) return { lastId, maxDeletedId: ZERO_ID, entriesAdded: undefined };
  source.uint64(); // the first id, which the nodes tell too
  source.uint64();
  const maxDeletedId = idOf(source.uint64(), source.uint64());
  return { lastId, maxDeletedId, entriesAdded: source.uint64() };
}

function idOf(ms: Uint64, seq: Uint64): StreamId {
  return { ms, seq };
}

function rawId(source: RdbSource): StreamId {
  return idOf(source.uint64BigEndian(), source.uint64BigEndian());
}

// ---- entries -------------------------------------------------------------------------------------------------------

/** The numbers and texts of a listpack, one after the other. */
class Elements {
  #at = 0;

  constructor(private readonly texts: readonly string[]) {}

  get isOver(): boolean {
    return this.#at === this.texts.length;
  }

  text(): string {
    const text = this.texts[this.#at++];
    if (text === undefined) throw new BadPayload('an entry is cut off');
    return text;
  }

  integer(): Int64 {
    const value = parseInt64(this.text());
    if (value === undefined) throw new BadPayload('a text where a number belongs');
    return value;
  }

  count(): number {
    const count = this.integer();
    if (!(count >= 0 && count <= this.texts.length)) throw new BadPayload('a count beyond all elements');
    return Number(count);
  }

  several(count: number): string[] {
    return Array.from({ length: count }, () => this.text());
  }
}

/** One listpack: its master entry, then the entries, which may be marked as deleted. Cut where a node has its end here. */
function readNodes(source: RdbSource): Node[] {
  const key = source.stringBytes();
  if (key.length !== 16) throw new BadPayload('an id of another size');
  const master = idOf(narrowUint64(key.readBigUInt64BE(0)), narrowUint64(key.readBigUInt64BE(8)));
  const elements = new Elements(listpackTexts(source.stringBytes()));
  elements.count();
  elements.count();
  const names = elements.several(elements.count());
  elements.integer();
  let node = new Node(0, master, names);
  const nodes = [node];
  let last: StreamId | undefined;
  while (!elements.isOver) {
    const { id, fields, isDeleted } = readEntry(elements, master, names);
    if (last !== undefined && compareIds(id, last) <= 0) throw new BadPayload('ids that fall');
    if (node.entries.length + node.deleted >= NODE_ENTRIES) nodes.push((node = new Node(0, id, names)));
    node.add({ id, fields });
    if (isDeleted) node.remove(node.entries.length - 1, 1);
    last = id;
  }
  if (last === undefined) throw new BadPayload('a node without entries');
  return nodes;
}

function readEntry(
  elements: Elements,
  master: StreamId,
  names: readonly string[],
): { id: StreamId; fields: string[]; isDeleted: boolean } {
  const flags = elements.count();
  const id = idOf(sum(master.ms, elements.integer()), sum(master.seq, elements.integer()));
  const fields =
    (flags & ENTRY_SAME_FIELDS) !== 0
      ? names.flatMap(name => [name, elements.text()])
      : elements.several(2 * elements.count());
  elements.integer();
  return { id, fields, isDeleted: (flags & ENTRY_DELETED) !== 0 };
}

function sum(base: Uint64, difference: Int64): Uint64 {
  return narrowUint64(BigInt.asUintN(64, BigInt(base) + BigInt(difference)));
}

// ---- groups --------------------------------------------------------------------------------------------------------

function readGroup(source: RdbSource, type: number, groups: Map<string, Group>): void {
  const name = source.string();
  if (groups.has(name)) throw new BadPayload('a group twice');
  const last = idOf(source.uint64(), source.uint64());
  const read = type === RDB.streamListpacks ? UINT64_MAX : source.uint64();
  const group = new Group(0, { last, entriesRead: read === UINT64_MAX ? null : read });
  groups.set(name, group);
  const pending = new Map<string, { time: number; count: Int64 }>();
  for (let left = source.length(); left > 0; left--) {
    const id = formatted(rawId(source));
    if (pending.has(id)) throw new BadPayload('an entry pending twice');
    pending.set(id, { time: Math.max(source.milliseconds(), 0), count: source.uint64() });
  }
  for (let left = source.length(); left > 0; left--) readConsumer(source, type, group, pending);
  if (pending.size > 0) throw new BadPayload('an entry pending for nobody');
}

function readConsumer(
  source: RdbSource,
  type: number,
  group: Group,
  pending: Map<string, { time: number; count: Int64 }>,
): void {
  const consumer = source.string();
  if (group.visitsOf(consumer) !== undefined) throw new BadPayload('a consumer twice');
  const seen = Math.max(source.milliseconds(), 0);
  const active = type === RDB.streamListpacks3 ? Math.max(source.milliseconds(), -1) : seen;
  group.visit(consumer, seen, active);
  for (let left = source.length(); left > 0; left--) {
    const id = rawId(source);
    const delivery = pending.get(formatted(id));
    if (delivery === undefined) throw new BadPayload('an entry pending for a consumer alone');
    pending.delete(formatted(id));
    group.assign({ id, consumer, ...delivery });
  }
}

function formatted({ ms, seq }: StreamId): string {
  return `${ms}-${seq}`;
}
