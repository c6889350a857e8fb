import { assert } from '../base/assert.js';
import { hashSlot } from '../base/hash-slot.js';
import type { Random } from '../base/random.js';
import { ExpiryIndex, type LifeTime } from './expiry-index.js';
import { SlotMap } from './slot-map.js';
import type { Value } from './value.js';

/** What the databases of a keyspace have in common. */
export interface DatabaseOwner {
  /** False while a query is evaluated: nothing may change then. */
  readonly mayChange: boolean;
  /** Whether a deadline (milliseconds since the epoch) is past. A query that meets one notes it. */
  isDue(deadline: number): boolean;
  /** Counts a change and returns its serial. */
  nextSerial(): number;
  changed(db: number, key: string): void;
  databaseChanged(db: number): void;
}

/** Some keys of a walk in hash order, and where it goes on; `next` 0: it is over. */
export interface ScanStep {
  readonly keys: readonly string[];
  readonly next: number;
}

/** Picks of RANDOMKEY that may meet a due key before it looks at the keys one by one. */
const RANDOM_PICKS = 100;

/** One of the numbered databases. All access is by live keys: a key that is due by `keyspace.now` is not there. */
export class Database {
  #values = new SlotMap<Value>();
  #lifeTimes = new SlotMap<LifeTime>();
  #expiry = new ExpiryIndex();

  constructor(
    readonly index: number,
    private readonly owner: DatabaseOwner,
  ) {}

  /** Keys present, those included that are due but not deleted yet. */
  get size(): number {
    return this.#values.size;
  }

  /** How many of them have a life time. */
  get expires(): number {
    return this.#expiry.size;
  }

  get(key: string): Value | undefined {
    const slot = hashSlot(key);
    return this.#isOver(slot, key) ? undefined : this.#values.get(slot, key);
  }

  has(key: string): boolean {
    return this.get(key) !== undefined;
  }

  /** Puts a value in the place of whatever was there; its life time goes. */
  set(key: string, value: Value): void {
    const slot = hashSlot(key);
    this.#noteChange(key);
    this.#endLifeTime(slot, key);
    this.#values.set(slot, key, value);
  }

  /** Puts a value in the place of another and keeps the life time (SET KEEPTTL, an edit that made a new string). */
  replace(key: string, value: Value): void {
    const slot = hashSlot(key);
    this.#isOver(slot, key);
    this.#noteChange(key);
    this.#values.set(slot, key, value);
  }

  /** Says that the value of a key was edited in place: every edit must be followed by this before the handler ends. */
  touch(key: string): void {
    this.#noteChange(key);
  }

  /** True when it was there. */
  delete(key: string): boolean {
    const slot = hashSlot(key);
    return !this.#isOver(slot, key) && this.#remove(slot, key);
  }

