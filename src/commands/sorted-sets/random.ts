import { below, type Random } from '../../base/random.js';
import { INT64_MIN } from '../../base/numbers.js';
import type { SortedSet } from '../../machine/values/sorted-set.js';
import { Double, ErrorReply, PairsReply, type Reply, SYNTAX_ERROR } from '../../resp/reply.js';
import { integer64, isKeyword, saturate } from '../arguments.js';
import { keysAt, type ReadCommand } from '../spec.js';
import { membersReply, sortedSetAt } from './values.js';

/** Members that one call returns at most where they may repeat: Redis would go on until its memory ends. */
const REPEATED_MAX = 10_000_000;

const OUT_OF_RANGE = new ErrorReply('ERR value is out of range');
const COUNT_TOO_LOW = new ErrorReply(
  'ERR value is out of range, value must between -9223372036854775807 and 9223372036854775807',
);
/** With scores the reply is twice as long, and its length must fit 64 bits. */
const WITH_SCORES_MAX = (2n ** 63n - 1n) / 2n;

export const zrandmember: ReadCommand = {
  name: 'zrandmember',
  class: 'read',
  arity: -2,
  flags: ['readonly'],
  categories: ['sortedset'],
  keys: [keysAt(['RO', 'access'], 1)],
  group: 'sorted-set',
  since: '6.2.0',
  summary: 'Returns any members of a sorted set',
  complexity: 'O(M*log(N)) with N the size of the set and M the number of members returned',
  syntax: 'key [count [WITHSCORES]]',
  query: ({ db, random }, argv) => {
    if (argv.length === 2) {
      const set = sortedSetAt(db, argv[1]!);
      return set === undefined ? null : set.at(below(random, set.size)).member;
    }
    const count = countOf(argv);
    const set = sortedSetAt(db, argv[1]!);
    if (set === undefined || count === 0) return [];
    if (-count > REPEATED_MAX) throw OUT_OF_RANGE;
    return pick(set, random, count, argv.length === 4);
  },
};

function countOf(argv: readonly string[]): number {
  const count = integer64(argv[2]!);
  if (count === INT64_MIN) throw COUNT_TOO_LOW;
  if (argv.length > 4 || (argv.length === 4 && !isKeyword(argv[3], 'WITHSCORES'))) throw SYNTAX_ERROR;
  if (argv.length === 4 && (count > WITH_SCORES_MAX || count < -WITH_SCORES_MAX)) throw OUT_OF_RANGE;
  return saturate(count);
}

/** Below 0: so many, each any member; else so many different ones. */
function pick(set: SortedSet, random: Random, count: number, withScores: boolean): Reply {
  const { size } = set;
  if (count >= size) return membersReply(set, [0, size], withScores);
  const ranks =
    count < 0
      ? Array.from({ length: -count }, () => below(random, size))
      : differentRanks(random, size, count);
  const found: Reply[] = [];
  for (const rank of ranks) {
    const { member, score } = set.at(rank);
    found.push(member);
    if (withScores) found.push(new Double(score));
  }
  return withScores ? new PairsReply(found) : found;
}

/** `count` of the ranks below `size`, each choice as likely as any other, by Floyd's method (Bentley and Floyd 1987). */
function differentRanks(random: Random, size: number, count: number): Iterable<number> {
  const chosen = new Set<number>();
  for (let last = size - count; last < size; last++) {
    const rank = below(random, last + 1);
    chosen.add(chosen.has(rank) ? last : rank);
  }
  return chosen;
}
