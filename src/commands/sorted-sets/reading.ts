import type { ReadContext } from '../../machine/context.js';
import type { SortedSet } from '../../machine/values/sorted-set.js';
import { Double, NULL_ARRAY, type Reply, SYNTAX_ERROR } from '../../resp/reply.js';
import { isKeyword, wrongArity } from '../arguments.js';
import { keysAt, type ReadCommand } from '../spec.js';
import { type Range, scoreRange, textRange } from './bounds.js';
import { sortedSetAt } from './values.js';

const shared = {
  class: 'read',
  flags: ['readonly', 'fast'],
  categories: ['sortedset'],
  keys: [keysAt(['RO', 'access'], 1)],
  group: 'sorted-set',
} as const;

export const zcard: ReadCommand = {
  ...shared,
  name: 'zcard',
  arity: 2,
  keys: [keysAt(['RO'], 1)],
  since: '1.2.0',
  summary: 'Returns how many members a sorted set has',
  complexity: 'O(1)',
  syntax: 'key',
  query: ({ db }, argv) => sortedSetAt(db, argv[1]!)?.size ?? 0,
};

export const zscore: ReadCommand = {
  ...shared,
  name: 'zscore',
  arity: 3,
  since: '1.2.0',
  summary: 'Returns the score of a member',
  complexity: 'O(1)',
  syntax: 'key member',
  query: ({ db }, argv) => scoreReply(sortedSetAt(db, argv[1]!), argv[2]!),
};

export const zmscore: ReadCommand = {
  ...shared,
  name: 'zmscore',
  arity: -3,
  since: '6.2.0',
  summary: 'Returns the scores of members',
  complexity: 'O(N) with N the number of members asked for',
  syntax: 'key member [member ...]',
  query: ({ db }, argv) => {
    const set = sortedSetAt(db, argv[1]!);
    return argv.slice(2).map(member => scoreReply(set, member));
  },
};

function scoreReply(set: SortedSet | undefined, member: string): Reply {
  const score = set?.score(member);
  return score === undefined ? null : new Double(score);
}

export const zcount: ReadCommand = {
  ...shared,
  name: 'zcount',
  arity: 4,
  since: '2.0.0',
  summary: 'Returns how many members have a score within a range',
  complexity: 'O(log(N)) with N the size of the set',
  syntax: 'key min max',
  query: (context, argv) => count(context, argv[1]!, scoreRange(argv[2]!, argv[3]!)),
};

export const zlexcount: ReadCommand = {
  ...shared,
  name: 'zlexcount',
  arity: 4,
  since: '2.8.9',
  summary: 'Returns how many members are within a range of texts, of a set whose scores are all equal',
  complexity: 'O(log(N)) with N the size of the set',
  syntax: 'key min max',
  query: (context, argv) => count(context, argv[1]!, textRange(argv[2]!, argv[3]!)),
};

function count({ db }: ReadContext, key: string, range: Range): number {
  const set = sortedSetAt(db, key);
  if (set === undefined) return 0;
  const [from, to] = range(set);
  return to - from;
}

export const zrank: ReadCommand = {
  ...shared,
  name: 'zrank',
  arity: -3,
  since: '2.0.0',
  summary: 'Returns the rank of a member, 0 for the lowest score',
  complexity: 'O(log(N)) with N the size of the set',
  syntax: 'key member [WITHSCORE]',
  query: (context, argv) => rank(context, argv, (at, _) => at),
};

export const zrevrank: ReadCommand = {
  ...zrank,
  name: 'zrevrank',
  summary: 'Returns the rank of a member, 0 for the highest score',
  query: (context, argv) => rank(context, argv, (at, size) => size - 1 - at),
};

function rank(
  { db }: ReadContext,
  argv: readonly string[],
  seen: (rank: number, size: number) => number,
): Reply {
  if (argv.length > 4) throw wrongArity(argv[0]!.toLowerCase());
  const withScore = argv.length === 4;
  if (withScore && !isKeyword(argv[3], 'WITHSCORE')) throw SYNTAX_ERROR;
  const set = sortedSetAt(db, argv[1]!);
  const at = set?.rank(argv[2]!);
  if (set === undefined || at === undefined) return withScore ? NULL_ARRAY : null;
  const reply = seen(at, set.size);
  return withScore ? [reply, new Double(set.score(argv[2]!)!)] : reply;
}
