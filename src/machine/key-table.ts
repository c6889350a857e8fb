import { assert } from '../base/assert.js';
import { hashSlot } from '../base/hash-slot.js';
import { WRONG_TYPE } from '../resp/reply.js';
import { ExpiryIndex, type LifeTime } from './expiry-index.js';
import { PartDeadlines } from './part-deadlines.js';
import { SlotMap } from './slot-map.js';
import { type TypeName, typeName, type Value } from './value.js';
import type { Hash } from './values/hash.js';
import type { Lock } from './values/lock/lock.js';
import type { Queue } from './values/queue/queue.js';
import { LIFE_TIME, weightOf } from './weight.js';
import { type Account, Weights } from './weights.js';

/** What a snapshot tells of a key besides its value: see `TakenKey`. */
export interface RestoredTimes {
  readonly version: number;
  readonly deadline: number;
  readonly serial: number;
  /** 0: the version. */
  readonly token: number;
}

/** Is told of each key of a table before anything about it changes. */
export interface KeyWatcher {
  beforeChange(slot: number, key: string): void;
}

/**
 * The keys of a database. SWAPDB exchanges two tables as they are, FLUSHDB leaves one behind as it is, to the collector or
 * to a walk under way: both cost a walk nothing.
 */
export class KeyTable {
  readonly values = new SlotMap<Value>();
  /** The serial of each key's last change. */
  readonly versions = new SlotMap<number>();
  /** Of strings that changed since, but kept what they hold: the serial of the SET that put them there. */
  readonly tokens = new SlotMap<number>();
  readonly lifeTimes = new SlotMap<LifeTime>();
  readonly expiry = new ExpiryIndex();
  /** Of hashes, by the field that ends first. */
  readonly parts = new PartDeadlines();
  readonly weights: Weights;
  /** Of queues, by what happens in them next. */
  readonly queues = new PartDeadlines();
  /** Of queues and locks, by the lease that runs out first: in lease time. All locks are in here. */
  readonly leases = new PartDeadlines();
  /** How many keys hold a queue or a lock. */
  #kept = 0;
  /** Walks under way. */
  watchers: readonly KeyWatcher[] = [];

  constructor(account: Account) {
    this.weights = new Weights(account);
  }

  lifeTimeOf(key: string): LifeTime | undefined {
    return this.lifeTimeAt(hashSlot(key), key);
  }

  lifeTimeAt(slot: number, key: string): LifeTime | undefined {
    return this.expiry.size === 0 ? undefined : this.lifeTimes.get(slot, key);
  }

  /** Bytes that a key counts for, its life time included. */
  weightOf(key: string, value: Value): number {
    return weightOf(key, value) + (this.lifeTimeOf(key) === undefined ? 0 : LIFE_TIME);
  }

  /** Throws WRONGTYPE where a queue or a lock stands: it goes by an order to delete it, never by the way. */
  refuseKept(slot: number, key: string): void {
    if (this.#kept > 0 && isKept(this.values.get(slot, key))) throw WRONG_TYPE;
  }

  put(slot: number, key: string, value: Value): void {
    const present = this.values.get(slot, key);
    if (isKept(value) && !isKept(present)) this.#kept++;
    this.weights.replace(key, present, value);
    if (this.tokens.size > 0) this.tokens.delete(slot, key);
    this.values.set(slot, key, value);
    this.time(slot, key, value);
  }

  /** A key of a snapshot; `deadline` (milliseconds since the epoch) 0: it lives for ever. */
  restore(key: string, value: Value, { version, deadline, serial, token }: RestoredTimes): void {
    const slot = hashSlot(key);
    assert(this.values.get(slot, key) === undefined, 'a snapshot holds a key once');
    this.put(slot, key, value);
    this.versions.set(slot, key, version);
    if (token > 0) this.tokens.set(slot, key, token);
    if (deadline > 0) this.beginLifeTime(slot, key, deadline, serial);
  }

  /** With all that belongs to it. True when it was there. */
  delete(slot: number, key: string): boolean {
    const value = this.values.get(slot, key);
    if (value === undefined) return false;
    if (isKept(value)) this.#kept--;
    this.weights.replace(key, value, undefined);
    if (this.tokens.size > 0) this.tokens.delete(slot, key);
    this.values.delete(slot, key);
    this.time(slot, key, undefined);
    this.endLifeTime(slot, key);
    this.versions.delete(slot, key);
    return true;
  }

  /** To be called before a change that leaves a string what it is: its token stays. */
  holdToken(slot: number, key: string): void {
    const token = this.tokenAt(slot, key);
    if (token !== undefined) this.tokens.set(slot, key, token);
  }

  tokenAt(slot: number, key: string): number | undefined {
    const value = this.values.get(slot, key);
    if (value === undefined || typeName(value) !== 'string') return undefined;
    return this.tokens.get(slot, key) ?? this.versions.get(slot, key);
  }

  /** When the parts of the value of a key end. */
  time(slot: number, key: string, value: Value | undefined): void {
    this.parts.set(slot, key, isHash(value) ? value.firstDeadline : undefined);
    const queue = isQueue(value) ? value : undefined;
    this.queues.set(slot, key, queue?.firstDeadline);
    this.leases.set(slot, key, isLock(value) ? value.firstLease : queue?.firstLease);
  }

  /** In order of their names. */
  *locks(): Generator<[name: string, lock: Lock]> {
    for (const name of this.leases.keys().sort()) {
      const value = this.values.get(hashSlot(name), name);
      if (isLock(value)) yield [name, value];
    }
  }

  /** What holds a value of one of these types, in hash order. */
  ofTypes(types: readonly TypeName[]): [key: string, slot: number, value: Value][] {
    const found: [string, number, Value][] = [];
    if (types.length === 0) return found;
    this.values.walk(0, (key, value) => {
      if (types.includes(typeName(value))) found.push([key, hashSlot(key), value]);
      return true;
    });
    return found;
  }

  /** Of a key without one. */
  beginLifeTime(slot: number, key: string, deadline: number, serial: number): void {
    this.lifeTimes.set(slot, key, this.expiry.add(key, deadline, serial));
    this.weights.add(LIFE_TIME);
  }

  /** True when there was one to take away. */
  endLifeTime(slot: number, key: string): boolean {
    const lifeTime = this.lifeTimeAt(slot, key);
    if (lifeTime === undefined) return false;
    this.expiry.remove(lifeTime);
    this.weights.add(-LIFE_TIME);
    return this.lifeTimes.delete(slot, key);
  }
}

export function isHash(value: Value | undefined): value is Hash {
  return typeof value === 'object' && value.type === 'hash';
}

export function isLock(value: Value | undefined): value is Lock {
  return typeof value === 'object' && value.type === 'dlock';
}

function isKept(value: Value | undefined): boolean {
  return isLock(value) || isQueue(value);
}

function isQueue(value: Value | undefined): value is Queue {
  return typeof value === 'object' && value.type === 'dqueue';
}
