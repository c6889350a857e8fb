import { addInt64 } from '../../base/numbers.js';
import type { Served, WriteContext } from '../../machine/context.js';
import type { Group } from '../../machine/values/stream/group.js';
import { compareIds, formatId, idAfter, MAX_ID, type StreamId } from '../../machine/values/stream/id.js';
import { advance } from '../../machine/values/stream/lag.js';
import type { Stream } from '../../machine/values/stream/stream.js';
import { ErrorReply, KeyedReply, NULL_ARRAY, type Reply } from '../../resp/reply.js';
import type { WriteCommand } from '../spec.js';
import { beforeZero, idArgument } from './ids.js';
import { type ReadArguments, readArguments, waitingArguments } from './read-arguments.js';
import { streamKeys } from './reading.js';
import { entryReply, noGroup, streamAt, streamToEdit, visit } from './values.js';

export const xreadgroup: WriteCommand = {
  name: 'xreadgroup',
  class: 'write',
  arity: -7,
  flags: ['write', 'blocking', 'movablekeys'],
  categories: ['stream'],
  keys: [streamKeys(4)],
  group: 'stream',
  since: '5.0.0',
  summary:
    'Gives a consumer entries that its group has not read, or those pending for it, and waits for new ones',
  complexity: 'O(log N + M log P) for each stream, with N its entries, M those returned and P those pending',
  syntax: 'GROUP group consumer [COUNT count] [BLOCK milliseconds] [NOACK] STREAMS key [key ...] id [id ...]',
  apply: (context, argv) => {
    const request = readArguments(argv, true, context.now);
    const ids = idsOf(context, request);
    const found = readAll(context, request, ids, false);
    if (found !== undefined) return found;
    if (request.timeout === undefined || !context.mayBlock) return NULL_ARRAY;
    return context.block({ keys: request.keys, timeout: request.timeout });
  },
  // A group that goes, with its key or alone, ends the wait with an error.
  waking: { serves: 'anything', serve: serveReader, timedOut: NULL_ARRAY },
};

/** What was assigned to a consumer stays so when its client is gone by then, as in Redis. */
function serveReader(context: WriteContext, argv: readonly string[]): Served | undefined {
  const request = waitingArguments(argv, true, context.now);
  const reply = readAll(context, request, idsOf(context, request), true);
  return reply && { reply, giveBack: null };
}

const LAST_ID = new ErrorReply(
  'ERR The $ ID is meaningless in the context of XREADGROUP: you want to read the history of this consumer by ' +
    'specifying a proper ID, or use the > ID to get new messages. The $ ID would just return an empty result set.',
);
const TOP_ID = new ErrorReply(
  'ERR The + ID is meaningless in the context of XREADGROUP: you want to read the history of this consumer by ' +
    'specifying a proper ID, or use the > ID to get new messages. The + ID would just return an empty result set.',
);

/** The ids behind which to read pending entries; the largest one stands for `>`. Each group must be there. */
function idsOf({ db }: WriteContext, { keys, ids, reader }: ReadArguments): StreamId[] {
  return ids.map((id, at) => {
    const key = keys[at]!;
    if (streamAt(db, key)?.group(reader!.group) === undefined)
      throw noGroup(key, reader!.group, ' in XREADGROUP with GROUP option');
    switch (beforeZero(id)) {
      case '$':
        throw LAST_ID;
      case '+':
        throw TOP_ID;
      case '>':
        return MAX_ID;
      default:
        return idArgument(id);
    }
  });
}

/** Undefined: there is nothing for the consumer. */
function readAll(
  context: WriteContext,
  request: ReadArguments,
  ids: readonly StreamId[],
  isWaking: boolean,
): KeyedReply | undefined {
  const pairs: Reply[] = [];
  for (const [at, key] of request.keys.entries()) {
    const id = ids[at]!;
    const stream = streamAt(context.db, key)!;
    const isNew = compareIds(id, MAX_ID) === 0;
    const hasNone = isNew && isReadUp(stream, request.reader!.group);
    // A consumer is made by its first request, and each one is a visit; whoever waits made his when he came.
    if (hasNone && isWaking) continue;
    const target = visited(context, request, key);
    if (hasNone) continue;
    pairs.push(key, isNew ? readNew(context, request, target) : readPending(context, request, target, id));
  }
  return pairs.length > 0 ? new KeyedReply(pairs) : undefined;
}

function isReadUp(stream: Stream, group: string): boolean {
  const top = stream.top();
  return top === undefined || compareIds(top.id, stream.group(group)!.last) <= 0;
}

/** A stream and one of its groups, to be changed. */
interface Target {
  readonly stream: Stream;
  readonly group: Group;
}

function visited(context: WriteContext, { reader }: ReadArguments, key: string): Target {
  const stream = streamToEdit(context.db, key)!;
  const group = stream.groupToEdit(reader!.group)!;
  visit(context, key, group, reader!.consumer);
  return { stream, group };
}

function readNew(
  { now }: WriteContext,
  { reader, count, noAck }: ReadArguments,
  { stream, group }: Target,
): Reply {
  const { consumer } = reader!;
  const entries = stream.range(idAfter(group.last)!, MAX_ID, count);
  for (const { id } of entries) {
    advance(stream, group, id);
    if (!noAck) group.assign({ id, consumer, time: now, count: 1 });
  }
  if (!noAck) group.visit(consumer, now, now);
  return entries.map(entryReply);
}

/** An entry that is no longer in the stream is given as an id without fields, and does not count as delivered. */
function readPending(
  { now }: WriteContext,
  { reader, count }: ReadArguments,
  { stream, group }: Target,
  after: StreamId,
): Reply {
  const pending = [];
  const from = idAfter(after)!;
  for (const item of group.pendingOf(reader!.consumer)!.from(from)) {
    if (pending.length >= count) break;
    pending.push(item);
  }
  return pending.map(item => {
    const entry = stream.find(item.id);
    if (entry === undefined) return [formatId(item.id), NULL_ARRAY];
    group.assign({ ...item, time: now, count: addInt64(item.count, 1) ?? item.count });
    return entryReply(entry);
  });
}
