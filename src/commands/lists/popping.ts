import type { ReadContext } from '../../machine/context.js';
import type { List, ListEnd } from '../../machine/values/list.js';
import { NULL_ARRAY, type Reply } from '../../resp/reply.js';
import { poppingOptions, positiveCount, wrongArity } from '../arguments.js';
import { keysAt, keysCounted, type WriteCommand } from '../spec.js';
import { endOf, listToEdit, takeFrom, takeOne } from './values.js';

const shared = {
  class: 'write',
  arity: -2,
  flags: ['write', 'fast'],
  categories: ['list'],
  keys: [keysAt(['RW', 'access', 'delete'], 1)],
  group: 'list',
  since: '1.0.0',
  complexity: 'O(N) with N the number of elements taken',
  syntax: 'key [count]',
} as const;

export const lpop: WriteCommand = {
  ...shared,
  name: 'lpop',
  summary: 'Takes the first elements of a list; the key goes with the last one',
  apply: (context, argv) => pop(context, argv, 'left'),
};

export const rpop: WriteCommand = {
  ...shared,
  name: 'rpop',
  summary: 'Takes the last elements of a list; the key goes with the last one',
  apply: (context, argv) => pop(context, argv, 'right'),
};

function pop(context: ReadContext, argv: readonly string[], end: ListEnd): Reply {
  if (argv.length > 3) throw wrongArity(end === 'left' ? 'lpop' : 'rpop');
  const count = argv.length === 3 ? positiveCount(argv[2]!) : undefined;
  const list = listToEdit(context.db, argv[1]!);
  if (list === undefined) return count === undefined ? null : NULL_ARRAY;
  if (count === undefined) return takeOne(context, argv[1]!, list, end);
  return count === 0 ? [] : takeFrom(context, argv[1]!, list, end, count);
}

export const lmpop: WriteCommand = {
  name: 'lmpop',
  class: 'write',
  arity: -4,
  flags: ['write', 'movablekeys'],
  categories: ['list'],
  keys: [keysCounted(['RW', 'access', 'delete'], 1)],
  group: 'list',
  since: '7.0.0',
  summary: 'Takes elements of the first of several lists that is there',
  complexity: 'O(N+M) with N the number of keys and M the number of elements taken',
  syntax: 'numkeys key [key ...] <LEFT | RIGHT> [COUNT count]',
  apply: (context, argv) => {
    const { keys, end, count } = poppingOptions(argv, 1, endOf);
    const found = firstList(context, keys);
    return found === undefined ? NULL_ARRAY : takeSeveral(context, found.key, found.list, end, count);
  },
};

/** The first of `keys` under which a list is; anything else under an earlier one is an error. */
export function firstList(
  context: ReadContext,
  keys: readonly string[],
): { key: string; list: List } | undefined {
  for (const key of keys) {
    const list = listToEdit(context.db, key);
    if (list !== undefined) return { key, list };
  }
  return undefined;
}

/** The reply of LMPOP and BLMPOP: the key and what was taken. */
export function takeSeveral(
  context: ReadContext,
  key: string,
  list: List,
  end: ListEnd,
  count: number,
): [key: string, taken: string[]] {
  return [key, takeFrom(context, key, list, end, count)];
}
