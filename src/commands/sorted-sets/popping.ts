import type { WriteHandler } from '../../machine/command-table.js';
import type { ReadContext } from '../../machine/context.js';
import type { Entry } from '../../machine/values/score-tree.js';
import type { SortedSet } from '../../machine/values/sorted-set.js';
import { Double, NULL_ARRAY, PairsReply, type Reply, SYNTAX_ERROR } from '../../resp/reply.js';
import { keyword, positiveCount, poppingOptions } from '../arguments.js';
import { keysAt, keysCounted, type WriteCommand } from '../spec.js';
import { shrunk, sortedSetToEdit } from './values.js';

export type ScoreEnd = 'min' | 'max';

const shared = {
  class: 'write',
  categories: ['sortedset'],
  group: 'sorted-set',
} as const;

const single = {
  ...shared,
  arity: -2,
  flags: ['write', 'fast'],
  keys: [keysAt(['RW', 'access', 'delete'], 1)],
  since: '5.0.0',
  complexity: 'O(log(N)*M) with N the size of the set and M the number of members taken',
  syntax: 'key [count]',
} as const;

export const zpopmin: WriteCommand = {
  ...single,
  name: 'zpopmin',
  summary: 'Takes the members with the lowest scores; the key goes with the last one',
  apply: pop('min'),
};

export const zpopmax: WriteCommand = {
  ...single,
  name: 'zpopmax',
  summary: 'Takes the members with the highest scores; the key goes with the last one',
  apply: pop('max'),
};

function pop(end: ScoreEnd): WriteHandler {
  return (context, argv): Reply => {
    if (argv.length > 3) throw SYNTAX_ERROR;
    const count = argv.length === 3 ? positiveCount(argv[2]!) : undefined;
    const set = sortedSetToEdit(context.db, argv[1]!);
    if (set === undefined || count === 0) return [];
    const taken = take(context, argv[1]!, set, end, count ?? 1).flatMap(entryReply);
    return count === undefined ? taken : new PairsReply(taken);
  };
}

export const zmpop: WriteCommand = {
  ...shared,
  name: 'zmpop',
  arity: -4,
  flags: ['write', 'movablekeys'],
  keys: [keysCounted(['RW', 'access', 'delete'], 1)],
  since: '7.0.0',
  summary: 'Takes members of the first of several sorted sets that is there',
  complexity:
    'O(K)+O(M*log(N)) with K the number of keys, N the size of the set and M the number of members taken',
  syntax: 'numkeys key [key ...] <MIN | MAX> [COUNT count]',
  apply: (context, argv) => {
    const { keys, end, count } = poppingOptions(argv, 1, endOf);
    const found = firstSortedSet(context, keys);
    if (found === undefined) return NULL_ARRAY;
    return severalReply(found.key, take(context, found.key, found.set, end, count));
  },
};

/** The first of `keys` under which a sorted set is; anything else under an earlier one is an error. */
export function firstSortedSet(
  { db }: ReadContext,
  keys: readonly string[],
): { key: string; set: SortedSet } | undefined {
  for (const key of keys) {
    const set = sortedSetToEdit(db, key);
    if (set !== undefined) return { key, set };
  }
  return undefined;
}

/** Takes at most `count` members, the lowest or the highest first. */
export function take(
  { db }: Pick<ReadContext, 'db'>,
  key: string,
  set: SortedSet,
  end: ScoreEnd,
  count: number,
): Entry[] {
  const taken: Entry[] = [];
  const visit = (member: string, score: number): undefined => void taken.push({ member, score });
  const taking = Math.min(count, set.size);
  if (end === 'min') {
    set.forEach(0, taking, visit);
    set.removeRange(0, taking);
  } else {
    set.forEachBack(set.size - taking, set.size, visit);
    set.removeRange(set.size - taking, set.size);
  }
  shrunk({ db }, key, set);
  return taken;
}

export function entryReply({ member, score }: Entry): [member: string, score: Double] {
  return [member, new Double(score)];
}

/** The reply of ZMPOP and BZMPOP: the key and what was taken. */
export function severalReply(key: string, taken: readonly Entry[]): Reply {
  return [key, taken.map(entryReply)];
}

/** MIN or MAX. */
export function endOf(argument: string | undefined): ScoreEnd {
  switch (keyword(argument, 'MIN', 'MAX')) {
    case 'MIN':
      return 'min';
    case 'MAX':
      return 'max';
    case undefined:
      throw SYNTAX_ERROR;
  }
}
