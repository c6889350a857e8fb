import { addInt64, INT64_MIN, type Int64 } from '../../base/numbers.js';
import type { WriteContext } from '../../machine/context.js';
import { ErrorReply, NOT_AN_INTEGER, type Reply } from '../../resp/reply.js';
import { integer64, stringAt } from '../arguments.js';
import { keysAt, type WriteCommand } from '../spec.js';

/** The sign and 19 digits. */
const LONGEST_INT64 = 20;

const WOULD_OVERFLOW = new ErrorReply('ERR increment or decrement would overflow');
const DECREMENT_WOULD_OVERFLOW = new ErrorReply('ERR decrement would overflow');

export const incr: WriteCommand = {
  name: 'incr',
  class: 'write',
  arity: 2,
  flags: ['write', 'denyoom', 'fast'],
  categories: ['string'],
  keys: [keysAt(['RW', 'access', 'update'], 1)],
  group: 'string',
  since: '1.0.0',
  summary: 'Adds one to a 64-bit integer; a missing key counts as 0',
  complexity: 'O(1)',
  syntax: 'key',
  apply: (context, argv) => add(context, argv[1]!, 1),
};

export const decr: WriteCommand = {
  ...incr,
  name: 'decr',
  summary: 'Takes one from a 64-bit integer; a missing key counts as 0',
  apply: (context, argv) => add(context, argv[1]!, -1),
};

export const incrby: WriteCommand = {
  ...incr,
  name: 'incrby',
  arity: 3,
  summary: 'Adds a number to a 64-bit integer; a missing key counts as 0',
  syntax: 'key increment',
  apply: (context, argv) => add(context, argv[1]!, integer64(argv[2]!)),
};

export const decrby: WriteCommand = {
  ...incr,
  name: 'decrby',
  arity: 3,
  summary: 'Takes a number from a 64-bit integer; a missing key counts as 0',
  syntax: 'key decrement',
  apply: (context, argv) => {
    const decrement = integer64(argv[2]!);
    if (decrement === INT64_MIN) throw DECREMENT_WOULD_OVERFLOW; // it has no counterpart above zero
    return add(context, argv[1]!, -decrement);
  },
};

function add({ db }: WriteContext, key: string, increment: Int64): Reply {
  const value = stringAt(db, key);
  if (value !== undefined && value.length > LONGEST_INT64) throw NOT_AN_INTEGER;
  const sum = addInt64(value === undefined ? 0 : integer64(value.toString()), increment);
  if (sum === undefined) throw WOULD_OVERFLOW;
  if (value === undefined) db.set(key, String(sum));
  else db.replace(key, String(sum));
  return sum;
}
