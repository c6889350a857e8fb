import { expect } from 'chai';
import { SeededRandom } from '../../../../src/base/random.js';
import { Machine } from '../../../../src/machine/machine.js';
import { encodeCommand } from '../../../../src/machine/payload.js';
import { Log, NODE_2 } from '../log.js';

/** A machine made of a snapshot of the log's. */
function reborn(log: Log): Machine {
  const writer = log.machine.beginSnapshot({ group: 0, index: log.entries.length, term: 1 });
  const machine = new Machine(log.commands, log.observer(), log.engine);
  const reader = machine.beginRestore();
  while (!writer.ended) {
    const chunk = writer.step();
    if (chunk !== null) reader.add(chunk);
  }
  machine.install(reader.finish().state);
  return machine;
}

const words = (count: number, word: (at: number) => string[]): string[] =>
  Array.from({ length: count }, (_, at) => word(at)).flat();
const run =
  (...commands: string[][]) =>
  (log: Log): void => {
    for (const argv of commands) expect(log.run(1, ...argv)).not.to.match(/^-/);
  };
const LATER = '1900000000000';
const LONG = 'x'.repeat(70);

/** What makes a state of each class; each is to have something that the others have not. */
const STATES: Readonly<Record<string, (log: Log) => void>> = {
  'a number': run(['set', 'k', '12345']),
  'a short string': run(['set', 'k', 'embstr']),
  'a long string': run(['set', 'k', 'x'.repeat(5000)]),
  'a string of all bytes': run(['set', 'k', String.fromCharCode(...Array(256).keys())]),
  'an empty string': run(['set', 'k', '']),
  'an edited string': run(['setrange', 'k', '100000', 'end'], ['append', 'k', 'more']),
  'a string with a life time': run(['set', 'k', 'v', 'PXAT', LATER]),
  'a life time that was taken off': run(['set', 'k', 'v', 'PXAT', LATER], ['persist', 'k']),
  'a lock by SET NX PX': run(['set', 'k', 'token', 'NX', 'PX', '30000'], ['pexpire', 'k', '60000']),
  'a bitmap': run(['setbit', 'k', '99999', '1'], ['bitfield', 'k', 'SET', 'i5', '100', '-3']),
  'a sparse HyperLogLog': run(['pfadd', 'k', 'a', 'b', 'c']),
  'a dense HyperLogLog': run(['pfadd', 'k', ...words(3000, at => [`m${at}`])]),
  'a listpack list': run(['rpush', 'k', 'a', '1', '']),
  'a quicklist': run(['rpush', 'k', ...words(700, at => [`e${at}`, LONG])], ['lrem', 'k', '1', LONG]),
  'a list that was a quicklist': run(
    ['rpush', 'k', ...words(700, at => [`${at}`])],
    ['ltrim', 'k', '0', '1'],
  ),
  'a listpack hash': run(['hset', 'k', 'f', 'v', 'n', '1']),
  'a hash table': run(['hset', 'k', 'f', LONG, ...words(600, at => [`f${at}`, `${at}`])]),
  'a hash that was a table': run(['hset', 'k', 'f', LONG, 'g', 'v'], ['hdel', 'k', 'f']),
  'fields with life times': run(
    ['hset', 'k', 'f', 'v', 'g', 'w', 'h', 'x'],
    ['hpexpireat', 'k', LATER, 'FIELDS', '2', 'f', 'g'],
  ),
  'an intset': run(['sadd', 'k', '1', '-70000', '9000000000']),
  'a listpack set': run(['sadd', 'k', 'a', '1']),
  'a set table': run(['sadd', 'k', ...words(300, at => [`m${at}`])]),
  'a set that was a table': run(['sadd', 'k', LONG, 'a'], ['srem', 'k', LONG]),
  'a listpack sorted set': run(['zadd', 'k', '1', 'a', '-inf', 'b', '1.5', 'c']),
  'a skiplist': run(['zadd', 'k', ...words(300, at => [`${at / 7}`, `m${at}`]), '-0', 'zero', 'inf', 'most']),
  'a sorted set that was a skiplist': run(['zadd', 'k', '1', LONG, '2', 'a'], ['zrem', 'k', LONG]),
  'places on earth': run([
    'geoadd',
    'k',
    '13.361389',
    '38.115556',
    'Palermo',
    '15.087269',
    '37.502669',
    'Catania',
  ]),
  'a stream': run(...words(300, () => ['x']).map(() => ['xadd', 'k', '*', 'f', 'v']), ['xdel', 'k', '0-1']),
  'an empty stream with a past': run(
    ['xadd', 'k', '7-1', 'f', 'v'],
    ['xdel', 'k', '7-1'],
    ['xadd', 'k', '8-1', 'g', 'w'],
  ),
  'groups with pending entries': run(
    ['xadd', 'k', '1-1', 'f', 'v'],
    ['xadd', 'k', '1-2', 'f', 'v'],
    ['xgroup', 'create', 'k', 'g', '0'],
    ['xgroup', 'create', 'k', 'h', '$', 'ENTRIESREAD', '2'],
    ['xgroup', 'createconsumer', 'k', 'g', 'idle'],
    ['xreadgroup', 'group', 'g', 'c', 'count', '1', 'streams', 'k', '>'],
    ['xclaim', 'k', 'g', 'd', '0', '1-1', 'RETRYCOUNT', '7'],
    ['xdel', 'k', '1-1'],
  ),
  'a queue': run(
    ['dqueue', 'create', 'k', 'MAXDELIVERIES', '2', 'DEDUP', '60000', 'RATE', '5', '1000'],
    ['dqueue', 'push', 'k', 'PRIORITY', '3', 'ID', 'once', 'MSG', 'a'],
    ['dqueue', 'push', 'k', 'GROUP', 'g', 'MSG', 'b', 'c'],
    ['dqueue', 'push', 'k', 'DELAY', '60000', 'MSG', 'later'],
    ['dqueue', 'pull', 'k', 'BOUND'],
  ),
  'an empty queue': run(['dqueue', 'create', 'k']),
  'locks, held in all modes, awaited and held back': log => {
    log.run(1, 'quorate.setting', 'lock-delay', '60000');
    log.run(1, 'dlock', 'acquire', 'e', '60000', 'OWNER', 'me', 'META', LONG, 'BOUND');
    for (const lane of [2, 3]) log.run(lane, 'dlock', 'acquire', 's', '60000', 'SHARED');
    for (const lane of [2, 3]) log.run(lane, 'dlock', 'acquire', 'p', '60000', 'PERMITS', '5');
    log.run(4, 'dlock', 'acquireall', '2', 'e', 'awaited', '60000', 'WAIT', '0', 'OWNER', 'you');
    log.run(5, 'dlock', 'acquire', 's', '60000', 'WAIT', '5000');
    log.run(6, 'dlock', 'acquire', 'late', '10');
    log.stamp += 100;
  },
  'several databases, two swapped': log => {
    for (const db of [0, 3, 15]) log.batch({ lane: 1, db, argv: ['set', `k${db}`, 'v'] });
    log.run(1, 'swapdb', '0', '3');
  },
  'what left, for WATCH': run(
    ['set', 'k', 'v', 'PXAT', LATER],
    ['set', 'l', 'v'],
    ['del', 'k'],
    ['flushdb'],
    ['set', 'm', '1'],
  ),
  'keys that are due': log => {
    log.run(1, 'set', 'k', 'v', 'PX', '10');
    log.stamp += 100;
    log.run(1, 'set', 'l', 'v');
  },
  'blocked clients': log => {
    for (const [at, argv] of [
      ['blpop', 'l', 'm', '0'],
      ['brpop', 'l', '10'],
      ['blmove', 'l', 'm', 'LEFT', 'RIGHT', '0'],
      ['bzmpop', '0', '1', 'z', 'MIN', 'COUNT', '3'],
      ['xread', 'BLOCK', '0', 'STREAMS', 's', '$'],
    ].entries())
      log.run(10 + at, ...argv);
  },
  subscribers: log => {
    log.run(1, 'subscribe', 'a', 'b');
    log.run(1, 'psubscribe', 'a*');
    log.run(2, 'ssubscribe', 'a');
  },
  'nodes, one ended, one announced': log => {
    log.open(NODE_2, 7);
    log.run(1, 'quorate.announce', 'host:7001');
    log.append({ kind: 'end', uuid: NODE_2, incarnation: 7 });
  },
  'a command half gathered': log => {
    const encoded = encodeCommand({ db: 0, argv: ['set', 'k', LONG] });
    log.batch({ lane: 3, part: encoded.subarray(0, 20), first: true, last: false });
  },
  'settings and lease time': log => {
    log.run(1, 'quorate.setting', 'list-max-listpack-size', '3', 'maxmemory', '1000000');
    log.append({ kind: 'gap', milliseconds: 1234 });
  },
  'what was read lately': log => {
    log.run(1, 'mset', 'k', 'v', 'l', 'v');
    log.run(1, 'quorate.used', 'l', 'k');
    log.run(1, 'quorate.used', 'k');
  },
};

