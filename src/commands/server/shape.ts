import type { CommandFlag, KeySpec } from '../spec.js';
import type { Command } from '../spec.js';
import { MapReply, type Reply, SetReply, Status } from '../../resp/reply.js';

/** How COMMAND and COMMAND INFO show a definition: the form of Redis 7, all of it derived. */

const FLAG_ORDER: readonly CommandFlag[] = [
  'write',
  'readonly',
  'denyoom',
  'admin',
  'pubsub',
  'noscript',
  'blocking',
  'loading',
  'stale',
  'skip_monitor',
  'skip_slowlog',
  'fast',
  'no_auth',
  'may_replicate',
  'no_mandatory_keys',
  'no_async_loading',
  'no_multi',
  'movablekeys',
  'allow_busy',
];

/** In Redis's order, those of Quorate behind. */
export const CATEGORIES: readonly string[] = [
  'keyspace',
  'read',
  'write',
  'set',
  'sortedset',
  'list',
  'hash',
  'string',
  'bitmap',
  'hyperloglog',
  'geo',
  'stream',
  'pubsub',
  'admin',
  'fast',
  'slow',
  'blocking',
  'dangerous',
  'connection',
  'transaction',
  'scripting',
  'lock',
  'queue',
  'quorate',
];

/** `prefix`: the name of the container, for a subcommand. */
export function commandInfo(command: Command, prefix = ''): Reply {
  const [first, last, step] = legacyRange(command.keys ?? []);
  const subcommands = command.class === 'container' ? command.subcommands : [];
  return [
    prefix + command.name,
    command.arity,
    new SetReply(flagsOf(command).map(flag => new Status(flag))),
    first,
    last,
    step,
    new SetReply(categoriesOf(command).map(category => new Status(`@${category}`))),
    new SetReply([]), // tips: for routing over several shards
    new SetReply((command.keys ?? []).map(keySpecReply)),
    // A set where there are none, an array where there are some: so in Redis.
    subcommands.length === 0
      ? new SetReply([])
      : subcommands.map(sub => commandInfo(sub, `${command.name}|`)),
  ];
}

/** A command and its subcommands, each under its whole name: `client`, `client|id`. */
export function namedIn(command: Command): [name: string, command: Command][] {
  const subcommands = command.class === 'container' ? command.subcommands : [];
  return [
    [command.name, command],
    ...subcommands.map((sub): [string, Command] => [`${command.name}|${sub.name}`, sub]),
  ];
}

/** In Redis's order. */
function flagsOf({ flags, keys = [] }: Command): CommandFlag[] {
  const movable = !keys.every(isRange);
  return FLAG_ORDER.filter(flag => flags.includes(flag) || (flag === 'movablekeys' && movable));
}

/** In Redis's order, without @; those that follow from the flags included. */
export function categoriesOf(command: Command): string[] {
  const { flags } = command;
  const derived = new Set(command.categories);
  if (flags.includes('write')) derived.add('write');
  if (flags.includes('readonly') && !derived.has('scripting')) derived.add('read');
  if (flags.includes('admin')) derived.add('admin').add('dangerous');
  if (flags.includes('pubsub')) derived.add('pubsub');
  if (flags.includes('blocking')) derived.add('blocking');
  derived.add(flags.includes('fast') ? 'fast' : 'slow');
  return CATEGORIES.filter(category => derived.has(category));
}

interface RangeSpec extends KeySpec {
  readonly begin: { readonly index: number };
  readonly find: { readonly lastKey: number; readonly step: number; readonly limit: number };
}

function isRange(spec: KeySpec): spec is RangeSpec {
  return spec.isUnknown === undefined && 'index' in spec.begin && 'lastKey' in spec.find;
}

/** First key, last key and step: what there was before key specifications. Zeros where that cannot say it. */
function legacyRange(specs: readonly KeySpec[]): readonly [first: number, last: number, step: number] {
  const NONE = [0, 0, 0] as const;
  const ranges = specs.filter(isRange);
  const [only] = ranges;
  if (only !== undefined && specs.length === 1) return [only.begin.index, lastOf(only), only.find.step];
  let first = Infinity;
  let last = 0;
  for (const range of ranges) {
    const isApart = last !== 0 && last !== range.begin.index - 1;
    if (range.find.step !== 1 || isApart) return NONE;
    first = Math.min(first, range.begin.index);
    // -1, the last argument, lies behind every position.
    last = last < 0 ? last : lastOf(range) < 0 ? lastOf(range) : Math.max(last, lastOf(range));
  }
  return first === Infinity ? NONE : [first, last, 1];
}

function lastOf({ begin, find }: RangeSpec): number {
  return find.lastKey < 0 ? find.lastKey : begin.index + find.lastKey;
}

function keySpecReply({ flags, begin, find, isUnknown }: KeySpec): Reply {
  const unknown = isUnknown === true ? typed('unknown', []) : undefined;
  const beginning =
    unknown ??
    ('index' in begin
      ? typed('index', ['index', begin.index])
      : typed('keyword', ['keyword', begin.keyword, 'startfrom', begin.startFrom]));
  const finding =
    unknown ??
    ('lastKey' in find
      ? typed('range', ['lastkey', find.lastKey, 'keystep', find.step, 'limit', find.limit])
      : typed('keynum', ['keynumidx', find.numKeysIndex, 'firstkey', find.firstKey, 'keystep', find.step]));
  return new MapReply([
    'flags',
    new SetReply(flags.map(flag => new Status(flag))),
    'begin_search',
    beginning,
    'find_keys',
    finding,
  ]);
}

function typed(type: string, spec: readonly Reply[]): Reply {
  return new MapReply(['type', type, 'spec', new MapReply(spec)]);
}
