import { Glob } from '../../base/glob.js';
import { typeName } from '../../machine/value.js';
import type { ReadCommand } from '../spec.js';
import { scanCursor, scanOptions } from './scan-options.js';

export const keys: ReadCommand = {
  name: 'keys',
  class: 'read',
  arity: 2,
  flags: ['readonly'],
  categories: ['keyspace', 'dangerous'],
  group: 'generic',
  since: '1.0.0',
  summary: 'Returns all keys that match a pattern',
  complexity: 'O(N) with N the number of keys in the database',
  syntax: 'pattern',
  query: ({ db }, argv) => {
    const pattern = argv[1]!;
    if (pattern === '*') return db.keys(() => true);
    const glob = new Glob(pattern);
    return db.keys(key => glob.matches(key));
  },
};

export const scan: ReadCommand = {
  name: 'scan',
  class: 'read',
  arity: -2,
  flags: ['readonly'],
  categories: ['keyspace'],
  group: 'generic',
  since: '2.8.0',
  summary: 'Returns some keys of the database and a cursor to go on from',
  complexity: 'O(1) for each call; O(N) for a walk from cursor to cursor, with N the number of keys',
  syntax: 'cursor [MATCH pattern] [COUNT count] [TYPE type]',
  query: ({ db }, argv) => {
    const cursor = scanCursor(argv[1]!);
    const { glob, count, type } = scanOptions(argv, 2, 'keys');
    const step = db.scan(cursor, count);
    let found = step.keys;
    if (glob !== undefined) found = found.filter(key => glob.matches(key));
    if (type !== undefined) found = found.filter(key => typeName(db.get(key)!) === type);
    return [String(step.next), found];
  },
};

export const randomkey: ReadCommand = {
  name: 'randomkey',
  class: 'read',
  arity: 1,
  flags: ['readonly'],
  categories: ['keyspace'],
  group: 'generic',
  since: '1.0.0',
  summary: 'Returns any key of the database',
  complexity: 'O(1)',
  syntax: '',
  query: ({ db, random }) => db.randomKey(random) ?? null,
};

export const dbsize: ReadCommand = {
  name: 'dbsize',
  class: 'read',
  arity: 1,
  flags: ['readonly', 'fast'],
  categories: ['keyspace'],
  group: 'server',
  since: '1.0.0',
  summary: 'Returns how many keys the database has',
  complexity: 'O(1)',
  syntax: '',
  query: ({ db }) => db.size,
};
