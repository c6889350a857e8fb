import { listpackEntryBytes } from './listpack.js';

/** Bounds of a chunk; one element alone may be larger. */
export const CHUNK_ELEMENTS = 128;
export const CHUNK_BYTES = 16 * 1024;

/** A few neighbouring elements of a large value: what one edit has to copy at most. */
export class Chunk {
  #bytes = 0;
  #listpackBytes = 0;

  /** `epoch`: of the list in which it is made; only in that one it may be changed. */
  constructor(
    readonly epoch: number,
    readonly items: string[] = [],
  ) {
    for (const item of items) this.#count(item, 1);
  }

  /** Of its elements together. */
  get bytes(): number {
    return this.#bytes;
  }

  /** What its elements would need in a listpack. */
  get listpackBytes(): number {
    return this.#listpackBytes;
  }

  /** An empty chunk takes any element. */
  fits(element: string): boolean {
    const count = this.items.length;
    return count === 0 || (count < CHUNK_ELEMENTS && this.#bytes + element.length <= CHUNK_BYTES);
  }

  insert(at: number, element: string): void {
    if (at === this.items.length) this.items.push(element);
    else if (at === 0) this.items.unshift(element);
    else this.items.splice(at, 0, element);
    this.#count(element, 1);
  }

  /** Of a chunk that is not empty. */
  removeEnd(end: 'left' | 'right'): string {
    const element = (end === 'left' ? this.items.shift() : this.items.pop()) as string;
    this.#count(element, -1);
    return element;
  }

  removeMany(at: number, count: number): string[] {
    const removed = this.items.splice(at, count);
    for (const element of removed) this.#count(element, -1);
    return removed;
  }

  /** Removes at most `limit` elements equal to `element`, the nearest to an end first; answers how many there were. */
  removeEqual(element: string, limit: number, from: 'left' | 'right'): number {
    const items = this.items;
    let removed = 0;
    const step = from === 'left' ? 1 : -1;
    for (
      let at = from === 'left' ? 0 : items.length - 1;
      removed < limit && at >= 0 && at < items.length;
      at += step
    ) {
      if (items[at] !== element) continue;
      items.splice(at, 1);
      this.#count(element, -1);
      removed++;
      if (step === 1) at--;
    }
    return removed;
  }

  /** False, and nothing changes, when the chunk would become too large. */
  replace(at: number, element: string): boolean {
    const old = this.items[at] as string;
    if (this.items.length > 1 && this.#bytes - old.length + element.length > CHUNK_BYTES) return false;
    this.#count(old, -1);
    this.#count(element, 1);
    this.items[at] = element;
    return true;
  }

  /** Keeps the elements before `at` and answers a chunk with the rest. */
  splitAt(at: number): Chunk {
    return new Chunk(this.epoch, this.removeMany(at, this.items.length - at));
  }

  /** True when both together fill half a chunk at most: joined, they are not split by the next insert. */
  isHalfFullWith(other: Chunk): boolean {
    const count = this.items.length + other.items.length;
    return count <= CHUNK_ELEMENTS / 2 && this.#bytes + other.#bytes <= CHUNK_BYTES / 2;
  }

  join(other: Chunk): void {
    for (const element of other.items) this.items.push(element);
    this.#bytes += other.#bytes;
    this.#listpackBytes += other.#listpackBytes;
  }

  /** This chunk, or a copy of it that may be changed in `epoch`. */
  in(epoch: number): Chunk {
    if (this.epoch === epoch) return this;
    const copy = new Chunk(epoch);
    for (const item of this.items) copy.items.push(item);
    copy.#bytes = this.#bytes;
    copy.#listpackBytes = this.#listpackBytes;
    return copy;
  }

  #count(element: string, sign: 1 | -1): void {
    this.#bytes += sign * element.length;
    this.#listpackBytes += sign * listpackEntryBytes(element);
  }
}
