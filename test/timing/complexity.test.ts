import { expect } from 'chai';
import { below, SeededRandom } from '../../src/base/random.js';
import type { Item } from '../../src/machine/payload.js';
import { Log } from '../unit/machine/log.js';

const SIZES = [1_000, 100_000, 1_000_000] as const;
/** Elements of one command, and commands of one batch, while a structure is filled. */
const AT_ONCE = 500;
const COMMANDS = 20;
/** An operation is tried so often in a row; the fastest of some such rows counts: nothing else ran then. */
const OPERATIONS = 100;
const ROUNDS = 12;
/**
 * How many times slower an operation may be with a thousand times the elements: what O(log N) and caches that are too
 * small explain, with room. O(N) is a thousand times, a square root 32 times slower.
 */
const SLOWER_AT_MOST = 15;
/** Below this a difference says nothing. Microseconds. */
const FAST = 2;

type Operation = (at: number) => string[];

interface Structure {
  /** Elements from `from` on. */
  readonly fill: (from: number, count: number) => string[];
  readonly begin?: readonly string[][];
  /** After it is filled. */
  readonly end?: (size: number) => string[][];
  /** All that Redis documents as O(1) or O(log N), `at`: of an element that is there, another one each time. */
  readonly operations: readonly Operation[];
}

const each = (from: number, count: number, make: (at: number) => string[]): string[] =>
  Array.from({ length: count }, (_, i) => make(from + i)).flat();

const STRUCTURES: Readonly<Record<string, Structure>> = {
  keyspace: {
    fill: (from, count) => ['MSET', ...each(from, count, at => [`k${at}`, 'v'])],
    operations: [
      at => ['GET', `k${at}`],
      at => ['SET', `k${at}`, 'w'],
      at => ['SET', `new${at}`, 'w'],
      at => ['EXPIRE', `k${at}`, '1000'],
      at => ['PERSIST', `k${at}`],
      at => ['RENAME', `k${at}`, `renamed${at}`],
      at => ['DEL', `k${at + 1}`],
      () => ['RANDOMKEY'],
      () => ['DBSIZE'],
      at => ['SCAN', String(at * 1000), 'COUNT', '10'],
    ],
  },
  'keys that end': {
    fill: (from, count) => [
      'MSETEX',
      String(count),
      ...each(from, count, at => [`k${at}`, 'v']),
      'EX',
      '1000',
    ],
    operations: [
      at => ['PEXPIRE', `k${at}`, String(1_000_000 + at)],
      at => ['TTL', `k${at}`],
      at => ['SET', `k${at}`, 'w', 'EX', '500'],
      at => ['DEL', `k${at}`],
      at => ['SET', `new${at}`, 'w', 'EX', '10'],
    ],
  },
  list: {
    fill: (from, count) => ['RPUSH', 'k', ...each(from, count, at => [`e${at}`])],
    operations: [
      at => ['LPUSH', 'k', `x${at}`],
      at => ['RPUSH', 'k', `x${at}`],
      () => ['LPOP', 'k'],
      () => ['RPOP', 'k'],
      () => ['LLEN', 'k'],
      () => ['LINDEX', 'k', '-3'],
      () => ['LSET', 'k', '0', 'v'],
      () => ['LRANGE', 'k', '0', '9'],
      () => ['LRANGE', 'k', '-10', '-1'],
      () => ['LMOVE', 'k', 'k', 'LEFT', 'RIGHT'],
      () => ['LTRIM', 'k', '1', '-2'],
    ],
  },
  hash: {
    fill: (from, count) => ['HSET', 'k', ...each(from, count, at => [`f${at}`, '1'])],
    operations: [
      at => ['HGET', 'k', `f${at}`],
      at => ['HSET', 'k', `f${at}`, '2'],
      at => ['HSET', 'k', `new${at}`, '2'],
      at => ['HINCRBY', 'k', `f${at}`, '1'],
      at => ['HEXPIRE', 'k', '1000', 'FIELDS', '1', `f${at}`],
      at => ['HDEL', 'k', `f${at}`],
      () => ['HLEN', 'k'],
      () => ['HRANDFIELD', 'k'],
      () => ['HSCAN', 'k', '0', 'COUNT', '10'],
    ],
  },
  set: {
    fill: (from, count) => ['SADD', 'k', ...each(from, count, at => [`m${at}`])],
    operations: [
      at => ['SISMEMBER', 'k', `m${at}`],
      at => ['SADD', 'k', `new${at}`],
      at => ['SREM', 'k', `m${at}`],
      at => ['SMOVE', 'k', 'other', `m${at + 1}`],
      () => ['SCARD', 'k'],
      () => ['SRANDMEMBER', 'k'],
      () => ['SPOP', 'k'],
      () => ['SSCAN', 'k', '0', 'COUNT', '10'],
    ],
  },
  'sorted set': {
    fill: (from, count) => ['ZADD', 'k', ...each(from, count, at => [String(at), `m${at}`])],
    operations: [
      at => ['ZSCORE', 'k', `m${at}`],
      at => ['ZADD', 'k', String(at + 0.5), `new${at}`],
      at => ['ZINCRBY', 'k', '7', `m${at}`],
      at => ['ZRANK', 'k', `m${at}`],
      at => ['ZREVRANK', 'k', `m${at}`],
      at => ['ZCOUNT', 'k', '10', String(at)],
      at => ['ZRANGE', 'k', String(at), String(at + 9)],
      at => ['ZRANGEBYSCORE', 'k', String(at), '+inf', 'LIMIT', '0', '10'],
      at => ['ZREMRANGEBYRANK', 'k', String(at), String(at)],
      at => ['ZREM', 'k', `m${at + 1}`],
      () => ['ZPOPMIN', 'k'],
      () => ['ZPOPMAX', 'k'],
      () => ['ZRANDMEMBER', 'k'],
      () => ['ZCARD', 'k'],
      () => ['ZSCAN', 'k', '0', 'COUNT', '10'],
    ],
  },
  stream: {
    fill: () => ['XADD', 'k', '*', 'f', 'v'],
    begin: [['XGROUP', 'CREATE', 'k', 'g', '0', 'MKSTREAM']],
    end: size => [['XREADGROUP', 'GROUP', 'g', 'c', 'COUNT', String(size / 2), 'NOACK', 'STREAMS', 'k', '>']],
    operations: [
      () => ['XADD', 'k', '*', 'f', 'v'],
      () => ['XADD', 'k', 'MAXLEN', '~', '10000000', '*', 'f', 'v'],
      () => ['XLEN', 'k'],
      () => ['XRANGE', 'k', '-', '+', 'COUNT', '10'],
      () => ['XREVRANGE', 'k', '+', '-', 'COUNT', '10'],
      () => ['XREADGROUP', 'GROUP', 'g', 'c', 'COUNT', '1', 'STREAMS', 'k', '>'],
      () => ['XPENDING', 'k', 'g', '-', '+', '10'],
      () => ['XAUTOCLAIM', 'k', 'g', 'd', '0', '0', 'COUNT', '1'],
      () => ['XTRIM', 'k', 'MINID', '0-1'],
    ],
  },
};

