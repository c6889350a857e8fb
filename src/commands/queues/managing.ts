import { QUEUE_DEFAULTS, type QueueOptions } from '../../machine/values/queue/options.js';
import { Queue } from '../../machine/values/queue/queue.js';
import { ErrorReply, NO_SUCH_KEY, OK } from '../../resp/reply.js';
import { type KeySpec, keysAt, type WriteCommand } from '../spec.js';
import { Options } from './arguments.js';
import { queueAt, queueToEdit, writes } from './values.js';

const OPTIONS = {
  VISIBILITY: 1,
  MAXDELIVERIES: 1,
  DLQ: 1,
  MAXLEN: 1,
  MAXBYTES: 1,
  RETENTION: 1,
  DEDUP: 1,
  RATE: 2,
};

/** Messages that one REDRIVE brings back, at most. */
const REDRIVEN = 10_000;

const OWN_DEAD = new ErrorReply('ERR a queue cannot be its own dead letter queue');
const HALF_RATE = new ErrorReply('ERR RATE takes a count and a time, both 0 for none');

const DEAD_LETTER_QUEUE: KeySpec = {
  flags: ['RW', 'insert'],
  begin: { keyword: 'DLQ', startFrom: 3 },
  find: { lastKey: 0, step: 1, limit: 0 },
};

const options = {
  ...writes,
  flags: ['write', 'denyoom'],
  keys: [keysAt(['RW', 'insert'], 2), DEAD_LETTER_QUEUE],
  syntax:
    'key [VISIBILITY milliseconds] [MAXDELIVERIES count] [DLQ destination] [MAXLEN count] [MAXBYTES bytes] ' +
    '[RETENTION milliseconds] [DEDUP milliseconds] [RATE count milliseconds]',
} as const;

export const create: WriteCommand = {
  ...options,
  name: 'create',
  arity: -3,
  summary: 'Makes a queue; answers 0 and changes nothing when it is there',
  apply: ({ db }, argv) => {
    const key = argv[2]!;
    const given = queueOptions(argv);
    if (queueAt(db, key) !== undefined) return 0;
    db.set(key, new Queue({ ...QUEUE_DEFAULTS, ...given }));
    return 1;
  },
};

export const alter: WriteCommand = {
  ...options,
  name: 'alter',
  arity: -5,
  summary: 'Changes options of a queue; the others stay as they are',
  complexity: 'O(1), but O(N log N) with N the number of messages where there was no RETENTION before',
  apply: ({ db }, argv) => {
    const key = argv[2]!;
    const changes = queueOptions(argv);
    const queue = queueToEdit(db, key);
    if (queue === undefined) throw NO_SUCH_KEY;
    queue.alter(changes);
    db.touchParts(key, queue);
    return OK;
  },
};

function queueOptions(argv: readonly string[]): Partial<QueueOptions> {
  const options = new Options(argv, 3, OPTIONS).close();
  const dlq = options.text('DLQ');
  if (dlq === argv[2]) throw OWN_DEAD;
  const [rateCount, rateWindow] = [options.count('RATE'), options.time('RATE', 0, 1)];
  if ((rateCount === 0) !== (rateWindow === 0)) throw HALF_RATE;
  const given = {
    visibility: options.time('VISIBILITY', 1),
    maxDeliveries: options.count('MAXDELIVERIES'),
    dlq,
    maxLength: options.count('MAXLEN'),
    maxBytes: options.count('MAXBYTES'),
    retention: options.time('RETENTION'),
    dedup: options.time('DEDUP'),
    rateCount,
    rateWindow,
  };
  const isGiven = ([, value]: [string, unknown]): boolean => value !== undefined;
  return Object.fromEntries(Object.entries(given).filter(isGiven));
}

export const drop: WriteCommand = {
  ...writes,
  name: 'drop',
  keys: [keysAt(['RM', 'delete'], 2)],
  summary: 'Deletes a queue with all that it holds',
  apply: ({ db }, argv) => (queueAt(db, argv[2]!) !== undefined && db.delete(argv[2]!) ? 1 : 0),
};

export const purge: WriteCommand = {
  ...writes,
  name: 'purge',
  keys: [keysAt(['RW', 'delete'], 2)],
  summary: 'Deletes all messages of a queue, those in flight and the dead included; answers how many',
  apply: ({ db }, argv) => {
    const key = argv[2]!;
    const queue = queueToEdit(db, key);
    if (queue === undefined) return 0;
    const purged = queue.purge();
    db.touchParts(key, queue);
    return purged;
  },
};

export const redrive: WriteCommand = {
  ...writes,
  name: 'redrive',
  arity: -3,
  summary: 'Brings dead messages back, the oldest first, at most 10000 at a time; answers how many',
  complexity: 'O(N log M) with N the number of messages brought back and M the number of those in the queue',
  syntax: 'key [COUNT count]',
  apply: ({ db, keyspace }, argv) => {
    const key = argv[2]!;
    const count = new Options(argv, 3, { COUNT: 1 }).close().count('COUNT', 1) ?? REDRIVEN;
    const queue = queueToEdit(db, key);
    const redriven = queue?.redrive(Math.min(count, REDRIVEN), keyspace) ?? 0;
    if (queue !== undefined && redriven > 0) db.touchParts(key, queue);
    return redriven;
  },
};
