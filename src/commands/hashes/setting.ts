import { OK } from '../../resp/reply.js';
import { wrongArity } from '../arguments.js';
import { keysAt, type WriteCommand } from '../spec.js';
import { edited, hashToEdit, setFields } from './values.js';

export const hset: WriteCommand = {
  name: 'hset',
  class: 'write',
  arity: -4,
  flags: ['write', 'denyoom', 'fast'],
  categories: ['hash'],
  keys: [keysAt(['RW', 'update'], 1)],
  group: 'hash',
  since: '2.0.0',
  summary: 'Sets fields of a hash, which live for ever then, and returns how many of them are new',
  complexity: 'O(N) with N the number of fields set',
  syntax: 'key field value [field value ...]',
  apply: (context, argv) => {
    if (argv.length % 2 === 1) throw wrongArity('hset');
    return setFields(context, argv[1]!, hashToEdit(context.db, argv[1]!), argv.slice(2));
  },
};

export const hmset: WriteCommand = {
  ...hset,
  name: 'hmset',
  summary: 'Sets fields of a hash; HSET does the same',
  apply: (context, argv) => {
    if (argv.length % 2 === 1) throw wrongArity('hmset');
    setFields(context, argv[1]!, hashToEdit(context.db, argv[1]!), argv.slice(2));
    return OK;
  },
};

export const hsetnx: WriteCommand = {
  ...hset,
  name: 'hsetnx',
  arity: 4,
  keys: [keysAt(['RW', 'insert'], 1)],
  summary: 'Sets a field of a hash unless it exists',
  complexity: 'O(1)',
  syntax: 'key field value',
  apply: (context, argv) => {
    const hash = hashToEdit(context.db, argv[1]!);
    if (hash?.has(argv[2]!, context.keyspace) === true) return 0;
    return setFields(context, argv[1]!, hash, argv.slice(2));
  },
};

export const hdel: WriteCommand = {
  name: 'hdel',
  class: 'write',
  arity: -3,
  flags: ['write', 'fast'],
  categories: ['hash'],
  keys: [keysAt(['RW', 'delete'], 1)],
  group: 'hash',
  since: '2.0.0',
  summary: 'Removes fields of a hash and returns how many of them existed; the key goes with the last one',
  complexity: 'O(N) with N the number of fields given',
  syntax: 'key field [field ...]',
  apply: (context, argv) => {
    const hash = hashToEdit(context.db, argv[1]!);
    if (hash === undefined) return 0;
    let removed = 0;
    for (let i = 2; i < argv.length; i++) if (hash.delete(argv[i]!, context.keyspace)) removed++;
    if (removed > 0) edited(context, argv[1]!, hash);
    return removed;
  },
};
