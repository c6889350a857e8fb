/** What somebody asks for. */
export interface Wish {
  readonly lane: number;
  readonly names: readonly string[];
  readonly mode: 'exclusive' | 'shared' | 'permits';
  /** Empty: it does not say. */
  readonly owner: string;
  readonly ttl: number;
  readonly waits: boolean;
}

interface Hold {
  /** Of the grant: one for all of its names. */
  readonly id: number;
  readonly owner: string;
  mode: Wish['mode'];
  end: number;
}

interface Waiter extends Wish {
  /** The hold that it wants to be the only one; 0: it is no upgrade. */
  readonly upgrades: number;
}

/** As many hold a semaphore together, in all tests. */
export const PERMITS = 2;

/** What the machine has to agree with, as plainly as it can be said. */
export class Reference {
  now = 0;
  #ids = 0;
  readonly locks = new Map<string, Hold[]>();
  /** In order of arrival. */
  waiters: Waiter[] = [];
  /** Lanes that stopped waiting in this step, with the hold that they were given; 0: an error. */
  served: [lane: number, id: number][] = [];

  holds(name: string): Hold[] {
    return this.locks.get(name) ?? [];
  }

  /** In the order in which they are to get it. */
  line(name: string): Waiter[] {
    const here = this.waiters.filter(({ names }) => names.includes(name));
    return [...here.filter(({ upgrades }) => upgrades > 0), ...here.filter(({ upgrades }) => upgrades === 0)];
  }

  /** A hold, 'none', 'waits', 'error' or 'deadlock'. */
  acquire(wish: Wish): number | string {
    const got = this.#try(wish, undefined);
    if (got !== undefined) return got;
    if (!wish.waits) return 'none';
    const waiter = { ...wish, upgrades: 0 };
    if (wish.owner !== '' && this.#isCircle(waiter)) return 'deadlock';
    this.waiters.push(waiter);
    return 'waits';
  }

  upgrade(lane: number, name: string, id: number, waits: boolean): number | string {
    const hold = this.holds(name).find(each => each.id === id);
    if (hold === undefined || hold.mode === 'permits') return 'error';
    if (hold.mode === 'exclusive') return id;
    if (this.holds(name).length === 1) return this.#promote(name, hold);
    if (!waits) return 'none';
    const { owner } = hold;
    const waiter = { lane, names: [name], mode: 'exclusive', owner, ttl: 0, waits, upgrades: id } as const;
    if (this.line(name)[0]?.upgrades || (owner !== '' && this.#isCircle(waiter))) return 'deadlock';
    this.waiters.push(waiter);
    return 'waits';
  }

  release(name: string, id: number): boolean {
    const before = this.holds(name);
    this.locks.set(
      name,
      before.filter(hold => hold.id !== id),
    );
    return before.length > this.holds(name).length;
  }

  /** Undefined: the hold is not there. */
  change(name: string, id: number, change: Partial<Hold>): boolean {
    const hold = this.holds(name).find(each => each.id === id);
    if (hold !== undefined) Object.assign(hold, change);
    return hold !== undefined;
  }

  leave(lane: number): void {
    this.waiters = this.waiters.filter(waiter => waiter.lane !== lane);
  }

  /** What comes of all that happened: leases end, and those who wait are served, until nothing moves any more. */
  settle(): void {
    for (const name of this.locks.keys())
      this.locks.set(
        name,
        this.holds(name).filter(({ end }) => end > this.now),
      );
    for (let moved = true; moved; ) {
      moved = false;
      for (const waiter of this.waiters) {
        const got = this.#serve(waiter);
        if (got === undefined) continue;
        this.waiters = this.waiters.filter(other => other !== waiter);
        this.served.push([waiter.lane, got]);
        moved = true;
        break;
      }
    }
  }

  #serve(waiter: Waiter): number | undefined {
    const [name = ''] = waiter.names;
    if (waiter.upgrades === 0) {
      const got = this.#try(waiter, waiter);
      return got === 'error' ? 0 : got;
    }
    const hold = this.holds(name).find(({ id }) => id === waiter.upgrades);
    if (hold === undefined) return 0;
    if (hold.mode === 'exclusive') return hold.id;
    return this.holds(name).length === 1 ? this.#promote(name, hold) : undefined;
  }

  #promote(name: string, hold: Hold): number {
    const id = ++this.#ids;
    this.locks.set(name, [{ ...hold, id, mode: 'exclusive' }]);
    return id;
  }

  /** Undefined: something is in the way. */
  #try(wish: Wish, waiter: Waiter | undefined): number | 'error' | undefined {
    const own = wish.names.map(name =>
      this.holds(name).find(({ owner }) => owner !== '' && owner === wish.owner),
    );
    if (own.some(hold => hold !== undefined)) {
      const [first] = own;
      if (first === undefined || own.some(hold => hold?.id !== first.id) || first.mode !== wish.mode)
        return 'error';
      for (const name of wish.names) {
        const hold = this.holds(name).find(({ id }) => id === first.id)!;
        hold.end = Math.max(hold.end, this.now + wish.ttl);
      }
      return first.id;
    }
    const isFree = wish.names.every(name => {
      const [head] = this.line(name);
      return (head === undefined || head === waiter) && this.#fits(name, wish.mode);
    });
    if (!isFree) return undefined;
    const id = ++this.#ids;
    for (const name of wish.names)
      this.locks.set(name, [
        ...this.holds(name),
        { id, owner: wish.owner, mode: wish.mode, end: this.now + wish.ttl },
      ]);
    return id;
  }

  #fits(name: string, mode: Wish['mode']): boolean {
    const holds = this.holds(name);
    if (holds.length === 0) return true;
    if (mode === 'exclusive' || holds[0]!.mode !== mode) return false;
    return mode === 'shared' || holds.length < PERMITS;
  }

  /** Whether, with one more waiter, anybody would wait for himself. */
  #isCircle(more: Waiter): boolean {
    const all = [...this.waiters, more];
    const edges = (owner: string): string[] =>
      all.filter(waiter => waiter.owner === owner).flatMap(waiter => this.#blockers(waiter, all));
    const reached = new Set<string>();
    const todo = this.#blockers(more, all);
    for (let owner = todo.pop(); owner !== undefined; owner = todo.pop()) {
      if (owner === more.owner) return true;
      if (reached.has(owner)) continue;
      reached.add(owner);
      todo.push(...edges(owner));
    }
    return false;
  }

  /** Owners of whom a waiter needs that they let go, or get what they want, first. */
  #blockers(waiter: Waiter, all: readonly Waiter[]): string[] {
    return waiter.names.flatMap(name => {
      const line = all.filter(({ names }) => names.includes(name));
      const upgrades = line.filter(({ upgrades }) => upgrades > 0);
      const queue = [...upgrades, ...line.filter(({ upgrades }) => upgrades === 0)];
      const place = queue.findIndex(({ owner }) => owner === waiter.owner);
      const before = waiter.upgrades > 0 ? [] : queue.slice(0, place);
      const owners = [...this.holds(name), ...before].map(({ owner }) => owner);
      return owners.filter(owner => owner !== '' && owner !== waiter.owner);
    });
  }
}
