import { assert } from '../base/assert.js';
import { asBuffer, ByteReader, ByteWriter } from '../base/bytes.js';
import { FIRST_VERSION } from './version.js';

/**
 * What a log entry of kind 'data' holds.
 *
 *     stamp float64 | seed uint32 | kind uint8 | the rest by kind
 *     `-- the leader puts ---'    `-- the body: encoded once, by the origin
 */
export type Payload =
  /** The first entry of a cluster. */
  | {
      readonly kind: 'bootstrap';
      readonly clusterId: string;
      readonly members: readonly MemberRecord[];
      readonly settings: readonly (readonly [name: string, value: string])[];
    }
  /** Begins an incarnation of a node, and so ends the one before. */
  | Open
  /** The leader ends an incarnation that it no longer hears of. */
  | { readonly kind: 'end'; readonly uuid: string; readonly incarnation: number }
  /** Deletes keys that are due, at most 1000. */
  | { readonly kind: 'tick' }
  /** The first of a term: there was no leader for so many milliseconds, by which lease time falls behind. */
  | { readonly kind: 'gap'; readonly milliseconds: number }
  /** Changes nothing: every node takes the digest of its state here, and they compare. */
  | { readonly kind: 'digest' }
  /** The machine goes on at this version, which all members can run. */
  | { readonly kind: 'raise'; readonly version: number }
  | Batch;

export interface Open {
  readonly kind: 'open';
  readonly uuid: string;
  readonly id: string;
  readonly incarnation: number;
  /** The highest machine version that the process can run. */
  readonly highestVersion: number;
}

export interface MemberRecord {
  readonly id: string;
  /** host:port */
  readonly address: string;
  readonly uuid: string;
}

export interface Batch {
  readonly kind: 'batch';
  /** 32 hexadecimal digits. */
  readonly uuid: string;
  readonly incarnation: number;
  /** 1 and up. */
  readonly sequence: number;
  readonly items: readonly Item[];
}

/** `lane`: the client id, 53 bits, in whose order the item stands; 0: the node's own. */
export type Item = CommandItem | UnblockItem | PartItem;

export interface CommandItem {
  readonly lane: number;
  readonly db: number;
  /** A write command. */
  readonly argv: readonly string[];
}

/** Takes the lane's waiter out, if it still waits. `gone` also drops the parts gathered for the lane. */
export interface UnblockItem {
  readonly lane: number;
  readonly unblock: UnblockReason;
}

/** A piece of `encodeCommand` of a command that is too large for one entry; it runs with the last. */
export interface PartItem {
  readonly lane: number;
  readonly part: Uint8Array;
  readonly first: boolean;
  readonly last: boolean;
}

/** Time ran out or CLIENT UNBLOCK, CLIENT UNBLOCK ERROR, the connection ended. */
export type UnblockReason = 'timeout' | 'error' | 'gone';

export interface Header {
  /** Milliseconds since the epoch. */
  readonly stamp: number;
  /** 32 bits. */
  readonly seed: number;
  readonly kind: Payload['kind'];
}

const STAMP_BYTES = 12;
/** Kind, uuid, incarnation, sequence, number of items: of fixed size, so that a batch is numbered last. */
const BATCH_HEAD_BYTES = 1 + 16 + 8 + 8 + 4;

/** In front of an encoded command. */
const LENGTH_BYTES = 8;

const KINDS = [
  'bootstrap',
  'open',
  'end',
  'tick',
  'batch',
  'gap',
  'digest',
  'raise',
  'open', // the one that names a version
] as const satisfies readonly Payload['kind'][];
/** An `open` that names no version is of a node that can run the first only: so are those of logs from before there were more. */
const TAG_OPEN_WITH_VERSION = KINDS.lastIndexOf('open');
const REASONS = ['timeout', 'error', 'gone'] as const satisfies readonly UnblockReason[];
const TAG_COMMAND = 0;
const TAG_UNBLOCK = 1; // 1, 2, 3: by reason
const TAG_PART = 4; // and its two flags
const PART_FIRST = 1;
const PART_LAST = 2;

/** The body of an entry, without stamp and seed. */
export function encodeBody(payload: Payload): Uint8Array {
  if (payload.kind === 'batch') {
    const encoder = new BatchEncoder();
    for (const item of payload.items) encoder.add(item);
    return encoder.finish(payload.uuid, payload.incarnation, payload.sequence);
  }
  const writer = new ByteWriter(128);
  const namesVersion = payload.kind === 'open' && payload.highestVersion > FIRST_VERSION;
  writer.uint8(namesVersion ? TAG_OPEN_WITH_VERSION : KINDS.indexOf(payload.kind));
  if (payload.kind === 'bootstrap') {
    writer.string(payload.clusterId);
    writer.varint(payload.members.length);
    for (const { id, address, uuid } of payload.members)
      for (const text of [id, address, uuid]) writer.string(text);
    writer.varint(payload.settings.length);
    for (const [name, value] of payload.settings) for (const text of [name, value]) writer.string(text);
  } else if (payload.kind === 'gap') {
    writer.varint(payload.milliseconds);
  } else if (payload.kind === 'raise') {
    writer.varint(payload.version);
  } else if (payload.kind !== 'tick' && payload.kind !== 'digest') {
    writer.string(payload.uuid);
    writer.varint(payload.incarnation);
    if (payload.kind === 'open') writer.string(payload.id);
    if (namesVersion) writer.varint(payload.highestVersion);
  }
  return writer.copy();
}

