import {
  addLongDoubles,
  formatLongDouble,
  type LongDouble,
  parseLongDouble,
  ZERO,
} from '../../base/long-double.js';
import { Bytes } from '../../machine/values/bytes.js';
import { encodingOf } from '../../machine/values/string.js';
import { ErrorReply, NOT_A_FLOAT } from '../../resp/reply.js';
import { stringAt } from '../arguments.js';
import type { WriteCommand } from '../spec.js';
import { incrby } from './counting.js';

const NOT_FINITE = new ErrorReply('ERR increment would produce NaN or Infinity');

export const incrbyfloat: WriteCommand = {
  ...incrby,
  name: 'incrbyfloat',
  since: '2.6.0',
  summary: 'Adds a number with a fraction to the one stored under a key; a missing key counts as 0',
  apply: ({ db }, argv) => {
    const key = argv[1]!;
    const value = stringAt(db, key);
    const old = value === undefined ? ZERO : number(value.toString());
    const increment = number(argv[2]!);
    const sum = old === 'infinite' || increment === 'infinite' ? 'infinite' : addLongDoubles(old, increment);
    if (sum === 'infinite') throw NOT_FINITE;
    const text = formatLongDouble(sum);
    // Redis stores what it printed, not a number: a whole result does not show the encoding `int`.
    const stored = encodingOf(text) === 'int' ? new Bytes(text, 'embstr') : text;
    if (value === undefined) db.set(key, stored);
    else db.replace(key, stored);
    return text;
  },
};

function number(text: string): LongDouble | 'infinite' {
  const value = parseLongDouble(text);
  if (value === undefined) throw NOT_A_FLOAT;
  return value;
}