  /** Milliseconds since the epoch, or undefined when the key lives for ever or is not there. */
  deadline(key: string): number | undefined {
    if (this.#expiry.size === 0) return undefined;
    const slot = hashSlot(key);
    return this.#isOver(slot, key) ? undefined : this.#lifeTimes.get(slot, key)?.deadline;
  }

  /** The key must be there. A deadline that is due deletes at once, as in Redis. */
  setDeadline(key: string, deadline: number): void {
    const slot = hashSlot(key);
    assert(this.#values.get(slot, key) !== undefined, 'only a key that is there has a life time');
    if (this.owner.isDue(deadline)) {
      this.#remove(slot, key);
      return;
    }
    const serial = this.#noteChange(key);
    const lifeTime = this.#lifeTimes.get(slot, key);
    if (lifeTime === undefined) this.#lifeTimes.set(slot, key, this.#expiry.add(key, deadline, serial));
    else this.#expiry.change(lifeTime, deadline, serial);
  }

  /** True when there was a life time to take away. */
  persist(key: string): boolean {
    const slot = hashSlot(key);
    if (this.#isOver(slot, key) || !this.#endLifeTime(slot, key)) return false;
    this.#noteChange(key);
    return true;
  }

  clear(): void {
    assert(this.owner.mayChange, 'a query changes nothing');
    // What was there is freed by the collector, in its own time.
    this.#values = new SlotMap();
    this.#lifeTimes = new SlotMap();
    this.#expiry = new ExpiryIndex();
    this.owner.nextSerial();
    this.owner.databaseChanged(this.index);
  }

  /** Exchanges all keys with another database. */
  swapWith(other: Database): void {
    assert(this.owner.mayChange, 'a query changes nothing');
    [this.#values, other.#values] = [other.#values, this.#values];
    [this.#lifeTimes, other.#lifeTimes] = [other.#lifeTimes, this.#lifeTimes];
    [this.#expiry, other.#expiry] = [other.#expiry, this.#expiry];
    this.owner.nextSerial();
    this.owner.databaseChanged(this.index);
    this.owner.databaseChanged(other.index);
  }

  // ---- walks, all of them in hash order ------------------------------------------------------------------------------

  /**
   * Live keys from a cursor on (0: the start), about `count` of them: due ones count but are left out, and keys at one
   * position stay together. Whoever follows `next` to its end meets every key that was there all the time.
   */
  scan(cursor: number, count: number): ScanStep {
    const keys: string[] = [];
    let visited = 0;
    let last = -1;
    let next = 0;
    this.#values.walk(cursor, (key, _, position) => {
      if (visited >= count && position !== last) {
        next = position;
        return false;
      }
      visited++;
      last = position;
      if (this.#isVisible(key)) keys.push(key);
      return true;
    });
    return { keys, next };
  }

  /** All live keys that `accept` takes. */
  keys(accept: (key: string) => boolean): string[] {
    const keys: string[] = [];
    this.#values.walk(
      0,
      key => {
        keys.push(key);
        return true;
      },
      key => accept(key) && this.#isVisible(key),
    );
    return keys;
  }

  /** Any live key, each as likely as any other; undefined: there is none. Depends on the keys and `random` alone. */
  randomKey(random: Random): string | undefined {
    for (let pick = 0; pick < RANDOM_PICKS; pick++) {
      const key = this.#values.random(random);
      if (key === undefined || this.#isVisible(key)) return key;
    }
    let found: string | undefined;
    this.#values.walk(0, key => {
      if (this.#isVisible(key)) found = key;
      return found === undefined;
    });
    return found;
  }

  /** Visits what is stored, due keys included; `lifeTime` undefined: for ever. */
  forEach(visit: (key: string, value: Value, lifeTime: Readonly<LifeTime> | undefined) => void): void {
    this.#values.walk(0, (key, value) => {
      visit(key, value, this.#lifeTimes.get(hashSlot(key), key));
      return true;
    });
  }

  // ---- expiry --------------------------------------------------------------------------------------------------------

  /** The life time that ends first. */
  firstLifeTime(): Readonly<LifeTime> | undefined {
    return this.#expiry.first();
  }

  /** Deletes the key whose life time ends first. There must be one. */
  deleteFirst(): void {
    const first = this.#expiry.first();
    assert(first !== undefined, 'a key that ends is there');
    this.#remove(hashSlot(first.key), first.key);
  }

  /** Whether the key is due; in apply it is gone then. */
  #isOver(slot: number, key: string): boolean {
    if (this.#expiry.size === 0) return false;
    const lifeTime = this.#lifeTimes.get(slot, key);
    if (lifeTime === undefined || !this.owner.isDue(lifeTime.deadline)) return false;
    if (this.owner.mayChange) this.#remove(slot, key);
    return true;
  }

  /** For keys met by a walk, during which nothing is deleted. */
  #isVisible(key: string): boolean {
    if (this.#expiry.size === 0) return true;
    const lifeTime = this.#lifeTimes.get(hashSlot(key), key);
    return lifeTime === undefined || !this.owner.isDue(lifeTime.deadline);
  }

  #remove(slot: number, key: string): boolean {
    assert(this.owner.mayChange, 'a query changes nothing');
    if (!this.#values.delete(slot, key)) return false;
    this.#endLifeTime(slot, key);
    this.#noteChange(key);
    return true;
  }

  #endLifeTime(slot: number, key: string): boolean {
    if (this.#expiry.size === 0) return false;
    const lifeTime = this.#lifeTimes.get(slot, key);
    if (lifeTime === undefined) return false;
    assert(this.owner.mayChange, 'a query changes nothing');
    this.#expiry.remove(lifeTime);
    return this.#lifeTimes.delete(slot, key);
  }

  /** Returns the serial of the change. */
  #noteChange(key: string): number {
    assert(this.owner.mayChange, 'a query changes nothing');
    this.owner.changed(this.index, key);
    return this.owner.nextSerial();
  }
}
