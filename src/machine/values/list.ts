import { assert } from '../../base/assert.js';
import type { Container } from '../container.js';
import { Chunk } from './chunk.js';
import { FrozenList } from './frozen-list.js';
import { LISTPACK_HEAD_BYTES } from './listpack.js';
import { Run, RUN_CHUNKS } from './run.js';

export type ListEnd = 'left' | 'right';

/** Where an element is: run, chunk in the run, element in the chunk. */
interface Place {
  run: number;
  chunk: number;
  at: number;
}

/**
 * A list of byte strings: chunks (at most 128 elements or 16 KB) in runs of chunks. Ends cost O(1); an index in the middle
 * costs a walk over the runs and over the chunks of one run: below a microsecond a million elements.
 *
 * Invariants: no run and no chunk is empty; `length` and the counts of runs agree with the chunks. A run or chunk of an
 * epoch before the list's own may be shared with a frozen view or a clone, and is never changed.
 */
export class List implements Container {
  readonly type = 'list';
  #runs: Run[] = [];
  #epoch = 0;
  #length = 0;
  #elementBytes = 0;
  /** OBJECT ENCODING says quicklist. Sticky, as in Redis: it depends on the past. */
  isQuicklist = false;

  static of(elements: Iterable<string>): List {
    const list = new List();
    for (const element of elements) list.push('right', element);
    return list;
  }

  get length(): number {
    return this.#length;
  }

  /** Bytes of all elements together. */
  get elementBytes(): number {
    return this.#elementBytes;
  }

