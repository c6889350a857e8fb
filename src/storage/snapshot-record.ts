import { crc32c } from '../base/crc32c.js';
import type { Configuration } from '../base/configuration.js';
import type { StoredSnapshot } from '../ports/snapshot-store.js';
import { BadRow } from './bad-row.js';

/**
 * Rows of the snapshot database. All numbers are big-endian.
 *
 *     'c' group u32 number u32 chunk u32  ->  crc32c u32 | chunk
 *     'm' group u32                       ->  crc32c u32 | version u8 | JSON: number, index, term, configuration, chunks, bytes
 *
 * The checksum of a row covers its key and all behind the checksum. `number` tells snapshots apart; the row 'm' names the
 * current one and is written last: whatever belongs to another number is half-written, or was replaced.
 */
export interface CurrentRow extends StoredSnapshot {
  readonly number: number;
}

const VERSION = 1;
const HEAD_BYTES = 5;

export function chunkKey(group: number, number: number, chunk: number): Buffer {
  const key = Buffer.allocUnsafe(13);
  key[0] = 0x63; // 'c'
  key.writeUInt32BE(group, 1);
  key.writeUInt32BE(number, 5);
  key.writeUInt32BE(chunk, 9);
  return key;
}

export function currentKey(group: number): Buffer {
  const key = Buffer.allocUnsafe(5);
  key[0] = 0x6d; // 'm'
  key.writeUInt32BE(group, 1);
  return key;
}

export function encodeChunk(key: Buffer, chunk: Uint8Array): Buffer {
  const value = Buffer.allocUnsafe(4 + chunk.length);
  value.set(chunk, 4);
  value.writeUInt32BE(crc32c(chunk, crc32c(key)), 0);
  return value;
}

/** A view of `value`. */
export function decodeChunk(key: Buffer, value: Buffer): Buffer {
  const chunk = value.subarray(4);
  if (value.length < 4 || value.readUInt32BE(0) !== crc32c(chunk, crc32c(key)))
    throw new BadRow('CORRUPT', 'has a bad checksum');
  return chunk;
}

export function encodeCurrent(group: number, { number, meta, chunks, bytes }: CurrentRow): Buffer {
  const json = JSON.stringify({ number, ...meta, chunks, bytes });
  const value = Buffer.allocUnsafe(HEAD_BYTES + Buffer.byteLength(json));
  value[4] = VERSION;
  value.write(json, HEAD_BYTES, 'utf8');
  value.writeUInt32BE(crc32c(value.subarray(4), crc32c(currentKey(group))), 0);
  return value;
}

export function decodeCurrent(group: number, value: Buffer): CurrentRow {
  const checksum = crc32c(value.subarray(4), crc32c(currentKey(group)));
  if (value.length < HEAD_BYTES || value.readUInt32BE(0) !== checksum)
    throw new BadRow('CORRUPT', 'has a bad checksum');
  if (value[4]! > VERSION)
    throw new BadRow('FORMAT_TOO_NEW', `has format ${value[4]!}, this version knows up to ${VERSION}`);
  // Its checksum is right: it is what this software wrote.
  const { number, index, term, configuration, chunks, bytes } = JSON.parse(
    value.toString('utf8', HEAD_BYTES),
  ) as {
    number: number;
    index: number;
    term: number;
    configuration: Configuration;
    chunks: number;
    bytes: number;
  };
  return { number, meta: { index, term, configuration }, chunks, bytes };
}
