import { deadLettersOf } from '../../machine/queue-events.js';
import type { WriteContext } from '../../machine/context.js';
import type { Database } from '../../machine/database.js';
import type { Value } from '../../machine/value.js';
import type { Forward } from '../../machine/values/queue/letter.js';
import { Queue } from '../../machine/values/queue/queue.js';
import { ErrorReply, WRONG_TYPE } from '../../resp/reply.js';
import { keysAt } from '../spec.js';

/** What all commands of queues declare. Their key stands behind the name and the subcommand. */
export const shared = {
  arity: 3,
  categories: ['queue'],
  group: 'quorate',
  since: '0.1.0',
  complexity: 'O(1)',
  syntax: 'key',
} as const;

export const writes = {
  ...shared,
  class: 'write',
  flags: ['write', 'fast'],
  keys: [keysAt(['RW', 'access', 'update'], 2)],
} as const;

export const reads = {
  ...shared,
  class: 'read',
  flags: ['readonly'],
  keys: [keysAt(['RO', 'access'], 2)],
} as const;

/** Back-pressure: nothing was added, and nothing dropped. */
export const FULL = new ErrorReply('QUOTA the queue is full');

/** The queue under a key; undefined: nothing is there. */
export function queueAt(db: Database, key: string): Queue | undefined {
  return checked(db.get(key));
}

/** The same, to be changed in place: `touchParts` follows. */
export function queueToEdit(db: Database, key: string): Queue | undefined {
  return checked(db.edit(key));
}

function checked(value: Value | undefined): Queue | undefined {
  if (value === undefined || value instanceof Queue) return value;
  throw WRONG_TYPE;
}

/** Puts a queue that was changed back under its key; it may be a new one. */
export function keep(db: Database, key: string, queue: Queue): void {
  if (db.get(key) === queue) db.touchParts(key, queue);
  else db.set(key, queue);
}

export function forwardFrom({ db, keyspace }: WriteContext, key: string, queue: Queue): Forward {
  return deadLettersOf(db, key, queue, keyspace);
}
