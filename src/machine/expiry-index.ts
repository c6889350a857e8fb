/** The moment that counts as now for the command at hand. */
export interface Now {
  /** Whether a deadline (milliseconds since the epoch) is past. */
  isDue(deadline: number): boolean;
}

/** When a key, or a field of a hash, ends. Made and changed by the {@link ExpiryIndex} that holds it. */
export interface LifeTime {
  readonly key: string;
  /** Milliseconds since the epoch. */
  deadline: number;
  /** Of the change that set the deadline: decides between equal deadlines. 0 for fields, of which the name decides. */
  serial: number;
  /** Where it stands in the heap. */
  place: number;
}

/**
 * The keys that have a life time, a binary heap by (deadline, serial). Each life time knows its place, so it is moved or
 * taken out where it stands: nothing stale is ever left behind, however often a life time is refreshed.
 */
export class ExpiryIndex {
  readonly #heap: LifeTime[] = [];

  get size(): number {
    return this.#heap.length;
  }

  /** The one that ends first. */
  first(): LifeTime | undefined {
    return this.#heap[0];
  }

  /** In no order. */
  all(): readonly Readonly<LifeTime>[] {
    return this.#heap;
  }

  /** How many are due. Visits those and their children only. */
  countDue(now: Now): number {
    let count = 0;
    const waiting = [0];
    for (let place = waiting.pop(); place !== undefined; place = waiting.pop()) {
      const lifeTime = this.#heap[place];
      if (lifeTime === undefined || !now.isDue(lifeTime.deadline)) continue;
      count++;
      waiting.push(2 * place + 1, 2 * place + 2);
    }
    return count;
  }

  add(key: string, deadline: number, serial: number): LifeTime {
    const lifeTime = { key, deadline, serial, place: this.#heap.length };
    this.#heap.push(lifeTime);
    this.#rise(lifeTime);
    return lifeTime;
  }

  change(lifeTime: LifeTime, deadline: number, serial: number): void {
    lifeTime.deadline = deadline;
    lifeTime.serial = serial;
    this.#settle(lifeTime);
  }

  remove(lifeTime: LifeTime): void {
    const last = this.#heap.pop() as LifeTime;
    if (last === lifeTime) return;
    this.#put(last, lifeTime.place);
    this.#settle(last);
  }

  #settle(lifeTime: LifeTime): void {
    this.#rise(lifeTime);
    this.#sink(lifeTime);
  }

  #rise(lifeTime: LifeTime): void {
    let place = lifeTime.place;
    while (place > 0) {
      const parent = this.#heap[(place - 1) >> 1] as LifeTime;
      if (!isBefore(lifeTime, parent)) break;
      const above = parent.place;
      this.#put(parent, place);
      place = above;
    }
    this.#put(lifeTime, place);
  }

  #sink(lifeTime: LifeTime): void {
    const heap = this.#heap;
    let place = lifeTime.place;
    for (;;) {
      const left = heap[2 * place + 1];
      if (left === undefined) break;
      const right = heap[2 * place + 2];
      const child = right !== undefined && isBefore(right, left) ? right : left;
      if (!isBefore(child, lifeTime)) break;
      const below = child.place;
      this.#put(child, place);
      place = below;
    }
    this.#put(lifeTime, place);
  }

  #put(lifeTime: LifeTime, place: number): void {
    this.#heap[place] = lifeTime;
    lifeTime.place = place;
  }
}

/** By deadline, serial and key: of two life times one is always before the other. */
export function isBefore(a: LifeTime, b: LifeTime): boolean {
  if (a.deadline !== b.deadline) return a.deadline < b.deadline;
  return a.serial < b.serial || (a.serial === b.serial && a.key < b.key);
}
