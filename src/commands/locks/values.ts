import type { ReadContext, WriteContext } from '../../machine/context.js';
import type { Database } from '../../machine/database.js';
import { keepLock, type LockChange } from '../../machine/lock-events.js';
import type { Value } from '../../machine/value.js';
import { Bytes } from '../../machine/values/bytes.js';
import type { Hold } from '../../machine/values/lock/hold.js';
import { Lock } from '../../machine/values/lock/lock.js';
import { ErrorReply, WRONG_TYPE } from '../../resp/reply.js';
import { integerWithin, printed } from '../arguments.js';
import { keysAt } from '../spec.js';

/** What all commands of locks declare. The name of the lock stands behind the command and the subcommand. */
export const shared = {
  categories: ['lock'],
  group: 'quorate',
  since: '0.1.0',
  complexity: 'O(1)',
} as const;

export const writes = {
  ...shared,
  class: 'write',
  flags: ['write', 'fast'],
  keys: [keysAt(['RW', 'access', 'update'], 2)],
} as const;

export const reads = {
  ...shared,
  class: 'read',
  flags: ['readonly'],
  keys: [keysAt(['RO', 'access'], 2)],
} as const;

/** The longest lease: some thirty years. Milliseconds. */
const MAX_TTL = 1e12;

const BAD_TTL = new ErrorReply('ERR ttl is not an integer or out of range');
const BAD_TOKEN = new ErrorReply('ERR token is not an integer or out of range');

export function ttlArgument(text: string): number {
  return integerWithin(text, 1, MAX_TTL, BAD_TTL);
}

export function tokenArgument(text: string): number {
  return integerWithin(text, 0, Number.MAX_SAFE_INTEGER, BAD_TOKEN);
}

/** What stands under the name of a lock: a string is a lock of those who do without this command. */
export type LockState = Lock | 'string' | undefined;

export function lockState(db: Database, name: string): LockState {
  return stateOf(db.get(name));
}

function stateOf(value: Value | undefined): LockState {
  if (value === undefined || value instanceof Lock) return value;
  if (typeof value === 'string' || value instanceof Bytes) return 'string';
  throw WRONG_TYPE;
}

/** The lock under a name; undefined: nobody holds it, or one with a string. */
export function lockAt(db: Database, name: string): Lock | undefined {
  const state = lockState(db, name);
  return state === 'string' ? undefined : state;
}

/** A hold of a lock that is about to be changed: {@link changed} follows. Undefined: the token does not hold it. */
export function holdToEdit(
  { db }: WriteContext,
  name: string,
  token: number,
): { lock: Lock; hold: Hold } | undefined {
  if (lockAt(db, name)?.hold(token) === undefined) return undefined;
  const lock = db.edit(name) as Lock;
  return { lock, hold: lock.hold(token)! };
}

/** Says that a lock was changed. It goes when nobody holds or awaits it any more. */
export function changed({ db, keyspace }: WriteContext, name: string, lock: Lock): void {
  keepLock(db, name, lock, keyspace);
}

export function tell(
  { keyspace, dbIndex }: WriteContext,
  change: LockChange,
  name: string,
  hold: Hold,
): void {
  keyspace.lockChanged({ change, db: dbIndex, name, hold });
}

/** What is left of a lease. Milliseconds. */
export function leftOf({ keyspace }: ReadContext, { deadline }: Hold): number {
  return Math.max(0, deadline - keyspace.leaseNow);
}

export function fenced(name: string, token: number): ErrorReply {
  return new ErrorReply(`FENCED token ${token} does not hold '${printed(name)}'`);
}

/** Whether the token holds what stands under the name, be it a lock or the string of a SET. */
export function isHeld({ db }: Pick<ReadContext, 'db'>, name: string, token: number): boolean {
  const state = lockState(db, name);
  return state === 'string' ? db.token(name) === token : state?.hold(token) !== undefined;
}
