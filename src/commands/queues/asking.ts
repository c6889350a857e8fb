import type { Message } from '../../machine/values/queue/message.js';
import { Queue } from '../../machine/values/queue/queue.js';
import { MapReply, type Reply } from '../../resp/reply.js';
import { scanCursor, scanOptions } from '../keys/scan-options.js';
import type { ReadCommand } from '../spec.js';
import { Options } from './arguments.js';
import { queueAt, reads } from './values.js';

/** Messages shown where nobody says how many. */
const SHOWN = 10;

export const peek: ReadCommand = {
  ...reads,
  name: 'peek',
  arity: -3,
  summary: 'Shows the next messages of a queue and leaves them there',
  complexity: 'O(N log M) with N the number of messages shown and M the number of those in the queue',
  syntax: 'key [COUNT count]',
  query: ({ db }, argv) => {
    const queue = queueAt(db, argv[2]!);
    return queue === undefined ? [] : shown(queue, queue.peek(), argv);
  },
};

export const dead: ReadCommand = {
  ...reads,
  name: 'dead',
  arity: -3,
  summary: 'Shows the messages of a queue that came too often or stayed too long, the oldest first',
  complexity: 'O(N log M) with N the number of messages shown and M the number of those in the queue',
  syntax: 'key [COUNT count]',
  query: ({ db }, argv) => {
    const queue = queueAt(db, argv[2]!);
    return queue === undefined ? [] : shown(queue, queue.deadLetters(), argv);
  },
};

function shown(queue: Queue, messages: Iterable<Message>, argv: readonly string[]): Reply {
  const count = new Options(argv, 3, { COUNT: 1 }).close().count('COUNT', 1) ?? SHOWN;
  const rows: Reply[] = [];
  for (const message of messages) {
    rows.push([
      String(message.id),
      queue.content.payload(message),
      message.deliveries,
      queue.content.reason(message),
    ]);
    if (rows.length === count) break;
  }
  return rows;
}

export const len: ReadCommand = {
  ...reads,
  name: 'len',
  flags: ['readonly', 'fast'],
  summary: 'Returns how many messages of a queue are ready',
  query: ({ db }, argv) => queueAt(db, argv[2]!)?.ready ?? 0,
};

export const info: ReadCommand = {
  ...reads,
  name: 'info',
  summary: 'Returns the figures and the options of a queue',
  query: ({ db }, argv) => {
    const queue = queueAt(db, argv[2]!);
    if (queue === undefined) return null;
    const { ready, delayed, flying, dead: died, bytes, groups, options } = queue;
    const figures = { ready, delayed, inflight: flying, dead: died, bytes, groups };
    const settings = {
      visibility: options.visibility,
      maxdeliveries: options.maxDeliveries,
      dlq: options.dlq,
      maxlen: options.maxLength,
      maxbytes: options.maxBytes,
      retention: options.retention,
      dedup: options.dedup,
      rate: [options.rateCount, options.rateWindow],
    };
    return new MapReply(Object.entries({ ...figures, ...settings }).flat(1));
  },
};

export const scan: ReadCommand = {
  ...reads,
  name: 'scan',
  arity: -3,
  keys: [],
  summary: 'Returns the names of some queues of the database and a cursor to go on from',
  complexity: 'O(1) for each call; O(N) for a walk from cursor to cursor, with N the number of keys',
  syntax: 'cursor [MATCH pattern] [COUNT count]',
  query: ({ db }, argv) => {
    const cursor = scanCursor(argv[2]!);
    const { glob, count } = scanOptions(argv, 3, 'others');
    const { keys, next } = db.scan(cursor, count);
    const queues = keys.filter(key => glob?.matches(key) !== false && db.get(key) instanceof Queue);
    return [String(next), queues];
  },
};