/** What clients see of a state. */
function seen(machine: Machine): unknown[] {
  const ask = (...argv: string[]): unknown => machine.query(argv, 0, machine.stamp, new SeededRandom(1));
  return ['k', 'l', 'm', 'k0', 'k3'].map(name => [
    ...['type', 'pexpiretime', 'dump'].map(command => ask(command, name)),
    ask('object', 'encoding', name),
  ]);
}

describe('a snapshot restores', () => {
  for (const [name, make] of Object.entries(STATES)) {
    it(name, () => {
      const log = new Log();
      make(log);
      const copy = reborn(log);
      expect(copy.digest()).to.equal(log.machine.digest());
      expect(seen(copy)).to.deep.equal(seen(log.machine));
      expect(copy.keyspace.weight).to.equal(log.machine.keyspace.weight);
      expect(copy.earliestDeadline()).to.equal(log.machine.earliestDeadline());
      // Both go on alike: who waits is served, who watches is told, the next token is the same.
      const count = log.entries.length;
      log.takeEvents();
      for (const key of ['k', 'l', 'z', 's']) {
        log.run(90, 'rpush', key, 'pushed', 'again');
        log.run(90, 'zadd', key, '5', 'scored');
        log.run(90, 'xadd', key, '*', 'f', 'v');
      }
      log.run(90, 'publish', 'a', 'message');
      log.stamp += 10_000_000_000;
      log.append({ kind: 'tick' });
      const events = log.takeEvents();
      for (const { index, data } of log.entries.slice(count)) copy.apply(index, data, null);
      expect(log.takeEvents()).to.deep.equal(events);
      expect(copy.digest()).to.equal(log.machine.digest());
    });
  }

  it('states of which no two are alike', () => {
    const digests = Object.values(STATES).map(make => {
      const log = new Log();
      make(log);
      return log.machine.digest();
    });
    expect(new Set(digests).size).to.equal(digests.length);
  });
});
