import { crc64 } from '../../base/crc64.js';
import { INT64_MAX } from '../../base/numbers.js';
import type { ReadContext } from '../../machine/context.js';
import type { MachineSettings } from '../../machine/settings.js';
import type { Value } from '../../machine/value.js';
import { readValue } from '../../machine/rdb/read-value.js';
import { RdbSink, TooLong } from '../../machine/rdb/sink.js';
import { BadPayload, RdbSource } from '../../machine/rdb/source.js';
import { type DumpedValue, writeValue } from '../../machine/rdb/write-value.js';
import { Lock } from '../../machine/values/lock/lock.js';
import { Queue } from '../../machine/values/queue/queue.js';
import { ErrorReply, OK, type Reply, SYNTAX_ERROR, WRONG_TYPE } from '../../resp/reply.js';
import { integer, integer64, keyword, saturate } from '../arguments.js';
import { limitsOf as hashLimits } from '../hashes/values.js';
import { listpackSize } from '../lists/values.js';
import { limitsOf as setLimits } from '../sets/values.js';
import { limitsOf as sortedSetLimits } from '../sorted-sets/values.js';
import { keysAt, type ReadCommand, type WriteCommand } from '../spec.js';
import { tellOfReplacement } from './renaming.js';
import { stringLimit } from '../strings/limits.js';

/** A payload ends with the version of RDB, two bytes, and the checksum of all before it. */
const CHECKSUM = 8;
const FOOTER = 2 + CHECKSUM;
const VERSION_MAX = 12;

const BUSY_KEY = new ErrorReply('BUSYKEY Target key name already exists.');
const BAD_FOOTER = new ErrorReply('ERR DUMP payload version or checksum are wrong');
const BAD_FORMAT = new ErrorReply('ERR Bad data format');
const BAD_TTL = new ErrorReply('ERR Invalid TTL value, must be >= 0');
const BAD_IDLE_TIME = new ErrorReply('ERR Invalid IDLETIME value, must be >= 0');
const BAD_FREQUENCY = new ErrorReply('ERR Invalid FREQ value, must be >= 0 and <= 255');
const TOO_LONG = new ErrorReply('ERR the payload would exceed the maximum allowed size (proto-max-bulk-len)');

export const dump: ReadCommand = {
  name: 'dump',
  class: 'read',
  arity: 2,
  flags: ['readonly'],
  categories: ['keyspace'],
  keys: [keysAt(['RO', 'access'], 1)],
  group: 'generic',
  since: '2.6.0',
  summary: "Returns a value in the format of Redis's own files, for RESTORE",
  complexity: 'O(N) with N the size of the value',
  syntax: 'key',
  query: ({ db, settings }, argv) => {
    const value = db.get(argv[1]!);
    if (value instanceof Queue || value instanceof Lock) throw WRONG_TYPE;
    return value === undefined ? null : payloadOf(value, settings);
  },
};

/** Bytes that a value takes in Redis's own files, its type aside. */
export function sizeOfPayload(value: DumpedValue, settings: MachineSettings): number {
  return payloadOf(value, settings).length - FOOTER - 1;
}

function payloadOf(value: DumpedValue, settings: MachineSettings): string {
  try {
    const sink = new RdbSink(stringLimit(settings) - CHECKSUM);
    return sealed(sink, writeValue(sink, value));
  } catch (error) {
    throw error instanceof TooLong ? TOO_LONG : error;
  }
}

/** What was written, with the footer: the version of RDB that reads it. */
export function sealed(sink: RdbSink, version: number): string {
  sink.uint8(version);
  sink.uint8(0);
  const payload = sink.take();
  return payload.toString('latin1') + crc64(payload).toString('latin1');
}

/**
 * A payload without its footer.
 * @throws ErrorReply when that is not right
 */
export function unsealed(text: string): RdbSource {
  const payload = Buffer.from(text, 'latin1');
  const checked = payload.length - CHECKSUM;
  if (payload.length < FOOTER || payload.readUInt16LE(payload.length - FOOTER) > VERSION_MAX)
    throw BAD_FOOTER;
  if (!crc64(payload.subarray(0, checked)).equals(payload.subarray(checked))) throw BAD_FOOTER;
  return new RdbSource(payload.subarray(0, payload.length - FOOTER));
}

export const restore: WriteCommand = {
  name: 'restore',
  class: 'write',
  arity: -4,
  flags: ['write', 'denyoom'],
  categories: ['keyspace', 'dangerous'],
  keys: [keysAt(['OW', 'update'], 1)],
  group: 'generic',
  since: '2.6.0',
  summary: 'Makes a key of what DUMP returned, here or in Redis',
  complexity: 'O(N) with N the size of the value; O(N log N) for sorted sets',
  syntax: 'key ttl serialized-value [REPLACE] [ABSTTL] [IDLETIME seconds] [FREQ frequency]',
  apply: (context, argv): Reply => {
    const { db, now, settings } = context;
    const key = argv[1]!;
    const { replaces, isAbsolute } = readOptions(argv);
    if (!replaces && db.has(key)) throw BUSY_KEY;
    const exact = integer64(argv[2]!);
    const ttl = saturate(exact);
    if (ttl < 0) throw BAD_TTL;
    const value = valueOf(argv[3]!, settings);
    const deadline = Math.min(isAbsolute || ttl === 0 ? ttl : now + ttl, Number.MAX_SAFE_INTEGER);
    db.refuseKept(key);
    // In Redis a moment beyond 64 bits wraps around into the past.
    if ((deadline > 0 && deadline <= now) || (!isAbsolute && BigInt(exact) + BigInt(now) > INT64_MAX)) {
      db.delete(key);
      return OK;
    }
    tellOfReplacement(context, db, key);
    db.set(key, value);
    if (deadline > 0) db.setDeadline(key, deadline);
    return OK;
  },
};

interface RestoreOptions {
  readonly replaces: boolean;
  readonly isAbsolute: boolean;
}

/** IDLETIME and FREQ say how old a use is: each node has its own view of that, so they are checked and no more. */
function readOptions(argv: readonly string[]): RestoreOptions {
  let [replaces, isAbsolute] = [false, false];
  let access: 'IDLETIME' | 'FREQ' | undefined;
  for (let at = 4; at < argv.length; at++) {
    const option = keyword(argv[at], 'REPLACE', 'ABSTTL', 'IDLETIME', 'FREQ');
    if (option === 'REPLACE') {
      replaces = true;
    } else if (option === 'ABSTTL') {
      isAbsolute = true;
    } else {
      const isOther = access !== undefined && access !== option;
      if (option === undefined || isOther || at + 1 === argv.length) throw SYNTAX_ERROR;
      access = option;
      const amount = integer(argv[++at]!);
      if (option === 'IDLETIME' && amount < 0) throw BAD_IDLE_TIME;
      if (option === 'FREQ' && (amount < 0 || amount > 255)) throw BAD_FREQUENCY;
    }
  }
  return { replaces, isAbsolute };
}

function valueOf(text: string, settings: ReadContext['settings']): Value {
  const source = unsealed(text);
  try {
    return readValue(source, {
      hash: hashLimits(settings),
      set: setLimits(settings),
      sortedSet: sortedSetLimits(settings),
      list: listpackSize(settings),
    });
  } catch (error) {
    throw error instanceof BadPayload ? BAD_FORMAT : error;
  }
}
