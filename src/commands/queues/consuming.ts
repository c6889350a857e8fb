import type { Served, WriteContext } from '../../machine/context.js';
import { receiptOf } from '../../machine/values/queue/message.js';
import type { Queue } from '../../machine/values/queue/queue.js';
import { OK, type Reply } from '../../resp/reply.js';
import { type WriteCommand } from '../spec.js';
import { Options, timeArgument } from './arguments.js';
import { forwardFrom, queueToEdit, writes } from './values.js';

/** Bytes of payloads after which a delivery ends, however many messages were asked for. */
const DELIVERY_BYTES = 16 << 20;

/** What is kept of a reason. */
const REASON_BYTES = 1024;

const PULL_OPTIONS = { COUNT: 1, WAIT: 1, VISIBILITY: 1, BOUND: 0 };

interface PullArguments {
  readonly count: number;
  /** Milliseconds; 0: for ever; undefined: not at all. */
  readonly wait: number | undefined;
  /** Milliseconds; undefined: as the queue says. */
  readonly visibility: number | undefined;
  readonly isBound: boolean;
}

/** `[id, payload, receipt, deliveries]` of each message. */
type Delivery = [id: string, payload: string, receipt: string, deliveries: number];

export const pull: WriteCommand = {
  ...writes,
  name: 'pull',
  arity: -3,
  flags: ['write', 'blocking'],
  summary: 'Gives out the next messages of a queue, and waits while there are none',
  complexity: 'O(N log M) with N the number of messages given out and M the number of those in the queue',
  syntax: 'key [COUNT count] [WAIT milliseconds] [VISIBILITY milliseconds] [BOUND]',
  mayWait: argv => argv.some((word, at) => at > 2 && word.toUpperCase() === 'WAIT'),
  apply: (context, argv) => {
    const key = argv[2]!;
    const asked = pullArguments(argv);
    const queue = queueToEdit(context.db, key);
    const deliveries = queue === undefined ? [] : deliver(context, key, queue, asked);
    if (deliveries.length > 0 || asked.wait === undefined || !context.mayBlock) return deliveries;
    return context.block({ keys: [key], timeout: asked.wait });
  },
  waking: { serves: ['dqueue'], serve: servePull, timedOut: [] },
};

function pullArguments(argv: readonly string[]): PullArguments {
  const options = new Options(argv, 3, PULL_OPTIONS).close();
  return {
    count: options.count('COUNT', 1) ?? 1,
    wait: options.time('WAIT'),
    visibility: options.time('VISIBILITY', 1),
    isBound: options.has('BOUND'),
  };
}

function servePull(context: WriteContext, argv: readonly string[], key: string): Served | undefined {
  const queue = queueToEdit(context.db, key);
  const deliveries = queue === undefined ? [] : deliver(context, key, queue, pullArguments(argv));
  if (deliveries.length === 0) return undefined;
  const receipts = deliveries.map(([, , receipt]) => receipt);
  return { reply: deliveries, giveBack: [unpull.name, key, ...receipts] };
}

function deliver(context: WriteContext, key: string, queue: Queue, asked: PullArguments): Delivery[] {
  const { uuid, lane, keyspace } = context;
  const { count, visibility = queue.options.visibility, isBound } = asked;
  const deliveries: Delivery[] = [];
  let bytes = 0;
  while (deliveries.length < count && bytes < DELIVERY_BYTES) {
    const message = queue.lease(keyspace, visibility, isBound ? { uuid, lane } : null);
    if (message === undefined) break;
    bytes += message.length;
    deliveries.push([
      String(message.id),
      queue.content.payload(message),
      receiptOf(message),
      message.deliveries,
    ]);
  }
  if (deliveries.length > 0) {
    if (isBound) context.bind(key);
    context.db.touchParts(key, queue);
  }
  return deliveries;
}

export const ack: WriteCommand = {
  ...writes,
  name: 'ack',
  arity: -4,
  summary: 'Says that messages are done with; answers of how many the receipt still held',
  complexity: 'O(N log M) with N the number of receipts and M the number of messages in the queue',
  syntax: 'key receipt [receipt ...]',
  apply: (context, argv) =>
    edit(context, argv, queue => {
      let acknowledged = 0;
      for (const receipt of argv.slice(3)) if (queue.acknowledge(receipt, context.keyspace)) acknowledged++;
      return acknowledged;
    }),
};

export const nack: WriteCommand = {
  ...writes,
  name: 'nack',
  arity: -4,
  summary: 'Gives a message back, to its old place, at once or after a delay',
  complexity: 'O(log N) with N the number of messages in the queue',
  syntax: 'key receipt [DELAY milliseconds] [REASON text]',
  apply: (context, argv) => {
    const options = new Options(argv, 4, { DELAY: 1, REASON: 1 }).close();
    const [delay, reason] = [
      options.time('DELAY') ?? 0,
      (options.text('REASON') ?? '').slice(0, REASON_BYTES),
    ];
    return edit(context, argv, (queue, key) => {
      const forward = forwardFrom(context, key, queue);
      return queue.refuse(argv[3]!, context.keyspace, delay, reason, forward) ? 1 : 0;
    });
  },
};

export const extend: WriteCommand = {
  ...writes,
  name: 'extend',
  arity: 5,
  summary: 'Keeps a message for so many milliseconds from now on',
  complexity: 'O(log N) with N the number of messages in the queue',
  syntax: 'key receipt milliseconds',
  apply: (context, argv) => {
    const visibility = timeArgument(argv[4]!, 1);
    return edit(context, argv, queue => (queue.extend(argv[3]!, context.keyspace, visibility) ? 1 : 0));
  },
};

/** Runs a change of the queue under `argv[2]`; what that answers is the reply, and 0 says that nothing changed. */
function edit(
  { db }: WriteContext,
  argv: readonly string[],
  change: (queue: Queue, key: string) => number,
): Reply {
  const key = argv[2]!;
  const queue = queueToEdit(db, key);
  if (queue === undefined) return 0;
  const changed = change(queue, key);
  if (changed > 0) db.touchParts(key, queue);
  return changed;
}

/** Takes back what a waiter was given whose client had gone: its deliveries never happened. */
export const unpull: WriteCommand = {
  ...writes,
  name: 'quorate.unpull',
  arity: -3,
  keys: [{ ...writes.keys[0], begin: { index: 1 } }],
  summary: 'Gives back what a waiter was served after its client had gone',
  syntax: 'key receipt [receipt ...]',
  internal: true,
  apply: (context, argv) => {
    const [, key = '', ...receipts] = argv;
    edit(context, ['', '', key], queue => {
      return receipts.filter(receipt => queue.undo(receipt, context.keyspace)).length;
    });
    return OK;
  },
};
