import type { WriteContext } from '../../machine/context.js';
import { type Hold } from '../../machine/values/lock/hold.js';
import { Lock } from '../../machine/values/lock/lock.js';
import { ErrorReply, type Reply } from '../../resp/reply.js';
import { printed } from '../arguments.js';
import type { Claim } from './arguments.js';
import { changed, leftOf, lockAt, lockState, tell } from './values.js';

const OTHER_MODE = new ErrorReply(
  'ERR owner holds the lock in another mode, use DLOCK UPGRADE or DLOCK DOWNGRADE',
);

/** What a claim was given. */
export interface Grant {
  readonly token: number;
  readonly reply: Reply;
}

/**
 * Grants a claim as far as nothing is in its way; undefined: something is. Nobody is overtaken: in each line it has to be the
 * first. Throws what no waiting would cure, before anything changes.
 */
export function grant(context: WriteContext, claim: Claim): Grant | undefined {
  const present = claim.owner === '' ? undefined : presentHold(context, claim);
  if (present !== undefined) return prolong(context, claim, present);
  // All of them are looked at: what is wrong with one is said though another one is held.
  const hindered = claim.names.filter(name => isHindered(context, name, claim));
  return hindered.length > 0 ? undefined : take(context, claim);
}

/** What the owner holds of the locks that it asks for; all of them or none, else it is told. */
function presentHold({ db }: WriteContext, { names, owner, mode, permits }: Claim): Hold | undefined {
  const holds = names.map(name => lockAt(db, name)?.holdOf(owner));
  const first = holds[0];
  const other = holds.findIndex(hold => hold?.token !== first?.token);
  if (other >= 0) {
    const name = names[first === undefined ? other : 0]!;
    throw new ErrorReply(`ERR owner holds '${printed(name)}' already, and not all the others with it`);
  }
  if (first === undefined) return undefined;
  if (first.mode !== mode) throw OTHER_MODE;
  if (mode === 'permits') for (const name of names) checkPermits(lockAt(db, name), name, permits);
  return first;
}

/** A lost answer is asked for again: the same token, and the lease that ends later. */
function prolong(context: WriteContext, claim: Claim, present: Hold): Grant {
  const { db, keyspace, uuid, lane } = context;
  const { isBound, meta = present.meta } = claim;
  let left = 0;
  for (const name of claim.names) {
    const lock = db.edit(name) as Lock;
    const before = lock.hold(present.token)!;
    const deadline = Math.max(before.deadline, keyspace.leaseNow + claim.ttl);
    const hold = { ...before, deadline, meta, isBound, uuid, lane };
    lock.change(hold);
    if (isBound) context.bind(name);
    changed(context, name, lock);
    left = Math.max(left, leftOf(context, hold));
  }
  return { token: present.token, reply: [present.token, left] };
}

function isHindered({ db, dbIndex, waiters, uuid, lane }: WriteContext, name: string, claim: Claim): boolean {
  const state = lockState(db, name);
  const first = waiters.first(dbIndex, name);
  const isBehind = first !== undefined && first !== waiters.of(uuid, lane);
  if (state === 'string') return true;
  if (claim.mode === 'permits') checkPermits(state, name, claim.permits);
  return isBehind || state?.obstacle(claim.mode, claim.permits) !== undefined;
}

function checkPermits(lock: Lock | undefined, name: string, permits: number): void {
  if (lock?.obstacle('permits', permits) !== 'permits') return;
  throw new ErrorReply(`ERR '${printed(name)}' is held with ${lock.permits} permits`);
}

function take(context: WriteContext, claim: Claim): Grant {
  const { db, keyspace, uuid, lane } = context;
  const { mode, owner, meta = '', isBound, ttl } = claim;
  const token = keyspace.nextSerial();
  const hold: Hold = { token, owner, mode, deadline: keyspace.leaseNow + ttl, meta, isBound, uuid, lane };
  for (const name of claim.names) {
    const present = db.edit(name) as Lock | undefined;
    const lock = present ?? new Lock();
    lock.grant(hold, claim.permits);
    if (present === undefined) db.set(name, lock);
    else changed(context, name, lock);
    if (isBound) context.bind(name);
    tell(context, 'granted', name, hold);
  }
  return { token, reply: [token, ttl] };
}
