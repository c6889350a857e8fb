import type { ReadHandler } from '../../machine/command-table.js';
import { typeName } from '../../machine/value.js';
import { Status } from '../../resp/reply.js';
import { keysAt, type ReadCommand } from '../spec.js';

/** A key that is named twice counts twice, as in Redis. */
const countPresent: ReadHandler = ({ db }, argv) => {
  let present = 0;
  for (let i = 1; i < argv.length; i++) if (db.has(argv[i]!)) present++;
  return present;
};

export const exists: ReadCommand = {
  name: 'exists',
  class: 'read',
  arity: -2,
  flags: ['readonly', 'fast'],
  categories: ['keyspace'],
  keys: [keysAt(['RO'], 1, -1)],
  group: 'generic',
  since: '1.0.0',
  summary: 'Returns how many of the given keys exist',
  complexity: 'O(N) with N the number of keys',
  syntax: 'key [key ...]',
  query: countPresent,
};

export const touch: ReadCommand = {
  ...exists,
  name: 'touch',
  since: '3.2.1',
  summary: 'Marks keys as just used and returns how many of them exist',
};

export const type: ReadCommand = {
  name: 'type',
  class: 'read',
  arity: 2,
  flags: ['readonly', 'fast'],
  categories: ['keyspace'],
  keys: [keysAt(['RO'], 1)],
  group: 'generic',
  since: '1.0.0',
  summary: 'Returns the type of what a key holds',
  complexity: 'O(1)',
  syntax: 'key',
  query: ({ db }, argv) => {
    const value = db.get(argv[1]!);
    return new Status(value === undefined ? 'none' : typeName(value));
  },
};
