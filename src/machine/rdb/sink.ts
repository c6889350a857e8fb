import { ByteWriter } from '../../base/bytes.js';
import { parseInt64 } from '../../base/numbers.js';
import type { Uint64 } from '../values/stream/id.js';

/** What was to be written is longer than the longest string. */
export class TooLong extends Error {
  override readonly name = 'TooLong';
}

/** Writes RDB's primitives, up to `limit` bytes: {@link TooLong} behind that. */
export class RdbSink {
  readonly #writer = new ByteWriter();

  constructor(private readonly limit: number) {}

  uint8(value: number): void {
    this.#writer.uint8(value);
  }

  /** A length, or any number of 64 bits without a sign. */
  length(value: Uint64): void {
    if (value < 0x40) {
      this.uint8(Number(value));
    } else if (value < 0x4000) {
      this.uint8(0x40 | (Number(value) >> 8));
      this.uint8(Number(value) & 0xff);
    } else if (value < 2 ** 32) {
      this.uint8(0x80);
      this.#bigEndian(Number(value));
    } else {
      this.uint8(0x81);
      this.uint64BigEndian(value);
    }
  }

  /** Small integers as such, as Redis does. */
  string(text: string): void {
    const integer = text.length <= 11 ? parseInt64(text) : undefined;
    if (typeof integer === 'number' && integer === (integer | 0)) {
      this.#integer(integer);
      return;
    }
    this.#checkRoom(text.length);
    this.length(text.length);
    this.#writer.raw(text);
  }

  raw(text: string): void {
    this.#checkRoom(text.length);
    this.#writer.raw(text);
  }

  double(value: number): void {
    this.#writer.float64(value);
  }

  /** Little-endian, signed. */
  milliseconds(value: number): void {
    const bytes = Buffer.alloc(8);
    bytes.writeBigInt64LE(BigInt(value));
    this.#writer.raw(bytes.toString('latin1'));
  }

  uint64BigEndian(value: Uint64): void {
    const exact = BigInt(value);
    this.#bigEndian(Number(exact >> 32n));
    this.#bigEndian(Number(exact & 0xffff_ffffn));
  }

  take(): Buffer {
    this.#checkRoom(0);
    return this.#writer.take();
  }

  #integer(value: number): void {
    const size = value === (value << 24) >> 24 ? 0 : value === (value << 16) >> 16 ? 1 : 2;
    this.uint8(0xc0 | size);
    for (let shift = 0; shift < 8 << size; shift += 8) this.uint8((value >> shift) & 0xff);
  }

  #bigEndian(value: number): void {
    for (let shift = 24; shift >= 0; shift -= 8) this.uint8((value >>> shift) & 0xff);
  }

  #checkRoom(size: number): void {
    if (this.#writer.length + size > this.limit) throw new TooLong();
  }
}
