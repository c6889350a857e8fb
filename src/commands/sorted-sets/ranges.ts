import { SortedSet } from '../../machine/values/sorted-set.js';
import { ErrorReply, type Reply, SYNTAX_ERROR } from '../../resp/reply.js';
import { integer, keyword } from '../arguments.js';
import { keysAt, type ReadCommand, type WriteCommand } from '../spec.js';
import type { ReadHandler } from '../../machine/command-table.js';
import { NOTHING, type Range, type Ranks, ranksBetween, scoreRange, textRange } from './bounds.js';
import { limitsOf, membersReply, put, sortedSetAt, store } from './values.js';

const LIMIT_BY_RANK = new ErrorReply(
  'ERR syntax error, LIMIT is only supported in combination with either BYSCORE or BYLEX',
);
const SCORES_BY_LEX = new ErrorReply('ERR syntax error, WITHSCORES not supported in combination with BYLEX');

type By = 'rank' | 'score' | 'text';

/** What the name of a command settles; the rest is up to its options. */
interface Form {
  readonly by?: By;
  readonly backwards?: boolean;
  readonly stores?: boolean;
}

interface Query {
  readonly range: Range;
  readonly backwards: boolean;
  readonly withScores: boolean;
}

const shared = {
  class: 'read',
  arity: -4,
  flags: ['readonly'],
  categories: ['sortedset'],
  keys: [keysAt(['RO', 'access'], 1)],
  group: 'sorted-set',
  complexity: 'O(log(N)+M) with N the size of the set and M the number of members returned',
} as const;

export const zrange: ReadCommand = {
  ...shared,
  name: 'zrange',
  since: '1.2.0',
  summary: 'Returns the members within a range of ranks, of scores or of texts',
  syntax: 'key start stop [BYSCORE | BYLEX] [REV] [LIMIT offset count] [WITHSCORES]',
  query: find({}),
};

export const zrevrange: ReadCommand = {
  ...shared,
  name: 'zrevrange',
  since: '1.2.0',
  summary: 'Returns the members within a range of ranks, counted from the highest score',
  syntax: 'key start stop [WITHSCORES]',
  query: find({ by: 'rank', backwards: true }),
};

export const zrangebyscore: ReadCommand = {
  ...shared,
  name: 'zrangebyscore',
  since: '1.0.5',
  summary: 'Returns the members within a range of scores',
  syntax: 'key min max [WITHSCORES] [LIMIT offset count]',
  query: find({ by: 'score', backwards: false }),
};

export const zrevrangebyscore: ReadCommand = {
  ...shared,
  name: 'zrevrangebyscore',
  since: '2.2.0',
  summary: 'Returns the members within a range of scores, from the highest to the lowest',
  syntax: 'key max min [WITHSCORES] [LIMIT offset count]',
  query: find({ by: 'score', backwards: true }),
};

export const zrangebylex: ReadCommand = {
  ...shared,
  name: 'zrangebylex',
  since: '2.8.9',
  summary: 'Returns the members within a range of texts, of a set whose scores are all equal',
  syntax: 'key min max [LIMIT offset count]',
  query: find({ by: 'text', backwards: false }),
};

export const zrevrangebylex: ReadCommand = {
  ...shared,
  name: 'zrevrangebylex',
  since: '2.8.9',
  summary: 'Returns the members within a range of texts, the last one first',
  syntax: 'key max min [LIMIT offset count]',
  query: find({ by: 'text', backwards: true }),
};

export const zrangestore: WriteCommand = {
  name: 'zrangestore',
  class: 'write',
  arity: -5,
  flags: ['write', 'denyoom'],
  categories: ['sortedset'],
  keys: [keysAt(['OW', 'update'], 1), keysAt(['RO', 'access'], 2)],
  group: 'sorted-set',
  since: '6.2.0',
  summary: 'Stores the members within a range of ranks, of scores or of texts under another key',
  complexity: 'O(log(N)+M) with N the size of the set and M the number of members stored',
  syntax: 'destination source min max [BYSCORE | BYLEX] [REV] [LIMIT offset count]',
  apply: ({ db, settings }, argv) => {
    const { range, backwards } = queryOf(argv, 3, { stores: true });
    const source = sortedSetAt(db, argv[2]!);
    const target = new SortedSet();
    const limits = limitsOf(settings);
    if (source !== undefined) {
      const [from, to] = range(source, backwards);
      source.forEach(from, to, (member, score) => void put(target, limits, member, score));
    }
    return store({ db }, argv[1]!, target);
  },
};

function find(form: Form): ReadHandler {
  return ({ db }, argv): Reply => {
    const { range, backwards, withScores } = queryOf(argv, 2, form);
    const set = sortedSetAt(db, argv[1]!);
    return set === undefined ? [] : membersReply(set, range(set, backwards), withScores, backwards);
  };
}

interface Options {
  by: By | undefined;
  backwards: boolean | undefined;
  withScores: boolean;
  offset: number;
  /** Below 0: all. */
  limit: number;
}

/** Reads arguments from `at` on: two ends and the options. */
function queryOf(argv: readonly string[], at: number, form: Form): Query {
  const options: Options = {
    by: form.by,
    backwards: form.backwards,
    withScores: false,
    offset: 0,
    limit: -1,
  };
  readOptions(options, argv, at + 2, form.stores === true);
  const { by = 'rank', backwards = false, withScores, offset, limit } = options;
  if (limit !== -1 && by === 'rank') throw LIMIT_BY_RANK;
  if (withScores && by === 'text') throw SCORES_BY_LEX;
  const ends = [argv[at]!, argv[at + 1]!] as const;
  const [min, max] = backwards ? [ends[1], ends[0]] : ends;
  if (by === 'rank') {
    const [start, stop] = [integer(ends[0]), integer(ends[1])];
    const range: Range = ({ size }) => seenFrom(backwards, size, ranksBetween(size, start, stop));
    return { range, backwards, withScores };
  }
  const whole = by === 'score' ? scoreRange(min, max) : textRange(min, max);
  const range: Range = (set, reverse) => limited(whole(set, reverse), backwards, offset, limit);
  return { range, backwards, withScores };
}

function readOptions(options: Options, argv: readonly string[], from: number, stores: boolean): void {
  for (let at = from; at < argv.length; at++) {
    const option = keyword(argv[at], 'WITHSCORES', 'LIMIT', 'REV', 'BYLEX', 'BYSCORE');
    if (option === 'WITHSCORES' && !stores) options.withScores = true;
    else if (option === 'LIMIT' && argv.length - at > 2) {
      options.offset = integer(argv[++at]!);
      options.limit = integer(argv[++at]!);
    } else if (option === 'REV' && options.backwards === undefined) options.backwards = true;
    else if (option === 'BYLEX' && options.by === undefined) options.by = 'text';
    else if (option === 'BYSCORE' && options.by === undefined) options.by = 'score';
    else throw SYNTAX_ERROR;
  }
}

/** Ranks counted from the end, as ranks. */
function seenFrom(backwards: boolean, size: number, [from, to]: Ranks): Ranks {
  return backwards ? [size - to, size - from] : [from, to];
}

/** Leaves `offset` members out and takes `limit` of the rest. An offset below 0 leaves out all, as in Redis. */
function limited([from, to]: Ranks, backwards: boolean, offset: number, limit: number): Ranks {
  const left = to - from - offset;
  if (offset < 0 || left <= 0) return NOTHING;
  const count = limit < 0 ? left : Math.min(limit, left);
  return backwards ? [to - offset - count, to - offset] : [from + offset, from + offset + count];
}
