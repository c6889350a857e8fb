import { KNOWN_ID_BYTES } from '../../machine/values/queue/known-ids.js';
import { HIGHEST_PRIORITY, LOWEST_PRIORITY } from '../../machine/values/queue/options.js';
import { Queue } from '../../machine/values/queue/queue.js';
import { ErrorReply, SYNTAX_ERROR } from '../../resp/reply.js';
import { isKeyword } from '../arguments.js';
import { keysAt, type WriteCommand } from '../spec.js';
import { Options } from './arguments.js';
import { FULL, keep, queueToEdit, writes } from './values.js';

const TOO_MANY_IDS = new ErrorReply('QUOTA the queue remembers as many ids as it may');
const TOO_LONG = new ErrorReply(`ERR an ID has at most ${KNOWN_ID_BYTES} bytes`);

const OPTIONS = { DELAY: 1, PRIORITY: 1, GROUP: 1, ID: 1 };

interface PushArguments {
  readonly delay: number;
  readonly priority: number;
  readonly group: string;
  /** What the producer calls the message; undefined: it has no name. */
  readonly name: string | undefined;
  readonly payloads: readonly string[];
}

export const push: WriteCommand = {
  ...writes,
  name: 'push',
  arity: -5,
  flags: ['write', 'denyoom', 'fast'],
  keys: [keysAt(['RW', 'insert'], 2)],
  summary: 'Adds messages to a queue, which is made when there is none',
  complexity: 'O(N log M) with N the number of messages added and M the number of those in the queue',
  syntax:
    'key [DELAY milliseconds] [PRIORITY priority] [GROUP group] [ID dedup-id] MSG payload [payload ...]',
  apply: (context, argv) => {
    const { db, keyspace } = context;
    const key = argv[2]!;
    const { name, payloads, ...options } = pushArguments(argv);
    const queue = queueToEdit(db, key) ?? new Queue();
    const known = name === undefined ? undefined : queue.known.find(name, keyspace.leaseNow);
    if (known !== undefined) return [String(known)];
    const bytes = payloads.reduce((sum, payload) => sum + payload.length, 0);
    if (queue.isFullFor(payloads.length, bytes)) throw FULL;
    const { dedup } = queue.options;
    const isRemembered = name !== undefined && dedup > 0;
    if (isRemembered && queue.known.isFull) throw TOO_MANY_IDS;
    const ids = payloads.map(payload => queue.push(payload, keyspace, options));
    if (isRemembered) queue.known.add(name, ids[0]!, keyspace.leaseNow + dedup);
    keep(db, key, queue);
    return ids.map(String);
  },
};

function pushArguments(argv: readonly string[]): PushArguments {
  const options = new Options(argv, 3, OPTIONS);
  const payloads = argv.slice(options.end + 1);
  if (!isKeyword(argv[options.end], 'MSG') || payloads.length === 0) throw SYNTAX_ERROR;
  const name = options.text('ID');
  if (name !== undefined && payloads.length > 1) throw SYNTAX_ERROR;
  if (name !== undefined && name.length > KNOWN_ID_BYTES) throw TOO_LONG;
  return {
    delay: options.time('DELAY') ?? 0,
    priority: options.number('PRIORITY', LOWEST_PRIORITY, HIGHEST_PRIORITY) ?? 0,
    group: options.text('GROUP') ?? '',
    name,
    payloads,
  };
}
