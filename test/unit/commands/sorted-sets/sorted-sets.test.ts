import { expect } from 'chai';
import { sortedSets } from '../../../../src/commands/sorted-sets/index.js';
import { SeededRandom } from '../../../../src/base/random.js';
import { encodeReply } from '../../../../src/resp/encoder.js';
import { Log } from '../../machine/log.js';

const WRONG_TYPE = '-WRONGTYPE Operation against a key holding the wrong kind of value';
const SYNTAX = '-ERR syntax error';

describe('sorted set commands', () => {
  let log: Log;
  const run = (...argv: string[]): unknown => log.run(1, ...argv);
  const read = (...argv: string[]): unknown => log.read(...argv);
  /** The bytes of a reply to a read. */
  const bytes = (protocol: 2 | 3, ...argv: string[]): string =>
    encodeReply(log.machine.query(argv, 0, log.stamp, new SeededRandom(1)), protocol);
  const scores = (key = 'k'): unknown => {
    const items = bytes(2, 'zrange', key, '0', '-1', 'withscores').split('\r\n');
    return items.filter((_, index) => index > 0 && index % 2 === 0).join(' ');
  };
  beforeEach(() => (log = new Log()));
  afterEach(() => expect(log.failures).to.deep.equal([]));

  it('add and update as their options say', () => {
    expect(run('zadd', 'k', '1', 'a', '2', 'b')).to.equal(2);
    expect(run('zadd', 'k', 'CH', '1', 'a', '3', 'b', '4', 'c')).to.equal(2);
    expect(run('zadd', 'k', 'NX', '9', 'a', '5', 'd')).to.equal(1);
    expect(run('zadd', 'k', 'XX', '9', 'x', '6', 'd')).to.equal(0);
    expect(run('zadd', 'k', 'GT', 'CH', '2', 'b', '7', 'c')).to.equal(1);
    expect(run('zadd', 'k', 'LT', 'CH', '2', 'b', '8', 'c')).to.equal(1);
    expect(scores()).to.equal('a 1 b 2 d 6 c 7');
    expect(run('zadd', 'none', 'XX', '1', 'a')).to.equal(0);
    expect(run('zadd', 'none', 'XX', 'INCR', '1', 'a')).to.equal(null);
    expect(read('exists', 'none')).to.equal(0);
    expect(run('zadd', 'k', 'NX', 'INCR', '1', 'a')).to.equal(null);
    expect(run('zadd', 'k', 'inf', 'i')).to.equal(1);
    expect(run('zincrby', 'k', '-inf', 'i')).to.equal('-ERR resulting score is not a number (NaN)');
    expect(run('zadd', 'k', 'XX', 'NX', '1', 'a')).to.match(/^-ERR XX and NX options/);
    expect(run('zadd', 'k', 'GT', 'LT', '1', 'a')).to.match(/^-ERR GT, LT, and\/or NX options/);
    expect(run('zadd', 'k', 'INCR', '1', 'a', '2', 'b')).to.match(/^-ERR INCR option supports/);
    expect(run('zadd', 'k', '1', 'a', 'x', 'b')).to.equal('-ERR value is not a valid float');
    expect(run('zadd', 'k', 'nan', 'a')).to.equal('-ERR value is not a valid float');
    expect(run('zadd', 'k', 'CH', '1')).to.equal(SYNTAX);
  });

  it('count a change only when there is one', () => {
    run('zadd', 'k', '1', 'a');
    const before = log.machine.keyspace.serial;
    run('zadd', 'k', '1', 'a');
    run('zrem', 'k', 'x');
    run('zremrangebyscore', 'k', '5', '6');
    expect(log.machine.keyspace.serial).to.equal(before);
    run('zadd', 'k', '2', 'a');
    expect(log.machine.keyspace.serial).to.equal(before + 1);
  });

  it('answer scores and ranks, with WITHSCORE too', () => {
    run('zadd', 'k', '1', 'a', '2.5', 'b', '2.5', 'c');
    expect(bytes(2, 'zscore', 'k', 'b')).to.equal('$3\r\n2.5\r\n');
    expect(bytes(3, 'zscore', 'k', 'b')).to.equal(',2.5\r\n');
    expect(bytes(3, 'zmscore', 'k', 'a', 'x')).to.equal('*2\r\n,1\r\n_\r\n');
    expect([read('zrank', 'k', 'c'), read('zrevrank', 'k', 'c'), read('zrank', 'k', 'x')]).to.deep.equal([
      2,
      0,
      null,
    ]);
    // What redis-server 7.0 does not know, as Redis 7.2 answers it.
    for (const [command, resp2, resp3] of [
      ['zrank k c withscore', '*2\r\n:2\r\n$3\r\n2.5\r\n', '*2\r\n:2\r\n,2.5\r\n'],
      ['zrevrank k a WITHSCORE', '*2\r\n:2\r\n$1\r\n1\r\n', '*2\r\n:2\r\n,1\r\n'],
      ['zrank k x withscore', '*-1\r\n', '_\r\n'],
      ['zrevrank none a withscore', '*-1\r\n', '_\r\n'],
      ['zrank k c withscores', '-ERR syntax error\r\n', '-ERR syntax error\r\n'],
    ] as const) {
      expect(bytes(2, ...command.split(' ')), command).to.equal(resp2);
      expect(bytes(3, ...command.split(' ')), command).to.equal(resp3);
    }
    expect(read('zrank', 'k', 'c', 'withscore', 'x')).to.equal(
      "-ERR wrong number of arguments for 'zrank' command",
    );
  });

  it('print scores as integers up to 2^53, and whatever else with 17 digits', () => {
    for (const [given, printed] of [
      ['7103280232656895', '7103280232656895'],
      ['9007199254740991', '9007199254740991'],
      ['9007199254740993', '9007199254740992'],
      ['1e17', '1e+17'],
      ['0.1', '0.10000000000000001'],
      ['+inf', 'inf'],
      ['-0.0', '0'],
    ] as const) {
      run('zadd', 'k', given, 'm');
      expect(scores()).to.equal(`m ${printed}`);
      expect(read('zrangebyscore', 'k', given, given)).to.deep.equal(['m']);
    }
  });

  it('nest pairs in RESP3', () => {
    run('zadd', 'k', '1', 'a', '2', 'b');
    expect(bytes(2, 'zrange', 'k', '0', '-1', 'withscores')).to.equal(
      '*4\r\n$1\r\na\r\n$1\r\n1\r\n$1\r\nb\r\n$1\r\n2\r\n',
    );
    expect(bytes(3, 'zrange', 'k', '0', '-1', 'withscores')).to.equal(
      '*2\r\n*2\r\n$1\r\na\r\n,1\r\n*2\r\n$1\r\nb\r\n,2\r\n',
    );
  });

  it('find ranges by score, by text, backwards, limited', () => {
    run('zadd', 'k', '1', 'a', '2', 'b', '3', 'c', '4', 'd', '5', 'e');
    expect(read('zrangebyscore', 'k', '(1', '4')).to.deep.equal(['b', 'c', 'd']);
    expect(read('zrangebyscore', 'k', '-inf', '+inf', 'LIMIT', '1', '2')).to.deep.equal(['b', 'c']);
    expect(read('zrevrangebyscore', 'k', '4', '(1', 'LIMIT', '1', '-1')).to.deep.equal(['c', 'b']);
    expect(read('zrange', 'k', '4', '2', 'BYSCORE', 'REV')).to.deep.equal(['d', 'c', 'b']);
    expect(read('zrange', 'k', '0', '1', 'REV')).to.deep.equal(['e', 'd']);
    expect(read('zrangebyscore', 'k', '1', '5', 'LIMIT', '-1', '2')).to.deep.equal([]);
    expect(read('zcount', 'k', '(2', '(4')).to.equal(1);
    run('zadd', 'z', ...['a', 'b', 'c', 'd'].flatMap(member => ['0', member]));
    expect(read('zrangebylex', 'z', '[b', '(d')).to.deep.equal(['b', 'c']);
    expect(read('zrevrangebylex', 'z', '+', '[c')).to.deep.equal(['d', 'c']);
    expect(read('zlexcount', 'z', '-', '+')).to.equal(4);
    expect(run('zrangestore', 'to', 'z', '[b', '+', 'BYLEX', 'LIMIT', '1', '5')).to.equal(2);
    expect(read('zrange', 'to', '0', '-1')).to.deep.equal(['c', 'd']);
    expect(run('zrangestore', 'to', 'none', '0', '-1')).to.equal(0);
    expect(read('exists', 'to')).to.equal(0);
    expect(run('zremrangebylex', 'z', '[b', '[c')).to.equal(2);
    expect(run('zremrangebyrank', 'k', '-2', '-1')).to.equal(2);
    expect(run('zremrangebyscore', 'k', '-inf', '+inf')).to.equal(3);
    expect(read('exists', 'k')).to.equal(0);
  });

  it('take members at both ends', () => {
    run('zadd', 'k', '1', 'a', '2', 'b', '3', 'c', '4', 'd');
    expect(run('zpopmin', 'k')).to.deep.equal(['a', 'Double']);
    expect(run('zmpop', '2', 'none', 'k', 'max', 'count', '2')).to.deep.equal([
      'k',
      [
        ['d', 'Double'],
        ['c', 'Double'],
      ],
    ]);
    expect(run('zpopmax', 'k', '0')).to.deep.equal([]);
    expect(run('zpopmax', 'k', '-1')).to.equal('-ERR value is out of range, must be positive');
    expect(run('bzpopmax', 'none', 'k', '0')).to.deep.equal(['k', 'b', 'Double']);
    expect(read('exists', 'k')).to.equal(0);
    expect(run('zmpop', '1', 'k', 'min')).to.equal('NullArray');
  });

  it('serve those who wait, in the order of their arrival, and take back from who is gone', () => {
    log.run(1, 'bzpopmin', 'k', '0');
    log.run(2, 'bzmpop', '0', '2', 'j', 'k', 'max', 'count', '2');
    log.run(3, 'zadd', 'k', '1', 'a', '0.5', 'b', '3', 'c', '-inf', 'd');
    expect(log.takeEvents()).to.deep.equal([
      { served: 1, reply: ['k', 'd', 'Double'], giveBack: ['quorate.zreturn', 'k', '-inf', 'd'] },
      {
        served: 2,
        reply: [
          'k',
          [
            ['c', 'Double'],
            ['a', 'Double'],
          ],
        ],
        giveBack: ['quorate.zreturn', 'k', '3', 'c', '1', 'a'],
      },
    ]);
    run('zadd', 'k', '7', 'a');
    expect(run('quorate.zreturn', 'k', '3', 'c', '1', 'a')).to.equal('+OK');
    expect(scores()).to.equal('b 0.5 c 3 a 7');
    expect(log.replay().digest()).to.equal(log.machine.digest());
  });

  it('let a waiter wait while another type is there', () => {
    log.run(1, 'bzpopmin', 'k', '0');
    run('set', 'k', 'text');
    run('del', 'k');
    run('rpush', 'k', 'x');
    expect(log.takeEvents()).to.deep.equal([]);
    run('del', 'k');
    run('zadd', 'k', '1', 'a');
    expect(log.takeEvents()).to.have.length(1);
    expect(read('exists', 'k')).to.equal(0);
  });

  it('combine sets with weights and aggregates', () => {
    run('zadd', 'a', '1', 'x', '2', 'y');
    run('zadd', 'b', '10', 'y', '20', 'z');
    expect(run('zunionstore', 'k', '2', 'a', 'b', 'weights', '2', '0.5')).to.equal(3);
    expect(scores()).to.equal('x 2 y 9 z 10');
    expect(run('zinterstore', 'k', '2', 'a', 'b', 'AGGREGATE', 'max')).to.equal(1);
    expect(scores()).to.equal('y 10');
    expect(run('zdiffstore', 'a', '2', 'a', 'b')).to.equal(1);
    expect(scores('a')).to.equal('x 1');
    expect(read('zintercard', '2', 'b', 'b', 'limit', '1')).to.equal(1);
    expect(run('zinterstore', 'k', '2', 'a', 'b')).to.equal(0);
    expect(read('exists', 'k')).to.equal(0);
    run('zadd', 'i', 'inf', 'm');
    run('zadd', 'j', '-inf', 'm');
    expect(run('zunionstore', 'k', '2', 'i', 'j')).to.equal(1);
    expect(scores()).to.equal('m 0');
    run('sadd', 's', 'x', 'm');
    expect(run('zunionstore', 'k', '3', 's', 'a', 'i', 'weights', '5', '1', '1')).to.equal(2);
    expect(scores()).to.equal('x 6 m inf');
    expect(read('zinter', '2', 's', 'a')).to.deep.equal(['x']);
    expect(read('zdiff', '2', 's', 'a')).to.deep.equal(['m']);
    expect(run('zunionstore', 'k', '0', 'a')).to.equal(
      "-ERR at least 1 input key is needed for 'zunionstore' command",
    );
    expect(read('zunion', '3', 'a', 'b')).to.equal(SYNTAX);
    expect(read('zunion', '1', 'a', 'weights', 'x')).to.equal('-ERR weight value is not a float');
  });

  it('name encodings by the settings, which the log holds', () => {
    const encoding = (): unknown => read('object', 'encoding', 'k');
    run('zadd', 'k', '1', 'a');
    expect(encoding()).to.equal('listpack');
    run('zadd', 'k', '1', 'x'.repeat(65));
    expect(encoding()).to.equal('skiplist');
    run('zrem', 'k', 'x'.repeat(65));
    expect(encoding()).to.equal('skiplist');
    run('copy', 'k', 'c');
    expect(read('object', 'encoding', 'c')).to.equal('skiplist');
    run('zunionstore', 'k', '1', 'k');
    expect(encoding()).to.equal('listpack');
    log.machine.settings.set('zset-max-listpack-entries', '1');
    run('zadd', 'k', '2', 'b');
    expect(encoding()).to.equal('skiplist');
    log.machine.settings.set('zset-max-listpack-entries', '1000000');
    run('zadd', 'big', ...Array.from({ length: 16_385 }, (_, index) => ['0', `m${index}`]).flat());
    expect(read('object', 'encoding', 'big')).to.equal('skiplist');
    run('del', 'big');
    expect(read('type', 'k')).to.equal('+zset');
    expect(read('scan', '0', 'type', 'zset')).to.deep.equal(['0', ['c', 'k']]);
  });

  it('pick members at random: each, different ones, repeated ones', () => {
    run('zadd', 'k', ...Array.from({ length: 20 }, (_, index) => [String(index), `m${index}`]).flat());
    const several = read('zrandmember', 'k', '7') as string[];
    expect(new Set(several).size).to.equal(7);
    expect(read('zrandmember', 'k', '-50')).to.have.length(50);
    expect(read('zrandmember', 'k', '50')).to.have.length(20);
    expect(read('zrandmember', 'k')).to.match(/^m\d+$/);
    expect(read('zrandmember', 'k', '-9223372036854775807')).to.equal('-ERR value is out of range');
    expect(bytes(3, 'zrandmember', 'none', '1', 'withscores')).to.equal('*0\r\n');
  });

  it('walk a large set from cursor to cursor', () => {
    run('zadd', 'k', ...Array.from({ length: 1000 }, (_, index) => [String(index / 2), `m${index}`]).flat());
    const found = new Map<string, string>();
    let cursor = '0';
    do {
      const [next, pairs] = read('zscan', 'k', cursor, 'count', '50') as [string, string[]];
      for (let at = 0; at < pairs.length; at += 2) found.set(pairs[at]!, pairs[at + 1]!);
      cursor = next;
    } while (cursor !== '0');
    expect(found.size).to.equal(1000);
    expect(found.get('m7')).to.equal('3.5');
  });

  it('say WRONGTYPE for every other kind of value', () => {
    run('set', 'k', 'text');
    const calls: Record<string, string[]> = {
      zadd: ['k', '1', 'a'],
      zincrby: ['k', '1', 'a'],
      zrem: ['k', 'a'],
      zremrangebyrank: ['k', '0', '1'],
      zremrangebyscore: ['k', '0', '1'],
      zremrangebylex: ['k', '-', '+'],
      zcard: ['k'],
      zscore: ['k', 'a'],
      zmscore: ['k', 'a'],
      zcount: ['k', '0', '1'],
      zlexcount: ['k', '-', '+'],
      zrank: ['k', 'a'],
      zrevrank: ['k', 'a'],
      zrange: ['k', '0', '1'],
      zrangestore: ['to', 'k', '0', '1'],
      zrevrange: ['k', '0', '1'],
      zrangebyscore: ['k', '0', '1'],
      zrevrangebyscore: ['k', '0', '1'],
      zrangebylex: ['k', '-', '+'],
      zrevrangebylex: ['k', '-', '+'],
      zpopmin: ['k'],
      zpopmax: ['k'],
      zmpop: ['1', 'k', 'min'],
      bzpopmin: ['k', '0'],
      bzpopmax: ['k', '0'],
      bzmpop: ['0', '1', 'k', 'min'],
      zunion: ['1', 'k'],
      zunionstore: ['to', '1', 'k'],
      zinter: ['1', 'k'],
      zinterstore: ['to', '1', 'k'],
      zintercard: ['1', 'k'],
      zdiff: ['1', 'k'],
      zdiffstore: ['to', '1', 'k'],
      zrandmember: ['k'],
      zscan: ['k', '0'],
      'quorate.zreturn': ['k', '1', 'a'],
    };
    for (const { name, class: kind } of sortedSets) {
      const argv = [name, ...(calls[name] ?? [])];
      expect(kind === 'read' ? read(...argv) : run(...argv), name).to.equal(WRONG_TYPE);
    }
  });
});
