import { assert } from '../../../base/assert.js';
import { ByteReader } from '../../../base/bytes.js';
import type { Int64 } from '../../../base/numbers.js';
import type { ValueBuilder } from '../../container.js';
import { PIECES } from './frozen-stream.js';
import { Group } from './group.js';
import { readId, readUint64, type StreamId, ZERO_ID } from './id.js';
import { Node } from './node.js';
import { Stream } from './stream.js';

/** Makes a stream of the pieces of a frozen one. */
export class StreamBuilder implements ValueBuilder {
  #lastId: StreamId | undefined;
  #maxDeletedId: StreamId = ZERO_ID;
  #entriesAdded: Int64 = 0;
  readonly #nodes: Node[] = [];
  readonly #groups = new Map<string, Group>();
  #group: Group | undefined;
  #consumer = '';
  /** Of the node at hand, to be set when its entries are there. */
  #restoreNode = (): void => undefined;

  add(piece: Uint8Array): void {
    const reader = new ByteReader(piece);
    const kind = PIECES[reader.uint8()];
    assert(kind !== undefined, 'a piece of a stream is of a known kind');
    assert((kind === 'head') === (this.#lastId === undefined), 'a stream begins with its head');
    switch (kind) {
      case 'head':
        this.#lastId = readId(reader);
        this.#maxDeletedId = readId(reader);
        this.#entriesAdded = readUint64(reader);
        break;
      case 'node':
        this.#addNode(reader);
        break;
      case 'entries':
        this.#addEntries(reader);
        break;
      case 'group':
        this.#addGroup(reader);
        break;
      case 'consumer':
        this.#consumer = reader.string();
        this.#group?.visit(this.#consumer, reader.varint(), reader.varint() - 1);
        break;
      case 'pending':
        this.#addPending(reader);
        break;
    }
    assert(reader.remaining === 0, 'a piece of a stream is whole');
  }

  finish(): Stream {
    assert(this.#lastId !== undefined, 'a stream has a head');
    this.#restoreNode();
    const stream = Stream.of(this.#nodes, this.#groups);
    stream.lastId = this.#lastId;
    stream.maxDeletedId = this.#maxDeletedId;
    stream.entriesAdded = this.#entriesAdded;
    return stream;
  }

  #addNode(reader: ByteReader): void {
    this.#restoreNode();
    const first = readId(reader);
    const last = readId(reader);
    const [deleted, entryBytes] = [reader.varint(), reader.varint()];
    const names = strings(reader);
    const node = new Node(0, first, names);
    this.#nodes.push(node);
    this.#restoreNode = () => node.restore(deleted, last, entryBytes);
  }

  #addEntries(reader: ByteReader): void {
    const node = this.#nodes.at(-1);
    assert(node !== undefined, 'entries are those of a node');
    while (reader.remaining > 0) node.add({ id: readId(reader), fields: strings(reader) });
  }

  #addGroup(reader: ByteReader): void {
    const name = reader.string();
    const last = readId(reader);
    const entriesRead = reader.uint8() === 0 ? null : readUint64(reader);
    this.#group = new Group(0, { last, entriesRead });
    this.#groups.set(name, this.#group);
  }

  #addPending(reader: ByteReader): void {
    assert(this.#group?.visitsOf(this.#consumer) !== undefined, 'pending entries are those of a consumer');
    while (reader.remaining > 0) {
      const id = readId(reader);
      this.#group.assign({ id, consumer: this.#consumer, time: reader.varint(), count: readUint64(reader) });
    }
  }
}

function strings(reader: ByteReader): string[] {
  return Array.from({ length: reader.varint() }, () => reader.string());
}
