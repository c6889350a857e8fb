/** Bytes in one chunk. */
const CHUNK = 16_384;
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
export class Bytes {
  readonly type = 'string';
  /** A chunk may be shorter than what it stands for: the rest is zeros too. */
  #chunks: (Buffer | undefined)[] = [];
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

  toString(): string {
    return this.slice(0, this.#length);
  }

  /** An equal value that shares nothing with this one. */
  clone(): Bytes {
    const copy = new Bytes();
    copy.#chunks = this.#chunks.map(chunk => chunk && Buffer.from(chunk));
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

  /** The chunk at `index`, long enough for `size` bytes. */
  #chunkFor(index: number, size: number): Buffer {
    const chunk = this.#chunks[index];
    if (chunk !== undefined && chunk.length >= size) return chunk;
    while (this.#chunks.length < index) this.#chunks.push(undefined); // an array with holes would be slower
    const room = Math.min(CHUNK, Math.max(SMALLEST, size, 2 * (chunk?.length ?? 0)));
    const grown = Buffer.alloc(room);
    chunk?.copy(grown);
    this.#chunks[index] = grown;
    return grown;
  }
}

/** Writes `count` bytes of `text` from `from` on into `chunk` at `at`. */
function put(chunk: Buffer, at: number, text: string, from: number, count: number): void {
  if (count > SHORT) {
    chunk.write(count === text.length ? text : text.slice(from, from + count), at, count, 'latin1');
    return;
  }
  for (let i = 0; i < count; i++) chunk[at + i] = text.charCodeAt(from + i);
}
