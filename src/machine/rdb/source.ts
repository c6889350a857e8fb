import { narrowUint64, type Uint64 } from '../values/stream/id.js';
import { lzfDecompress } from '../../base/lzf.js';

/** The bytes are not a value in RDB format. */
export class BadPayload extends Error {
  override readonly name = 'BadPayload';
}

/** Special encodings of a string, behind the two highest bits of its length. */
const INT8 = 0;
const INT16 = 1;
const INT32 = 2;
const LZF = 3;

/** Reads RDB's primitives. Throws {@link BadPayload} where the bytes end too early or mean nothing. */
export class RdbSource {
  #at = 0;

  constructor(private readonly data: Buffer) {}

  get isAtEnd(): boolean {
    return this.#at === this.data.length;
  }

  uint8(): number {
    return this.data[this.#take(1)]!;
  }

  /** Little-endian, as times of streams are written. Saturated to the safe integers. */
  milliseconds(): number {
    const value = this.data.readBigInt64LE(this.#take(8));
    return Number(value < Number.MIN_SAFE_INTEGER ? -1n : BigInt.asIntN(64, min(value)));
  }

  uint64BigEndian(): Uint64 {
    return narrowUint64(this.data.readBigUInt64BE(this.#take(8)));
  }

  double(): number {
    return this.data.readDoubleLE(this.#take(8));
  }

  /** A score of the oldest format: text behind its length, or one of three numbers that are none. */
  textDouble(): number {
    const length = this.uint8();
    if (length === 255) return -Infinity;
    if (length === 254) return Infinity;
    if (length === 253) throw new BadPayload('not a number');
    return Number(this.bytes(length).toString('latin1'));
  }

  /** A number of elements or bytes. */
  length(): number {
    const length = this.uint64();
    if (typeof length === 'bigint') throw new BadPayload('a length beyond all limits');
    return length;
  }

  uint64(): Uint64 {
    const first = this.uint8();
    const value = this.#lengthFrom(first);
    if (value === undefined) throw new BadPayload('a string where a number belongs');
    return value;
  }

  string(): string {
    return this.stringBytes().toString('latin1');
  }

  stringBytes(): Buffer {
    const first = this.uint8();
    const length = this.#lengthFrom(first);
    if (length !== undefined) return this.bytes(Number(length));
    switch (first & 0x3f) {
      case INT8:
        return Buffer.from(String(this.data.readInt8(this.#take(1))));
      case INT16:
        return Buffer.from(String(this.data.readInt16LE(this.#take(2))));
      case INT32:
        return Buffer.from(String(this.data.readInt32LE(this.#take(4))));
      case LZF: {
        const compressed = this.length();
        const size = this.length();
        const text = lzfDecompress(this.bytes(compressed), size);
        if (text !== undefined) return text;
      }
    }
    throw new BadPayload('a string of an unknown encoding');
  }

  /** Not a copy. */
  bytes(count: number): Buffer {
    const from = this.#take(count);
    return this.data.subarray(from, from + count);
  }

  /** Undefined: a string of a special encoding. */
  #lengthFrom(first: number): Uint64 | undefined {
    switch (first >> 6) {
      case 0:
        return first;
      case 1:
        return ((first & 0x3f) << 8) | this.uint8();
      case 2:
        if (first === 0x80) return this.data.readUInt32BE(this.#take(4));
        if (first === 0x81) return this.uint64BigEndian();
        throw new BadPayload('a length of an unknown form');
      default:
        return undefined;
    }
  }

  #take(count: number): number {
    const from = this.#at;
    if (!(count <= this.data.length - from)) throw new BadPayload('cut off');
    this.#at += count;
    return from;
  }
}

function min(value: bigint): bigint {
  return value > Number.MAX_SAFE_INTEGER ? BigInt(Number.MAX_SAFE_INTEGER) : value;
}
