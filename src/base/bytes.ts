import { assert } from './assert.js';

/** Up to this length a loop over the characters is faster than the call into V8's own copy. */
const SHORT = 24;
/** One more than what fits into four groups of seven bits. */
const FOUR_GROUPS = 2 ** 28;

/** Writes numbers and byte strings (latin1) into one buffer that grows. All numbers little-endian. */
export class ByteWriter {
  #buffer: Buffer;
  #length = 0;

  constructor(capacity = 1024) {
    this.#buffer = Buffer.allocUnsafe(capacity);
  }

  /** Bytes written. */
  get length(): number {
    return this.#length;
  }

  /** Leaves room for a header that is known later. */
  skip(count: number): void {
    this.#reserve(count);
    this.#length += count;
  }

  uint8(value: number): void {
    this.#reserve(1);
    this.#buffer[this.#length++] = value;
  }

  float64(value: number): void {
    this.#reserve(8);
    this.#length = this.#buffer.writeDoubleLE(value, this.#length);
  }

  /** An integer from 0 to 2^53 - 1 in groups of seven bits, the lowest first. */
  varint(value: number): void {
    this.#reserve(8);
    let rest = value;
    if (value >= FOUR_GROUPS) {
      // The rest of it is small enough for the processor's whole numbers, and those are many times as fast.
      rest = Math.floor(value / FOUR_GROUPS);
      const low = value - rest * FOUR_GROUPS;
      for (let bit = 0; bit < 28; bit += 7) this.#buffer[this.#length++] = (low >>> bit) | 0x80;
    }
    for (; rest >= 0x80; rest >>>= 7) this.#buffer[this.#length++] = rest | 0x80;
    this.#buffer[this.#length++] = rest;
  }

  /** Length and bytes of a latin1 string. */
  string(value: string): void {
    this.varint(value.length);
    this.raw(value);
  }

  /** The bytes of a latin1 string, without a length. */
  raw(value: string): void {
    const size = value.length;
    this.#reserve(size);
    if (size <= SHORT) {
      for (let at = 0; at < size; at++) this.#buffer[this.#length + at] = value.charCodeAt(at);
    } else {
      this.#buffer.write(value, this.#length, 'latin1');
    }
    this.#length += size;
  }

  bytes(value: Uint8Array): void {
    this.varint(value.length);
    this.append(value);
  }

  /** Bytes without a length. */
  append(value: Uint8Array): void {
    this.#reserve(value.length);
    this.#buffer.set(value, this.#length);
    this.#length += value.length;
  }

  /** A copy of what was written; the writer can go on. */
  copy(): Buffer {
    const copy = Buffer.allocUnsafe(this.#length);
    this.#buffer.copy(copy, 0, 0, this.#length);
    return copy;
  }

  /** What was written, not copied: good until the writer is used again. */
  take(): Buffer {
    return this.#buffer.subarray(0, this.#length);
  }

  /** Begins anew in the same buffer. What `take` gave is overwritten. */
  clear(): void {
    this.#length = 0;
  }

  /** Forgets the first `count` bytes. What `take` gave is overwritten. */
  keepFrom(count: number): void {
    this.#buffer.copyWithin(0, count, this.#length);
    this.#length -= count;
  }

  #reserve(count: number): void {
    const needed = this.#length + count;
    if (needed <= this.#buffer.length) return;
    const grown = Buffer.allocUnsafe(Math.max(needed, this.#buffer.length * 2));
    this.#buffer.copy(grown, 0, 0, this.#length);
    this.#buffer = grown;
  }
}

/** Reads what {@link ByteWriter} wrote. Throws an assertion where the bytes end too early. */
export class ByteReader {
  readonly #buffer: Buffer;
  readonly #end: number;
  #at: number;

  constructor(data: Uint8Array, at = 0, end = data.length) {
    this.#buffer = asBuffer(data);
    this.#at = at;
    this.#end = end;
  }

  get remaining(): number {
    return this.#end - this.#at;
  }

  uint8(): number {
    return this.#buffer[this.#take(1)] ?? 0;
  }

  float64(): number {
    return this.#buffer.readDoubleLE(this.#take(8));
  }

  varint(): number {
    let value = 0;
    let scale = 1;
    for (;;) {
      const byte = this.uint8();
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) break;
      scale *= 0x80;
      assert(scale < 2 ** 56, 'a varint has at most eight bytes');
    }
    assert(Number.isSafeInteger(value), 'a varint stays below 2^53');
    return value;
  }

  string(): string {
    const size = this.varint();
    const from = this.#take(size);
    return this.#buffer.toString('latin1', from, from + size);
  }

  /** A copy: it may outlive the buffer. */
  bytes(): Buffer {
    const size = this.varint();
    const from = this.#take(size);
    return Buffer.from(this.#buffer.subarray(from, from + size));
  }

  /** All that is left, as a latin1 string. */
  rest(): string {
    const from = this.#take(this.remaining);
    return this.#buffer.toString('latin1', from, this.#end);
  }

  /** All that is left, not copied. */
  restBytes(): Buffer {
    const from = this.#take(this.remaining);
    return this.#buffer.subarray(from, this.#end);
  }

  /** All that is left, not copied. */
  restView(): Buffer {
    return this.#buffer.subarray(this.#take(this.remaining));
  }

  /** As {@link bytes}, not copied. */
  view(): Buffer {
    const size = this.varint();
    const from = this.#take(size);
    return this.#buffer.subarray(from, from + size);
  }

  #take(count: number): number {
    assert(count <= this.remaining, 'encoded data is complete');
    const from = this.#at;
    this.#at += count;
    return from;
  }
}

/** The same bytes as a Buffer, not copied. */
export function asBuffer(data: Uint8Array): Buffer {
  return Buffer.isBuffer(data) ? data : Buffer.from(data.buffer, data.byteOffset, data.byteLength);
}
