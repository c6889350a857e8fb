import { stringAt } from '../arguments.js';
import { SYNTAX_ERROR } from '../../resp/reply.js';
import { keysAt, type WriteCommand } from '../spec.js';
import { ExpiryOptions } from './expiry-options.js';

export const getdel: WriteCommand = {
  name: 'getdel',
  class: 'write',
  arity: 2,
  flags: ['write', 'fast'],
  categories: ['string'],
  keys: [keysAt(['RW', 'access', 'delete'], 1)],
  group: 'string',
  since: '6.2.0',
  summary: 'Returns the string stored under a key and deletes the key',
  complexity: 'O(1)',
  syntax: 'key',
  apply: ({ db }, argv) => {
    const value = stringAt(db, argv[1]!);
    if (value === undefined) return null;
    db.delete(argv[1]!);
    return value.toString();
  },
};

export const getex: WriteCommand = {
  name: 'getex',
  class: 'write',
  arity: -2,
  flags: ['write', 'fast'],
  categories: ['string'],
  keys: [keysAt(['RW', 'access', 'update'], 1)],
  group: 'string',
  since: '6.2.0',
  summary: 'Returns the string stored under a key and changes how long the key lives',
  complexity: 'O(1)',
  syntax:
    'key [EX seconds | PX milliseconds | EXAT unix-time-seconds | PXAT unix-time-milliseconds | PERSIST]',
  apply: ({ db, now }, argv) => {
    const key = argv[1]!;
    const expiry = new ExpiryOptions();
    for (let index = 2; index < argv.length; ) {
      const behind = expiry.read(argv, index, 'KEEPTTL');
      if (behind === index) throw SYNTAX_ERROR;
      index = behind;
    }
    const value = stringAt(db, key)?.toString();
    if (value === undefined) return null; // Redis does not look at the time then, however wrong it is
    const deadline = expiry.deadline(now, 'getex');
    if (deadline !== undefined) db.setDeadline(key, deadline);
    else if (expiry.persists) db.persist(key);
    return value;
  },
};
