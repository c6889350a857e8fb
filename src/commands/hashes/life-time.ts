import type { ReadContext } from '../../machine/context.js';
import { keysAt, type ReadCommand } from '../spec.js';
import { fieldsFrom } from './field-arguments.js';
import { hashAt } from './values.js';

const NO_FIELD = -2;
const FOR_EVER = -1;

/** `from`: what the answers count from, in milliseconds since the epoch. Milliseconds, or one of the two above. */
function lifeTimes({ db, keyspace }: ReadContext, argv: readonly string[], from: number): number[] {
  const hash = hashAt(db, argv[1]!);
  return fieldsFrom(argv, 2).map(field => {
    if (hash?.has(field, keyspace) !== true) return NO_FIELD;
    const deadline = hash.deadline(field);
    return deadline === undefined ? FOR_EVER : deadline - from;
  });
}

/** A second that has begun counts, as in Redis. */
function inSeconds(milliseconds: readonly number[]): number[] {
  return milliseconds.map(amount => (amount < 0 ? amount : Math.ceil(amount / 1000)));
}

export const httl: ReadCommand = {
  name: 'httl',
  class: 'read',
  arity: -5,
  flags: ['readonly', 'fast'],
  categories: ['hash'],
  keys: [keysAt(['RO', 'access'], 1)],
  group: 'hash',
  since: '7.4.0',
  summary:
    'Returns how many seconds fields of a hash have left, -1 for one that lives for ever, -2 for one that does not exist',
  complexity: 'O(N) with N the number of fields given',
  syntax: 'key FIELDS numfields field [field ...]',
  query: (context, argv) => inSeconds(lifeTimes(context, argv, context.now)),
};

export const hpttl: ReadCommand = {
  ...httl,
  name: 'hpttl',
  summary:
    'Returns how many milliseconds fields of a hash have left, -1 for one that lives for ever, -2 for one that does not exist',
  query: (context, argv) => lifeTimes(context, argv, context.now),
};

export const hexpiretime: ReadCommand = {
  ...httl,
  name: 'hexpiretime',
  summary:
    'Returns when fields of a hash end, in seconds since the epoch, -1 for never, -2 for one that does not exist',
  query: (context, argv) => inSeconds(lifeTimes(context, argv, 0)),
};

export const hpexpiretime: ReadCommand = {
  ...httl,
  name: 'hpexpiretime',
  summary:
    'Returns when fields of a hash end, in milliseconds since the epoch, -1 for never, -2 for one that does not exist',
  query: (context, argv) => lifeTimes(context, argv, 0),
};
