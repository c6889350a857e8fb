import { ByteWriter } from '../../base/bytes.js';
import { parseInt64 } from '../../base/numbers.js';
import { backLengthSize } from './packed.js';

/** Elements that the head can count; more are "many". */
const COUNT_MAX = 0xffff;
const HEAD = 6;

/** Makes a listpack: Redis's encoding of several short elements in one string. */
export class ListpackWriter {
  readonly #writer = new ByteWriter();
  #count = 0;

  constructor() {
    this.#writer.skip(HEAD);
  }

  add(element: string): void {
    const start = this.#writer.length;
    const integer = parseInt64(element);
    if (integer !== undefined) this.#integer(BigInt(integer));
    else this.#text(element);
    this.#backLength(this.#writer.length - start);
    this.#count++;
  }

  finish(): string {
    this.#writer.uint8(0xff);
    const bytes = this.#writer.take();
    bytes.writeUInt32LE(bytes.length, 0);
    bytes.writeUInt16LE(Math.min(this.#count, COUNT_MAX), 4);
    return bytes.toString('latin1');
  }

  #integer(value: bigint): void {
    if (value >= 0n && value < 128n) {
      this.#writer.uint8(Number(value));
    } else if (value === BigInt.asIntN(13, value)) {
      const bits = Number(BigInt.asUintN(13, value));
      this.#writer.uint8(0xc0 | (bits >> 8));
      this.#writer.uint8(bits & 0xff);
    } else {
      const sizes = [2, 3, 4, 8];
      const form = sizes.findIndex(size => value === BigInt.asIntN(size * 8, value));
      this.#writer.uint8(0xf1 + form);
      this.#littleEndian(BigInt.asUintN(64, value), sizes[form]!);
    }
  }

  #text(text: string): void {
    const { length } = text;
    if (length < 64) {
      this.#writer.uint8(0x80 | length);
    } else if (length < 4096) {
      this.#writer.uint8(0xe0 | (length >> 8));
      this.#writer.uint8(length & 0xff);
    } else {
      this.#writer.uint8(0xf0);
      this.#littleEndian(BigInt(length), 4);
    }
    this.#writer.raw(text);
  }

  /** In groups of seven bits, the highest first; all but the first carry a mark, for a reader comes from behind. */
  #backLength(size: number): void {
    for (let group = backLengthSize(size) - 1, isFirst = true; group >= 0; group--, isFirst = false) {
      const bits = Math.floor(size / 2 ** (7 * group)) & 0x7f;
      this.#writer.uint8(isFirst ? bits : bits | 0x80);
    }
  }

  #littleEndian(value: bigint, size: number): void {
    for (let i = 0n; i < size; i++) this.#writer.uint8(Number((value >> (8n * i)) & 0xffn));
  }
}
