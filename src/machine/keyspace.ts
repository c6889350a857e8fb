import { assert } from '../base/assert.js';
import { Database } from './database.js';
import type { DatabaseOwner, Leaving } from './database-owner.js';
import { isBefore, type LifeTime } from './expiry-index.js';
import {
  endFirstHold,
  isBoundTo,
  type LockEvent,
  type LockMoment,
  releaseHolds,
  settleLock,
} from './lock-events.js';
import type { Client } from './observer.js';
import { advanceFirstQueue, endFirstLease, releaseBound } from './queue-events.js';
import { Uses } from './uses.js';
import { Account } from './weights.js';

/** Number of databases when the settings do not say otherwise. */
const DATABASES = 16;

interface FirstToEnd {
  readonly database: Database;
  readonly deadline: number;
}

const FIRST_LIFE_TIME = (database: Database): Readonly<LifeTime> | undefined => database.firstLifeTime();
const FIRST_LEASE = (database: Database): Readonly<LifeTime> | undefined => database.firstQueue('leases');
const FIRST_QUEUE = (database: Database): Readonly<LifeTime> | undefined => database.firstQueue('queues');

/** Who wants to know what changes. Called during a command: it may note something, but must not change any key. */
export interface KeyspaceListener {
  /** A key got a value, another one or another life time, was edited or deleted. */
  changed(db: number, key: string): void;
  /** Every key of a database may be another one: FLUSHDB, SWAPDB. */
  databaseChanged(db: number): void;
  /** Somebody stands in the line of a lock. */
  isAwaited(db: number, name: string): boolean;
  /** How long nobody gets a lock whose lease ended without a release. Milliseconds. */
  lockDelay(): number;
  /** Nothing under this key is bound to the connection any more. */
  unbound(client: Client, key: string): void;
}

/** Who wants to know what happened to keys: what listeners of clients are told. */
export interface KeyspaceObserver {
  readonly tellsOfAdditions: boolean;
  /** A key that was not there gets a value. {@link edited} follows. */
  added(db: number, key: string): void;
  /** A key has a new value or life time, or another state of its value. */
  edited(db: number, key: string): void;
  fieldExpired(db: number, key: string): void;
  left(db: number, key: string, how: Leaving): void;
  databaseChanged(db: number): void;
  lockChanged(event: LockEvent): void;
}

/**
 * The databases, and the moment that counts as now for the command at hand: in apply the entry's stamp, and a key that is
 * due is deleted when it is met; in a query the stamp of its fence, and a key that is due is not there, but stays.
 */
export class Keyspace implements DatabaseOwner, LockMoment {
  readonly databases: readonly Database[];
  readonly account = new Account();
  readonly uses = new Uses();
  /** How many keys left in this process: a figure for operators, no part of the state. */
  readonly departed: Record<Leaving, number> = { deleted: 0, expired: 0, outlived: 0, evicted: 0 };
  observer: KeyspaceObserver | null = null;
  #now = 0;
  /** Of the last entry: what is due by it is due for everybody. */
  #stamp = 0;
  #mayChange = true;
  #metDue = false;
  #serial = 0;
  #gap = 0;

  constructor(
    private readonly listener: KeyspaceListener | null = null,
    count = DATABASES,
  ) {
    this.databases = Array.from({ length: count }, (_, index) => new Database(index, this));
  }

  /** Milliseconds since the epoch: what counts as now for the command at hand. */
  get now(): number {
    return this.#now;
  }

  /**
   * Now in lease time, which stands still while there is no leader: leases of locks and queues run on it. Milliseconds since the
   * epoch, less all those gaps.
   */
  get leaseNow(): number {
    return this.#now - this.#gap;
  }

  /** How far lease time is behind stamps. Milliseconds. */
  get gap(): number {
    return this.#gap;
  }

  /** There was no leader for so many milliseconds. */
  raiseGap(by: number): void {
    this.#gap += by;
  }

  /** Grows with every change of any key. */
  get serial(): number {
    return this.#serial;
  }

  /** The last query met a key that is due by its `now`, but not by the log: a tick must come first. */
  get metDue(): boolean {
    return this.#metDue;
  }

  get mayChange(): boolean {
    return this.#mayChange;
  }

  /** Commands that follow belong to an entry with this stamp (milliseconds since the epoch). */
  beginApply(stamp: number): void {
    this.#now = this.#stamp = stamp;
    this.#mayChange = true;
    this.account.settle();
  }

  /** The command that follows is a query as of `now` (milliseconds since the epoch). */
  beginQuery(now: number): void {
    this.#now = now;
    this.#mayChange = false;
    this.#metDue = false;
  }

  /** Bytes that all keys count for, the same on every node. */
  get weight(): number {
    return this.account.total;
  }

  /** The index must be one of a database. */
  database(index: number): Database {
    const database = this.databases[index];
    assert(database !== undefined, 'a database is asked for by a valid index');
    return database;
  }

