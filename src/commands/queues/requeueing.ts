import type { WholeMessage } from '../../machine/values/queue/message-store.js';
import { Queue } from '../../machine/values/queue/queue.js';
import { OK } from '../../resp/reply.js';
import { keysAt, type WriteCommand } from '../spec.js';
import { keep, queueToEdit, writes } from './values.js';

/** Arguments of one message. */
const FIELDS = 6;

/** A command that puts messages back to their old places. */
export function requeueArguments(key: string, messages: readonly WholeMessage[]): string[] {
  return [requeue.name, key, ...messages.flatMap(argumentsOf)];
}

function argumentsOf({ message, group, payload }: WholeMessage): string[] {
  const { id, since, priority, deliveries } = message;
  return [...[id, since, priority, deliveries].map(String), group, payload];
}

/**
 * Puts back what list commands took of a queue for a client that had gone by then. Should the queue have been dropped
 * meanwhile, another one is made: nothing that was pushed is lost.
 */
export const requeue: WriteCommand = {
  ...writes,
  name: 'quorate.requeue',
  arity: -8,
  keys: [keysAt(['RW', 'insert'], 1)],
  summary: 'Puts messages back that a list command took after its client had gone',
  complexity: 'O(N log M) with N the number of messages and M the number of those in the queue',
  syntax: 'key id since priority deliveries group payload [id since priority deliveries group payload ...]',
  internal: true,
  apply: ({ db }, argv) => {
    const key = argv[1]!;
    const queue = queueToEdit(db, key) ?? new Queue();
    for (let at = 2; at + FIELDS <= argv.length; at += FIELDS) {
      const [id, since, priority, deliveries] = argv.slice(at, at + 4).map(Number) as [
        number,
        number,
        number,
        number,
      ];
      const figures = { id, since, priority, deliveries, until: 0, mark: 0 };
      const message = { ...figures, state: 'ready', cause: 'none' } as const;
      const [group, payload] = [argv[at + 4]!, argv[at + 5]!];
      if (!queue.has(id)) queue.restore({ message, group, payload, holder: null, reason: '' });
    }
    keep(db, key, queue);
    return OK;
  },
};
