import type { Group } from '../values/stream/group.js';
import { difference, type StreamId, UINT64_MAX, ZERO_ID } from '../values/stream/id.js';
import type { Entry, Node } from '../values/stream/node.js';
import type { Stream } from '../values/stream/stream.js';
import { ListpackWriter } from './listpack-writer.js';
import type { RdbSink } from './sink.js';
import { ENTRY_SAME_FIELDS, RDB } from './types.js';

/** Elements of an entry besides its fields: flags and the two differences of its id. */
const ENTRY_HEAD = 3;

/** Writes a stream in the format of Redis 7.0. Entries that were deleted are left out. */
export function writeStream(sink: RdbSink, stream: Stream): void {
  const nodes = stream.nodes.filter(({ entries }) => entries.length > 0);
  sink.uint8(RDB.streamListpacks2);
  sink.length(nodes.length);
  for (const node of nodes) writeNode(sink, node);
  sink.length(stream.length);
  writeId(sink, stream.lastId);
  writeId(sink, stream.first()?.id ?? ZERO_ID);
  writeId(sink, stream.maxDeletedId);
  sink.length(stream.entriesAdded);
  const names = stream.groupNames();
  sink.length(names.length);
  for (const name of names) {
    const group = stream.group(name);
    if (group !== undefined) writeGroup(sink, name, group);
  }
}

function writeId(sink: RdbSink, { ms, seq }: StreamId): void {
  sink.length(ms);
  sink.length(seq);
}

function writeRawId(sink: RdbSink, { ms, seq }: StreamId): void {
  sink.uint64BigEndian(ms);
  sink.uint64BigEndian(seq);
}

/** An id of 16 bytes, then a listpack: the master entry (counts and names of fields), then the entries. */
function writeNode(sink: RdbSink, node: Node): void {
  sink.length(16);
  writeRawId(sink, node.first);
  const listpack = new ListpackWriter();
  for (const head of [node.entries.length, 0, node.names.length]) listpack.add(String(head));
  for (const name of node.names) listpack.add(name);
  listpack.add('0');
  for (const entry of node.entries) addEntry(listpack, node, entry);
  const packed = listpack.finish();
  sink.length(packed.length);
  sink.raw(packed);
}

function addEntry(listpack: ListpackWriter, { first, names }: Node, { id, fields }: Entry): void {
  const isSame = fields.length === 2 * names.length && names.every((name, at) => name === fields[2 * at]);
  const texts = isSame ? fields.filter((_, at) => at % 2 === 1) : [String(fields.length / 2), ...fields];
  listpack.add(String(isSame ? ENTRY_SAME_FIELDS : 0));
  listpack.add(signed(difference(id.ms, first.ms)));
  listpack.add(signed(difference(id.seq, first.seq)));
  for (const text of texts) listpack.add(text);
  listpack.add(String(ENTRY_HEAD + texts.length));
}

/** A difference of two numbers of 64 bits, as Redis stores it: with a sign, modulo 2^64. */
function signed(value: number | bigint): string {
  return String(BigInt.asIntN(64, BigInt(value)));
}

function writeGroup(sink: RdbSink, name: string, group: Group): void {
  sink.string(name);
  writeId(sink, group.last);
  sink.length(group.entriesRead ?? UINT64_MAX);
  sink.length(group.pending.size);
  for (const { id, time, count } of group.pending) {
    writeRawId(sink, id);
    sink.milliseconds(time);
    sink.length(count);
  }
  const consumers = group.consumerNames();
  sink.length(consumers.length);
  for (const consumer of consumers) {
    const pending = group.pendingOf(consumer);
    sink.string(consumer);
    sink.milliseconds(group.visitsOf(consumer)?.seen ?? 0);
    sink.length(pending?.size ?? 0);
    for (const { id } of pending ?? []) writeRawId(sink, id);
  }
}
