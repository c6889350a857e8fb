import type { ReadContext } from '../../machine/context.js';
import type { Group } from '../../machine/values/stream/group.js';
import { formatId, MAX_ID, ZERO_ID } from '../../machine/values/stream/id.js';
import { lagOf } from '../../machine/values/stream/lag.js';
import type { Stream } from '../../machine/values/stream/stream.js';
import { ErrorReply, MapReply, NO_SUCH_KEY, type Reply } from '../../resp/reply.js';
import { integer, isKeyword, printed, wrongSubcommandArity } from '../arguments.js';
import { helpReply } from '../server/help.js';
import { type ContainerCommand, keysAt, type NodeCommand, type ReadCommand } from '../spec.js';
import { entryReply, streamAt } from './values.js';

const shared = {
  class: 'read',
  flags: ['readonly'],
  categories: ['stream'],
  keys: [keysAt(['RO', 'access'], 2)],
  group: 'stream',
  since: '5.0.0',
} as const;

/** Entries, and pending entries of each group and consumer, that FULL shows without COUNT. */
const FULL_COUNT = 10;

function existing({ db }: ReadContext, key: string): Stream {
  const found = streamAt(db, key);
  if (found === undefined) throw NO_SUCH_KEY;
  return found;
}

const stream: ReadCommand = {
  ...shared,
  name: 'stream',
  arity: -3,
  keys: [keysAt(['RO', 'access'], 2)],
  summary: 'Returns what is known of a stream, with FULL also its entries and groups',
  complexity: 'O(1); with FULL O(N) with N the number of what is shown',
  syntax: 'key [FULL [COUNT count]]',
  query: (context, argv) => {
    const found = existing(context, argv[2]!);
    const full = fullCount(argv);
    const shown = full === undefined ? briefly(found) : fully(found, full);
    return new MapReply([...counters(found), ...shown]);
  },
};

/** Undefined: without FULL. */
function fullCount(argv: readonly string[]): number | undefined {
  const options = argv.slice(3);
  if (options.length === 0) return undefined;
  const isKnown = options.length === 1 || (options.length === 3 && isKeyword(options[1], 'COUNT'));
  if (!isKnown || !isKeyword(options[0], 'FULL')) throw wrongSubcommandArity(argv);
  const count = options.length === 1 ? FULL_COUNT : integer(options[2]!);
  if (count === 0) return Infinity;
  return count < 0 ? FULL_COUNT : count;
}

function counters(stream: Stream): Reply[] {
  return [
    'length',
    stream.length,
    'radix-tree-keys',
    stream.nodeCount,
    // Redis counts the inner nodes of its index too; here there are none but the root.
    'radix-tree-nodes',
    stream.nodeCount + 1,
    'last-generated-id',
    formatId(stream.lastId),
    'max-deleted-entry-id',
    formatId(stream.maxDeletedId),
    'entries-added',
    stream.entriesAdded,
    'recorded-first-entry-id',
    formatId(stream.first()?.id ?? ZERO_ID),
  ];
}

function briefly(stream: Stream): Reply[] {
  const [first, top] = [stream.first(), stream.top()];
  return [
    'groups',
    stream.groupCount,
    'first-entry',
    first === undefined ? null : entryReply(first),
    'last-entry',
    top === undefined ? null : entryReply(top),
  ];
}

function fully(stream: Stream, count: number): Reply[] {
  const entries = stream.range(ZERO_ID, MAX_ID, count).map(entryReply);
  const groups = stream.groupNames().map(name => fullGroup(stream, name, stream.group(name)!, count));
  return ['entries', entries, 'groups', groups];
}

function fullGroup(stream: Stream, name: string, group: Group, count: number): Reply {
  const pending = firstOf(group.pending, count).map(item => [
    formatId(item.id),
    item.consumer,
    item.time,
    item.count,
  ]);
  return new MapReply([
    'name',
    name,
    'last-delivered-id',
    formatId(group.last),
    'entries-read',
    group.entriesRead,
    'lag',
    lagOf(stream, group),
    'pel-count',
    group.pending.size,
    'pending',
    pending,
    'consumers',
    group.consumerNames().map(consumer => fullConsumer(group, consumer, count)),
  ]);
}

function fullConsumer(group: Group, name: string, count: number): Reply {
  const { seen, active } = group.visitsOf(name)!;
  const pending = group.pendingOf(name)!;
  return new MapReply([
    'name',
    name,
    'seen-time',
    seen,
    'active-time',
    active,
    'pel-count',
    pending.size,
    'pending',
    firstOf(pending, count).map(item => [formatId(item.id), item.time, item.count]),
  ]);
}

function firstOf<Item>(items: Iterable<Item>, count: number): Item[] {
  const first: Item[] = [];
  for (const item of items) {
    if (first.length >= count) break;
    first.push(item);
  }
  return first;
}

const groups: ReadCommand = {
  ...shared,
  name: 'groups',
  arity: 3,
  summary: 'Returns how far each group of a stream has read',
  complexity: 'O(N log N) with N the number of groups',
  syntax: 'key',
  query: (context, argv) => {
    const found = existing(context, argv[2]!);
    return found.groupNames().map(name => {
      const group = found.group(name)!;
      return new MapReply([
        'name',
        name,
        'consumers',
        group.consumerCount,
        'pending',
        group.pending.size,
        'last-delivered-id',
        formatId(group.last),
        'entries-read',
        group.entriesRead,
        'lag',
        lagOf(found, group),
      ]);
    });
  },
};

const consumers: ReadCommand = {
  ...shared,
  name: 'consumers',
  arity: 4,
  summary: 'Returns the consumers of a group, how much is pending for each, and when it was there',
  complexity: 'O(N log N) with N the number of consumers',
  syntax: 'key group',
  query: (context, argv) => {
    const [, , key, name] = argv as [string, string, string, string];
    const group = existing(context, key).group(name);
    if (group === undefined)
      throw new ErrorReply(
        `NOGROUP No such consumer group '${printed(name)}' for key name '${printed(key)}'`,
      );
    const since = (time: number): number => Math.max(context.now - time, 0);
    return group.consumerNames().map(consumer => {
      const { seen, active } = group.visitsOf(consumer)!;
      return new MapReply([
        'name',
        consumer,
        'pending',
        group.pendingOf(consumer)!.size,
        'idle',
        since(seen),
        'inactive',
        active < 0 ? -1 : since(active),
      ]);
    });
  },
};

const help: NodeCommand = {
  ...shared,
  class: 'node',
  name: 'help',
  arity: 2,
  flags: ['loading', 'stale'],
  keys: [],
  summary: 'Explains the subcommands',
  complexity: 'O(1)',
  syntax: '',
  run: (_node, _session, _argv, done) =>
    done(
      helpReply('XINFO', [
        ['CONSUMERS <key> <group>', 'The consumers of a group.'],
        ['GROUPS <key>', 'The groups of a stream.'],
        ['STREAM <key> [FULL [COUNT <count>]]', 'What is known of a stream.'],
      ]),
    ),
};

export const xinfo: ContainerCommand = {
  name: 'xinfo',
  class: 'container',
  arity: -2,
  flags: [],
  categories: [],
  group: 'stream',
  since: '5.0.0',
  summary: 'Tells about streams and their groups',
  complexity: 'Depends on the subcommand',
  syntax: '',
  subcommands: [stream, groups, consumers, help],
};
