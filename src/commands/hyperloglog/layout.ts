import { Bytes } from '../../machine/values/bytes.js';
import type { StringValue } from '../../machine/values/string.js';
import { ErrorReply } from '../../resp/reply.js';
import { stringAt } from '../arguments.js';
import type { Database } from '../../machine/database.js';

/**
 * A HyperLogLog is a string: a header of 16 bytes ("HYLL", the encoding, three unused, the cached estimate in eight bytes,
 * little-endian), then 16,384 registers, in one of two encodings.
 */
export const REGISTERS = 16_384;
export const HEADER = 16;
export const DENSE = 0;
export const SPARSE = 1;
/** Six bits a register. */
export const DENSE_SIZE = HEADER + (REGISTERS * 6) / 8;
/** The largest value of a register: the hash has 64 bits, of which 14 choose the register. */
export const RANK_MAX = 51;

const MAGIC = 'HYLL';
const ENCODING = 4;
const CACHE = 8;
/** The byte whose highest bit says that the cached estimate is out of date. */
const STALE = 15;

const NOT_A_HYPERLOGLOG = new ErrorReply('WRONGTYPE Key is not a valid HyperLogLog string value.');
export const CORRUPTED = new ErrorReply('INVALIDOBJ Corrupted HLL object detected');

/** The HyperLogLog under a key as bytes that may be changed freely; undefined: nothing is there. */
export function hyperLogLogAt(db: Database, key: string): Buffer | undefined {
  const value = stringAt(db, key);
  if (value === undefined) return undefined;
  if (!isHyperLogLog(value)) throw NOT_A_HYPERLOGLOG;
  return Buffer.from(value.toString(), 'latin1');
}

function isHyperLogLog(value: StringValue): boolean {
  if (value.length < HEADER || value.slice(0, MAGIC.length) !== MAGIC) return false;
  const encoding = value.slice(ENCODING, ENCODING + 1).charCodeAt(0);
  return encoding === SPARSE || (encoding === DENSE && value.length === DENSE_SIZE);
}

export function encodingOf(log: Buffer): number {
  return log[ENCODING]!;
}

/** A header for registers that nobody counted yet. */
export function header(encoding: number): Buffer {
  const bytes = Buffer.alloc(HEADER);
  bytes.write(MAGIC, 'latin1');
  bytes[ENCODING] = encoding;
  return bytes;
}

/** The estimate that Redis kept in a value that it made; undefined: out of date. */
export function cachedEstimate(log: Buffer): bigint | undefined {
  return (log[STALE]! & 0x80) === 0 ? log.readBigUInt64LE(CACHE) : undefined;
}

/** To be called when a register has changed. */
export function dropEstimate(log: Buffer): void {
  log[STALE]! |= 0x80;
}

/** Stores it, as Redis does: a string that is edited in place. The life time of the key stays. */
export function store(db: Database, key: string, log: Buffer): void {
  db.replace(key, new Bytes(log.toString('latin1')));
}