  /** Bytes that Redis would need to hold all of it in one listpack: decides about the encoding's name. Walks the chunks. */
  get listpackBytes(): number {
    let bytes = LISTPACK_HEAD_BYTES;
    for (const run of this.#runs) for (const chunk of run.chunks) bytes += chunk.listpackBytes;
    return bytes;
  }

  // ---- ends --------------------------------------------------------------------------------------------------------

  push(end: ListEnd, element: string): void {
    const left = end === 'left';
    const outermost = this.#runs.at(left ? 0 : -1);
    if (outermost === undefined || outermost.chunks.length >= RUN_CHUNKS) {
      const added = new Run(this.#epoch, []);
      if (left) this.#runs.unshift(added);
      else this.#runs.push(added);
    }
    const run = this.#own(left ? 0 : this.#runs.length - 1);
    if (!run.chunks.at(left ? 0 : -1)?.fits(element)) {
      const added = new Chunk(this.#epoch);
      if (left) run.chunks.unshift(added);
      else run.chunks.push(added);
    }
    const chunk = run.own(left ? 0 : run.chunks.length - 1);
    chunk.insert(left ? 0 : chunk.items.length, element);
    run.count++;
    this.#count(element, 1);
  }

  pop(end: ListEnd): string | undefined {
    if (this.#length === 0) return undefined;
    const run = this.#own(end === 'left' ? 0 : this.#runs.length - 1);
    const chunk = run.own(end === 'left' ? 0 : run.chunks.length - 1);
    const element = chunk.removeEnd(end);
    run.count--;
    this.#count(element, -1);
    if (chunk.items.length === 0) {
      if (end === 'left') run.chunks.shift();
      else run.chunks.pop();
      if (run.chunks.length === 0) {
        if (end === 'left') this.#runs.shift();
        else this.#runs.pop();
      }
    }
    return element;
  }

  // ---- by index ----------------------------------------------------------------------------------------------------

  /** `index` from 0; undefined beyond the list. */
  get(index: number): string | undefined {
    if (index < 0 || index >= this.#length) return undefined;
    const place = this.#find(index);
    return (this.#runs[place.run] as Run).chunks[place.chunk]?.items[place.at];
  }

  /** `index` is within the list. */
  set(index: number, element: string): void {
    assert(index >= 0 && index < this.#length, 'an element is set where there is one');
    const place = this.#find(index);
    const chunk = this.#ownChunk(place);
    this.#elementBytes += element.length - (chunk.items[place.at] as string).length;
    if (chunk.replace(place.at, element)) return;
    chunk.removeMany(place.at, 1);
    this.#insertSplitting(place, element);
    this.#splitRun(place.run);
  }

  /** The new element has this index afterwards; at most `length`. */
  insert(index: number, element: string): void {
    assert(index >= 0 && index <= this.#length, 'an element is inserted within the list or at its end');
    if (index === 0) return this.push('left', element);
    if (index === this.#length) return this.push('right', element);
    const place = this.#find(index);
    const chunk = this.#ownChunk(place);
    if (chunk.fits(element)) chunk.insert(place.at, element);
    else this.#insertSplitting(place, element);
    this.#own(place.run).count++;
    this.#splitRun(place.run);
    this.#count(element, 1);
  }

  /** Removes `count` elements from `start` on; both within the list. Costs O(1) for each chunk that goes as a whole. */
  removeRange(start: number, count: number): void {
    assert(start >= 0 && count >= 0 && start + count <= this.#length, 'what is removed is in the list');
    let left = count;
    while (left > 0) {
      const place = this.#find(start);
      const removed = place.at === 0 ? this.#removeChunks(place, left) : 0;
      left -= removed > 0 ? removed : this.#removeWithin(place, left);
    }
  }

  /** Elements from `start` to `stop`, both included and within the list. */
  slice(start: number, stop: number): string[] {
    const elements: string[] = [];
    let left = stop - start + 1;
    if (left <= 0) return elements;
    const place = this.#find(start);
    for (let run = place.run; left > 0 && run < this.#runs.length; run++) {
      const chunks = (this.#runs[run] as Run).chunks;
      for (let at = run === place.run ? place.chunk : 0; left > 0 && at < chunks.length; at++) {
        const items = (chunks[at] as Chunk).items;
        const from = run === place.run && at === place.chunk ? place.at : 0;
        const to = Math.min(items.length, from + left);
        for (let item = from; item < to; item++) elements.push(items[item] as string);
        left -= to - from;
      }
    }
    return elements;
  }

  // ---- by value ----------------------------------------------------------------------------------------------------

  /**
   * Visits elements from one end to the other, with their indexes, until `visit` answers false. The list must not be
   * changed meanwhile.
   */
  scan(from: ListEnd, visit: (element: string, index: number) => boolean): void {
    const step = from === 'left' ? 1 : -1;
    const first = (length: number): number => (step === 1 ? 0 : length - 1);
    let index = first(this.#length);
    for (let r = first(this.#runs.length); r >= 0 && r < this.#runs.length; r += step) {
      const chunks = (this.#runs[r] as Run).chunks;
      for (let c = first(chunks.length); c >= 0 && c < chunks.length; c += step) {
        const items = (chunks[c] as Chunk).items;
        for (let i = first(items.length); i >= 0 && i < items.length; i += step) {
          if (!visit(items[i] as string, index)) return;
          index += step;
        }
      }
    }
  }

  /** Of the first element equal to `element`; -1: there is none. */
  indexOf(element: string): number {
    let found = -1;
    this.scan('left', (candidate, index) => {
      if (candidate === element) found = index;
      return found < 0;
    });
    return found;
  }

  /** Removes the first `limit` elements equal to `element`, counted from one end. Answers how many there were. */
  removeEqual(element: string, limit: number, from: ListEnd): number {
    let removed = 0;
    const step = from === 'left' ? 1 : -1;
    const first = (length: number): number => (step === 1 ? 0 : length - 1);
    for (let r = first(this.#runs.length); removed < limit && r >= 0 && r < this.#runs.length; r += step) {
      const { chunks } = this.#runs[r] as Run;
      const before = removed;
      for (let c = first(chunks.length); removed < limit && c >= 0 && c < chunks.length; c += step) {
        if (!(chunks[c] as Chunk).items.includes(element)) continue;
        removed += this.#ownChunk({ run: r, chunk: c }).removeEqual(element, limit - removed, from);
      }
      if (removed > before) this.#runs[r] = this.#own(r).compact();
    }
    for (let r = this.#runs.length - 1; r >= 0; r--) if (this.#runs[r]?.count === 0) this.#runs.splice(r, 1);
    this.#length -= removed;
    this.#elementBytes -= removed * element.length;
    return removed;
  }

  *[Symbol.iterator](): Generator<string> {
    for (const run of this.#runs) for (const chunk of run.chunks) yield* chunk.items;
  }

  freeze(): FrozenList {
    this.#epoch++;
    return new FrozenList(this.#runs.slice(), this.isQuicklist);
  }

  clone(): List {
    const copy = new List();
    copy.#epoch = ++this.#epoch;
    copy.#runs = this.#runs.slice();
    copy.#length = this.#length;
    copy.#elementBytes = this.#elementBytes;
    copy.isQuicklist = this.isQuicklist;
    return copy;
  }

  // ---- inside ------------------------------------------------------------------------------------------------------

  #count(element: string, sign: 1 | -1): void {
    this.#length += sign;
    this.#elementBytes += sign * element.length;
  }

  /** The run at `index`, to be changed: a copy takes its place if it may be shared. */
  #own(index: number): Run {
    return (this.#runs[index] = (this.#runs[index] as Run).in(this.#epoch));
  }

  #ownChunk({ run, chunk }: Pick<Place, 'run' | 'chunk'>): Chunk {
    return this.#own(run).own(chunk);
  }

  /** `index` is within the list. Looks from the nearer end. */
  #find(index: number): Place {
    if (index > this.#length / 2) return this.#findFromRight(this.#length - index);
    let left = index;
    let run = 0;
    while (left >= (this.#runs[run] as Run).count) left -= (this.#runs[run++] as Run).count;
    const chunks = (this.#runs[run] as Run).chunks;
    let chunk = 0;
    while (left >= (chunks[chunk] as Chunk).items.length) left -= (chunks[chunk++] as Chunk).items.length;
    return { run, chunk, at: left };
  }

  /** `back` counts from the end: 1 is the last element. */
  #findFromRight(back: number): Place {
    let left = back;
    let run = this.#runs.length - 1;
    while (left > (this.#runs[run] as Run).count) left -= (this.#runs[run--] as Run).count;
    const chunks = (this.#runs[run] as Run).chunks;
    let chunk = chunks.length - 1;
    while (left > (chunks[chunk] as Chunk).items.length) left -= (chunks[chunk--] as Chunk).items.length;
    return { run, chunk, at: (chunks[chunk] as Chunk).items.length - left };
  }

  /** Puts an element at a place whose chunk has no room for it. */
  #insertSplitting(place: Place, element: string): void {
    const chunk = this.#ownChunk(place);
    const { chunks } = this.#own(place.run);
    const tail = chunk.splitAt(place.at);
    const home = [chunk, tail].find(half => half.items.length > 0 && half.fits(element));
    if (home === undefined) {
      const own = new Chunk(this.#epoch);
      own.insert(0, element);
      chunks.splice(place.chunk + 1, 0, own, tail);
    } else {
      home.insert(home === chunk ? chunk.items.length : 0, element);
      chunks.splice(place.chunk + 1, 0, tail);
    }
    // One of the halves is empty when the place was an end of the chunk.
    for (const half of [tail, chunk])
      if (half.items.length === 0) chunks.splice(chunks.indexOf(half, place.chunk), 1);
  }

  #splitRun(index: number): void {
    const run = this.#runs[index] as Run;
    if (run.chunks.length <= RUN_CHUNKS) return;
    const half = run.chunks.length >> 1;
    const halves = [run.chunks.slice(0, half), run.chunks.slice(half)];
    this.#runs.splice(index, 1, ...halves.map(chunks => new Run(this.#epoch, chunks)));
  }

  /** Removes chunks from `place` on to the end of their run, those that have at most `most` elements together. */
  #removeChunks(place: Place, most: number): number {
    const run = this.#own(place.run);
    let removed = 0;
    let end = place.chunk;
    for (; end < run.chunks.length; end++) {
      const chunk = run.chunks[end] as Chunk;
      if (removed + chunk.items.length > most) break;
      removed += chunk.items.length;
      this.#elementBytes -= chunk.bytes;
    }
    run.chunks.splice(place.chunk, end - place.chunk);
    this.#shrunk(place.run, removed);
    return removed;
  }

  /** Removes at most `most` elements of one chunk, from `place` on. Some stay; a chunk that became small joins the next. */
  #removeWithin(place: Place, most: number): number {
    const run = this.#own(place.run);
    const chunk = run.own(place.chunk);
    const next = run.chunks[place.chunk + 1];
    const bytes = chunk.bytes;
    const removed = chunk.removeMany(place.at, most).length;
    this.#elementBytes -= bytes - chunk.bytes;
    if (next !== undefined && chunk.isHalfFullWith(next)) {
      chunk.join(next);
      run.chunks.splice(place.chunk + 1, 1);
    }
    this.#shrunk(place.run, removed);
    return removed;
  }

  #shrunk(index: number, removed: number): void {
    const run = this.#runs[index] as Run;
    run.count -= removed;
    this.#length -= removed;
    if (run.count === 0) this.#runs.splice(index, 1);
  }
}
