import { below } from '../../src/base/random.js';
import { Queue } from '../../src/machine/values/queue/queue.js';
import type { Machine } from '../../src/machine/machine.js';
import { QueueHistory } from '../support/queue-history.js';
import type { History, Operation } from './history.js';
import { SimClient } from './sim-client.js';

const KEY = 'jobs';
const MAX_DELIVERIES = 6;
const CREATE = ['DQUEUE', 'CREATE', KEY, 'MAXDELIVERIES', String(MAX_DELIVERIES)];

/** A client that is a producer and a consumer of one queue, and does now one thing, now the other. */
export class QueueClient extends SimClient {
  #pushed = 0;
  #lastPush: readonly string[] | null = null;
  #hasCreated = false;
  #pulled: Operation | undefined;
  #receipts: string[] = [];

  override act(): void {
    if (!this.isReady()) return;
    for (const [, , receipt = ''] of deliveriesOf(this.#pulled)) this.#receipts.push(receipt);
    this.#pulled = undefined;
    if (!this.#hasCreated) this.#create();
    else if (this.#receipts.length > 0) this.#finish(this.#receipts.shift() ?? '');
    else if (below(this.random, 2) === 0) this.#push();
    else this.#pull();
  }

  #create(): void {
    this.#hasCreated = true;
    this.send(CREATE);
  }

  /** Now and then what it pushed last once more, whether it heard that it is there or not. */
  #push(): void {
    if (this.#lastPush === null || below(this.random, 4) > 0) {
      const payload = `${this.number}:${++this.#pushed}`;
      const group = below(this.random, 2) === 0 ? [] : ['GROUP', `g${below(this.random, 3)}`];
      const delay = below(this.random, 8) === 0 ? ['DELAY', String(below(this.random, 500))] : [];
      const priority = below(this.random, 4) === 0 ? ['PRIORITY', String(below(this.random, 3) - 1)] : [];
      const options = [...group, ...delay, ...priority];
      this.#lastPush = ['DQUEUE', 'PUSH', KEY, 'ID', payload, ...options, 'MSG', payload];
    }
    this.send(this.#lastPush);
  }

  #pull(): void {
    const wait = below(this.random, 3) === 0 ? [] : ['WAIT', String(1 + below(this.random, 1_500))];
    const bound = below(this.random, 2) === 0 ? ['BOUND'] : [];
    const count = String(1 + below(this.random, 3));
    this.#pulled = this.send(['DQUEUE', 'PULL', KEY, 'COUNT', count, 'VISIBILITY', '900', ...wait, ...bound]);
  }

  #finish(receipt: string): void {
    const choice = below(this.random, 10);
    if (choice === 0) return; // forgotten
    if (choice === 1) this.send(['DQUEUE', 'NACK', KEY, receipt, 'DELAY', String(below(this.random, 200))]);
    else if (choice === 2) this.send(['DQUEUE', 'EXTEND', KEY, receipt, '2000']);
    else this.send(['DQUEUE', 'ACK', KEY, receipt]);
  }
}

/** None where the PULL was ended by CLIENT UNBLOCK with an error. */
function deliveriesOf(operation: Operation | undefined): string[][] {
  const reply = operation?.outcome === 'ok' ? operation.reply : [];
  return Array.isArray(reply) ? (reply as string[][]) : [];
}

/** Holds what all clients saw, and what is left in the end, against what queues promise. */
export function checkJobs(history: History, machine: Machine): void {
  const kept = new QueueHistory();
  for (const operation of history.operations) if (operation.name === 'DQUEUE') take(kept, operation);
  const queue = machine.keyspace.database(0).get(KEY);
  if (!(queue instanceof Queue)) {
    if (kept.pushes.some(({ outcome }) => outcome === 'ok')) throw new Error('the queue is gone');
    return;
  }
  const shown = (each: Queue, of: 'dead' | 'left') =>
    [...(of === 'dead' ? each.deadLetters() : each.peek())].map(message => ({
      payload: each.content.payload(message),
      deliveries: message.deliveries,
    }));
  const left = new Set(shown(allBack(queue), 'left').map(({ payload }) => payload));
  kept.check(shown(queue, 'dead'), MAX_DELIVERIES, { left, undone: history.facts.returned });
}

/** A copy in which all deliveries and delays are over. */
function allBack(queue: Queue): Queue {
  const copy = queue.clone();
  let serial = Number.MAX_SAFE_INTEGER / 2;
  const end = { now: 1e15, leaseNow: 1e15, nextSerial: () => ++serial };
  copy.alter({ maxDeliveries: 0 });
  while (copy.firstLease !== undefined) copy.endLease(end, () => false);
  while (copy.firstDeadline !== undefined) copy.advance(end, () => false);
  return copy;
}

function take(kept: QueueHistory, operation: Operation): void {
  const { key: verb, argv, outcome, reply, endedAt } = operation;
  const settled = outcome === 'pending' ? 'unknown' : outcome;
  if (verb === 'PUSH') {
    const option = (name: string): string | undefined =>
      argv.includes(name) ? argv[argv.indexOf(name) + 1] : undefined;
    kept.pushes.push({
      payload: argv.at(-1) ?? '',
      group: option('GROUP') ?? '',
      priority: Number(option('PRIORITY') ?? 0),
      outcome: settled,
      id: settled === 'ok' ? String((reply as string[])[0]) : '',
      isDelayed: option('DELAY') !== undefined,
    });
  } else if (verb === 'PULL') {
    for (const [id = '', payload = '', receipt = '', deliveries] of deliveriesOf(operation))
      kept.deliveries.push({
        id,
        payload,
        receipt,
        deliveries: Number(deliveries),
        askedAt: operation.startedAt,
      });
  } else if (verb === 'ACK' && settled !== 'refused') {
    const acknowledged = settled === 'ok' ? reply === 1 : undefined;
    kept.acks.push({ receipt: argv[3] ?? '', endedAt, acknowledged });
  }
}
