import { ErrorReply, OK } from '../../resp/reply.js';
import { type Command, keysAt, type ReadCommand, type SessionCommand } from '../spec.js';
import { logged, unlogged } from './running.js';

const NO_MULTI = new ErrorReply('ERR EXEC without MULTI');

const shared = {
  class: 'session',
  arity: 1,
  flags: ['noscript', 'loading', 'stale', 'fast', 'allow_busy'],
  categories: ['transaction'],
  group: 'transactions',
  complexity: 'O(1)',
  syntax: '',
} as const;

const multi: SessionCommand = {
  ...shared,
  name: 'multi',
  since: '1.2.0',
  summary: 'Begins a transaction: the commands that follow wait for EXEC',
  run(session) {
    session.transaction.open();
    return OK;
  },
};

/** With a transaction at hand the connection itself sees to it: what it becomes depends on what was queued. */
export const exec: SessionCommand = {
  ...shared,
  name: 'exec',
  flags: ['noscript', 'loading', 'stale', 'skip_slowlog'],
  since: '1.2.0',
  summary: 'Runs the commands of the transaction as one, unless a watched key has changed',
  complexity: 'Depends on the commands',
  run() {
    throw NO_MULTI;
  },
};

const discard: SessionCommand = {
  ...shared,
  name: 'discard',
  since: '2.0.0',
  summary: 'Forgets the commands of the transaction and the keys watched',
  complexity: 'O(N) with N the number of commands queued',
  run(session) {
    session.transaction.discard();
    return OK;
  },
};

const unwatch: SessionCommand = {
  ...shared,
  name: 'unwatch',
  since: '2.2.0',
  summary: 'Forgets the keys watched',
  run(session) {
    session.transaction.unwatch();
    return OK;
  },
};

/**
 * Answers the mark at which the keys were watched, as two numbers: serial and now. The connection keeps it, and tells its
 * client OK.
 */
export const watch: ReadCommand = {
  ...shared,
  name: 'watch',
  class: 'read',
  arity: -2,
  keys: [keysAt(['RO'], 1, -1)],
  since: '2.2.0',
  summary: 'Lets the next EXEC do nothing if one of the keys has changed by then',
  complexity: 'O(1) for every key',
  syntax: 'key [key ...]',
  query: ({ keyspace, now }) => [keyspace.serial, now],
};

export const transactions: readonly Command[] = [multi, exec, discard, watch, unwatch, logged, unlogged];
