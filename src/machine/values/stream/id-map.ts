import { compareIds, type StreamId } from './id.js';

/** Bound of a chunk: what one edit copies at most. */
const CHUNK_ITEMS = 128;

interface Identified {
  readonly id: StreamId;
}

interface Chunk<Item> {
  /** Of the map in which it was made; only in that one it may be changed. */
  readonly epoch: number;
  /** Never empty. */
  readonly items: Item[];
}

/**
 * Items in order of their ids. A search costs O(log n); an edit moves the items of one chunk, and the pointers to chunks
 * where one comes or goes. Items themselves are never changed, so that copies can share them.
 */
export class IdMap<Item extends Identified> {
  #chunks: Chunk<Item>[] = [];
  #epoch = 0;
  #size = 0;

  get size(): number {
    return this.#size;
  }

  first(): Item | undefined {
    return this.#chunks[0]?.items[0];
  }

  last(): Item | undefined {
    return this.#chunks.at(-1)?.items.at(-1);
  }

  get(id: StreamId): Item | undefined {
    const items = this.#chunks[this.#chunkOf(id)]?.items;
    const item = items?.[lowerBound(items, id)];
    return item !== undefined && compareIds(item.id, id) === 0 ? item : undefined;
  }

  /** Puts an item in the place of the one with the same id, if there is one. */
  set(item: Item): void {
    const last = this.last();
    if (last === undefined || compareIds(last.id, item.id) < 0) {
      this.#append(item);
      return;
    }
    const index = this.#chunkOf(item.id);
    const { items } = this.#own(index);
    const at = lowerBound(items, item.id);
    const isThere = compareIds((items[at] as Item).id, item.id) === 0;
    items.splice(at, isThere ? 1 : 0, item);
    if (isThere) return;
    this.#size++;
    if (items.length <= CHUNK_ITEMS) return;
    const tail = items.splice(CHUNK_ITEMS / 2);
    this.#chunks.splice(index + 1, 0, { epoch: this.#epoch, items: tail });
  }

  /** True when it was there. */
  delete(id: StreamId): boolean {
    if (this.get(id) === undefined) return false;
    const index = this.#chunkOf(id);
    const { items } = this.#own(index);
    items.splice(lowerBound(items, id), 1);
    this.#size--;
    if (items.length === 0) this.#chunks.splice(index, 1);
    else if (!this.#joinNext(index)) this.#joinNext(index - 1);
    return true;
  }

  /** Items from `id` on. The map must not be changed meanwhile. */
  *from(id: StreamId): Generator<Item> {
    const start = this.#chunkOf(id);
    for (let index = start; index < this.#chunks.length; index++) {
      const { items } = this.#chunks[index] as Chunk<Item>;
      for (let at = index === start ? lowerBound(items, id) : 0; at < items.length; at++)
        yield items[at] as Item;
    }
  }

  *[Symbol.iterator](): Generator<Item> {
    for (const { items } of this.#chunks) yield* items;
  }

  /** The same items, to be changed by themselves. Costs O(number of chunks). */
  clone(): IdMap<Item> {
    const copy = new IdMap<Item>();
    copy.#epoch = ++this.#epoch;
    copy.#chunks = this.#chunks.slice();
    copy.#size = this.#size;
    return copy;
  }

  #append(item: Item): void {
    const index = this.#chunks.length - 1;
    if (index < 0 || (this.#chunks[index] as Chunk<Item>).items.length >= CHUNK_ITEMS)
      this.#chunks.push({ epoch: this.#epoch, items: [item] });
    else this.#own(index).items.push(item);
    this.#size++;
  }

  /** True when both the chunk at `index` and the next one are there and small, and are one now. */
  #joinNext(index: number): boolean {
    const [chunk, next] = [this.#chunks[index], this.#chunks[index + 1]];
    if (chunk === undefined || next === undefined) return false;
    if (chunk.items.length + next.items.length > CHUNK_ITEMS / 2) return false;
    this.#own(index).items.push(...next.items);
    this.#chunks.splice(index + 1, 1);
    return true;
  }

  /** The chunk at `index`, after a copy took its place if it may be shared. */
  #own(index: number): Chunk<Item> {
    const chunk = this.#chunks[index] as Chunk<Item>;
    if (chunk.epoch === this.#epoch) return chunk;
    return (this.#chunks[index] = { epoch: this.#epoch, items: chunk.items.slice() });
  }

  /** Index of the first chunk that ends at `id` or behind it. */
  #chunkOf(id: StreamId): number {
    let low = 0;
    let high = this.#chunks.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const items = (this.#chunks[middle] as Chunk<Item>).items;
      if (compareIds((items[items.length - 1] as Item).id, id) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** Index of the first item at `id` or behind it. */
export function lowerBound(items: readonly Identified[], id: StreamId): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compareIds((items[middle] as Identified).id, id) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
