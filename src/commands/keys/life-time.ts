import type { ReadContext } from '../../machine/context.js';
import { Lock } from '../../machine/values/lock/lock.js';
import { keysAt, type ReadCommand, type WriteCommand } from '../spec.js';

const NO_KEY = -2;
const FOR_EVER = -1;

/** `from`: what the reply counts from, in milliseconds since the epoch. Milliseconds, or one of the two above. */
function lifeTime({ db, keyspace }: ReadContext, key: string, from: number): number {
  const value = db.get(key);
  if (value === undefined) return NO_KEY;
  // In lease time: it stands still while nobody leads, and then this moment comes later.
  if (value instanceof Lock) return Math.max(0, value.lastLease - keyspace.leaseNow) + keyspace.now - from;
  const deadline = db.deadline(key);
  return deadline === undefined ? FOR_EVER : deadline - from;
}

/** To the nearest second, as in Redis. */
function inSeconds(milliseconds: number): number {
  return milliseconds < 0 ? milliseconds : Math.floor((milliseconds + 500) / 1000);
}

export const ttl: ReadCommand = {
  name: 'ttl',
  class: 'read',
  arity: 2,
  flags: ['readonly', 'fast'],
  categories: ['keyspace'],
  keys: [keysAt(['RO', 'access'], 1)],
  group: 'generic',
  since: '1.0.0',
  summary: 'Returns how many seconds a key has left, -1 when it lives for ever, -2 when it does not exist',
  complexity: 'O(1)',
  syntax: 'key',
  query: (context, argv) => inSeconds(lifeTime(context, argv[1]!, context.now)),
};

export const pttl: ReadCommand = {
  ...ttl,
  name: 'pttl',
  since: '2.6.0',
  summary:
    'Returns how many milliseconds a key has left, -1 when it lives for ever, -2 when it does not exist',
  query: (context, argv) => lifeTime(context, argv[1]!, context.now),
};

export const expiretime: ReadCommand = {
  ...ttl,
  name: 'expiretime',
  since: '7.0.0',
  summary: 'Returns when a key ends, in seconds since the epoch, -1 for never, -2 when it does not exist',
  query: (context, argv) => inSeconds(lifeTime(context, argv[1]!, 0)),
};

export const pexpiretime: ReadCommand = {
  ...ttl,
  name: 'pexpiretime',
  since: '7.0.0',
  summary:
    'Returns when a key ends, in milliseconds since the epoch, -1 for never, -2 when it does not exist',
  query: (context, argv) => lifeTime(context, argv[1]!, 0),
};

export const persist: WriteCommand = {
  name: 'persist',
  class: 'write',
  arity: 2,
  flags: ['write', 'fast'],
  categories: ['keyspace'],
  keys: [keysAt(['RW', 'update'], 1)],
  group: 'generic',
  since: '2.2.0',
  summary: 'Lets a key live for ever again',
  complexity: 'O(1)',
  syntax: 'key',
  apply: ({ db }, argv) => {
    db.refuseKept(argv[1]!);
    return db.persist(argv[1]!) ? 1 : 0;
  },
};
