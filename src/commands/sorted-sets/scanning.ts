import { formatDouble } from '../../resp/double.js';
import type { Reply } from '../../resp/reply.js';
import { scanCursor, scanOptions } from '../keys/scan-options.js';
import { keysAt, type ReadCommand } from '../spec.js';
import { sortedSetAt } from './values.js';

export const zscan: ReadCommand = {
  name: 'zscan',
  class: 'read',
  arity: -3,
  flags: ['readonly'],
  categories: ['sortedset'],
  keys: [keysAt(['RO', 'access'], 1)],
  group: 'sorted-set',
  since: '2.8.0',
  summary: 'Returns some members of a sorted set with their scores, and a cursor to go on from',
  complexity: 'O(1) for each call; O(N) for a walk from cursor to cursor, with N the size of the set',
  syntax: 'key cursor [MATCH pattern] [COUNT count]',
  query: ({ db }, argv): Reply => {
    const cursor = scanCursor(argv[2]!);
    const set = sortedSetAt(db, argv[1]!);
    if (set === undefined) return ['0', []];
    const { glob, count } = scanOptions(argv, 3, 'others');
    const found: string[] = [];
    const visit = (member: string, score: number): undefined => {
      if (glob?.matches(member) !== false) found.push(member, scoreText(score, set.isSkiplist));
    };
    if (set.isSkiplist) return [String(set.scan(cursor, count, visit)), found];
    set.forEach(0, set.size, visit);
    return ['0', found];
  },
};

/** Whole numbers up to this are kept as integers by a listpack. */
const INTEGER_MAX = 2 ** 62;

/** A score as bytes: a listpack shows the integers that it holds, without an exponent. */
function scoreText(score: number, isSkiplist: boolean): string {
  const isInteger = !isSkiplist && Number.isInteger(score) && Math.abs(score) <= INTEGER_MAX;
  return isInteger ? String(BigInt(score)) : formatDouble(score);
}