/** Puts the leader's stamp (milliseconds since the epoch) and seed (32 bits) in front of a body. */
export function stampBody(body: Uint8Array, stamp: number, seed: number): Uint8Array {
  const data = Buffer.allocUnsafe(STAMP_BYTES + body.length);
  data.writeDoubleLE(stamp, 0);
  data.writeUInt32LE(seed >>> 0, 8);
  data.set(body, STAMP_BYTES);
  return data;
}

/** What takes the place of an entry that no machine can apply: of a batch, only its number counts. */
export function emptied(data: Uint8Array): Uint8Array {
  const { stamp, seed, kind } = header(data);
  const body =
    kind === 'batch'
      ? encodeBody({ kind, ...entryBatchHead(data), items: [] })
      : encodeBody({ kind: 'digest' });
  return stampBody(body, stamp, seed);
}

/** The first fields of an entry; cheap. */
export function header(data: Uint8Array): Header {
  const buffer = asBuffer(data);
  assert(buffer.length > STAMP_BYTES, 'an entry has a stamp, a seed and a kind');
  const stamp = buffer.readDoubleLE(0);
  assert(Number.isSafeInteger(stamp) && stamp >= 0, 'a stamp is a whole number of milliseconds');
  return { stamp, seed: buffer.readUInt32LE(8), kind: kindOf(buffer[STAMP_BYTES]) };
}

/** Everything in an entry. A bad entry is corruption: an assertion. */
export function decode(data: Uint8Array): Payload {
  return decodeBody(asBuffer(data).subarray(STAMP_BYTES));
}

export function decodeBody(body: Uint8Array): Payload {
  const reader = new ByteReader(body);
  const tag = reader.uint8();
  const kind = kindOf(tag);
  if (kind === 'batch') {
    const { count, ...identity } = batchHead(body);
    return { kind, ...identity, items: decodeItems(new ByteReader(body, BATCH_HEAD_BYTES), count) };
  }
  const payload = decodeOther(kind, tag, reader);
  assert(reader.remaining === 0, 'nothing stands behind an entry');
  return payload;
}

function decodeOther(kind: Exclude<Payload['kind'], 'batch'>, tag: number, reader: ByteReader): Payload {
  switch (kind) {
    case 'bootstrap': {
      const clusterId = reader.string();
      const members: MemberRecord[] = [];
      for (let left = reader.varint(); left > 0; left--) {
        members.push({ id: reader.string(), address: reader.string(), uuid: reader.string() });
      }
      const settings: [string, string][] = [];
      for (let left = reader.varint(); left > 0; left--) settings.push([reader.string(), reader.string()]);
      return { kind, clusterId, members, settings };
    }
    case 'open': {
      const uuid = reader.string();
      const incarnation = reader.varint();
      const id = reader.string();
      const highestVersion = tag === TAG_OPEN_WITH_VERSION ? reader.varint() : FIRST_VERSION;
      return { kind, uuid, incarnation, id, highestVersion };
    }
    case 'end':
      return { kind, uuid: reader.string(), incarnation: reader.varint() };
    case 'tick':
    case 'digest':
      return { kind };
    case 'gap':
      return { kind, milliseconds: reader.varint() };
    case 'raise':
      return { kind, version: reader.varint() };
  }
}

/** The identity of a batch and its number of items, without decoding these. `body` begins with the kind. */
function batchHead(body: Uint8Array): { uuid: string; incarnation: number; sequence: number; count: number } {
  assert(body.length >= BATCH_HEAD_BYTES, 'a batch has a head');
  const buffer = asBuffer(body);
  const incarnation = buffer.readDoubleLE(17);
  const sequence = buffer.readDoubleLE(25);
  assert(Number.isSafeInteger(incarnation) && incarnation > 0, 'an incarnation is 1 or more');
  assert(Number.isSafeInteger(sequence) && sequence > 0, 'a sequence is 1 or more');
  return { uuid: buffer.toString('hex', 1, 17), incarnation, sequence, count: buffer.readUInt32LE(33) };
}

