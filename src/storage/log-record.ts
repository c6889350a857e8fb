import type { Entry, EntryKind, HardState } from '../base/raft-message.js';
import { crc32c } from '../base/crc32c.js';

/**
 * Rows of the log database. All numbers are big-endian.
 *
 *     'l' group u32 index u64  ->  crc32c u32 | version u8 | kind u8 | 0 u16 | previous u32 | term u64 | data
 *     's' group u32            ->  crc32c u32 | version u8 | JSON: term, vote, commit, lastIndex, lastChecksum, and
 *                                  baseIndex, baseTerm, baseChecksum (absent: 0)
 *
 * The checksum of a row covers its key and all behind the checksum. `previous` is the checksum of the entry before (0
 * for the first), so that an entry which is whole but stale, or stands in the wrong place, is seen as well. The state
 * row is written with every batch and names both ends of the chain, so that a lost end is seen. Rows up to `baseIndex`
 * were compacted: what is left of them counts for nothing.
 */
export const FORMAT_VERSION = 1;
const ENTRY_HEAD_BYTES = 20;
const STATE_HEAD_BYTES = 5;
const KINDS: readonly EntryKind[] = ['noop', 'data', 'configuration'];

/** The hard state, and where the log must end. */
export interface StateRow extends HardState {
  readonly lastIndex: number;
  readonly lastChecksum: number;
  /** The entry in front of the first, which a snapshot covers; all 0: there is none. */
  readonly baseIndex: number;
  readonly baseTerm: number;
  /** 0 also where the log began anew behind a snapshot. */
  readonly baseChecksum: number;
}

export interface EntryRow {
  readonly entry: Entry;
  readonly checksum: number;
  readonly previous: number;
}

/** Why a row cannot be used, in words that go behind the name of the row. */
export class BadRow extends Error {
  override readonly name = 'BadRow';
  constructor(
    readonly code: 'CORRUPT' | 'FORMAT_TOO_NEW',
    message: string,
  ) {
    super(message);
  }
}

export function entryKey(group: number, index: number): Buffer {
  const key = Buffer.allocUnsafe(13);
  key[0] = 0x6c; // 'l'
  key.writeUInt32BE(group, 1);
  key.writeUInt32BE(Math.floor(index / 2 ** 32), 5);
  key.writeUInt32BE(index >>> 0, 9);
  return key;
}

/** Of an entry's key. */
export function indexOf(key: Buffer): number {
  return readInteger(key, 5);
}

export function stateKey(group: number): Buffer {
  const key = Buffer.allocUnsafe(5);
  key[0] = 0x73; // 's'
  key.writeUInt32BE(group, 1);
  return key;
}

export function encodeEntry(
  key: Uint8Array,
  entry: Entry,
  previous: number,
): { value: Buffer; checksum: number } {
  const value = Buffer.allocUnsafe(ENTRY_HEAD_BYTES + entry.data.length);
  value[4] = FORMAT_VERSION;
  value[5] = KINDS.indexOf(entry.kind);
  value.writeUInt16BE(0, 6);
  value.writeUInt32BE(previous, 8);
  writeInteger(value, entry.term, 12);
  value.set(entry.data, ENTRY_HEAD_BYTES);
  const checksum = seal(key, value);
  return { value, checksum };
}

/** `entry.data` is a view of `value`. */
export function decodeEntry(key: Buffer, value: Buffer): EntryRow {
  const checksum = unseal(key, value, ENTRY_HEAD_BYTES);
  const kind = KINDS[value[5]!];
  const term = readInteger(value, 12);
  if (key.length !== 13 || kind === undefined || !Number.isSafeInteger(term)) {
    throw new BadRow('CORRUPT', 'does not hold an entry');
  }
  const entry = { index: indexOf(key), term, kind, data: value.subarray(ENTRY_HEAD_BYTES) };
  return { entry, checksum, previous: value.readUInt32BE(8) };
}

export function encodeState(group: number, row: StateRow): Buffer {
  const { term, vote, commit, lastIndex, lastChecksum, baseIndex, baseTerm, baseChecksum } = row;
  const base = baseIndex > 0 ? { baseIndex, baseTerm, baseChecksum } : {};
  const json = JSON.stringify({ term, vote, commit, lastIndex, lastChecksum, ...base });
  const value = Buffer.allocUnsafe(STATE_HEAD_BYTES + Buffer.byteLength(json));
  value[4] = FORMAT_VERSION;
  value.write(json, STATE_HEAD_BYTES, 'utf8');
  seal(stateKey(group), value);
  return value;
}

export function decodeState(group: number, value: Buffer): StateRow {
  unseal(stateKey(group), value, STATE_HEAD_BYTES);
  const noBase = { baseIndex: 0, baseTerm: 0, baseChecksum: 0 };
  const row = { ...noBase, ...parse(value.toString('utf8', STATE_HEAD_BYTES)) };
  const { vote, ...numbers } = row as Record<string, unknown>;
  const names = ['term', 'commit', 'lastIndex', 'lastChecksum', 'baseIndex', 'baseTerm', 'baseChecksum'];
  const whole =
    names.every(name => Number.isSafeInteger(numbers[name]) && (numbers[name] as number) >= 0) &&
    (vote === null || typeof vote === 'string');
  if (!whole) throw new BadRow('CORRUPT', 'does not hold a hard state');
  return row as unknown as StateRow;
}

function parse(json: string): Record<string, unknown> {
  try {
    return JSON.parse(json) as Record<string, unknown>;
  } catch {
    throw new BadRow('CORRUPT', 'does not hold a hard state');
  }
}

function seal(key: Uint8Array, value: Buffer): number {
  const checksum = crc32c(value.subarray(4), crc32c(key));
  value.writeUInt32BE(checksum, 0);
  return checksum;
}

function unseal(key: Uint8Array, value: Buffer, headBytes: number): number {
  if (value.length < headBytes) throw new BadRow('CORRUPT', 'is cut short');
  const checksum = value.readUInt32BE(0);
  if (checksum !== crc32c(value.subarray(4), crc32c(key))) throw new BadRow('CORRUPT', 'has a bad checksum');
  if (value[4]! !== FORMAT_VERSION) {
    throw new BadRow('FORMAT_TOO_NEW', `has format ${value[4]!}, this version knows up to ${FORMAT_VERSION}`);
  }
  return checksum;
}

function writeInteger(bytes: Buffer, value: number, offset: number): void {
  bytes.writeUInt32BE(Math.floor(value / 2 ** 32), offset);
  bytes.writeUInt32BE(value >>> 0, offset + 4);
}

function readInteger(bytes: Buffer, offset: number): number {
  return bytes.readUInt32BE(offset) * 2 ** 32 + bytes.readUInt32BE(offset + 4);
}
