import { addInt64, type Int64 } from '../../base/numbers.js';
import type { Group, Pending } from '../../machine/values/stream/group.js';
import { compareIds, formatId, type StreamId, ZERO_ID } from '../../machine/values/stream/id.js';
import { ErrorReply, type Reply, SYNTAX_ERROR } from '../../resp/reply.js';
import { integer, integer64, integerWithin, keyword, printed } from '../arguments.js';
import { keysAt, type WriteCommand } from '../spec.js';
import { idArgument, parseId, rangeStart } from './ids.js';
import { entryReply, groupAt, streamToEdit, visit } from './values.js';

const shared = {
  class: 'write',
  arity: -6,
  flags: ['write', 'fast'],
  categories: ['stream'],
  group: 'stream',
} as const;

/** Options of XCLAIM behind the ids. */
interface ClaimOptions {
  readonly force: boolean;
  readonly justId: boolean;
  /** Milliseconds since the epoch. */
  readonly time: number;
  readonly count: Int64 | undefined;
  readonly lastId: StreamId;
}

export const xclaim: WriteCommand = {
  ...shared,
  name: 'xclaim',
  keys: [keysAt(['RW', 'update'], 1)],
  since: '5.0.0',
  summary: 'Gives a consumer pending entries that were idle for long enough, whoever had them',
  complexity: 'O(log N) for each id, with N the number of pending entries',
  syntax:
    'key group consumer min-idle-time id [id ...] [IDLE ms] [TIME unix-time-milliseconds] [RETRYCOUNT count] ' +
    '[FORCE] [JUSTID] [LASTID last-id]',
  apply: (context, argv) => {
    const { db, now } = context;
    const [, key, name, consumer] = argv as [string, string, string, string];
    groupAt(db, key, name);
    const idle = idleArgument(argv[4]!, 'XCLAIM');
    const { ids, options } = claimArguments(argv, now);
    const stream = streamToEdit(db, key)!;
    const group = stream.groupToEdit(name)!;
    if (compareIds(options.lastId, group.last) > 0) group.last = options.lastId;
    visit(context, key, group, consumer);
    const claimed: Reply[] = [];
    for (const id of ids) {
      const entry = stream.find(id);
      if (entry === undefined) {
        group.acknowledge(id);
        continue;
      }
      const item = group.pending.get(id);
      if (item === undefined ? !options.force : isBusy(item, idle, now)) continue;
      const count = options.count ?? countAfter(item, options.justId);
      group.assign({ id, consumer, time: options.time, count });
      claimed.push(options.justId ? formatId(id) : entryReply(entry));
    }
    if (claimed.length > 0) group.visit(consumer, now, now);
    return claimed;
  },
};

function isBusy(item: Pending, idle: number, now: number): boolean {
  return idle > 0 && now - item.time < idle;
}

/** An entry that was not pending counts as delivered once before. */
function countAfter(item: Pending | undefined, justId: boolean): Int64 {
  const count = item?.count ?? 1;
  return justId ? count : (addInt64(count, 1) ?? count);
}

function idleArgument(text: string, command: string): number {
  const error = new ErrorReply(`ERR Invalid min-idle-time argument for ${command}`);
  return Math.max(integer(text, error), 0);
}

/** Ids are what can be read as ids; options begin with the first argument that cannot. */
function claimArguments(argv: readonly string[], now: number): { ids: StreamId[]; options: ClaimOptions } {
  const ids: StreamId[] = [];
  let at = 5;
  for (; at < argv.length; at++) {
    const id = parseId(argv[at]!);
    if (id === undefined) break;
    ids.push(id);
  }
  return { ids, options: claimOptions(argv, at, now) };
}

