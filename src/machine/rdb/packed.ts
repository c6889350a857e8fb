import { BadPayload } from './source.js';

/** Redis's small encodings of several elements in one string. All give the elements as texts. */

const END = 0xff;

/** Reads within one packed string; what lies behind its end is no number. */
class Cursor {
  at: number;

  constructor(
    readonly data: Buffer,
    at: number,
  ) {
    this.at = at;
  }

  uint8(): number {
    return this.data[this.#take(1)]!;
  }

  /** Signed, little-endian, of 1 to 8 bytes. */
  integer(size: number): string {
    const from = this.#take(size);
    return size === 8 ? String(this.data.readBigInt64LE(from)) : String(this.data.readIntLE(from, size));
  }

  uint32(isBigEndian = false): number {
    const from = this.#take(4);
    return isBigEndian ? this.data.readUInt32BE(from) : this.data.readUInt32LE(from);
  }

  text(size: number): string {
    const from = this.#take(size);
    return this.data.toString('latin1', from, from + size);
  }

  skip(size: number): void {
    this.#take(size);
  }

  #take(count: number): number {
    const from = this.at;
    if (count > this.data.length - from) throw new BadPayload('a packed string is cut off');
    this.at += count;
    return from;
  }
}

const LISTPACK_HEAD = 6;

export function listpackTexts(data: Buffer): string[] {
  const cursor = new Cursor(data, 0);
  const size = cursor.uint32();
  if (size !== data.length || size <= LISTPACK_HEAD || data[size - 1] !== END)
    throw new BadPayload('a listpack of another length');
  cursor.at = LISTPACK_HEAD;
  const texts: string[] = [];
  while (data[cursor.at] !== END) {
    const start = cursor.at;
    texts.push(listpackText(cursor));
    cursor.skip(backLengthSize(cursor.at - start));
  }
  if (cursor.at !== size - 1) throw new BadPayload('a listpack ends too early');
  return texts;
}

function listpackText(cursor: Cursor): string {
  const first = cursor.uint8();
  if (first < 0x80) return String(first);
  if (first < 0xc0) return cursor.text(first & 0x3f);
  if (first < 0xe0) {
    const value = ((first & 0x1f) << 8) | cursor.uint8();
    return String(value >= 0x1000 ? value - 0x2000 : value);
  }
  if (first < 0xf0) return cursor.text(((first & 0x0f) << 8) | cursor.uint8());
  switch (first) {
    case 0xf0:
      return cursor.text(cursor.uint32());
    case 0xf1:
      return cursor.integer(2);
    case 0xf2:
      return cursor.integer(3);
    case 0xf3:
      return cursor.integer(4);
    case 0xf4:
      return cursor.integer(8);
    default:
      throw new BadPayload('a listpack entry of an unknown form');
  }
}

/** Bytes of the length behind an entry of `size` bytes, by which a listpack is read backwards. */
export function backLengthSize(size: number): number {
  if (size <= 127) return 1;
  if (size < 16_383) return 2;
  if (size < 2_097_151) return 3;
  return size < 268_435_455 ? 4 : 5;
}

const ZIPLIST_HEAD = 10;
/** The length of the entry before takes five bytes behind this mark. */
const LONG_PREVIOUS = 0xfe;

export function ziplistTexts(data: Buffer): string[] {
  const cursor = new Cursor(data, 0);
  if (cursor.uint32() !== data.length || data.length <= ZIPLIST_HEAD || data.at(-1) !== END)
    throw new BadPayload('a ziplist of another length');
  cursor.at = ZIPLIST_HEAD;
  const texts: string[] = [];
  while (data[cursor.at] !== END) {
    if (cursor.uint8() === LONG_PREVIOUS) cursor.skip(4);
    texts.push(ziplistText(cursor));
  }
  if (cursor.at !== data.length - 1) throw new BadPayload('a ziplist ends too early');
  return texts;
}

function ziplistText(cursor: Cursor): string {
  const first = cursor.uint8();
  switch (first >> 6) {
    case 0:
      return cursor.text(first);
    case 1:
      return cursor.text(((first & 0x3f) << 8) | cursor.uint8());
    case 2:
      return cursor.text(cursor.uint32(true));
  }
  switch (first) {
    case 0xc0:
      return cursor.integer(2);
    case 0xd0:
      return cursor.integer(4);
    case 0xe0:
      return cursor.integer(8);
    case 0xf0:
      return cursor.integer(3);
    case 0xfe:
      return cursor.integer(1);
  }
  if (first < 0xf1 || first > 0xfd) throw new BadPayload('a ziplist entry of an unknown form');
  return String((first & 0x0f) - 1);
}

export function intsetTexts(data: Buffer): string[] {
  const cursor = new Cursor(data, 0);
  const size = cursor.uint32();
  const count = cursor.uint32();
  if (![2, 4, 8].includes(size) || data.length !== 8 + size * count)
    throw new BadPayload('an intset of another length');
  return Array.from({ length: count }, () => cursor.integer(size));
}
