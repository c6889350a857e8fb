import { INT64_MIN } from '../../base/numbers.js';
import type { ReadContext } from '../../machine/context.js';
import type { List } from '../../machine/values/list.js';
import { ErrorReply, type Reply, SYNTAX_ERROR } from '../../resp/reply.js';
import { integer, integer64, integerWithin, keyword } from '../arguments.js';
import { keysAt, type ReadCommand } from '../spec.js';
import { lengthOf, sequenceAt, sliceOf } from './sequences.js';
import { listAt, rangeOf } from './values.js';

export const llen: ReadCommand = {
  name: 'llen',
  class: 'read',
  arity: 2,
  flags: ['readonly', 'fast'],
  categories: ['list'],
  keys: [keysAt(['RO'], 1)],
  group: 'list',
  since: '1.0.0',
  summary: 'Answers the length of a list',
  complexity: 'O(1)',
  syntax: 'key',
  query: ({ db }, argv) => {
    const sequence = sequenceAt(db, argv[1]!);
    return sequence === undefined ? 0 : lengthOf(sequence);
  },
};

export const lindex: ReadCommand = {
  name: 'lindex',
  class: 'read',
  arity: 3,
  flags: ['readonly'],
  categories: ['list'],
  keys: [keysAt(['RO', 'access'], 1)],
  group: 'list',
  since: '1.0.0',
  summary: 'Answers the element at an index, counted from the end when negative',
  complexity: 'O(N/65536) with N the number of elements between the index and the nearer end',
  syntax: 'key index',
  query: ({ db }, argv) => {
    const list = listAt(db, argv[1]!);
    if (list === undefined) return null;
    const index = integer(argv[2]!);
    return list.get(index < 0 ? list.length + index : index) ?? null;
  },
};

export const lrange: ReadCommand = {
  name: 'lrange',
  class: 'read',
  arity: 4,
  flags: ['readonly'],
  categories: ['list'],
  keys: [keysAt(['RO', 'access'], 1)],
  group: 'list',
  since: '1.0.0',
  summary: 'Answers the elements from one index to another, both included',
  complexity: 'O(N) with N the number of elements answered',
  syntax: 'key start stop',
  query: ({ db }, argv) => {
    const start = integer(argv[2]!);
    const stop = integer(argv[3]!);
    const sequence = sequenceAt(db, argv[1]!);
    const range = sequence && rangeOf(lengthOf(sequence), start, stop);
    return sequence && range ? sliceOf(sequence, ...range) : [];
  },
};

export const lpos: ReadCommand = {
  name: 'lpos',
  class: 'read',
  arity: -3,
  flags: ['readonly'],
  categories: ['list'],
  keys: [keysAt(['RO', 'access'], 1)],
  group: 'list',
  since: '6.0.6',
  summary: 'Answers the index of an element, or of several',
  complexity: 'O(N) with N the number of elements looked at',
  syntax: 'key element [RANK rank] [COUNT num-matches] [MAXLEN len]',
  query: findPositions,
};

const RANK_ZERO = new ErrorReply(
  "ERR RANK can't be zero: use 1 to start from the first match, 2 from the second ... " +
    'or use negative to start from the end of the list',
);
/** The one 64-bit integer without a positive counterpart. */
const RANK_TOO_LOW = new ErrorReply(
  'ERR value is out of range, value must between -9223372036854775807 and 9223372036854775807',
);
const COUNT_NEGATIVE = new ErrorReply("ERR COUNT can't be negative");
const MAXLEN_NEGATIVE = new ErrorReply("ERR MAXLEN can't be negative");

interface Search {
  /** Which match is the first one wanted: 1 and up from the left, -1 and down from the right. */
  rank: number;
  /** Matches wanted, 0: all; undefined: one, answered alone. */
  count: number | undefined;
  /** Elements looked at; 0: all. */
  maxlen: number;
}

function findPositions({ db }: ReadContext, argv: readonly string[]): Reply {
  const search = searchOptions(argv);
  const list = listAt(db, argv[1]!);
  const found = list === undefined ? [] : positions(list, argv[2]!, search);
  return search.count === undefined ? (found[0] ?? null) : found;
}

function searchOptions(argv: readonly string[]): Search {
  const search: Search = { rank: 1, count: undefined, maxlen: 0 };
  for (let at = 3; at < argv.length; at += 2) {
    const option = keyword(argv[at], 'RANK', 'COUNT', 'MAXLEN');
    const value = argv[at + 1];
    if (option === undefined || value === undefined) throw SYNTAX_ERROR;
    if (option === 'RANK') {
      if (integer64(value) === INT64_MIN) throw RANK_TOO_LOW;
      search.rank = integer(value);
      if (search.rank === 0) throw RANK_ZERO;
    } else if (option === 'COUNT') {
      search.count = integerWithin(value, 0, Number.MAX_SAFE_INTEGER, COUNT_NEGATIVE);
    } else {
      search.maxlen = integerWithin(value, 0, Number.MAX_SAFE_INTEGER, MAXLEN_NEGATIVE);
    }
  }
  return search;
}

function positions(list: List, element: string, { rank, count = 1, maxlen }: Search): number[] {
  const found: number[] = [];
  let skip = Math.abs(rank) - 1;
  let looks = maxlen === 0 ? Infinity : maxlen;
  list.scan(rank > 0 ? 'left' : 'right', (candidate, index) => {
    if (candidate === element && skip-- <= 0) found.push(index);
    return --looks > 0 && (count === 0 || found.length < count);
  });
  return found;
}
