import { assert } from '../base/assert.js';
import type { Database } from './database.js';
import type { LifeTime } from './expiry-index.js';
import type { Client } from './observer.js';
import type { Value } from './value.js';
import type { Moment } from './values/queue/message.js';
import type { Forward } from './values/queue/letter.js';
import { Queue } from './values/queue/queue.js';

/**
 * Where messages of the queue under `key` go that came too often or stayed too long: to the queue that its option DLQ
 * names, which is made if nothing is there. If that is full, or something else, they stay in the queue's own dead list.
 */
export function deadLettersOf(db: Database, key: string, queue: Queue, moment: Moment): Forward {
  const { dlq } = queue.options;
  if (dlq === '' || dlq === key) return () => false;
  return ({ payload, ...options }) => {
    const present = db.edit(dlq);
    const target = present ?? new Queue();
    if (!(target instanceof Queue) || target.isFullFor(1, payload.length)) return false;
    target.push(payload, moment, options);
    if (present === undefined) db.set(dlq, target);
    else db.touchParts(dlq, target);
    return true;
  };
}

/** Ends the lease that runs out first. There must be one. */
export function endFirstLease(db: Database, moment: Moment): void {
  const [key, queue] = queueOf(db, db.firstQueue('leases'));
  queue.endLease(moment, deadLettersOf(db, key, queue, moment));
  db.touchParts(key, queue);
}

/** Lets happen what is due first in a queue, leases apart. Something must be. */
export function advanceFirstQueue(db: Database, moment: Moment): void {
  const [key, queue] = queueOf(db, db.firstQueue('queues'));
  queue.advance(moment, deadLettersOf(db, key, queue, moment));
  db.touchParts(key, queue);
}

function queueOf(db: Database, first: Readonly<LifeTime> | undefined): [key: string, queue: Queue] {
  assert(first !== undefined, 'a queue goes on when something is due');
  const queue: Value | undefined = db.edit(first.key);
  assert(queue instanceof Queue, 'what goes on by itself is a queue');
  return [first.key, queue];
}

/** Gives back what is bound to a connection that has ended, if it stands under `key`. */
export function releaseBound(db: Database, key: string, client: Client, moment: Moment): void {
  if (!(db.get(key) instanceof Queue)) return;
  const queue = db.edit(key) as Queue;
  if (queue.release(client, moment, deadLettersOf(db, key, queue, moment))) db.touchParts(key, queue);
}