  /** Exchanges the contents of two databases; their indexes stay. */
  swap(first: number, second: number): void {
    if (first === second) return;
    const [one, other] = [this.database(first), this.database(second)];
    one.swapWith(other);
    // Those who wait stay where they are: a lock that is there for them alone goes.
    for (const database of [one, other])
      for (const name of database.idleLocks()) settleLock(database, name, this);
  }

  // ---- expiry --------------------------------------------------------------------------------------------------------

  /** When something ends by itself next. Milliseconds since the epoch; undefined: nothing does. */
  earliestDeadline(): number | undefined {
    const lease = this.#first(FIRST_LEASE)?.deadline ?? Infinity;
    const queue = this.#first(FIRST_QUEUE)?.deadline ?? Infinity;
    const first = Math.min(lease + this.#gap, queue, this.#first(FIRST_LIFE_TIME)?.deadline ?? Infinity);
    return first === Infinity ? undefined : first;
  }

  /** Deletes keys that are due by `now`, in order of (deadline, serial), at most `max`. Returns how many. */
  deleteDue(now: number, max: number): number {
    let deleted = 0;
    for (; deleted < max; deleted++) {
      const first = this.#first(FIRST_LIFE_TIME);
      if (first === undefined || first.deadline > now) break;
      first.database.deleteFirst();
    }
    return deleted;
  }

  /** Lets happen what is due in locks and queues, at most `max` of it, leases first. Returns how much that was. */
  advanceQueues(max: number): number {
    let advanced = 0;
    for (; advanced < max; advanced++) {
      const lease = this.#first(FIRST_LEASE);
      if (lease !== undefined && lease.deadline <= this.leaseNow) {
        if (!endFirstHold(lease.database, this)) endFirstLease(lease.database, this);
        continue;
      }
      const queue = this.#first(FIRST_QUEUE);
      if (queue === undefined || queue.deadline > this.#now) break;
      advanceFirstQueue(queue.database, this);
    }
    return advanced;
  }

  /** What ends first, and in which database. */
  #first(of: (database: Database) => Readonly<LifeTime> | undefined): FirstToEnd | undefined {
    let first: Database | undefined;
    let earliest: Readonly<LifeTime> | undefined;
    for (const database of this.databases) {
      const lifeTime = of(database);
      if (lifeTime === undefined || (earliest !== undefined && !isBefore(lifeTime, earliest))) continue;
      first = database;
      earliest = lifeTime;
    }
    return first && earliest && { database: first, deadline: earliest.deadline };
  }

  /**
   * Gives back what is bound to a connection that has ended and stands under `key`, in whatever database. `isHeard`: its own
   * node says so; behind a lost node the holder of a lock may live on, so its lease runs to its end.
   */
  release(client: Client, key: string, isHeard: boolean): void {
    for (const database of this.databases) {
      releaseBound(database, key, client, this);
      if (isHeard) releaseHolds(database, key, client, this);
    }
  }

  // ---- for the databases ---------------------------------------------------------------------------------------------

  isDue(deadline: number): boolean {
    if (deadline > this.#now) return false;
    if (!this.#mayChange && deadline > this.#stamp) this.#metDue = true;
    return true;
  }

  /** Whether a deadline in lease time is past. */
  isLeaseDue(deadline: number): boolean {
    return this.isDue(deadline + this.#gap);
  }

  nextSerial(): number {
    return ++this.#serial;
  }

  /** Of a snapshot. */
  restoreSerial(serial: number): void {
    this.#serial = serial;
  }

  get tellsOfAdditions(): boolean {
    return this.observer?.tellsOfAdditions ?? false;
  }

  added(db: number, key: string): void {
    this.observer?.added(db, key);
  }

  changed(db: number, key: string): void {
    this.listener?.changed(db, key);
    this.observer?.edited(db, key);
  }

  fieldExpired(db: number, key: string): void {
    this.observer?.fieldExpired(db, key);
  }

  left(db: number, key: string, how: Leaving): void {
    this.departed[how]++;
    this.listener?.changed(db, key);
    this.observer?.left(db, key, how);
  }

  get lockDelay(): number {
    return this.listener?.lockDelay() ?? 0;
  }

  isAwaited(db: number, name: string): boolean {
    return this.listener?.isAwaited(db, name) ?? false;
  }

  /** Somewhere under this key something is bound to the connection. */
  isBound(client: Client, key: string): boolean {
    return this.databases.some(database => isBoundTo(database.get(key), client));
  }

  lockChanged(event: LockEvent): void {
    const { change, name, hold } = event;
    if (change !== 'granted' && hold.isBound && !this.isBound(hold, name)) this.listener?.unbound(hold, name);
    this.observer?.lockChanged(event);
  }

  databaseChanged(db: number): void {
    this.uses.clear();
    this.listener?.databaseChanged(db);
    this.observer?.databaseChanged(db);
  }
}
