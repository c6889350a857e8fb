import type { WriteHandler } from '../../machine/command-table.js';
import type { Served, Waking, WriteContext } from '../../machine/context.js';
import type { ListEnd } from '../../machine/values/list.js';
import { NULL_ARRAY, OK, type Reply } from '../../resp/reply.js';
import { blockingTimeout, poppingOptions } from '../arguments.js';
import { keysAt, keysCounted, type WriteCommand } from '../spec.js';
import { firstSource } from './popping.js';
import { sourceToEdit, takeElements } from './sequences.js';
import { endOf, listToEdit, pushTo } from './values.js';

const shared = {
  class: 'write',
  categories: ['list'],
  group: 'list',
} as const;

const single = {
  ...shared,
  arity: -3,
  flags: ['write', 'noscript', 'blocking'],
  keys: [keysAt(['RW', 'access', 'delete'], 1, -2)],
  since: '2.0.0',
  complexity: 'O(N) with N the number of keys',
  syntax: 'key [key ...] timeout',
} as const;

export const blpop: WriteCommand = {
  ...single,
  name: 'blpop',
  summary:
    'Takes the first element of the first of several lists that is there, and waits while there is none',
  apply: popOrWait('left'),
  waking: wakingOne('left'),
};

export const brpop: WriteCommand = {
  ...single,
  name: 'brpop',
  summary:
    'Takes the last element of the first of several lists that is there, and waits while there is none',
  apply: popOrWait('right'),
  waking: wakingOne('right'),
};

function popOrWait(end: ListEnd): WriteHandler {
  return (context, argv) => {
    const timeout = blockingTimeout(argv[argv.length - 1]!, context.now);
    const keys = argv.slice(1, -1);
    const found = firstSource(context, keys);
    if (found === undefined) return waitFor(context, keys, timeout);
    return [found.key, ...takeElements(context, found.key, found.source, end, 1).elements];
  };
}

function wakingOne(end: ListEnd): Waking {
  return {
    serves: ['list', 'dqueue'],
    serve: (context, _argv, key) => {
      const source = sourceToEdit(context, key);
      if (source === undefined) return undefined;
      const { elements, giveBack } = takeElements(context, key, source, end, 1);
      return { reply: [key, ...elements], giveBack: giveBack() };
    },
    timedOut: NULL_ARRAY,
  };
}

export const blmpop: WriteCommand = {
  ...shared,
  name: 'blmpop',
  arity: -5,
  flags: ['write', 'blocking', 'movablekeys'],
  keys: [keysCounted(['RW', 'access', 'delete'], 2)],
  since: '7.0.0',
  summary: 'Takes elements of the first of several lists that is there, and waits while there is none',
  complexity: 'O(N+M) with N the number of keys and M the number of elements taken',
  syntax: 'timeout numkeys key [key ...] <LEFT | RIGHT> [COUNT count]',
  apply: (context, argv) => {
    const { keys, end, count } = poppingOptions(argv, 2, endOf);
    const timeout = blockingTimeout(argv[1]!, context.now);
    const found = firstSource(context, keys);
    if (found === undefined) return waitFor(context, keys, timeout);
    return [found.key, takeElements(context, found.key, found.source, end, count).elements];
  },
  waking: { serves: ['list', 'dqueue'], serve: serveSeveral, timedOut: NULL_ARRAY },
};

function serveSeveral(context: WriteContext, argv: readonly string[], key: string): Served | undefined {
  const { end, count } = poppingOptions(argv, 2, endOf);
  const source = sourceToEdit(context, key);
  if (source === undefined) return undefined;
  const { elements, giveBack } = takeElements(context, key, source, end, count);
  return { reply: [key, elements], giveBack: giveBack() };
}

function waitFor(context: WriteContext, keys: readonly string[], timeout: number): Reply {
  return context.mayBlock ? context.block({ keys, timeout }) : NULL_ARRAY;
}

/**
 * Puts elements back at the end that they came from, so that the next one to take gets them in the same order. If
 * something else than a list stands under the key by now, they have nowhere to go: the error says so.
 */
export const returnElements: WriteCommand = {
  ...shared,
  name: 'quorate.return',
  arity: -4,
  flags: ['write'],
  keys: [keysAt(['RW', 'insert'], 1)],
  since: '0.1.0',
  summary: 'Gives back what a waiter was served after its client had gone',
  complexity: 'O(N) with N the number of elements',
  syntax: 'key <LEFT | RIGHT> element [element ...]',
  internal: true,
  apply: (context, argv) => {
    const list = listToEdit(context.db, argv[1]!);
    pushTo(context, argv[1]!, list, endOf(argv[2]), argv.slice(3).reverse());
    return OK;
  },
};
