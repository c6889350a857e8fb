import type { ReadContext } from '../../machine/context.js';
import type { List, ListEnd } from '../../machine/values/list.js';
import { ErrorReply, NULL_ARRAY, type Reply, SYNTAX_ERROR } from '../../resp/reply.js';
import { integerWithin, isKeyword, wrongArity } from '../arguments.js';
import { keysAt, keysCounted, type WriteCommand } from '../spec.js';
import { endOf, listToEdit, positiveCount, takeFrom, takeOne } from './values.js';

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
    const { keys, end, count } = severalKeys(argv, 1);
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

const NO_KEYS = new ErrorReply('ERR numkeys should be greater than 0');
const NO_COUNT = new ErrorReply('ERR count should be greater than 0');

/** Arguments from `numkeys` on: `numkeys key [key ...] <LEFT | RIGHT> [COUNT count]`. */
export function severalKeys(
  argv: readonly string[],
  from: number,
): { keys: readonly string[]; end: ListEnd; count: number } {
  const numkeys = integerWithin(argv[from]!, 1, Number.MAX_SAFE_INTEGER, NO_KEYS);
  const behind = from + 1 + numkeys;
  const end = endOf(argv[behind]);
  const options = argv.slice(behind + 1);
  if (options.length > 0 && (options.length !== 2 || !isKeyword(options[0], 'COUNT'))) {
    // A second COUNT is a syntax error, but only after the first was read.
    if (isKeyword(options[0], 'COUNT') && options.length > 1) takingCount(options[1]!);
    throw SYNTAX_ERROR;
  }
  const count = options.length === 0 ? 1 : takingCount(options[1]!);
  return { keys: argv.slice(from + 1, behind), end, count };
}

function takingCount(argument: string): number {
  return integerWithin(argument, 1, Number.MAX_SAFE_INTEGER, NO_COUNT);
}
