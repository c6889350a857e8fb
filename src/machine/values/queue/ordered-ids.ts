/** Pairs in one page, at most: what one edit moves. */
const PAGE_PAIRS = 256;
const FIRST_PAIRS = 4;

/** Pairs (score, id) in order, at `from` up to before `to`: score and id of pair n are numbers 2n and 2n + 1. */
class Page {
  data = new Float64Array(2 * FIRST_PAIRS);
  from = 0;
  to = 0;

  get count(): number {
    return this.to - this.from;
  }

  score(at: number): number {
    return this.data[2 * at] as number;
  }

  id(at: number): number {
    return this.data[2 * at + 1] as number;
  }

  /** The first pair that is not before this one. */
  seek(score: number, id: number): number {
    let [low, high] = [this.from, this.to];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.isBefore(middle, score, id)) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  isBefore(at: number, score: number, id: number): boolean {
    const own = this.score(at);
    return own < score || (own === score && this.id(at) < id);
  }

  insert(place: number, score: number, id: number): void {
    let at = place;
    if (at === this.from && at > 0) {
      this.from--;
      this.#put(at - 1, score, id);
      return;
    }
    if (2 * this.to === this.data.length) {
      at -= this.from;
      this.#makeRoom();
    }
    this.data.copyWithin(2 * at + 2, 2 * at, 2 * this.to);
    this.#put(at, score, id);
    this.to++;
  }

  #put(at: number, score: number, id: number): void {
    this.data[2 * at] = score;
    this.data[2 * at + 1] = id;
  }

  #makeRoom(): void {
    const { from, to } = this;
    if (from > 0) {
      this.data.copyWithin(0, 2 * from, 2 * to);
    } else {
      const grown = new Float64Array(2 * this.data.length);
      grown.set(this.data);
      this.data = grown;
    }
    this.from = 0;
    this.to = to - from;
  }

  remove(at: number): void {
    if (at === this.from) {
      this.from++;
      return;
    }
    this.data.copyWithin(2 * at, 2 * at + 2, 2 * this.to);
    this.to--;
  }

  /** Keeps the first half and answers the other. */
  split(): Page {
    const half = this.from + (this.count >> 1);
    const other = new Page();
    other.data = new Float64Array(2 * PAGE_PAIRS);
    other.data.set(this.data.subarray(2 * half, 2 * this.to));
    other.to = this.to - half;
    this.to = half;
    return other;
  }

  join(other: Page): void {
    for (let at = other.from; at < other.to; at++) this.insert(this.to, other.score(at), other.id(at));
  }
}

/** Ids in order of (score, id), 16 bytes each. An edit costs O(log n), and moves the pairs of a page. */
export class OrderedIds {
  #pages: Page[] = [];
  #size = 0;
  /** The last page that became empty: what is filled and emptied all the time makes no new ones. */
  #spare: Page | null = null;

  get size(): number {
    return this.#size;
  }

  /** Of the first pair; undefined: there is none. */
  get firstScore(): number | undefined {
    const page = this.#pages[0];
    return page?.score(page.from);
  }

  get firstId(): number | undefined {
    const page = this.#pages[0];
    return page?.id(page.from);
  }

  /** The pair must not be there. */
  insert(score: number, id: number): void {
    this.#size++;
    const page = this.#pageFor(score, id);
    page.insert(page.seek(score, id), score, id);
  }

  /** A page with room for this pair. */
  #pageFor(score: number, id: number): Page {
    const index = this.#pageOf(score, id);
    const page = this.#pages[index];
    if (page === undefined) return this.#lastWithRoom();
    if (page.count < PAGE_PAIRS) return page;
    const other = page.split();
    this.#pages.splice(index + 1, 0, other);
    return other.isBefore(other.from, score, id) ? other : page;
  }

  /** Behind all others: the last page is filled up before the next one begins. */
  #lastWithRoom(): Page {
    const last = this.#pages.at(-1);
    if (last !== undefined && last.count < PAGE_PAIRS) return last;
    const added = this.#spare ?? new Page();
    this.#spare = null;
    this.#pages.push(added);
    return added;
  }

  /** True when it was there. */
  delete(score: number, id: number): boolean {
    const index = this.#pageOf(score, id);
    const page = this.#pages[index];
    if (page === undefined) return false;
    const at = page.seek(score, id);
    if (page.score(at) !== score || page.id(at) !== id) return false;
    page.remove(at);
    this.#size--;
    const next = this.#pages[index + 1];
    if (page.count === 0) {
      this.#pages.splice(index, 1);
      page.from = page.to = 0;
      this.#spare = page;
    } else if (next !== undefined && page.count + next.count <= PAGE_PAIRS / 4) {
      page.join(next);
      this.#pages.splice(index + 1, 1);
    }
    return true;
  }

  /** The first id with this score; undefined: there is none. */
  firstOf(score: number): number | undefined {
    const page = this.#pages[this.#pageOf(score, -Infinity)];
    if (page === undefined) return undefined;
    const at = page.seek(score, -Infinity);
    return page.score(at) === score ? page.id(at) : undefined;
  }

  /** All, in order. Nothing may be changed meanwhile. */
  *entries(): Generator<readonly [score: number, id: number]> {
    for (const page of this.#pages)
      for (let at = page.from; at < page.to; at++) yield [page.score(at), page.id(at)];
  }

  /** The first page whose last pair is not before this one; the number of pages: there is none. */
  #pageOf(score: number, id: number): number {
    const pages = this.#pages;
    let [low, high] = [0, pages.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      const page = pages[middle] as Page;
      if (page.isBefore(page.to - 1, score, id)) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
