import { assert } from '../base/assert.js';
import type { Waking } from './context.js';

/** A client that a blocking command keeps waiting. Part of the state: data only, but for what its command says. */
export interface Waiter {
  /** Grows with each arrival: the order of every line that it stands in. */
  readonly arrival: number;
  /** The node that the client is connected to, and the client. */
  readonly uuid: string;
  readonly lane: number;
  readonly db: number;
  readonly argv: readonly string[];
  /** Each once, in order of priority. */
  readonly keys: readonly string[];
  /** Milliseconds; 0: for ever. */
  readonly timeout: number;
  /** The stamp with which it came. Milliseconds since the epoch. */
  readonly since: number;
  /** Who waits, in the graph of those who wait for each other; empty: it stands outside of that. */
  readonly owner: string;
  /** Derived from `argv`. */
  readonly waking: Waking;
}

/** A key that may serve those who wait for it. */
export interface ReadyKey {
  readonly db: number;
  readonly key: string;
}

interface Line {
  waiters: Set<Waiter>;
  /** How many of them are served one behind the other. */
  ordered: number;
}

/**
 * Everyone who waits: by client, and in a line for each key, in order of arrival. Keys that became ready are queued here
 * in the order in which they did, each once until it is taken.
 */
export class Waiters {
  #arrivals = 0;
  #count = 0;
  readonly #byNode = new Map<string, Map<number, Waiter>>();
  readonly #lines = new Map<number, Map<string, Line>>();
  #ready: ReadyKey[] = [];
  readonly #isReady = new Map<number, Set<string>>();
  readonly #byOwner = new Map<string, Set<Waiter>>();

  get count(): number {
    return this.#count;
  }

  /** Arrivals so far. */
  get arrivals(): number {
    return this.#arrivals;
  }

  of(uuid: string, lane: number): Waiter | undefined {
    return this.#byNode.get(uuid)?.get(lane);
  }

  countOf(uuid: string): number {
    return this.#byNode.get(uuid)?.size ?? 0;
  }

  /** Those of a node, in order of arrival. */
  ofNode(uuid: string): Waiter[] {
    return [...(this.#byNode.get(uuid)?.values() ?? [])];
  }

  /** All, in order of arrival. */
  all(): Waiter[] {
    const all = [...this.#byNode.values()].flatMap(lanes => [...lanes.values()]);
    return all.sort((a, b) => a.arrival - b.arrival);
  }

  /** Those who wait for a key, in order of arrival. May be iterated while its members leave. */
  line(db: number, key: string): Iterable<Waiter> {
    return this.#lines.get(db)?.get(key)?.waiters ?? [];
  }

  /** The first of those in a line who are served one behind the other. */
  first(db: number, key: string): Waiter | undefined {
    const line = this.#lines.get(db)?.get(key);
    if (line === undefined || line.ordered === 0) return undefined;
    for (const waiter of line.waiters) if (waiter.waking.inOrder !== undefined) return waiter;
    return undefined;
  }

  /** Those who said that they are this one, in order of arrival. */
  ofOwner(owner: string): Iterable<Waiter> {
    return this.#byOwner.get(owner) ?? [];
  }

  add(waiter: Omit<Waiter, 'arrival'>): Waiter {
    assert(this.of(waiter.uuid, waiter.lane) === undefined, 'a client waits for one command at a time');
    const added = { ...waiter, keys: [...new Set(waiter.keys)], arrival: ++this.#arrivals };
    this.#enter(added);
    return added;
  }

  /** Of a snapshot, in order of arrival. */
  restore(waiter: Waiter): void {
    assert(waiter.arrival <= this.#arrivals, 'who waits has arrived');
    this.#enter(waiter);
  }

  restoreArrivals(arrivals: number): void {
    this.#arrivals = arrivals;
  }

  #enter(added: Waiter): void {
    const lanes = getOrAdd(this.#byNode, added.uuid, () => new Map<number, Waiter>());
    lanes.set(added.lane, added);
    const lines = getOrAdd(this.#lines, added.db, () => new Map<string, Line>());
    for (const key of added.keys) {
      const line = getOrAdd(lines, key, () => ({ waiters: new Set(), ordered: 0 }));
      const { inOrder } = added.waking;
      if (inOrder !== undefined) line.ordered++;
      if (inOrder === 'first') line.waiters = new Set([added, ...line.waiters]);
      else line.waiters.add(added);
    }
    if (added.owner !== '') getOrAdd(this.#byOwner, added.owner, () => new Set()).add(added);
    this.#count++;
  }

  remove(waiter: Waiter): void {
    const lanes = this.#byNode.get(waiter.uuid);
    assert(lanes?.get(waiter.lane) === waiter, 'only one who waits can leave');
    lanes.delete(waiter.lane);
    if (lanes.size === 0) this.#byNode.delete(waiter.uuid);
    this.#leaveOwner(waiter);
    const lines = this.#lines.get(waiter.db);
    for (const key of waiter.keys) {
      // Whoever stood behind it may be the next one.
      if (waiter.waking.inOrder !== undefined) this.changed(waiter.db, key);
      const line = lines?.get(key);
      assert(line !== undefined, 'who waits stands in a line');
      line.waiters.delete(waiter);
      if (waiter.waking.inOrder !== undefined) line.ordered--;
      if (line.waiters.size === 0) lines?.delete(key);
    }
    this.#count--;
  }

  #leaveOwner(waiter: Waiter): void {
    const waiters = this.#byOwner.get(waiter.owner);
    waiters?.delete(waiter);
    if (waiters?.size === 0) this.#byOwner.delete(waiter.owner);
  }

  /** Says that a key or its value changes: whether it can serve anybody is looked at when it is taken. Cheap when nobody waits. */
  changed(db: number, key: string): void {
    if (this.#count === 0 || !this.#lines.get(db)?.has(key)) return;
    const ready = getOrAdd(this.#isReady, db, () => new Set<string>());
    if (ready.has(key)) return;
    ready.add(key);
    this.#ready.push({ db, key });
  }

  /** Says that all of a database changed: whoever arrived first has its keys looked at first. */
  databaseChanged(db: number): void {
    if (this.#count === 0) return;
    for (const waiter of this.all()) {
      if (waiter.db === db) for (const key of waiter.keys) this.changed(db, key);
    }
  }

  /** The key that became ready first; it can become ready again from now on. */
  takeReady(): ReadyKey | undefined {
    const first = this.#ready.shift();
    if (first !== undefined) this.#isReady.get(first.db)?.delete(first.key);
    return first;
  }
}

function getOrAdd<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  let value = map.get(key);
  if (value === undefined) map.set(key, (value = make()));
  return value;
}
