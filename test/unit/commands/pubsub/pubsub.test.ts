import { expect } from 'chai';
import { Log, NODE_1, NODE_2 } from '../../machine/log.js';

describe('pub/sub commands', () => {
  let log: Log;
  const run = (lane: number, ...argv: string[]): unknown => log.run(lane, ...argv);
  beforeEach(() => (log = new Log()));
  afterEach(() => {
    expect(log.failures).to.deep.equal([]);
    expect(log.replay().digest()).to.equal(log.machine.digest());
  });

  it('count channels and patterns together, shard channels apart', () => {
    expect(run(1, 'subscribe', 'a', 'b', 'a')).to.deep.equal([
      ['subscribe', 'a', 1],
      ['subscribe', 'b', 2],
      ['subscribe', 'a', 2],
    ]);
    expect(run(1, 'psubscribe', 'p*')).to.deep.equal([['psubscribe', 'p*', 3]]);
    expect(run(1, 'ssubscribe', 's')).to.deep.equal([['ssubscribe', 's', 1]]);
    expect(run(1, 'unsubscribe', 'none', 'a')).to.deep.equal([
      ['unsubscribe', 'none', 3],
      ['unsubscribe', 'a', 2],
    ]);
    expect(run(1, 'unsubscribe')).to.deep.equal([['unsubscribe', 'b', 1]]);
    expect(run(1, 'unsubscribe')).to.deep.equal([['unsubscribe', null, 1]]);
    expect(run(1, 'punsubscribe')).to.deep.equal([['punsubscribe', 'p*', 0]]);
    expect(run(1, 'sunsubscribe')).to.deep.equal([['sunsubscribe', 's', 0]]);
    expect(log.machine.subscriptions.hasNode(NODE_1)).to.be.false;
  });

  it('reach each subscriber of any node, channels first, then patterns in order', () => {
    log.open(NODE_2, 1);
    run(1, 'subscribe', 'news');
    log.batchOf(NODE_2, 1, { lane: 2, db: 0, argv: ['subscribe', 'news'] });
    log.batchOf(NODE_2, 1, { lane: 2, db: 0, argv: ['psubscribe', 'n*', '?ews', 'x*'] });
    expect(run(3, 'publish', 'news', 'hello')).to.equal(4);
    expect(run(3, 'spublish', 'news', 'hello')).to.equal(0);
    expect(log.messages.map(({ kind, name, count }) => [kind, name, count])).to.deep.equal([
      ['channel', 'news', 2],
      ['pattern', '?ews', 1],
      ['pattern', 'n*', 1],
    ]);
  });

  it('tell what is subscribed to', () => {
    run(1, 'subscribe', 'b', 'a');
    run(2, 'subscribe', 'a');
    run(2, 'psubscribe', 'x*', 'a*');
    run(2, 'ssubscribe', 's');
    expect(log.read('pubsub', 'channels')).to.deep.equal(['a', 'b']);
    expect(log.read('pubsub', 'channels', 'a*')).to.deep.equal(['a']);
    expect(log.read('pubsub', 'numsub', 'a', 'none', 'b')).to.deep.equal(['a', 2, 'none', 0, 'b', 1]);
    expect(log.read('pubsub', 'numpat')).to.equal(2);
    expect(log.read('pubsub', 'shardchannels')).to.deep.equal(['s']);
    expect(log.read('pubsub', 'shardnumsub', 's')).to.deep.equal(['s', 1]);
  });

  it('end with the connection, with RESET and with the incarnation of its node', () => {
    run(1, 'subscribe', 'a');
    run(2, 'subscribe', 'a');
    run(3, 'subscribe', 'a');
    run(3, 'psubscribe', 'p');
    log.batch({ lane: 1, unblock: 'gone' });
    expect(log.read('pubsub', 'numsub', 'a')).to.deep.equal(['a', 2]);
    run(2, 'quorate.leave');
    expect(log.read('pubsub', 'numsub', 'a')).to.deep.equal(['a', 1]);
    log.append({ kind: 'end', uuid: NODE_1, incarnation: 1 });
    expect(log.read('pubsub', 'channels')).to.deep.equal([]);
    expect(log.read('pubsub', 'numpat')).to.equal(0);
    expect(log.ended).to.deep.equal([
      {
        uuid: NODE_1,
        lane: 3,
        names: [
          ['channel', 'a'],
          ['pattern', 'p'],
        ],
      },
    ]); // prettier-ignore
    log.open(NODE_1, 2);
    log.batchOf(NODE_1, 2, { lane: 3, db: 0, argv: ['quorate.rejoin', ...log.ended[0]!.names.flat()] });
    expect(log.read('pubsub', 'numsub', 'a')).to.deep.equal(['a', 1]);
    expect(log.read('pubsub', 'numpat')).to.equal(1);
  });
});

