import type { ReadContext } from '../../machine/context.js';
import type { Hold } from '../../machine/values/lock/hold.js';
import { Lock } from '../../machine/values/lock/lock.js';
import type { Waiter } from '../../machine/waiters.js';
import { MapReply, type Reply } from '../../resp/reply.js';
import { scanCursor, scanOptions } from '../keys/scan-options.js';
import { isKeyword } from '../arguments.js';
import type { ReadCommand } from '../spec.js';
import { type Claim, claimOfAll, claimOfOne } from './arguments.js';
import { leftOf, lockState, reads } from './values.js';

export const info: ReadCommand = {
  ...reads,
  name: 'info',
  arity: 3,
  summary: 'Tells who holds a lock and how many wait for it, null when nobody does',
  complexity: 'O(N) with N the number of those who hold and await it',
  syntax: 'key',
  query: (context, argv) => {
    const name = argv[2]!;
    const state = lockState(context.db, name);
    if (state === undefined) return null;
    const isString = state === 'string';
    return new MapReply([
      ...['mode', isString ? 'string' : (state.mode ?? 'none')],
      ...['permits', isString ? 1 : state.permits],
      ...['holders', isString ? [stringHolder(context, name)] : [...state.holds()].map(holder(context))],
      ...['waiters', lineOf(context, name).length],
    ]);
  },
};

function holder(context: ReadContext): (hold: Hold) => Reply {
  return hold => holderMap(hold.token, hold.owner, hold.mode, leftOf(context, hold), hold.meta, hold.isBound);
}

/** The one who did the SET: nothing more is known of him. */
function stringHolder({ db, now }: ReadContext, key: string): Reply {
  const deadline = db.deadline(key);
  return holderMap(db.token(key) ?? 0, '', 'string', deadline === undefined ? -1 : deadline - now, '', false);
}

function holderMap(
  token: number,
  owner: string,
  mode: string,
  ttl: number,
  meta: string,
  isBound: boolean,
): Reply {
  return new MapReply([
    ...['token', token, 'owner', owner === '' ? null : owner, 'mode', mode],
    ...['ttl', ttl, 'meta', meta, 'bound', isBound],
  ]);
}

/** Those who wait for a lock, in the order in which they will get it. */
function lineOf({ waiters, dbIndex }: ReadContext, name: string): Waiter[] {
  return [...waiters.line(dbIndex, name)].filter(({ waking }) => waking.inOrder !== undefined);
}

export const waiters: ReadCommand = {
  ...reads,
  name: 'waiters',
  arity: 3,
  summary: 'Tells who waits for a lock, in the order in which they will get it',
  complexity: 'O(N) with N the number of those who wait',
  syntax: 'key',
  query: (context, argv) => {
    const name = argv[2]!;
    lockState(context.db, name);
    return lineOf(context, name).map(waiter => waiterMap(context, waiter));
  },
};

/** `left-ms` -1: it waits for ever. */
function waiterMap({ now }: ReadContext, { argv, owner, since, timeout }: Waiter): Reply {
  const claim: Pick<Claim, 'meta'> & { mode: string } = isKeyword(argv[1], 'UPGRADE')
    ? { mode: 'upgrade', meta: '' }
    : (isKeyword(argv[1], 'ACQUIRE') ? claimOfOne : claimOfAll)(argv);
  const waited = now - since;
  return new MapReply([
    ...['owner', owner === '' ? null : owner, 'mode', claim.mode, 'waited-ms', waited],
    ...['left-ms', timeout === 0 ? -1 : Math.max(0, timeout - waited), 'meta', claim.meta ?? ''],
  ]);
}

export const scan: ReadCommand = {
  ...reads,
  name: 'scan',
  arity: -3,
  keys: [],
  summary: 'Returns the names of some locks of the database and a cursor to go on from',
  complexity: 'O(1) for each call; O(N) for a walk from cursor to cursor, with N the number of keys',
  syntax: 'cursor [MATCH pattern] [COUNT count]',
  query: ({ db }, argv) => {
    const cursor = scanCursor(argv[2]!);
    const { glob, count } = scanOptions(argv, 3, 'others');
    const { keys, next } = db.scan(cursor, count);
    const names = keys.filter(key => glob?.matches(key) !== false && db.get(key) instanceof Lock);
    return [String(next), names];
  },
};
