import { asBuffer } from '../../base/bytes.js';
import { crc32c } from '../../base/crc32c.js';

/** In front of a chunk's records: CRC-32C of the bytes behind it, begun with the checksum of the chunk before. */
export const CHECKSUM_BYTES = 4;

/** Of a whole chunk. */
function checksumOf(chunk: Uint8Array | null): number {
  return chunk === null ? 0 : asBuffer(chunk).readUInt32LE(0);
}

/** Is the chunk whole, and the next one behind `before` (null: the first)? */
export function followsChunk(chunk: Uint8Array, before: Uint8Array | null): boolean {
  if (chunk.length <= CHECKSUM_BYTES) return false;
  return checksumOf(chunk) === crc32c(chunk.subarray(CHECKSUM_BYTES), checksumOf(before));
}

/** Puts the checksum into a chunk whose bytes are in place; answers it. */
export function sealChunk(chunk: Buffer, before: number): number {
  const checksum = crc32c(chunk.subarray(CHECKSUM_BYTES), before);
  chunk.writeUInt32LE(checksum, 0);
  return checksum;
}
