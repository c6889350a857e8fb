import { assert } from '../base/assert.js';
import { hashSlot } from '../base/hash-slot.js';
import type { Random } from '../base/random.js';
import { Departures, type Mark } from './departures.js';
import type { DatabaseOwner, Leaving } from './database-owner.js';
import { isBefore, type LifeTime } from './expiry-index.js';
import { anyKey, matchingKeys, scanKeys, type ScanStep, slotKeys } from './key-scan.js';
import { isHash, isLock, KeyTable, type RestoredTimes } from './key-table.js';
import { KeyWalk, type TakenKey } from './snapshot/key-walk.js';
import type { TypeName, Value } from './value.js';
import type { Lock } from './values/lock/lock.js';

/** One of the numbered databases. All access is by live keys: a key that is due by `keyspace.now` is not there. */
export class Database {
  #table: KeyTable;
  readonly departures = new Departures();
  /** The serial of the last SWAPDB: everything in here changed then. */
  #swappedAt = 0;

  constructor(
    readonly index: number,
    private readonly owner: DatabaseOwner,
  ) {
    this.#table = new KeyTable(owner.account);
  }

  /** Keys present, those included that are due but not deleted yet. */
  get size(): number {
    return this.#table.values.size;
  }

  /** How many of them have a life time. */
  get expires(): number {
    return this.#table.expiry.size;
  }

  get(key: string): Value | undefined {
    const slot = hashSlot(key);
    return this.#isOver(slot, key) ? undefined : this.#table.values.get(slot, key);
  }

