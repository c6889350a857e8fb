import { assert } from '../../../base/assert.js';

/** A queue's first segment, and the largest: each is twice as large as all that lives in the others, within these bounds. */
const MIN_BYTES = 4096;
const MAX_BYTES = 1 << 20;

interface Segment {
  readonly number: number;
  readonly buffer: Buffer;
  used: number;
  /** Bytes of messages that are still there. */
  live: number;
}

/**
 * Bytes of messages in buffers outside of V8's heap. What is in a frozen view is never changed: a segment goes as a whole,
 * once nothing in it is needed, or is written anew from its beginning if no view holds it. So a view has only to hold on to
 * the buffers.
 */
export class Segments {
  readonly #segments = new Map<number, Segment>();
  #current: Segment | null = null;
  #made = 0;
  #live = 0;
  #allocated = 0;
  /** Segments up to this number are in frozen views. */
  #frozen = 0;

  /** Bytes in use. */
  get live(): number {
    return this.#live;
  }

  /** Bytes of all segments. */
  get allocated(): number {
    return this.#allocated;
  }

  /** Where both texts stand now, one behind the other. */
  add(first: string, second: string): { segment: number; offset: number } {
    const size = first.length + second.length;
    const segment = this.#roomFor(size);
    const offset = segment.used;
    segment.buffer.write(first, offset, 'latin1');
    segment.buffer.write(second, offset + first.length, 'latin1');
    this.#use(segment, size);
    return { segment: segment.number, offset };
  }

  /** Copies bytes to where new ones are written; the old ones are still to be released. */
  move(from: number, offset: number, size: number): { segment: number; offset: number } {
    const { buffer } = this.#at(from);
    const segment = this.#roomFor(size);
    const target = segment.used;
    buffer.copy(segment.buffer, target, offset, offset + size);
    this.#use(segment, size);
    return { segment: segment.number, offset: target };
  }

  text(segment: number, offset: number, size: number): string {
    if (size === 0) return ''; // its segment may be gone
    return this.#at(segment).buffer.toString('latin1', offset, offset + size);
  }

  release(number: number, size: number): void {
    if (size === 0) return;
    const segment = this.#at(number);
    segment.live -= size;
    this.#live -= size;
    if (segment.live > 0) return;
    if (segment !== this.#current) this.#drop(segment);
    else if (number > this.#frozen) segment.used = 0;
  }

  /** Little of it is needed any more, or nothing: worth moving the rest. */
  isSparse(number: number): boolean {
    const segment = this.#segments.get(number);
    return segment !== undefined && segment !== this.#current && segment.live < segment.buffer.length / 4;
  }

  /** The buffers as they are now, by number. */
  freeze(): ReadonlyMap<number, Buffer> {
    this.#frozen = this.#made;
    return new Map(Array.from(this.#segments.values(), ({ number, buffer }) => [number, buffer]));
  }

  #use(segment: Segment, size: number): void {
    segment.used += size;
    segment.live += size;
    this.#live += size;
  }

  #roomFor(size: number): Segment {
    const current = this.#current;
    if (current !== null && current.used + size <= current.buffer.length) return current;
    const wanted = Math.min(Math.max(MIN_BYTES, 2 * this.#live), MAX_BYTES);
    // Never of Node's shared pool: the buffer is to go when the segment does.
    const buffer = Buffer.allocUnsafeSlow(Math.max(wanted, size));
    const made = { number: ++this.#made, buffer, used: 0, live: 0 };
    this.#segments.set(made.number, made);
    this.#allocated += buffer.length;
    this.#current = made;
    if (current?.live === 0) this.#drop(current);
    return made;
  }

  #drop(segment: Segment): void {
    this.#segments.delete(segment.number);
    this.#allocated -= segment.buffer.length;
  }

  #at(number: number): Segment {
    const segment = this.#segments.get(number);
    assert(segment !== undefined, 'bytes that are needed are there');
    return segment;
  }
}