/** The head of an entry whose kind is 'batch'. */
export function entryBatchHead(data: Uint8Array): ReturnType<typeof batchHead> {
  return batchHead(asBuffer(data).subarray(STAMP_BYTES));
}

/** The items of an entry whose kind is 'batch'. */
export function entryItems(data: Uint8Array): Item[] {
  return decodeItems(new ByteReader(data, STAMP_BYTES + BATCH_HEAD_BYTES), entryBatchHead(data).count);
}

function decodeItems(reader: ByteReader, count: number): Item[] {
  assert(count <= reader.remaining, 'every item has at least one byte');
  const items: Item[] = [];
  for (let left = count; left > 0; left--) items.push(decodeItem(reader));
  assert(reader.remaining === 0, 'nothing stands behind the last item');
  return items;
}

function decodeItem(reader: ByteReader): Item {
  const tag = reader.uint8();
  const lane = reader.varint();
  if (tag === TAG_COMMAND) return { lane, ...readCommand(reader) };
  if (tag >= TAG_PART && tag <= TAG_PART + PART_FIRST + PART_LAST) {
    const flags = tag - TAG_PART;
    return { lane, part: reader.bytes(), first: (flags & PART_FIRST) > 0, last: (flags & PART_LAST) > 0 };
  }
  const unblock = REASONS[tag - TAG_UNBLOCK];
  assert(unblock !== undefined, 'an item has a known tag');
  return { lane, unblock };
}

function readCommand(reader: ByteReader): { db: number; argv: string[] } {
  const db = reader.varint();
  const count = reader.varint();
  assert(count >= 1 && count <= reader.remaining, 'a command has a name, and a byte or more an argument');
  const argv: string[] = [];
  for (let left = count; left > 0; left--) argv.push(reader.string());
  return { db, argv };
}

function writeCommand(writer: ByteWriter, db: number, argv: readonly string[]): void {
  writer.varint(db);
  writer.varint(argv.length);
  for (const argument of argv) writer.string(argument);
}

/**
 * The bytes that the origin cuts into parts when a command is too large for one entry. They begin with their own length:
 * when a batch with one of the parts was given up, the rest is known to be incomplete.
 */
export function encodeCommand(command: Pick<CommandItem, 'db' | 'argv'>): Uint8Array {
  let size = 32;
  for (const argument of command.argv) size += argument.length + 8;
  const writer = new ByteWriter(size);
  writer.skip(LENGTH_BYTES);
  writeCommand(writer, command.db, command.argv);
  const bytes = writer.take();
  bytes.writeDoubleLE(bytes.length, 0);
  return bytes;
}

/** What the gathered parts of a command say; undefined when one is missing. */
export function decodeCommand(parts: readonly Uint8Array[]): { db: number; argv: string[] } | undefined {
  const bytes = Buffer.concat(parts);
  if (bytes.length < LENGTH_BYTES || bytes.readDoubleLE(0) !== bytes.length) return undefined;
  const reader = new ByteReader(bytes, LENGTH_BYTES);
  const command = readCommand(reader);
  assert(reader.remaining === 0, 'nothing stands behind a command');
  return command;
}

/** Encodes a batch while it collects. */
export class BatchEncoder {
  readonly #writer = new ByteWriter();
  #count = 0;

  constructor() {
    this.#writer.skip(BATCH_HEAD_BYTES);
  }

  /** Of the body so far. */
  get bytes(): number {
    return this.#writer.length;
  }

  add(item: Item): void {
    const writer = this.#writer;
    if ('argv' in item) {
      writer.uint8(TAG_COMMAND);
      writer.varint(item.lane);
      writeCommand(writer, item.db, item.argv);
    } else if ('unblock' in item) {
      writer.uint8(TAG_UNBLOCK + REASONS.indexOf(item.unblock));
      writer.varint(item.lane);
    } else {
      writer.uint8(TAG_PART + (item.first ? PART_FIRST : 0) + (item.last ? PART_LAST : 0));
      writer.varint(item.lane);
      writer.bytes(item.part);
    }
    this.#count++;
  }

  /** The body under this identity, a buffer of its own. May be called again: a batch can be put under a new number. */
  finish(uuid: string, incarnation: number, sequence: number): Uint8Array {
    const body = this.#writer.copy();
    body[0] = KINDS.indexOf('batch');
    const written = body.write(uuid, 1, 16, 'hex');
    assert(written === 16 && uuid.length === 32, 'a uuid is 32 hexadecimal digits');
    body.writeDoubleLE(incarnation, 17);
    body.writeDoubleLE(sequence, 25);
    body.writeUInt32LE(this.#count, 33);
    return body;
  }
}

function kindOf(code: number | undefined): Payload['kind'] {
  const kind = KINDS[code ?? -1];
  assert(kind !== undefined, 'an entry is of a known kind');
  return kind;
}
