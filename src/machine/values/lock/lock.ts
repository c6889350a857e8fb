import { assert } from '../../../base/assert.js';
import type { Container } from '../../container.js';
import { ExpiryIndex, type LifeTime } from '../../expiry-index.js';
import { FrozenLock } from './frozen-lock.js';
import type { Hold, HoldMode } from './hold.js';

/** Why a lock cannot be had now; `permits`: its holders count on another number of them, so it never can beside them. */
export type Obstacle = 'held' | 'permits';

/**
 * Who holds a lock. Invariants: all holds are of one mode, an exclusive one is alone, and there are no more of them than
 * permits. Without a hold it is there while somebody waits for it or its delay lasts, so that nobody comes in between.
 */
export class Lock implements Container {
  readonly type = 'dlock';
  readonly encoding = 'dlock';
  /** In order of token: each is granted with a larger one than all before. */
  readonly #holds = new Map<number, Hold>();
  /** Of those who said who they are. */
  readonly #byOwner = new Map<string, number>();
  readonly #leases = new ExpiryIndex();
  readonly #leaseOf = new Map<number, LifeTime>();
  #permits = 0;
  #delayedUntil = 0;
  #textBytes = 0;

  /** How many hold it. */
  get size(): number {
    return this.#holds.size;
  }

  /** Undefined: nobody holds it. */
  get mode(): HoldMode | undefined {
    return this.first()?.mode;
  }

  /** How many may hold it at a time; 0: any number, or nobody holds it. */
  get permits(): number {
    const { mode } = this;
    return mode === 'exclusive' ? 1 : mode === 'permits' ? this.#permits : 0;
  }

  /** Nobody gets it before this moment of lease time; 0: somebody may. */
  get delayedUntil(): number {
    return this.#delayedUntil;
  }

  /** Nobody holds it, and nothing keeps others from it. */
  get isIdle(): boolean {
    return this.size === 0 && this.#delayedUntil === 0;
  }

  /** Of owners and metadata together. */
  get textBytes(): number {
    return this.#textBytes;
  }

  /** In order of token. */
  holds(): Iterable<Hold> {
    return this.#holds.values();
  }

  hold(token: number): Hold | undefined {
    return this.#holds.get(token);
  }

  holdOf(owner: string): Hold | undefined {
    const token = this.#byOwner.get(owner);
    return token === undefined ? undefined : this.#holds.get(token);
  }

  /** The one with the smallest token. */
  first(): Hold | undefined {
    for (const hold of this.#holds.values()) return hold;
    return undefined;
  }

  /** What keeps one more from holding it in this way. `permits`: of a semaphore. */
  obstacle(mode: HoldMode, permits: number): Obstacle | undefined {
    const present = this.mode;
    if (present === 'permits' && mode === 'permits' && permits !== this.#permits) return 'permits';
    if (this.#delayedUntil > 0) return 'held';
    if (present === undefined) return undefined;
    if (present !== mode || mode === 'exclusive') return 'held';
    return mode === 'permits' && this.size >= permits ? 'held' : undefined;
  }

  /** A new hold, that nothing keeps from being. */
  grant(hold: Hold, permits: number): void {
    assert(this.obstacle(hold.mode, permits) === undefined, 'a lock is granted when nothing is in the way');
    this.restore(hold, permits);
  }

  /** Of a snapshot, in order of token. */
  restore(hold: Hold, permits: number): void {
    this.#permits = permits;
    this.#add(hold);
  }

  #add(hold: Hold): void {
    const { token, owner, deadline, meta } = hold;
    assert(!this.#holds.has(token), 'a token is given once');
    this.#holds.set(token, hold);
    if (owner !== '') this.#byOwner.set(owner, token);
    this.#leaseOf.set(token, this.#leases.add('', deadline, token));
    this.#textBytes += owner.length + meta.length;
  }

  /** Puts another hold with the same token and owner in the place of one. */
  change(hold: Hold): void {
    const [before, lease] = [this.#holds.get(hold.token), this.#leaseOf.get(hold.token)];
    assert(before !== undefined && lease !== undefined, 'a hold that changes is there');
    this.#holds.set(hold.token, hold);
    this.#leases.change(lease, hold.deadline, hold.token);
    this.#textBytes += hold.meta.length - before.meta.length;
  }

  /** Puts the only hold in the place of itself, under a new token. */
  promote(hold: Hold): void {
    const only = this.first();
    assert(only !== undefined && this.size === 1, 'only who is alone becomes exclusive');
    this.release(only.token);
    this.#add(hold);
  }

  /** Undefined: the token does not hold it. */
  release(token: number): Hold | undefined {
    const [hold, lease] = [this.#holds.get(token), this.#leaseOf.get(token)];
    if (hold === undefined || lease === undefined) return undefined;
    this.#holds.delete(token);
    this.#byOwner.delete(hold.owner);
    this.#leases.remove(lease);
    this.#leaseOf.delete(token);
    this.#textBytes -= hold.owner.length + hold.meta.length;
    return hold;
  }

  // ---- time ----------------------------------------------------------------------------------------------------------

  /** When something happens to it by itself next, in lease time; Infinity: nothing does. */
  get firstLease(): number {
    const lease = this.#leases.first()?.deadline ?? Infinity;
    return this.#delayedUntil > 0 ? Math.min(lease, this.#delayedUntil) : lease;
  }

  /** When the last of its leases ends, in lease time; its delay where nobody holds it. O(number of holds). */
  get lastLease(): number {
    let last = this.#delayedUntil;
    for (const { deadline } of this.#holds.values()) last = Math.max(last, deadline);
    return last;
  }

  /** Takes out the hold whose lease ends first, if it has ended by `now` (lease time). */
  endLease(now: number): Hold | undefined {
    const lease = this.#leases.first();
    return lease === undefined || lease.deadline > now ? undefined : this.release(lease.serial);
  }

  /** `until`: lease time; 0: it is over. */
  delay(until: number): void {
    this.#delayedUntil = until;
  }

  // ---- as a container ------------------------------------------------------------------------------------------------

  freeze(): FrozenLock {
    return new FrozenLock(this.#permits, this.#delayedUntil, [...this.#holds.values()]);
  }

  clone(): Lock {
    const lock = new Lock();
    for (const hold of this.#holds.values()) lock.restore(hold, this.#permits);
    lock.delay(this.#delayedUntil);
    return lock;
  }
}
