import { addInt64, parseInt64 } from '../../base/numbers.js';
import { addLongDoubles, formatLongDouble, parseLongDouble, ZERO } from '../../base/long-double.js';
import { ErrorReply, NOT_A_FLOAT } from '../../resp/reply.js';
import { integer64 } from '../arguments.js';
import { keysAt, type WriteCommand } from '../spec.js';
import { hashToEdit, setFields } from './values.js';

const NO_INTEGER = new ErrorReply('ERR hash value is not an integer');
const NO_FLOAT = new ErrorReply('ERR hash value is not a float');
const WOULD_OVERFLOW = new ErrorReply('ERR increment or decrement would overflow');
const NOT_FINITE = new ErrorReply('ERR value is NaN or Infinity');
const WOULD_NOT_BE_FINITE = new ErrorReply('ERR increment would produce NaN or Infinity');

export const hincrby: WriteCommand = {
  name: 'hincrby',
  class: 'write',
  arity: 4,
  flags: ['write', 'denyoom', 'fast'],
  categories: ['hash'],
  keys: [keysAt(['RW', 'access', 'update'], 1)],
  group: 'hash',
  since: '2.0.0',
  summary: 'Adds a number to a 64-bit integer in a field of a hash; a missing field counts as 0',
  complexity: 'O(1)',
  syntax: 'key field increment',
  apply: (context, argv) => {
    const [, key, field, amount] = argv as [string, string, string, string];
    const increment = integer64(amount);
    const hash = hashToEdit(context.db, key);
    const old = parseInt64(hash?.get(field, context.keyspace) ?? '0');
    if (old === undefined) throw NO_INTEGER;
    const sum = addInt64(old, increment);
    if (sum === undefined) throw WOULD_OVERFLOW;
    setFields(context, key, hash, [field, String(sum)], true);
    return sum;
  },
};

export const hincrbyfloat: WriteCommand = {
  ...hincrby,
  name: 'hincrbyfloat',
  since: '2.6.0',
  summary: 'Adds a number with a fraction to the one in a field of a hash; a missing field counts as 0',
  apply: (context, argv) => {
    const [, key, field, amount] = argv as [string, string, string, string];
    const increment = parseLongDouble(amount);
    if (increment === undefined) throw NOT_A_FLOAT;
    if (increment === 'infinite') throw NOT_FINITE;
    const hash = hashToEdit(context.db, key);
    const value = hash?.get(field, context.keyspace);
    const old = value === undefined ? ZERO : parseLongDouble(value);
    if (old === undefined) throw NO_FLOAT;
    const sum = old === 'infinite' ? old : addLongDoubles(old, increment);
    if (sum === 'infinite') throw WOULD_NOT_BE_FINITE;
    const text = formatLongDouble(sum);
    setFields(context, key, hash, [field, text], true);
    return text;
  },
};
