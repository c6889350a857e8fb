import { Lock } from '../../machine/values/lock/lock.js';
import { integer64, saturate, stringAt, stringOf } from '../arguments.js';
import { keysAt, type ReadCommand } from '../spec.js';
import type { ReadHandler } from '../../machine/command-table.js';

export const get: ReadCommand = {
  name: 'get',
  class: 'read',
  arity: 2,
  flags: ['readonly', 'fast'],
  categories: ['string'],
  keys: [keysAt(['RO', 'access'], 1)],
  group: 'string',
  since: '1.0.0',
  summary: 'Returns the string stored under a key',
  complexity: 'O(1)',
  syntax: 'key',
  query: ({ db }, argv) => {
    const value = db.get(argv[1]!);
    // Whoever compares what is there with what it has set itself learns that another one holds it.
    if (value instanceof Lock) return `dlock:${value.first()?.token ?? 0}`;
    return stringOf(value)?.toString() ?? null;
  },
};

export const strlen: ReadCommand = {
  name: 'strlen',
  class: 'read',
  arity: 2,
  flags: ['readonly', 'fast'],
  categories: ['string'],
  keys: [keysAt(['RO'], 1)],
  group: 'string',
  since: '2.2.0',
  summary: 'Returns how many bytes a string has',
  complexity: 'O(1)',
  syntax: 'key',
  query: ({ db }, argv) => stringAt(db, argv[1]!)?.length ?? 0,
};

/** Offsets are inclusive and count from the end when they are below zero. */
const range: ReadHandler = ({ db }, argv) => {
  const first = integer64(argv[2]!);
  const last = integer64(argv[3]!);
  const value = stringAt(db, argv[1]!);
  if (value === undefined || (first < 0 && last < 0 && first > last)) return '';
  const length = value.length;
  let start = saturate(first);
  let end = saturate(last);
  if (start < 0) start = Math.max(start + length, 0);
  end = end < 0 ? Math.max(end + length, 0) : Math.min(end, length - 1);
  return start > end || length === 0 ? '' : value.slice(start, end + 1);
};

export const getrange: ReadCommand = {
  name: 'getrange',
  class: 'read',
  arity: 4,
  flags: ['readonly'],
  categories: ['string'],
  keys: [keysAt(['RO', 'access'], 1)],
  group: 'string',
  since: '2.4.0',
  summary: 'Returns the part of a string between two offsets, both included',
  complexity: 'O(N) with N the number of bytes returned',
  syntax: 'key start end',
  query: range,
};

export const substr: ReadCommand = {
  ...getrange,
  name: 'substr',
  since: '1.0.0',
  summary: 'The old name of GETRANGE',
};
