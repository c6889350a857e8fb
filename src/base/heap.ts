/** A binary heap: the first element is the one that comes before all others by `before`. */
export class Heap<T> {
  readonly #elements: T[] = [];

  constructor(private readonly before: (a: T, b: T) => boolean) {}

  get size(): number {
    return this.#elements.length;
  }

  peek(): T | undefined {
    return this.#elements[0];
  }

  push(element: T): void {
    const heap = this.#elements;
    let at = heap.length;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const above = heap[parent] as T;
      if (!this.before(element, above)) break;
      heap[at] = above;
      at = parent;
    }
    heap[at] = element;
  }

  pop(): T | undefined {
    const heap = this.#elements;
    const first = heap[0];
    const last = heap.pop();
    if (heap.length > 0) this.#sink(last as T);
    return first;
  }

  #sink(element: T): void {
    const heap = this.#elements;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && this.before(heap[child + 1] as T, heap[child] as T)) child++;
      if (!this.before(heap[child] as T, element)) break;
      heap[at] = heap[child] as T;
      at = child;
    }
    heap[at] = element;
  }

  /** Keeps what `keep` says, in O(n): for entries that went stale in place. */
  retain(keep: (element: T) => boolean): void {
    const kept = this.#elements.filter(keep);
    this.#elements.length = 0;
    for (const element of kept) this.push(element);
  }
}
