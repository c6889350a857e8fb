import type { ByteReader, ByteWriter } from '../../../base/bytes.js';

/** From 0 to 2^64 - 1: a number while it is safe, a bigint beyond that, so that `===` and `<` say what they should. */
export type Uint64 = number | bigint;

/** The name of an entry: 64 bits of milliseconds since the epoch, and 64 bits of sequence within them. */
export interface StreamId {
  readonly ms: Uint64;
  readonly seq: Uint64;
}

export const UINT64_MAX = 2n ** 64n - 1n;
export const ZERO_ID: StreamId = { ms: 0, seq: 0 };
export const MAX_ID: StreamId = { ms: UINT64_MAX, seq: UINT64_MAX };

/** Below 0: `left` is the smaller one; 0: they are equal. */
export function compareIds(left: StreamId, right: StreamId): number {
  if (left.ms !== right.ms) return left.ms < right.ms ? -1 : 1;
  if (left.seq === right.seq) return 0;
  return left.seq < right.seq ? -1 : 1;
}

/** Undefined behind the last one. */
export function idAfter({ ms, seq }: StreamId): StreamId | undefined {
  if (seq !== UINT64_MAX) return { ms, seq: shifted(seq, 1) };
  return ms === UINT64_MAX ? undefined : { ms: shifted(ms, 1), seq: 0 };
}

/** Undefined in front of the first one. */
export function idBefore({ ms, seq }: StreamId): StreamId | undefined {
  if (seq !== 0) return { ms, seq: shifted(seq, -1) };
  return ms === 0 ? undefined : { ms: shifted(ms, -1), seq: UINT64_MAX };
}

export function formatId({ ms, seq }: StreamId): string {
  return `${ms}-${seq}`;
}

/** The form in which 64 bits are kept: see {@link Uint64}. */
export function narrowUint64(value: bigint): Uint64 {
  return value <= Number.MAX_SAFE_INTEGER ? Number(value) : value;
}

/** `value + by`, which must stay within the 64 bits. */
function shifted(value: Uint64, by: 1 | -1): Uint64 {
  const sum = typeof value === 'number' ? value + by : NaN;
  return Number.isSafeInteger(sum) ? sum : narrowUint64(BigInt(value) + BigInt(by));
}

/** `left - right`, exact. */
export function difference(left: Uint64, right: Uint64): number | bigint {
  return typeof left === 'number' && typeof right === 'number' ? left - right : BigInt(left) - BigInt(right);
}

export function writeUint64(writer: ByteWriter, value: Uint64): void {
  const isNumber = typeof value === 'number';
  writer.varint(isNumber ? Math.floor(value / 2 ** 32) : Number(value >> 32n));
  writer.varint(isNumber ? value >>> 0 : Number(value & 0xffff_ffffn));
}

export function readUint64(reader: ByteReader): Uint64 {
  const high = reader.varint();
  const low = reader.varint();
  const value = high * 2 ** 32 + low;
  return Number.isSafeInteger(value) ? value : (BigInt(high) << 32n) + BigInt(low);
}

export function writeId(writer: ByteWriter, id: StreamId): void {
  writeUint64(writer, id.ms);
  writeUint64(writer, id.seq);
}

export function readId(reader: ByteReader): StreamId {
  const ms = readUint64(reader);
  return { ms, seq: readUint64(reader) };
}
