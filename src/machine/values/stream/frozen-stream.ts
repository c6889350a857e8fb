import { ByteWriter } from '../../../base/bytes.js';
import type { Int64 } from '../../../base/numbers.js';
import type { Frozen } from '../../container.js';
import { PIECE_BYTES } from '../pieces.js';
import type { Group, Pending } from './group.js';
import { type StreamId, writeId, writeUint64 } from './id.js';
import type { Entry, Node } from './node.js';

/** Entries or pending entries in one piece, at most. */
const PIECE_ITEMS = 64;

/** What a piece holds: its first byte. */
export const PIECES = ['head', 'node', 'entries', 'group', 'consumer', 'pending'] as const;
export type PieceKind = (typeof PIECES)[number];

/** A stream as it was at one moment. Its nodes are part of the state: see {@link Node}. */
export class FrozenStream implements Frozen {
  readonly type = 'stream';

  constructor(
    private readonly nodes: readonly Node[],
    /** In order of name. */
    private readonly groups: readonly { readonly name: string; readonly group: Group }[],
    private readonly lastId: StreamId,
    private readonly maxDeletedId: StreamId,
    private readonly entriesAdded: Int64,
  ) {}

  *pieces(): Generator<Uint8Array> {
    yield piece('head', writer => {
      writeId(writer, this.lastId);
      writeId(writer, this.maxDeletedId);
      writeUint64(writer, this.entriesAdded);
    });
    for (const node of this.nodes) {
      yield nodePiece(node);
      yield* itemPieces('entries', node.entries, writeEntry);
    }
    for (const { name, group } of this.groups) {
      yield groupPiece(name, group);
      for (const consumer of group.consumerNames()) {
        yield consumerPiece(consumer, group);
        yield* itemPieces('pending', group.pendingOf(consumer) ?? [], writePending);
      }
    }
  }
}

function piece(kind: PieceKind, write: (writer: ByteWriter) => void): Uint8Array {
  const writer = new ByteWriter(64);
  writer.uint8(PIECES.indexOf(kind));
  write(writer);
  return writer.take();
}

function nodePiece(node: Node): Uint8Array {
  return piece('node', writer => {
    writeId(writer, node.first);
    writeId(writer, node.last);
    writer.varint(node.deleted);
    writer.varint(node.entryBytes);
    writer.varint(node.names.length);
    for (const name of node.names) writer.string(name);
  });
}

function groupPiece(name: string, { last, entriesRead }: Group): Uint8Array {
  return piece('group', writer => {
    writer.string(name);
    writeId(writer, last);
    writer.uint8(entriesRead === null ? 0 : 1);
    if (entriesRead !== null) writeUint64(writer, entriesRead);
  });
}

function consumerPiece(name: string, group: Group): Uint8Array {
  const { seen, active } = group.visitsOf(name) ?? { seen: 0, active: -1 };
  return piece('consumer', writer => {
    writer.string(name);
    writer.varint(seen);
    writer.varint(active + 1);
  });
}

function* itemPieces<Item>(
  kind: PieceKind,
  items: Iterable<Item>,
  write: (writer: ByteWriter, item: Item) => void,
): Generator<Uint8Array> {
  let writer = new ByteWriter(64);
  let count = 0;
  for (const item of items) {
    if (count === PIECE_ITEMS || writer.length >= PIECE_BYTES) {
      yield writer.take();
      writer = new ByteWriter(64);
      count = 0;
    }
    if (count++ === 0) writer.uint8(PIECES.indexOf(kind));
    write(writer, item);
  }
  if (count > 0) yield writer.take();
}

function writeEntry(writer: ByteWriter, { id, fields }: Entry): void {
  writeId(writer, id);
  writer.varint(fields.length);
  for (const field of fields) writer.string(field);
}

/** The consumer is that of the piece before. */
function writePending(writer: ByteWriter, { id, time, count }: Pending): void {
  writeId(writer, id);
  writer.varint(time);
  writeUint64(writer, count);
}
