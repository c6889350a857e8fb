import { keyword } from '../arguments.js';
import { keysAt, type WriteCommand } from '../spec.js';
import { endFieldAt } from './expiring.js';
import { fieldDeadline, fieldsFrom, TIME_OPTIONS } from './field-arguments.js';
import { edited, hashToEdit } from './values.js';

export const hgetdel: WriteCommand = {
  name: 'hgetdel',
  class: 'write',
  arity: -5,
  flags: ['write', 'fast'],
  categories: ['hash'],
  keys: [keysAt(['RW', 'access', 'delete'], 1)],
  group: 'hash',
  since: '8.0.0',
  summary: 'Removes fields of a hash and returns their values',
  complexity: 'O(N) with N the number of fields given',
  syntax: 'key FIELDS numfields field [field ...]',
  apply: (context, argv) => {
    const { db, keyspace } = context;
    const hash = hashToEdit(db, argv[1]!);
    const values = fieldsFrom(argv, 2).map(field => {
      const value = hash?.get(field, keyspace);
      hash?.delete(field, keyspace);
      return value ?? null;
    });
    if (hash !== undefined && values.some(value => value !== null)) edited(context, argv[1]!, hash);
    return values;
  },
};

export const hgetex: WriteCommand = {
  ...hgetdel,
  name: 'hgetex',
  keys: [keysAt(['RW', 'access', 'update'], 1)],
  summary: 'Returns the values of fields of a hash, and changes how long the fields live',
  syntax:
    'key [EX seconds | PX milliseconds | EXAT unix-time-seconds | PXAT unix-time-milliseconds | PERSIST] FIELDS numfields field [field ...]',
  apply: (context, argv) => {
    const { db, keyspace, now } = context;
    const hash = hashToEdit(db, argv[1]!);
    const option = keyword(argv[2], 'EX', 'PX', 'EXAT', 'PXAT', 'PERSIST');
    const time = option === undefined || option === 'PERSIST' ? undefined : TIME_OPTIONS[option];
    const deadline = time && fieldDeadline(argv[3]!, time.unit, time.isRelative ? now : 0, 'hgetex');
    const fields = fieldsFrom(argv, 2 + (option === undefined ? 0 : time === undefined ? 1 : 2));
    let changed = false;
    const values = fields.map(field => {
      const value = hash?.get(field, keyspace);
      if (hash === undefined || value === undefined) return null;
      if (deadline !== undefined) endFieldAt(context, hash, field, deadline);
      if (deadline !== undefined || (option === 'PERSIST' && hash.persist(field))) changed = true;
      return value;
    });
    if (hash !== undefined && changed) edited(context, argv[1]!, hash);
    return values;
  },
};