  /** The value of a key, to be edited in place; {@link touch} follows. A walk under way takes the old state first. */
  edit(key: string): Value | undefined {
    const slot = hashSlot(key);
    if (this.#isOver(slot, key)) return undefined;
    const value = this.#table.values.get(slot, key);
    if (value !== undefined) {
      this.#beforeChange(slot, key);
      this.#table.weights.beforeEdit(key, value);
    }
    return value;
  }

  /** Bytes that a key counts for; undefined: it is not there. */
  weightOf(key: string): number | undefined {
    const value = this.get(key);
    return value === undefined ? undefined : this.#table.weightOf(key, value);
  }

  has(key: string): boolean {
    return this.get(key) !== undefined;
  }

  /** Puts a value in the place of whatever was there; its life time goes. */
  set(key: string, value: Value): void {
    const slot = hashSlot(key);
    this.#beforePut(slot, key);
    this.#endLifeTime(slot, key);
    this.#table.put(slot, key, value);
  }

  /** Puts a value in the place of another and keeps the life time (SET KEEPTTL, an edit that made a new string). */
  replace(key: string, value: Value): void {
    const slot = hashSlot(key);
    this.#beforePut(slot, key);
    this.#table.put(slot, key, value);
  }

  /** Says that the value that {@link edit} gave was edited: this must follow before the handler ends. */
  touch(key: string): void {
    this.#noteChange(hashSlot(key), key);
  }

  /** The same for a value of which parts may have got or lost life times. */
  touchParts(key: string, value: Value): void {
    const slot = hashSlot(key);
    this.#noteChange(slot, key);
    this.#table.time(slot, key, value);
  }

  /** To be asked before the key is overwritten, moved or given a life time: throws WRONGTYPE where a queue or a lock stands. */
  refuseKept(key: string): void {
    this.#table.refuseKept(hashSlot(key), key);
  }

  /** True when it was there. */
  delete(key: string): boolean {
    const slot = hashSlot(key);
    return !this.#isOver(slot, key) && this.#remove(slot, key);
  }

  /** Milliseconds since the epoch, or undefined when the key lives for ever or is not there. */
  deadline(key: string): number | undefined {
    if (this.#table.expiry.size === 0) return undefined;
    const slot = hashSlot(key);
    return this.#isOver(slot, key) ? undefined : this.#table.lifeTimes.get(slot, key)?.deadline;
  }

  /**
   * The key must be there. A deadline that is due deletes at once, as in Redis. `isNew`: the command that gives it has just
   * set the key, too.
   */
  setDeadline(key: string, deadline: number, isNew = false): void {
    const slot = hashSlot(key);
    assert(this.#table.values.get(slot, key) !== undefined, 'only a key that is there has a life time');
    if (this.owner.isDue(deadline)) {
      this.#remove(slot, key);
      return;
    }
    this.#beforeChange(slot, key);
    if (!isNew) this.#table.holdToken(slot, key);
    const serial = this.#noteChange(slot, key);
    const lifeTime = this.#table.lifeTimes.get(slot, key);
    if (lifeTime === undefined) this.#table.beginLifeTime(slot, key, deadline, serial);
    else this.#table.expiry.change(lifeTime, deadline, serial);
  }

  /** True when there was a life time to take away. */
  persist(key: string): boolean {
    const slot = hashSlot(key);
    if (this.#isOver(slot, key) || !this.#endLifeTime(slot, key)) return false;
    this.#table.holdToken(slot, key);
    this.#noteChange(slot, key);
    return true;
  }

  /** Removes all keys but those that hold something `spared`: O(1), or O(number of keys) where anything is. */
  clear(spared: readonly TypeName[] = []): void {
    assert(this.owner.mayChange, 'a query changes nothing');
    this.#departAll(this.owner.nextSerial());
    const before = this.#table;
    // What was there is freed by the collector in its own time, after a walk that is under way.
    before.weights.leave();
    this.#table = new KeyTable(this.owner.account);
    for (const [key, slot, value] of before.ofTypes(spared)) {
      for (const watcher of before.watchers) watcher.beforeChange(slot, key);
      this.#table.put(slot, key, value);
      this.#table.versions.set(slot, key, before.versions.get(slot, key) ?? 0);
    }
    if (!spared.includes('dlock')) for (const [name, lock] of before.locks()) this.#tellHolders(name, lock);
    this.owner.databaseChanged(this.index);
  }

  /** Exchanges all keys with another database. */
  swapWith(other: Database): void {
    assert(this.owner.mayChange, 'a query changes nothing');
    this.#swappedAt = other.#swappedAt = this.owner.nextSerial();
    this.#departAll(this.#swappedAt);
    other.#departAll(this.#swappedAt);
    [this.#table, other.#table] = [other.#table, this.#table];
    this.owner.databaseChanged(this.index);
    this.owner.databaseChanged(other.index);
  }

  #departAll(serial: number): void {
    const { values } = this.#table;
    this.departures.addAll(values.size, () => values.keys(), serial);
  }

  // ---- versions ------------------------------------------------------------------------------------------------------

  /** The serial of the last SWAPDB with this database; 0: none. */
  get swappedAt(): number {
    return this.#swappedAt;
  }

  /** The serial of the last change of a key; undefined: it is not there. */
  version(key: string): number | undefined {
    const slot = hashSlot(key);
    return this.#isOver(slot, key) ? undefined : this.#versionAt(slot, key);
  }

  /** Whether the key, or that it was not there, may have changed since the mark: what EXEC asks of what was watched. */
  changedSince(key: string, mark: Mark): boolean {
    const slot = hashSlot(key);
    const deadline = this.#table.lifeTimeOf(key)?.deadline ?? Infinity;
    const isOver = this.#isOver(slot, key); // in apply it departs here
    const version = this.#versionAt(slot, key);
    if (version === undefined) return this.departures.isSince(key, mark);
    return version > mark.serial || (isOver && deadline > mark.now);
  }

  #versionAt(slot: number, key: string): number | undefined {
    const version = this.#table.versions.get(slot, key);
    return version === undefined ? undefined : Math.max(version, this.#swappedAt);
  }

  /** The serial of the SET that put the string there which is under the key; undefined: none is. */
  token(key: string): number | undefined {
    const slot = hashSlot(key);
    return this.#isOver(slot, key) ? undefined : this.#table.tokenAt(slot, key);
  }

  /** A string that was just set holds what its predecessor held: the token of that. */
  keepToken(key: string, token: number): void {
    this.#table.tokens.set(hashSlot(key), key, token);
  }

  // ---- eviction ------------------------------------------------------------------------------------------------------

  /** Any key, due or not, each as likely as any other; `isVolatile`: of those with a life time. */
  candidate(random: Random, isVolatile: boolean): string | undefined {
    return isVolatile ? this.#table.lifeTimes.random(random) : this.#table.values.random(random);
  }

  /** The key whose life time ends first. */
  firstToEnd(): Readonly<LifeTime> | undefined {
    return this.#table.expiry.first();
  }

  /** The serial of the last change of a key that {@link candidate} gave. */
  changedAt(key: string): number {
    return this.#versionAt(hashSlot(key), key) ?? 0;
  }

  evict(key: string): void {
    this.#remove(hashSlot(key), key, 'evicted');
  }

  // ---- walks, all of them in hash order ------------------------------------------------------------------------------

  /**
   * Live keys from a cursor on (0: the start), about `count` of them: due ones count but are left out, and keys at one
   * position stay together. Whoever follows `next` to its end meets every key that was there all the time.
   */
  scan(cursor: number, count: number): ScanStep {
    return scanKeys(this.#table.values, cursor, count, this.#isVisible);
  }

  /** All live keys that `accept` takes. */
  keys(accept: (key: string) => boolean): string[] {
    return matchingKeys(this.#table.values, accept, this.#isVisible);
  }

  /** Live keys of a hash slot, at most `count`. */
  keysInSlot(slot: number, count: number): string[] {
    return slotKeys(this.#table.values, slot, count, this.#isVisible);
  }

  /** Any live key, each as likely as any other; undefined: there is none. Depends on the keys and `random` alone. */
  randomKey(random: Random): string | undefined {
    return anyKey(this.#table.values, random, this.#isVisible);
  }

  /** Hands `take` every key as it is now, in slices: {@link KeyWalk}. */
  beginWalk(take: (taken: TakenKey) => void): KeyWalk {
    return new KeyWalk(this.#table, take);
  }

  /** Puts a key of a snapshot; `deadline` (milliseconds since the epoch) 0: it lives for ever. Counts as no change. */
  restore(key: string, value: Value, times: RestoredTimes): void {
    this.#table.restore(key, value, times);
    this.owner.account.settle();
  }

  restoreSwap(serial: number): void {
    this.#swappedAt = serial;
  }

  // ---- expiry --------------------------------------------------------------------------------------------------------

  /** The life time that ends first, of a key or of a field. */
  firstLifeTime(): Readonly<LifeTime> | undefined {
    const key = this.#table.expiry.first();
    const part = this.#table.parts.first();
    return key === undefined || (part !== undefined && isBefore(part, key)) ? part : key;
  }

  /** The queue in which something happens by itself next; of `leases`: a delivery that runs out, in lease time. */
  firstQueue(by: 'queues' | 'leases'): Readonly<LifeTime> | undefined {
    return this.#table[by].first();
  }

  /** Locks that nobody holds, in order of their names. */
  idleLocks(): string[] {
    return [...this.#table.locks()].filter(([, lock]) => lock.isIdle).map(([name]) => name);
  }

  /** Deletes the key or the field whose life time ends first. There must be one. */
  deleteFirst(): void {
    const first = this.firstLifeTime();
    assert(first !== undefined, 'a key or a field that ends is there');
    const slot = hashSlot(first.key);
    if (first === this.#table.parts.first()) this.#deleteFirstField(slot, first.key);
    else this.#remove(slot, first.key, 'expired', first.deadline);
  }

  #deleteFirstField(slot: number, key: string): void {
    const hash = this.#table.values.get(slot, key);
    assert(isHash(hash), 'fields that end are those of a hash');
    this.owner.fieldExpired(this.index, key);
    this.#beforeChange(slot, key);
    this.#table.weights.beforeEdit(key, hash);
    hash.deleteFirst();
    if (hash.stored > 0) this.touchParts(key, hash);
    else this.#remove(slot, key, 'outlived');
  }

  /** Whether the key is due; in apply it is gone then. */
  #isOver(slot: number, key: string): boolean {
    if (!this.#isDue(slot, key)) return false;
    if (this.owner.mayChange) {
      const deadline = this.#table.lifeTimeOf(key)?.deadline ?? Infinity;
      if (deadline <= this.owner.now) this.#remove(slot, key, 'expired', deadline);
      else this.#remove(slot, key, 'outlived');
    }
    return true;
  }

  /** Whether the key is due, or a hash without any field that is not. */
  #isDue(slot: number, key: string): boolean {
    const { expiry, lifeTimes, parts, values } = this.#table;
    const deadline = expiry.size === 0 ? undefined : lifeTimes.get(slot, key)?.deadline;
    if (deadline !== undefined && this.owner.isDue(deadline)) return true;
    if (!this.owner.mayChange) this.#noteQueue(slot, key);
    const first = parts.of(slot, key);
    if (first === undefined || !this.owner.isDue(first)) return false;
    const hash = values.get(slot, key);
    return isHash(hash) && hash.isOver(this.owner);
  }

  /** A query that meets a queue in which something is due by its `now` asks for a tick; in apply that happened before. */
  #noteQueue(slot: number, key: string): void {
    const [next, lease] = [this.#table.queues.of(slot, key), this.#table.leases.of(slot, key)];
    if (next !== undefined) this.owner.isDue(next);
    if (lease !== undefined) this.owner.isLeaseDue(lease);
  }

  /** For keys met by a walk, during which nothing is deleted. */
  readonly #isVisible = (key: string): boolean => {
    const { expiry, parts } = this.#table;
    return (expiry.size === 0 && parts.size === 0) || !this.#isDue(hashSlot(key), key);
  };

  /** `deadline`: of one that expired. */
  #remove(slot: number, key: string, how: Leaving = 'deleted', deadline = 0): boolean {
    assert(this.owner.mayChange, 'a query changes nothing');
    this.#beforeChange(slot, key);
    const value = this.#table.values.get(slot, key);
    if (!this.#table.delete(slot, key)) return false;
    if (isLock(value)) this.#tellHolders(key, value);
    this.owner.left(this.index, key, how);
    this.departures.add(key, { serial: this.owner.nextSerial(), deadline });
    return true;
  }

  #tellHolders(name: string, lock: Lock): void {
    for (const hold of lock.holds())
      this.owner.lockChanged({ change: 'deleted', db: this.index, name, hold });
  }

  #endLifeTime(slot: number, key: string): boolean {
    if (this.#table.lifeTimeAt(slot, key) === undefined) return false;
    this.#beforeChange(slot, key);
    return this.#table.endLifeTime(slot, key);
  }

  /** To be called before anything about a key changes, its value in place included. */
  #beforeChange(slot: number, key: string): void {
    assert(this.owner.mayChange, 'a query changes nothing');
    for (const watcher of this.#table.watchers) watcher.beforeChange(slot, key);
  }

  #beforePut(slot: number, key: string): void {
    this.#table.refuseKept(slot, key);
    this.#isOver(slot, key);
    this.#beforeChange(slot, key);
    if (this.owner.tellsOfAdditions && this.#table.values.get(slot, key) === undefined)
      this.owner.added(this.index, key);
    this.#noteChange(slot, key);
  }

  /** Returns the serial of the change. */
  #noteChange(slot: number, key: string): number {
    assert(this.owner.mayChange, 'a query changes nothing');
    this.owner.changed(this.index, key);
    const serial = this.owner.nextSerial();
    this.#table.versions.set(slot, key, serial);
    return serial;
  }
}
