import type { ReadContext } from '../../machine/context.js';
import type { Group, Pending } from '../../machine/values/stream/group.js';
import { compareIds, formatId, type StreamId } from '../../machine/values/stream/id.js';
import { NULL_ARRAY, type Reply, SYNTAX_ERROR } from '../../resp/reply.js';
import { integer, isKeyword } from '../arguments.js';
import { keysAt, type ReadCommand, type WriteCommand } from '../spec.js';
import { idArgument, rangeEnd, rangeStart } from './ids.js';
import { groupAt, streamAt, streamToEdit } from './values.js';

export const xack: WriteCommand = {
  name: 'xack',
  class: 'write',
  arity: -4,
  flags: ['write', 'fast'],
  categories: ['stream'],
  keys: [keysAt(['RW', 'update'], 1)],
  group: 'stream',
  since: '5.0.0',
  summary: 'Says that entries were dealt with: they are pending no longer',
  complexity: 'O(log N) for each id, with N the number of pending entries',
  syntax: 'key group id [id ...]',
  apply: ({ db }, argv) => {
    const [, key, name] = argv as [string, string, string];
    if (streamAt(db, key)?.group(name) === undefined) return 0;
    const ids = argv.slice(3).map(idArgument);
    const group = streamToEdit(db, key)!.groupToEdit(name)!;
    return ids.filter(id => group.acknowledge(id)).length;
  },
};

export const xpending: ReadCommand = {
  name: 'xpending',
  class: 'read',
  arity: -3,
  flags: ['readonly'],
  categories: ['stream'],
  keys: [keysAt(['RO', 'access'], 1)],
  group: 'stream',
  since: '5.0.0',
  summary: 'Returns how many entries are pending in a group, or which and for whom',
  complexity: 'O(log N + M) with N the number of pending entries and M the number of those looked at',
  syntax: 'key group [[IDLE min-idle-time] start end count [consumer]]',
  query: (context, argv) => {
    const range = pendingRange(argv);
    const { group } = groupAt(context.db, argv[1]!, argv[2]!);
    return range === undefined ? summaryOf(group) : pendingIn(context, group, range);
  },
};

interface PendingRange {
  readonly from: StreamId;
  readonly to: StreamId;
  readonly count: number;
  /** Milliseconds; 0: any. */
  readonly idle: number;
  readonly consumer: string | undefined;
}

/** Undefined: the command asks for a summary. */
function pendingRange(argv: readonly string[]): PendingRange | undefined {
  if (argv.length === 3) return undefined;
  if (argv.length < 6 || argv.length > 9) throw SYNTAX_ERROR;
  const hasIdle = isKeyword(argv[3], 'IDLE');
  const idle = hasIdle ? integer(argv[4]!) : 0;
  if (hasIdle && argv.length < 8) throw SYNTAX_ERROR;
  const start = hasIdle ? 5 : 3;
  const count = Math.max(integer(argv[start + 2]!), 0);
  const from = rangeStart(argv[start]!);
  return { from, to: rangeEnd(argv[start + 1]!), count, idle, consumer: argv[start + 3] };
}

function summaryOf(group: Group): Reply {
  const { pending } = group;
  const [first, last] = [pending.first(), pending.last()];
  if (first === undefined || last === undefined) return [0, null, null, NULL_ARRAY];
  const consumers = group
    .consumerNames()
    .map((name): [string, number] => [name, group.pendingOf(name)?.size ?? 0])
    .filter(([, count]) => count > 0)
    .map(([name, count]) => [name, String(count)]);
  return [pending.size, formatId(first.id), formatId(last.id), consumers];
}

function pendingIn(
  { now }: Pick<ReadContext, 'now'>,
  group: Group,
  { from, to, count, idle, consumer }: PendingRange,
): Reply {
  const found: Reply[] = [];
  const pending = consumer === undefined ? group.pending : group.pendingOf(consumer);
  for (const item of pending?.from(from) ?? []) {
    if (found.length >= count || compareIds(item.id, to) > 0) break;
    if (idle !== 0 && now - item.time < idle) continue;
    found.push(pendingReply(item, now));
  }
  return found;
}

function pendingReply({ id, consumer, time, count }: Pending, now: number): Reply {
  return [formatId(id), consumer, Math.max(now - time, 0), count];
}
