import { below, type Random } from '../../base/random.js';
import type { SortedSet } from '../../machine/values/sorted-set.js';
import { Double, PairsReply, type Reply, SYNTAX_ERROR } from '../../resp/reply.js';
import { isKeyword } from '../arguments.js';
import { checkPairCount, pickCount, randomRanks } from '../random-ranks.js';
import { keysAt, type ReadCommand } from '../spec.js';
import { sortedSetAt } from './values.js';

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
    const count = pickCount(argv[2]!);
    const withScores = argv.length > 3;
    if (argv.length > 4 || (withScores && !isKeyword(argv[3], 'WITHSCORES'))) throw SYNTAX_ERROR;
    if (withScores) checkPairCount(argv[2]!);
    const set = sortedSetAt(db, argv[1]!);
    if (set === undefined || count === 0) return [];
    return pick(set, random, count, withScores);
  },
};

/** Below 0: so many, each any member; else so many different ones. */
function pick(set: SortedSet, random: Random, count: number, withScores: boolean): Reply {
  const found: Reply[] = [];
  for (const rank of randomRanks(random, set.size, count)) {
    const { member, score } = set.at(rank);
    found.push(member);
    if (withScores) found.push(new Double(score));
  }
  return withScores ? new PairsReply(found) : found;
}
