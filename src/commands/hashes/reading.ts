import type { ReadHandler } from '../../machine/command-table.js';
import { MapReply } from '../../resp/reply.js';
import { keysAt, type ReadCommand } from '../spec.js';
import { fieldAt, hashAt } from './values.js';

const shared = {
  class: 'read',
  categories: ['hash'],
  group: 'hash',
  since: '2.0.0',
} as const;

export const hget: ReadCommand = {
  ...shared,
  name: 'hget',
  arity: 3,
  flags: ['readonly', 'fast'],
  keys: [keysAt(['RO', 'access'], 1)],
  summary: 'Returns the value of a field of a hash',
  complexity: 'O(1)',
  syntax: 'key field',
  query: (context, argv) => fieldAt(context, argv[1]!, argv[2]!) ?? null,
};

export const hmget: ReadCommand = {
  ...hget,
  name: 'hmget',
  arity: -3,
  summary: 'Returns the values of fields of a hash, null for those that do not exist',
  complexity: 'O(N) with N the number of fields given',
  syntax: 'key field [field ...]',
  query: ({ db, keyspace }, argv) => {
    const hash = hashAt(db, argv[1]!);
    return argv.slice(2).map(field => hash?.get(field, keyspace) ?? null);
  },
};

export const hlen: ReadCommand = {
  ...hget,
  name: 'hlen',
  arity: 2,
  keys: [keysAt(['RO'], 1)],
  summary: 'Returns how many fields a hash has',
  syntax: 'key',
  query: ({ db, keyspace }, argv) => hashAt(db, argv[1]!)?.size(keyspace) ?? 0,
};

export const hstrlen: ReadCommand = {
  ...hget,
  name: 'hstrlen',
  keys: [keysAt(['RO'], 1)],
  since: '3.2.0',
  summary: 'Returns how many bytes the value of a field has',
  query: (context, argv) => fieldAt(context, argv[1]!, argv[2]!)?.length ?? 0,
};

export const hexists: ReadCommand = {
  ...hget,
  name: 'hexists',
  keys: [keysAt(['RO'], 1)],
  summary: 'Tells whether a field of a hash exists',
  query: (context, argv) => (fieldAt(context, argv[1]!, argv[2]!) === undefined ? 0 : 1),
};

/** Some part of each field, in the order of the hash. */
function listing(
  part: (field: string, value: string) => readonly string[],
): (...of: Parameters<ReadHandler>) => string[] {
  return ({ db, keyspace }, argv) => {
    const found: string[] = [];
    hashAt(db, argv[1]!)?.forEach(keyspace, (field, value) => found.push(...part(field, value)));
    return found;
  };
}

const everything = listing((field, value) => [field, value]);

export const hgetall: ReadCommand = {
  ...shared,
  name: 'hgetall',
  arity: 2,
  flags: ['readonly'],
  keys: [keysAt(['RO', 'access'], 1)],
  summary: 'Returns all fields of a hash with their values',
  complexity: 'O(N) with N the number of fields',
  syntax: 'key',
  query: (context, argv) => new MapReply(everything(context, argv)),
};

export const hkeys: ReadCommand = {
  ...hgetall,
  name: 'hkeys',
  summary: 'Returns the names of all fields of a hash',
  query: listing(field => [field]),
};

export const hvals: ReadCommand = {
  ...hgetall,
  name: 'hvals',
  summary: 'Returns the values of all fields of a hash',
  query: listing((_, value) => [value]),
};
