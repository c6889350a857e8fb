import type { ReadContext, Served, WriteContext } from '../../machine/context.js';
import {
  compareIds,
  formatId,
  idAfter,
  idBefore,
  MAX_ID,
  type StreamId,
  ZERO_ID,
} from '../../machine/values/stream/id.js';
import type { Stream } from '../../machine/values/stream/stream.js';
import { ErrorReply, KeyedReply, NULL_ARRAY, type Reply } from '../../resp/reply.js';
import type { KeySpec, ReadCommand, WriteCommand } from '../spec.js';
import { beforeZero, idArgument } from './ids.js';
import { mayWait, type ReadArguments, readArguments, waitingArguments } from './read-arguments.js';
import { entryReply, streamAt } from './values.js';

/** Keys stand behind STREAMS, in the first half of what is left. */
export function streamKeys(startFrom: number): KeySpec {
  return {
    flags: ['RO', 'access'],
    begin: { keyword: 'STREAMS', startFrom },
    find: { lastKey: -1, step: 1, limit: 2 },
  };
}

const shared = {
  name: 'xread',
  arity: -4,
  flags: ['readonly', 'blocking', 'movablekeys'],
  categories: ['stream'],
  keys: [streamKeys(1)],
  group: 'stream',
  since: '5.0.0',
  summary: 'Returns the entries of streams behind given ids, and waits for some where there are none',
  complexity:
    'O(log N + M) for each stream, with N the number of its entries and M the number of those returned',
  syntax: '[COUNT count] [BLOCK milliseconds] STREAMS key [key ...] id [id ...]',
} as const;

/** XREAD without BLOCK. */
const xreadAtOnce: ReadCommand = {
  ...shared,
  class: 'read',
  query: (context, argv) => {
    const request = readArguments(argv, false, context.now);
    return entriesBehind(context, request, idsOf(context, request)) ?? NULL_ARRAY;
  },
};

export const xread: WriteCommand = {
  ...shared,
  class: 'write',
  asRead: argv => (mayWait(argv) ? undefined : xreadAtOnce),
  apply: (context, argv) => {
    const request = readArguments(argv, false, context.now);
    const ids = idsOf(context, request);
    const found = entriesBehind(context, request, ids);
    if (found !== undefined) return found;
    if (request.timeout === undefined || !context.mayBlock) return NULL_ARRAY;
    // `$` and `+` mean the streams as they are now.
    const settled = argv.toSpliced(request.idsAt, ids.length, ...ids.map(formatId));
    return context.block({ keys: request.keys, timeout: request.timeout, argv: settled });
  },
  waking: { serves: ['stream'], serve: serveRead, timedOut: NULL_ARRAY },
};

/** Reading takes nothing away: whoever waits is served. */
function serveRead(context: WriteContext, argv: readonly string[]): Served | undefined {
  const request = waitingArguments(argv, false, context.now);
  const reply = entriesBehind(context, request, idsOf(context, request));
  return reply && { reply, giveBack: null };
}

const NEW_ONLY = new ErrorReply(
  'ERR The > ID can be specified only when calling XREADGROUP using the GROUP <group> <consumer> option.',
);

function idsOf({ db }: Pick<ReadContext, 'db'>, { keys, ids }: ReadArguments): StreamId[] {
  return ids.map((id, at) => {
    const stream = streamAt(db, keys[at]!);
    const shown = beforeZero(id);
    if (shown === '$') return stream?.lastId ?? ZERO_ID;
    if (shown === '+') return beforeTop(stream);
    if (shown === '>') throw NEW_ONLY;
    return idArgument(id);
  });
}

/** Behind it is the last entry, or what comes next where there is none. */
function beforeTop(stream: Stream | undefined): StreamId {
  const top = stream?.top();
  return (top && idBefore(top.id)) ?? stream?.lastId ?? ZERO_ID;
}

/** Undefined: there is nothing behind any of the ids. */
function entriesBehind(
  { db }: Pick<ReadContext, 'db'>,
  { keys, count }: ReadArguments,
  ids: readonly StreamId[],
): KeyedReply | undefined {
  const pairs: Reply[] = [];
  for (const [at, key] of keys.entries()) {
    const stream = streamAt(db, key);
    const from = idAfter(ids[at]!);
    const top = stream?.top();
    if (stream === undefined || from === undefined || top === undefined) continue;
    if (compareIds(top.id, from) < 0) continue;
    pairs.push(key, stream.range(from, MAX_ID, count).map(entryReply));
  }
  return pairs.length > 0 ? new KeyedReply(pairs) : undefined;
}