function claimOptions(argv: readonly string[], from: number, now: number): ClaimOptions {
  let [force, justId] = [false, false];
  let time = now;
  let count: Int64 | undefined;
  let lastId = ZERO_ID;
  for (let at = from; at < argv.length; at++) {
    const option = keyword(argv[at], 'FORCE', 'JUSTID', 'IDLE', 'TIME', 'RETRYCOUNT', 'LASTID');
    const value = argv[at + 1];
    if (option === 'FORCE') force = true;
    else if (option === 'JUSTID') justId = true;
    else if (option === undefined || value === undefined)
      throw new ErrorReply(`ERR Unrecognized XCLAIM option '${printed(argv[at]!)}'`);
    else {
      at++;
      if (option === 'LASTID') lastId = idArgument(value);
      else {
        const error = new ErrorReply(`ERR Invalid ${option} option argument for XCLAIM`);
        const number = integer64(value, error);
        if (option === 'RETRYCOUNT') count = number < 0 ? undefined : number;
        else time = deliveryTime(option === 'IDLE' ? now - Number(number) : Number(number), now);
      }
    }
  }
  return { force, justId, time, count, lastId };
}

/** A time that cannot be is now: clients reckon with clocks of their own. */
function deliveryTime(time: number, now: number): number {
  return time < 0 || time > now ? now : time;
}

const COUNT_TOO_SMALL = new ErrorReply('ERR COUNT must be > 0');
/** Redis's own bound. */
const COUNT_MOST = Math.floor(Number.MAX_SAFE_INTEGER / 16);
/** Pending entries that XAUTOCLAIM looks at, for each that it may return. */
const ATTEMPTS_FACTOR = 10;

export const xautoclaim: WriteCommand = {
  ...shared,
  name: 'xautoclaim',
  keys: [keysAt(['RW', 'delete'], 1)],
  since: '6.2.0',
  summary: 'Looks through pending entries, and gives a consumer those that were idle for long enough',
  complexity: 'O(log N + M) with N the number of pending entries and M the count',
  syntax: 'key group consumer min-idle-time start [COUNT count] [JUSTID]',
  apply: (context, argv) => {
    const { db, now } = context;
    const [, key, name, consumer] = argv as [string, string, string, string];
    const { idle, start, count, justId } = autoclaimArguments(argv);
    groupAt(db, key, name);
    const stream = streamToEdit(db, key)!;
    const group = stream.groupToEdit(name)!;
    visit(context, key, group, consumer);
    const { items, next } = lookedAt(group, start, count, item => {
      return stream.find(item.id) === undefined || !isBusy(item, idle, now);
    });
    const claimed: Reply[] = [];
    const deleted: Reply[] = [];
    for (const item of items) {
      const entry = stream.find(item.id);
      if (entry === undefined) {
        group.acknowledge(item.id);
        deleted.push(formatId(item.id));
        continue;
      }
      group.assign({ id: item.id, consumer, time: now, count: countAfter(item, justId) });
      claimed.push(justId ? formatId(item.id) : entryReply(entry));
    }
    if (claimed.length > 0) group.visit(consumer, now, now);
    return [formatId(next), claimed, deleted];
  },
};

/** At most `count` pending entries that `fits` takes, and where to go on; 0-0: all were looked at. */
function lookedAt(
  group: Group,
  start: StreamId,
  count: number,
  fits: (item: Pending) => boolean,
): { items: Pending[]; next: StreamId } {
  const items: Pending[] = [];
  let attempts = count * ATTEMPTS_FACTOR;
  for (const item of group.pending.from(start)) {
    if (attempts-- === 0 || items.length >= count) return { items, next: item.id };
    if (fits(item)) items.push(item);
  }
  return { items, next: ZERO_ID };
}

function autoclaimArguments(argv: readonly string[]): {
  idle: number;
  start: StreamId;
  count: number;
  justId: boolean;
} {
  const idle = idleArgument(argv[4]!, 'XAUTOCLAIM');
  const start = rangeStart(argv[5]!);
  let count = 100;
  let justId = false;
  for (let at = 6; at < argv.length; at++) {
    const option = keyword(argv[at], 'COUNT', 'JUSTID');
    if (option === 'JUSTID') justId = true;
    else if (option === 'COUNT' && at + 1 < argv.length)
      count = integerWithin(argv[++at]!, 1, COUNT_MOST, COUNT_TOO_SMALL);
    else throw SYNTAX_ERROR;
  }
  return { idle, start, count, justId };
}