describe('keyspace events', () => {
  let log: Log;
  beforeEach(() => {
    log = new Log();
    log.run(1, 'psubscribe', '__key*');
    log.run(1, 'quorate.setting', 'notify-keyspace-events', 'AKE');
  });
  afterEach(() => expect(log.failures).to.deep.equal([]));

  /** Events that a command makes, as `event key`. */
  const events = (...argv: string[]): string[] => {
    log.messages.length = 0;
    log.run(2, ...argv);
    return told();
  };
  const told = (): string[] =>
    log.messages
      .filter(({ channel }) => channel.startsWith('__keyevent'))
      .map(({ channel, message }) => `${channel.slice(channel.indexOf(':') + 1)} ${message}`);

  it('are messages on two channels, in the order of Redis', () => {
    log.messages.length = 0;
    log.run(2, 'set', 'k', 'v');
    expect(log.messages.map(({ channel, message }) => [channel, message])).to.deep.equal([
      ['__keyspace@0__:k', 'set'],
      ['__keyevent@0__:set', 'k'],
    ]);
  });

  const CASES: readonly (readonly [string, ...string[]])[] = [
    ['set k v EX 100', 'set k', 'expire k'],
    ['set k v KEEPTTL', 'set k'],
    ['mset a 1 b 2', 'set a', 'set b'],
    ['incr n', 'incrby n'],
    ['append k x', 'append k'],
    ['getdel k', 'del k'],
    ['set k v', 'set k'],
    ['expire k 100', 'expire k'],
    ['persist k', 'persist k'],
    ['getex k PX 5000', 'expire k'],
    ['getex k PERSIST', 'persist k'],
    ['expire k -1', 'del k'],
    ['del none a b', 'del a', 'del b'],
    ['rpush l 1 2 3', 'rpush l'],
    ['lpop l', 'lpop l'],
    ['lmove l m LEFT RIGHT', 'rpush m', 'lpop l'],
    ['rpoplpush l m', 'lpush m', 'rpop l', 'del l'],
    ['ltrim m 5 6', 'ltrim m', 'del m'],
    ['sadd s a b', 'sadd s'],
    ['sadd s a'],
    ['smove s t a', 'srem s', 'sadd t'],
    ['smove s t b', 'srem s', 'del s', 'sadd t'],
    ['sinterstore t t none', 'del t'],
    ['hset h f v', 'hset h'],
    ['hdel h f', 'hdel h', 'del h'],
    ['zadd z 1 a', 'zadd z'],
    ['zadd z INCR 1 a', 'zincr z'],
    ['zpopmin z', 'zpopmin z', 'del z'],
    ['set k v', 'set k'],
    ['rename k j', 'rename_from k', 'rename_to j'],
    ['copy j k', 'copy_to k'],
    ['xadd x * f v', 'xadd x'],
    ['xgroup CREATE x g $', 'xgroup-create x'],
    ['flushall'],
  ];

  it('name what each command did', () => {
    for (const [line, ...expected] of CASES) expect(events(...line.split(' ')), line).to.deep.equal(expected);
  });

  it('of a key that ends come at its time, whether an entry deletes it or a command meets it', () => {
    log.run(2, 'set', 'k', 'v', 'PX', '10');
    log.run(2, 'set', 'm', 'v', 'PX', '10');
    log.stamp += 10;
    expect(events('append', 'k', 'x')).to.deep.equal(['expired k', 'append k']);
    log.messages.length = 0;
    log.append({ kind: 'tick' });
    expect(told()).to.deep.equal(['expired m']);
  });

  it('of fields that end come once for each hash, and of the hash when it was the last', () => {
    log.run(2, 'hset', 'h', 'a', '1', 'b', '2', 'c', '3');
    log.run(2, 'hpexpire', 'h', '10', 'FIELDS', '2', 'a', 'b');
    log.messages.length = 0;
    log.stamp += 10;
    log.append({ kind: 'tick' });
    expect(told()).to.deep.equal(['hexpired h']);
    log.run(2, 'hpexpire', 'h', '10', 'FIELDS', '1', 'c');
    log.messages.length = 0;
    log.stamp += 10;
    log.append({ kind: 'tick' });
    expect(told()).to.deep.equal(['hexpired h', 'del h']);
    log.run(2, 'hset', 'met', 'a', '1');
    log.run(2, 'hpexpire', 'met', '10', 'FIELDS', '1', 'a');
    log.stamp += 10;
    expect(events('hset', 'met', 'b', '2')).to.deep.equal(['hexpired met', 'del met', 'hset met']);
  });

  it('tell of keys that are new, also where one of the same name was replaced or had ended', () => {
    log.run(1, 'quorate.setting', 'notify-keyspace-events', 'AKEn');
    expect(events('set', 'k', 'v', 'PX', '10')).to.deep.equal(['new k', 'set k', 'expire k']);
    log.stamp += 10;
    expect(events('set', 'k', 'v')).to.deep.equal(['expired k', 'new k', 'set k']);
    expect(events('set', 'k', 'w')).to.deep.equal(['set k']);
    expect(events('set', 'j', 'w')).to.deep.equal(['new j', 'set j']);
    expect(events('rename', 'j', 'k')).to.deep.equal(['new k', 'rename_from j', 'rename_to k']);
    expect(events('mset', 'k', '1', 'k', '2')).to.deep.equal(['set k', 'set k']);
  });

  it('are silent about bits that stay as they are', () => {
    expect(events('setbit', 'k', '7', '1')).to.deep.equal(['setbit k']);
    expect(events('setbit', 'k', '7', '1')).to.be.empty;
    expect(events('bitfield', 'k', 'SET', 'u8', '0', '1')).to.be.empty;
    expect(events('bitfield', 'k', 'SET', 'u8', '0', '2')).to.deep.equal(['setbit k']);
  });

  it('of a stream tell of the trim and of the consumer that came with a command', () => {
    expect(events('xadd', 'x', '1-0', 'f', 'v')).to.deep.equal(['xadd x']);
    expect(events('xadd', 'x', 'MAXLEN', '1', '2-0', 'f', 'v')).to.deep.equal(['xadd x', 'xtrim x']);
    expect(events('xgroup', 'CREATE', 'x', 'g', '0')).to.deep.equal(['xgroup-create x']);
    const read = ['xreadgroup', 'GROUP', 'g', 'c', 'STREAMS', 'x', '>'];
    expect(events(...read)).to.deep.equal(['xgroup-createconsumer x']);
    expect(events(...read)).to.be.empty;
  });

  it('come only of the classes that are asked for', () => {
    log.run(1, 'quorate.setting', 'notify-keyspace-events', 'Ex');
    log.run(2, 'set', 'k', 'v', 'PX', '10');
    log.stamp += 10;
    log.messages.length = 0;
    log.append({ kind: 'tick' });
    expect(log.messages.map(({ channel }) => channel)).to.deep.equal(['__keyevent@0__:expired']);
    expect(events('set', 'k', 'v')).to.be.empty;
  });

  it('of what serves a waiter come behind those of what woke it', () => {
    log.run(3, 'blpop', 'l', '0');
    expect(events('rpush', 'l', 'a')).to.deep.equal(['rpush l', 'lpop l', 'del l']);
  });

  it('of a transaction are those of its commands', () => {
    expect(
      events('quorate.exec', '0', '0', '3', 'set', 'a', '1', '3', '2', 'del', 'a', '0', '2', 'del', 'a'),
    ).to.deep.equal(['set a', 'del a']);
  });
});
