import { ByteReader, ByteWriter } from '../base/bytes.js';
import type { Entry, EntryKind } from '../base/raft-message.js';

const KINDS = ['noop', 'data', 'configuration'] as const satisfies readonly EntryKind[];
/** Index, term, kind and length of an entry, at most. */
const HEAD_BYTES = 32;

/** Consecutive entries in one buffer, to go from one thread to another as a whole. */
export function packEntries(entries: readonly Entry[]): Uint8Array {
  let size = HEAD_BYTES;
  for (const { data } of entries) size += HEAD_BYTES + data.length;
  const writer = new ByteWriter(size);
  writer.varint(entries[0]?.index ?? 0);
  for (const { term, kind, data } of entries) {
    writer.varint(term);
    writer.uint8(KINDS.indexOf(kind));
    writer.bytes(data);
  }
  return writer.take();
}

/** What was packed. The entries are views: they live as long as the buffer does. */
export function unpackEntries(packed: Uint8Array): Entry[] {
  const reader = new ByteReader(packed);
  const entries: Entry[] = [];
  for (let index = reader.varint(); reader.remaining > 0; index++) {
    const term = reader.varint();
    const kind = KINDS[reader.uint8()] as EntryKind;
    entries.push({ index, term, kind, data: reader.view() });
  }
  return entries;
}
