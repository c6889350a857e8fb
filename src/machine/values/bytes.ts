import type { Container } from '../container.js';
import { FrozenBytes } from './frozen-string.js';
import { PIECE_BYTES } from './pieces.js';

/** Bytes in one chunk: as many as in a piece of a snapshot. */
const CHUNK = PIECE_BYTES;
/** The first allocation of a chunk; it doubles as the string grows. */
const SMALLEST = 32;
/** Below this, a loop beats the call into the runtime. */
const SHORT = 48;

/**
 * A string that is edited in place, in chunks, so that a small edit of a large value costs a small copy and many small
 * APPENDs cost what they add. Every chunk but the last stands for exactly {@link CHUNK} bytes. A chunk that nobody wrote
 * to is absent and reads as zeros: SETRANGE far behind the end allocates what it writes.
 *
 * It is mutable: the keyspace must hold it under one key only, and replies are made of the strings it returns.
 */
export class Bytes implements Container {
  readonly type = 'string';
  /** A chunk may be shorter than what it stands for: the rest is zeros too. */
  #chunks: (Buffer | undefined)[] = [];
  /** Indexes of the chunks that no frozen view or clone shares; null: none is shared. */
  #own: Set<number> | null = null;
  #length = 0;
  #encoding: 'embstr' | 'raw';

  /** `encoding` as OBJECT ENCODING shows it until the first edit, which makes it `raw`. */
  constructor(text = '', encoding: 'embstr' | 'raw' = 'raw') {
    this.append(text);
    this.#encoding = encoding;
  }

  get length(): number {
    return this.#length;
  }

  get encoding(): 'embstr' | 'raw' {
    return this.#encoding;
  }

  append(text: string): void {
    this.write(this.#length, text);
  }

  /** Puts `text` at `offset`; what lies between the end and the offset becomes zeros. The caller bounds the length. */
  write(offset: number, text: string): void {
    this.#encoding = 'raw';
    const end = offset + text.length;
    for (let at = offset; at < end; ) {
      const start = at % CHUNK;
      const count = Math.min(CHUNK - start, end - at);
      const chunk = this.#chunkFor(Math.floor(at / CHUNK), start + count);
      put(chunk, start, text, at - offset, count);
      at += count;
    }
    this.#length = Math.max(this.#length, end);
  }

  /** Makes it longer by zeros. */
  extend(length: number): void {
    this.#encoding = 'raw';
    this.#length = Math.max(this.#length, length);
  }

  /** The bytes from `start` up to, and without, `end`; both from 0 to the length. */
  slice(start: number, end: number): string {
    const first = Math.floor(start / CHUNK);
    const last = Math.floor((end - 1) / CHUNK);
    if (first >= last) return this.#part(first, start - first * CHUNK, end - first * CHUNK);
    const parts: string[] = [];
    for (let index = first; index <= last; index++) {
      const base = index * CHUNK;
      parts.push(this.#part(index, Math.max(start - base, 0), Math.min(end - base, CHUNK)));
    }
    return parts.join('');
  }

  /** The byte at `offset`; zero behind the end. */
  byteAt(offset: number): number {
    return this.#chunks[Math.floor(offset / CHUNK)]?.[offset % CHUNK] ?? 0;
  }

  /** Changes one byte; what lies between the end and the offset becomes zeros. The caller bounds the length. */
  setByte(offset: number, value: number): void {
    this.#encoding = 'raw';
    const at = offset % CHUNK;
    this.#chunkFor(Math.floor(offset / CHUNK), at + 1)[at] = value;
    this.#length = Math.max(this.#length, offset + 1);
  }

  /**
   * The bytes from `start` up to, and without, `end` in runs, none of which crosses a chunk: as they lie there, not to be
   * changed, or the length of a run of zeros.
   */
  *runs(start: number, end: number): Generator<Buffer | number> {
    for (let at = start; at < end; ) {
      const index = Math.floor(at / CHUNK);
      const base = index * CHUNK;
      const behind = Math.min(end, base + CHUNK);
      const chunk = this.#chunks[index];
      const written = Math.min(chunk?.length ?? 0, behind - base);
      if (chunk !== undefined && at - base < written) yield chunk.subarray(at - base, written);
      const zeros = behind - Math.max(at, base + written);
      if (zeros > 0) yield zeros;
      at = behind;
    }
  }

  toString(): string {
    return this.slice(0, this.#length);
  }

  freeze(): FrozenBytes {
    this.#own = new Set();
    return new FrozenBytes(this.#chunks.slice(), this.#length, this.#encoding);
  }

  clone(): Bytes {
    this.#own = new Set();
    const copy = new Bytes();
    copy.#own = new Set();
    copy.#chunks = this.#chunks.slice();
    copy.#length = this.#length;
    copy.#encoding = this.#encoding;
    return copy;
  }

  #part(index: number, start: number, end: number): string {
    if (start >= end) return '';
    const chunk = this.#chunks[index];
    const written = chunk === undefined ? 0 : Math.min(chunk.length, end);
    if (start >= written) return '\0'.repeat(end - start);
    const text = chunk?.toString('latin1', start, written) ?? '';
    return written === end ? text : text + '\0'.repeat(end - written);
  }

  /** The chunk at `index`, long enough for `size` bytes and not shared. */
  #chunkFor(index: number, size: number): Buffer {
    const chunk = this.#chunks[index];
    const isLongEnough = chunk !== undefined && chunk.length >= size;
    if (isLongEnough && this.#own?.has(index) !== false) return chunk;
    while (this.#chunks.length < index) this.#chunks.push(undefined); // an array with holes would be slower
    const room = isLongEnough ? chunk.length : roomFor(size, chunk);
    const grown = Buffer.alloc(room);
    chunk?.copy(grown);
    this.#chunks[index] = grown;
    this.#own?.add(index);
    return grown;
  }
}

function roomFor(size: number, chunk: Buffer | undefined): number {
  return Math.min(CHUNK, Math.max(SMALLEST, size, 2 * (chunk?.length ?? 0)));
}

/** Writes `count` bytes of `text` from `from` on into `chunk` at `at`. */
function put(chunk: Buffer, at: number, text: string, from: number, count: number): void {
  if (count > SHORT) {
    chunk.write(count === text.length ? text : text.slice(from, from + count), at, count, 'latin1');
    return;
  }
  for (let i = 0; i < count; i++) chunk[at + i] = text.charCodeAt(from + i);
}
