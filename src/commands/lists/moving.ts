import type { Served, WriteContext } from '../../machine/context.js';
import type { ListEnd } from '../../machine/values/list.js';
import { Queue } from '../../machine/values/queue/queue.js';
import { NULL_ARRAY, type Reply } from '../../resp/reply.js';
import { blockingTimeout } from '../arguments.js';
import { keysAt, type WriteCommand } from '../spec.js';
import { nextOf, pushOnto, type Sequence, sequenceToEdit, sourceToEdit, takeElements } from './sequences.js';
import { endOf } from './values.js';

const shared = {
  class: 'write',
  categories: ['list'],
  keys: [keysAt(['RW', 'access', 'delete'], 1), keysAt(['RW', 'insert'], 2)],
  group: 'list',
  complexity: 'O(1)',
} as const;

export const lmove: WriteCommand = {
  ...shared,
  name: 'lmove',
  arity: 5,
  flags: ['write', 'denyoom'],
  since: '6.2.0',
  summary: 'Takes an element from an end of a list and adds it to an end of another, or of the same',
  syntax: 'source destination <LEFT | RIGHT> <LEFT | RIGHT>',
  apply: (context, argv) => {
    const from = endOf(argv[3]);
    return moveIfThere(context, argv, from, endOf(argv[4]));
  },
};

export const rpoplpush: WriteCommand = {
  ...shared,
  name: 'rpoplpush',
  arity: 3,
  flags: ['write', 'denyoom'],
  since: '1.2.0',
  summary: 'Takes the last element of a list and adds it in front of another, or of the same',
  syntax: 'source destination',
  apply: (context, argv) => moveIfThere(context, argv, 'right', 'left'),
};

export const blmove: WriteCommand = {
  ...shared,
  name: 'blmove',
  arity: 6,
  flags: ['write', 'denyoom', 'noscript', 'blocking'],
  since: '6.2.0',
  summary: 'Moves an element from an end of a list to an end of another, and waits while there is none',
  syntax: 'source destination <LEFT | RIGHT> <LEFT | RIGHT> timeout',
  apply: (context, argv) => {
    const from = endOf(argv[3]);
    return moveOrWait(context, argv, from, endOf(argv[4]), argv[5]!);
  },
  waking: {
    serves: ['list', 'dqueue'],
    serve: (context, argv) => moved(context, argv, endOf(argv[3]), endOf(argv[4])),
    timedOut: NULL_ARRAY,
  },
};

export const brpoplpush: WriteCommand = {
  ...shared,
  name: 'brpoplpush',
  arity: 4,
  flags: ['write', 'denyoom', 'noscript', 'blocking'],
  since: '2.2.0',
  summary: 'Moves the last element of a list in front of another, and waits while there is none',
  syntax: 'source destination timeout',
  apply: (context, argv) => moveOrWait(context, argv, 'right', 'left', argv[3]!),
  waking: {
    serves: ['list', 'dqueue'],
    serve: (context, argv) => moved(context, argv, 'right', 'left'),
    timedOut: NULL_ARRAY,
  },
};

function moveOrWait(
  context: WriteContext,
  argv: readonly string[],
  from: ListEnd,
  to: ListEnd,
  seconds: string,
): Reply {
  const timeout = blockingTimeout(seconds, context.now);
  const source = sourceToEdit(context, argv[1]!);
  if (source !== undefined) return move(context, argv, source, from, to);
  return context.mayBlock ? context.block({ keys: [argv[1]!], timeout }) : null;
}

function moveIfThere(context: WriteContext, argv: readonly string[], from: ListEnd, to: ListEnd): Reply {
  const source = sourceToEdit(context, argv[1]!);
  return source === undefined ? null : move(context, argv, source, from, to);
}

/** Serves a waiter. Nothing is given back: what was moved has been moved, whoever hears of it. */
function moved(
  context: WriteContext,
  argv: readonly string[],
  from: ListEnd,
  to: ListEnd,
): Served | undefined {
  const reply = moveIfThere(context, argv, from, to);
  return reply === null ? undefined : { reply, giveBack: null };
}

function move(
  context: WriteContext,
  argv: readonly string[],
  source: Sequence,
  from: ListEnd,
  to: ListEnd,
): string {
  const [, sourceKey = '', targetKey = ''] = argv;
  const target = sequenceToEdit(context.db, targetKey);
  const element = nextOf(context, source, from);
  if (target === source) {
    turn(context, sourceKey, source, from, to);
    tell(context, argv, from, to);
    return element;
  }
  pushOnto(context, targetKey, target, to, [element]);
  tell(context, argv, from, to);
  takeElements(context, sourceKey, source, from, 1);
  return element;
}

/** Within one list or queue: it must not go away in between, nor be full. */
function turn(
  { db, keyspace }: WriteContext,
  key: string,
  source: Sequence,
  from: ListEnd,
  to: ListEnd,
): void {
  if (source instanceof Queue) source.push(source.take(keyspace)!.payload, keyspace);
  else source.push(to, source.pop(from)!);
  db.touchParts(key, source);
}

function tell(context: WriteContext, argv: readonly string[], from: ListEnd, to: ListEnd): void {
  context.notify('l', to === 'left' ? 'lpush' : 'rpush', argv[2]!);
  context.notify('l', from === 'left' ? 'lpop' : 'rpop', argv[1]!);
}
