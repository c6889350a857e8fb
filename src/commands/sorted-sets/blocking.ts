import type { WriteHandler } from '../../machine/command-table.js';
import type { Served, Waking, WriteContext } from '../../machine/context.js';
import type { Entry } from '../../machine/values/score-tree.js';
import { SortedSet } from '../../machine/values/sorted-set.js';
import { formatDouble } from '../../resp/double.js';
import { NULL_ARRAY, OK, type Reply } from '../../resp/reply.js';
import { blockingTimeout, float, poppingOptions } from '../arguments.js';
import { keysAt, keysCounted, type WriteCommand } from '../spec.js';
import { endOf, entryReply, firstSortedSet, type ScoreEnd, severalReply, take } from './popping.js';
import { limitsOf, put, sortedSetToEdit } from './values.js';

const shared = {
  class: 'write',
  categories: ['sortedset'],
  group: 'sorted-set',
} as const;

const single = {
  ...shared,
  arity: -3,
  flags: ['write', 'noscript', 'blocking', 'fast'],
  keys: [keysAt(['RW', 'access', 'delete'], 1, -2)],
  since: '5.0.0',
  complexity: 'O(log(N)) with N the size of the set',
  syntax: 'key [key ...] timeout',
} as const;

export const bzpopmin: WriteCommand = {
  ...single,
  name: 'bzpopmin',
  summary:
    'Takes the member with the lowest score of the first of several sorted sets that is there, and waits while there is none',
  apply: popOrWait('min'),
  waking: wakingOne('min'),
};

export const bzpopmax: WriteCommand = {
  ...single,
  name: 'bzpopmax',
  summary:
    'Takes the member with the highest score of the first of several sorted sets that is there, and waits while there is none',
  apply: popOrWait('max'),
  waking: wakingOne('max'),
};

function popOrWait(end: ScoreEnd): WriteHandler {
  return (context, argv) => {
    const timeout = blockingTimeout(argv[argv.length - 1]!, context.now);
    const keys = argv.slice(1, -1);
    const found = firstSortedSet(context, keys);
    if (found === undefined) return waitFor(context, keys, timeout);
    return singleReply(found.key, take(context, found.key, found.set, end, 1));
  };
}

function wakingOne(end: ScoreEnd): Waking {
  return {
    serves: ['zset'],
    serve: (context, _argv, key) => {
      const set = sortedSetToEdit(context.db, key);
      if (set === undefined) return undefined;
      const taken = take(context, key, set, end, 1);
      return { reply: singleReply(key, taken), giveBack: giveBack(key, taken) };
    },
    timedOut: NULL_ARRAY,
  };
}

function singleReply(key: string, taken: readonly Entry[]): Reply {
  return [key, ...taken.flatMap(entryReply)];
}

export const bzmpop: WriteCommand = {
  ...shared,
  name: 'bzmpop',
  arity: -5,
  flags: ['write', 'blocking', 'movablekeys'],
  keys: [keysCounted(['RW', 'access', 'delete'], 2)],
  since: '7.0.0',
  summary: 'Takes members of the first of several sorted sets that is there, and waits while there is none',
  complexity:
    'O(K)+O(M*log(N)) with K the number of keys, N the size of the set and M the number of members taken',
  syntax: 'timeout numkeys key [key ...] <MIN | MAX> [COUNT count]',
  apply: (context, argv) => {
    const { keys, end, count } = poppingOptions(argv, 2, endOf);
    const timeout = blockingTimeout(argv[1]!, context.now);
    const found = firstSortedSet(context, keys);
    if (found === undefined) return waitFor(context, keys, timeout);
    return severalReply(found.key, take(context, found.key, found.set, end, count));
  },
  waking: { serves: ['zset'], serve: serveSeveral, timedOut: NULL_ARRAY },
};

function serveSeveral(context: WriteContext, argv: readonly string[], key: string): Served | undefined {
  const { end, count } = poppingOptions(argv, 2, endOf);
  const set = sortedSetToEdit(context.db, key);
  if (set === undefined) return undefined;
  const taken = take(context, key, set, end, count);
  return { reply: severalReply(key, taken), giveBack: giveBack(key, taken) };
}

function waitFor(context: WriteContext, keys: readonly string[], timeout: number): Reply {
  return context.mayBlock ? context.block({ keys, timeout }) : NULL_ARRAY;
}

function giveBack(key: string, taken: readonly Entry[]): readonly string[] {
  return [returnMembers.name, key, ...taken.flatMap(({ member, score }) => [formatDouble(score), member])];
}

/**
 * Puts members back with the scores that they had. One that was added again meanwhile keeps its newer score. If something
 * else than a sorted set stands under the key by now, they have nowhere to go: the error says so.
 */
export const returnMembers: WriteCommand = {
  ...shared,
  name: 'quorate.zreturn',
  arity: -4,
  flags: ['write'],
  keys: [keysAt(['RW', 'insert'], 1)],
  since: '0.1.0',
  summary: 'Gives back what a waiter was served after its client had gone',
  complexity: 'O(log(N)) for each member, with N the size of the set',
  syntax: 'key score member [score member ...]',
  internal: true,
  apply: ({ db, settings }, argv) => {
    const present = sortedSetToEdit(db, argv[1]!);
    const set = present ?? new SortedSet();
    const limits = limitsOf(settings);
    for (let at = 2; at + 1 < argv.length; at += 2) {
      const member = argv[at + 1]!;
      if (set.score(member) === undefined) put(set, limits, member, float(argv[at]!));
    }
    if (present === undefined) db.set(argv[1]!, set);
    else db.touch(argv[1]!);
    return OK;
  },
};
