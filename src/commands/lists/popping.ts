import type { ReadContext } from '../../machine/context.js';
import type { ListEnd } from '../../machine/values/list.js';
import { NULL_ARRAY, type Reply } from '../../resp/reply.js';
import { poppingOptions, positiveCount, wrongArity } from '../arguments.js';
import { keysAt, keysCounted, type WriteCommand } from '../spec.js';
import { type Sequence, sourceToEdit, takeElements } from './sequences.js';
import { endOf } from './values.js';

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
  const source = sourceToEdit(context, argv[1]!);
  if (source === undefined) return count === undefined ? null : NULL_ARRAY;
  if (count === undefined) return takeElements(context, argv[1]!, source, end, 1).elements[0]!;
  return count === 0 ? [] : takeElements(context, argv[1]!, source, end, count).elements;
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
    const found = firstSource(context, keys);
    if (found === undefined) return NULL_ARRAY;
    return [found.key, takeElements(context, found.key, found.source, end, count).elements];
  },
};

/** The first of `keys` under which there is something to take; what is neither list nor queue under an earlier one is an error. */
export function firstSource(
  context: ReadContext,
  keys: readonly string[],
): { key: string; source: Sequence } | undefined {
  for (const key of keys) {
    const source = sourceToEdit(context, key);
    if (source !== undefined) return { key, source };
  }
  return undefined;
}
