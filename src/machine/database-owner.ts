import type { Now } from './expiry-index.js';
import type { Moment } from './values/queue/message.js';
import type { LockEvent } from './lock-events.js';
import type { Account } from './weights.js';

/**
 * Why a key is gone: by a command, because its time had come, because that of the last field of a hash had come, or
 * because others needed the room.
 */
export type Leaving = 'deleted' | 'expired' | 'outlived' | 'evicted';

/** What the databases of a keyspace have in common. */
export interface DatabaseOwner extends Now, Moment {
  /** As {@link isDue}, of lease time. */
  isLeaseDue(deadline: number): boolean;
  /** False while a query is evaluated: nothing may change then, and a deadline that it meets is noted. */
  readonly mayChange: boolean;
  /** What all keys weigh. */
  readonly account: Account;
  /** Somebody wants to know of {@link added}. */
  readonly tellsOfAdditions: boolean;
  /** A key that was not there gets a value. {@link changed} follows. */
  added(db: number, key: string): void;
  changed(db: number, key: string): void;
  /** A field of a hash is due and goes. */
  fieldExpired(db: number, key: string): void;
  left(db: number, key: string, how: Leaving): void;
  databaseChanged(db: number): void;
  lockChanged(event: LockEvent): void;
}
