import type { Database } from './database.js';
import type { Client } from './observer.js';
import type { Hold } from './values/lock/hold.js';
import type { Value } from './value.js';
import { Lock } from './values/lock/lock.js';
import { Queue } from './values/queue/queue.js';

/** What becomes of a hold. After the last three its holder has lost it, whatever it believes. */
export type LockChange = 'granted' | 'released' | 'expired' | 'broken' | 'deleted';

export interface LockEvent {
  readonly change: LockChange;
  readonly db: number;
  readonly name: string;
  readonly hold: Hold;
}

export function isLoss(change: LockChange): boolean {
  return change === 'expired' || change === 'broken' || change === 'deleted';
}

/** What changes of locks need of the keyspace. */
export interface LockMoment {
  readonly leaseNow: number;
  /** How long nobody gets a lock whose lease ended without a release. Milliseconds. */
  readonly lockDelay: number;
  /** Somebody stands in the line of a lock. */
  isAwaited(db: number, name: string): boolean;
  lockChanged(event: LockEvent): void;
}

/** The lease, or the delay, that ends first of all that run on lease time, if it is that of a lock; false: it is not. */
export function endFirstHold(db: Database, moment: LockMoment): boolean {
  const name = db.firstQueue('leases')?.key;
  if (name === undefined || !(db.get(name) instanceof Lock)) return false;
  const lock = db.edit(name) as Lock;
  const hold = lock.endLease(moment.leaseNow);
  if (hold === undefined) {
    lock.delay(0);
  } else {
    moment.lockChanged({ change: 'expired', db: db.index, name, hold });
    if (moment.lockDelay > 0) lock.delay(Math.max(lock.delayedUntil, hold.deadline + moment.lockDelay));
  }
  keepLock(db, name, lock, moment);
  return true;
}

/** Puts a lock that was changed back, unless nobody holds or awaits it any more. */
export function keepLock(db: Database, name: string, lock: Lock, moment: LockMoment): void {
  if (!lock.isIdle || moment.isAwaited(db.index, name)) db.touchParts(name, lock);
  else db.delete(name);
}

/** Releases what is bound to a connection that has ended, if it stands under `name`. */
export function releaseHolds(db: Database, name: string, { uuid, lane }: Client, moment: LockMoment): void {
  if (!(db.get(name) instanceof Lock)) return;
  const lock = db.edit(name) as Lock;
  const bound = [...lock.holds()].filter(hold => hold.isBound && hold.lane === lane && hold.uuid === uuid);
  if (bound.length === 0) return;
  for (const hold of bound) {
    lock.release(hold.token);
    moment.lockChanged({ change: 'released', db: db.index, name, hold });
  }
  keepLock(db, name, lock, moment);
}

/** Whether something of the value is bound to the connection. */
export function isBoundTo(value: Value | undefined, { uuid, lane }: Client): boolean {
  const isHis = (holder: Client): boolean => holder.lane === lane && holder.uuid === uuid;
  if (value instanceof Lock) return [...value.holds()].some(hold => hold.isBound && isHis(hold));
  return value instanceof Queue && [...value.holders()].some(isHis);
}

/** A lock is there while somebody holds it or waits for it: to be looked at when its line has changed. */
export function settleLock(db: Database, name: string, moment: LockMoment): void {
  const value = db.get(name);
  const isAwaited = moment.isAwaited(db.index, name);
  if (isAwaited && value === undefined) db.set(name, new Lock());
  else if (!isAwaited && value instanceof Lock && value.isIdle) db.delete(name);
}
