import { futureDeadlineOf, stringAt } from '../arguments.js';
import { OK } from '../../resp/reply.js';
import { giveDeadline } from './deadlines.js';
import { keysAt, type WriteCommand } from '../spec.js';

export const setnx: WriteCommand = {
  name: 'setnx',
  class: 'write',
  arity: 3,
  flags: ['write', 'denyoom', 'fast'],
  categories: ['string'],
  keys: [keysAt(['OW', 'insert'], 1)],
  group: 'string',
  since: '1.0.0',
  summary: 'Stores a string under a key unless the key exists',
  complexity: 'O(1)',
  syntax: 'key value',
  apply: ({ db }, argv) => {
    if (db.has(argv[1]!)) return 0;
    db.set(argv[1]!, argv[2]!);
    return 1;
  },
};

export const setex: WriteCommand = {
  name: 'setex',
  class: 'write',
  arity: 4,
  flags: ['write', 'denyoom'],
  categories: ['string'],
  keys: [keysAt(['OW', 'update'], 1)],
  group: 'string',
  since: '2.0.0',
  summary: 'Stores a string under a key for a number of seconds',
  complexity: 'O(1)',
  syntax: 'key seconds value',
  apply: (context, argv) => {
    const { db, now } = context;
    const deadline = futureDeadlineOf(argv[2]!, 'seconds', now, 'setex');
    db.set(argv[1]!, argv[3]!);
    giveDeadline(context, argv[1]!, deadline);
    return OK;
  },
};

export const psetex: WriteCommand = {
  name: 'psetex',
  class: 'write',
  arity: 4,
  flags: ['write', 'denyoom'],
  categories: ['string'],
  keys: [keysAt(['OW', 'update'], 1)],
  group: 'string',
  since: '2.6.0',
  summary: 'Stores a string under a key for a number of milliseconds',
  complexity: 'O(1)',
  syntax: 'key milliseconds value',
  apply: (context, argv) => {
    const { db, now } = context;
    const deadline = futureDeadlineOf(argv[2]!, 'milliseconds', now, 'psetex');
    db.set(argv[1]!, argv[3]!);
    giveDeadline(context, argv[1]!, deadline);
    return OK;
  },
};

export const getset: WriteCommand = {
  name: 'getset',
  class: 'write',
  arity: 3,
  flags: ['write', 'denyoom', 'fast'],
  categories: ['string'],
  keys: [keysAt(['RW', 'access', 'update'], 1)],
  group: 'string',
  since: '1.0.0',
  summary: 'Stores a string under a key and returns the one that was there',
  complexity: 'O(1)',
  syntax: 'key value',
  apply: ({ db }, argv) => {
    const old = stringAt(db, argv[1]!)?.toString() ?? null;
    db.set(argv[1]!, argv[2]!);
    return old;
  },
};