function filled({ fill, begin = [], end = () => [] }: Structure, size: number): Log {
  const log = new Log();
  const batch = (commands: readonly string[][]): void => {
    log.batch(...commands.map((argv): Item => ({ lane: 1, db: 0, argv })));
    log.entries.length = 0;
  };
  if (begin.length > 0) batch(begin);
  const isSingle = fill(0, 1).length === fill(0, 2).length;
  const step = isSingle ? 1 : Math.min(AT_ONCE, size);
  for (let from = 0; from < size; ) {
    const commands: string[][] = [];
    for (; commands.length < COMMANDS && from < size; from += step) commands.push(fill(from, step));
    batch(commands);
  }
  if (end(size).length > 0) batch(end(size));
  return log;
}

/** Microseconds for one. */
function timeOf(log: Log, operation: Operation, size: number): number {
  const random = new SeededRandom(5);
  let best = Infinity;
  for (let round = 0; round < ROUNDS; round++) {
    const commands = Array.from({ length: OPERATIONS }, () => operation(50 + below(random, size - 100)));
    const items = commands.map((argv): Item => ({ lane: 1, db: 0, argv }));
    const isRead = log.commands.read(operation(1)) !== undefined;
    const before = process.hrtime.bigint();
    if (isRead) for (const argv of commands) log.read(...argv);
    else log.batch(...items);
    best = Math.min(best, Number(process.hrtime.bigint() - before) / 1000 / OPERATIONS);
    log.entries.length = 0;
  }
  return best;
}

describe('a structure of a million elements', function () {
  this.timeout(120_000);

  for (const [name, structure] of Object.entries(STRUCTURES)) {
    it(`costs what Redis documents: ${name}`, () => {
      const times = SIZES.map(size => {
        const log = filled(structure, size);
        return structure.operations.map(operation => timeOf(log, operation, size));
      });
      const slow = structure.operations.flatMap((operation, i) => {
        const [small = 0, , large = 0] = times.map(row => row[i] ?? NaN);
        const figures = times.map(row => `${row[i]?.toFixed(2)} us`).join(', ');
        if (process.env['FIGURES'] === '1') console.log(`      ${operation(7).join(' ')}: ${figures}`);
        return large > SLOWER_AT_MOST * Math.max(FAST, small)
          ? [`${operation(7).join(' ')}: ${figures}`]
          : [];
      });
      expect(slow, `with ${SIZES.join(', ')} elements`).to.deep.equal([]);
    });
  }
});
