import { expect } from 'chai';
import { Log } from '../../machine/log.js';

const WRONG_TYPE = '-WRONGTYPE Operation against a key holding the wrong kind of value';
const NOT_AN_INTEGER = '-ERR value is not an integer or out of range';
const NOT_POSITIVE = '-ERR value is out of range, must be positive';
const SYNTAX = '-ERR syntax error';

describe('set commands', () => {
  let log: Log;
  const run = (...argv: string[]): unknown => log.run(1, ...argv);
  const read = (...argv: string[]): unknown => log.read(...argv);
  const does = (line: string): unknown => {
    const argv = line.split(' ');
    return log.commands.read(argv) === undefined ? run(...argv) : read(...argv);
  };
  const encoding = (key = 'k'): unknown => read('object', 'encoding', key);
  beforeEach(() => (log = new Log()));
  afterEach(() => expect(log.failures).to.deep.equal([]));

  it('add, remove and look up members; the key goes with the last one', () => {
    expect(run('sadd', 'k', 'a', 'b', 'a')).to.equal(2);
    expect(run('sadd', 'k', 'b', 'c')).to.equal(1);
    expect([read('scard', 'k'), read('scard', 'none')]).to.deep.equal([3, 0]);
    expect([read('sismember', 'k', 'a'), read('sismember', 'k', 'x')]).to.deep.equal([1, 0]);
    expect(read('smismember', 'k', 'a', 'x', 'c')).to.deep.equal([1, 0, 1]);
    expect(read('smismember', 'none', 'a')).to.deep.equal([0]);
    expect(run('srem', 'k', 'a', 'a', 'x')).to.equal(1);
    expect(read('smembers', 'k')).to.deep.equal({ set: ['b', 'c'] });
    expect(read('smembers', 'none')).to.deep.equal({ set: [] });
    expect(run('srem', 'k', 'b', 'c')).to.equal(2);
    expect(read('exists', 'k')).to.equal(0);
    expect(run('srem', 'none', 'a')).to.equal(0);
  });

  it('keep integers in order, other members as they came', () => {
    run('sadd', 'k', '10', '-9223372036854775808', '9', '9223372036854775807', '0');
    expect(read('smembers', 'k')).to.deep.equal({
      set: ['-9223372036854775808', '0', '9', '10', '9223372036854775807'],
    });
    expect(encoding()).to.equal('intset');
    run('sadd', 'k', '01', '-5');
    expect(encoding()).to.equal('listpack');
    const members = ['-9223372036854775808', '0', '9', '10', '9223372036854775807', '01', '-5'];
    expect(read('smembers', 'k')).to.deep.equal({ set: members });
    expect(read('sscan', 'k', '0', 'count', '1')).to.deep.equal(['0', members]);
    expect(read('sscan', 'k', '0', 'match', '0*')).to.deep.equal(['0', ['0', '01']]);
    expect(read('sscan', 'none', '0')).to.deep.equal(['0', []]);
    expect(read('sscan', 'k', '0', 'novalues')).to.equal('-ERR NOVALUES option can only be used in HSCAN');
    run('srem', 'k', '01');
    expect(encoding()).to.equal('listpack');
  });

  it('change their encoding at the limits of Redis 7.2, and never back', () => {
    for (let i = 0; i < 512; i++) run('sadd', 'ints', `${i}`);
    expect(encoding('ints')).to.equal('intset');
    run('sadd', 'ints', '512');
    expect(encoding('ints')).to.equal('hashtable');
    run('srem', 'ints', '512');
    expect(encoding('ints')).to.equal('hashtable');
    for (let i = 0; i < 128; i++) run('sadd', 'texts', `t${i}`);
    expect(encoding('texts')).to.equal('listpack');
    run('sadd', 'texts', 't5');
    expect(encoding('texts')).to.equal('listpack');
    run('sadd', 'texts', 't128');
    expect(encoding('texts')).to.equal('hashtable');
    run('sadd', 'long', 'x'.repeat(64));
    expect(encoding('long')).to.equal('listpack');
    run('sadd', 'long', 'x'.repeat(65));
    expect(encoding('long')).to.equal('hashtable');
    run('sadd', 'mixed', ...Array.from({ length: 200 }, (_, i) => `${i}`));
    run('sadd', 'mixed', 'x');
    expect(encoding('mixed')).to.equal('hashtable');
    run('sadd', 'at once', 'x', ...Array.from({ length: 128 }, () => 'x'));
    expect(encoding('at once')).to.equal('hashtable');
    log.run(1, 'quorate.setting', 'set-max-intset-entries', '2');
    log.run(1, 'quorate.setting', 'set-max-listpack-entries', '3');
    log.run(1, 'quorate.setting', 'set-max-listpack-value', '1');
    run('sadd', 'few', '1', '2');
    expect(encoding('few')).to.equal('intset');
    run('sadd', 'few', 'x');
    expect(encoding('few')).to.equal('listpack');
    run('sadd', 'few', 'xy');
    expect(encoding('few')).to.equal('hashtable');
    run('sadd', 'wide', '10');
    run('sadd', 'wide', 'x');
    expect(encoding('wide')).to.equal('hashtable');
  });

  it('move a member', () => {
    run('sadd', 'k', 'a', 'b');
    expect(run('smove', 'k', 'l', 'x')).to.equal(0);
    expect(run('smove', 'none', 'l', 'a')).to.equal(0);
    expect(run('smove', 'k', 'k', 'a')).to.equal(1);
    expect(run('smove', 'k', 'l', 'a')).to.equal(1);
    expect(run('smove', 'k', 'l', 'b')).to.equal(1);
    expect(read('smembers', 'l')).to.deep.equal({ set: ['a', 'b'] });
    expect(read('exists', 'k')).to.equal(0);
    run('set', 's', 'v');
    expect(run('smove', 'l', 's', 'x')).to.equal(WRONG_TYPE);
    expect(run('smove', 's', 'l', 'x')).to.equal(WRONG_TYPE);
    expect(run('smove', 'none', 's', 'x')).to.equal(0);
  });

  it('pop any members', () => {
    run('sadd', 'k', 'a', 'b', 'c', 'd', 'e');
    const one = run('spop', 'k') as string;
    expect(read('sismember', 'k', one)).to.equal(0);
    const { set: two } = run('spop', 'k', '2') as { set: string[] };
    expect(new Set([one, ...two]).size).to.equal(3);
    expect(run('spop', 'k', '0')).to.deep.equal({ set: [] });
    expect(read('scard', 'k')).to.equal(2);
    const { set: rest } = run('spop', 'k', '10') as { set: string[] };
    expect(new Set([one, ...two, ...rest]).size).to.equal(5);
    expect(read('exists', 'k')).to.equal(0);
    expect([run('spop', 'k'), run('spop', 'k', '2')]).to.deep.equal([null, { set: [] }]);
    expect(run('spop', 'k', '-1')).to.equal(NOT_POSITIVE);
    expect(run('spop', 'k', '1', '2')).to.equal(SYNTAX);
    expect(log.replay().digest()).to.equal(log.machine.digest());
  });

  it('return any members', () => {
    run('sadd', 'k', 'a', 'b', 'c');
    expect(read('srandmember', 'k')).to.be.oneOf(['a', 'b', 'c']);
    expect(read('srandmember', 'k', '9')).to.deep.equal(['a', 'b', 'c']);
    expect(new Set(read('srandmember', 'k', '2') as string[]).size).to.equal(2);
    expect(read('srandmember', 'k', '-9')).to.have.length(9);
    expect([read('srandmember', 'none'), read('srandmember', 'none', '2')]).to.deep.equal([null, []]);
    expect(read('srandmember', 'k', 'x')).to.equal(NOT_AN_INTEGER);
    expect(read('srandmember', 'k', '-9223372036854775808')).to.equal(
      '-ERR value is out of range, value must between -9223372036854775807 and 9223372036854775807',
    );
    expect(read('srandmember', 'k', '-10000001')).to.equal('-ERR value is out of range');
    expect(read('srandmember', 'k', '1', '2')).to.equal(SYNTAX);
  });

  it('pick every member equally often', () => {
    for (const members of [
      ['1', '2', '3', '4'],
      ['a', 'b', 'c', 'd'],
      ['x'.repeat(65), 'b', 'c', 'd'],
    ]) {
      run('del', 'k');
      run('sadd', 'k', ...members);
      const counts = new Map<string, number>();
      for (const member of read('srandmember', 'k', '-8000') as string[])
        counts.set(member, (counts.get(member) ?? 0) + 1);
      for (const member of members) expect(counts.get(member)).to.be.within(1800, 2200);
    }
  });

  it('intersect, unite and subtract', () => {
    run('sadd', 'a', '1', '2', '3', 'x', 'y');
    run('sadd', 'b', '2', '3', '4', 'y');
    run('sadd', 'c', '3', '5');
    const cases: [string, unknown][] = [
      ['sinter a b', { set: ['2', '3', 'y'] }],
      ['sinter a b c', { set: ['3'] }],
      ['sinter a none', { set: [] }],
      ['sinter a', { set: ['1', '2', '3', 'x', 'y'] }],
      ['sdiff a b c', { set: ['1', 'x'] }],
      ['sdiff a', { set: ['1', '2', '3', 'x', 'y'] }],
      ['sdiff a a', { set: [] }],
      ['sdiff none a', { set: [] }],
      ['sdiff b none c', { set: ['2', '4', 'y'] }],
      ['sunion c none', { set: ['3', '5'] }],
      ['sunion none', { set: [] }],
      ['sintercard 2 a b', 3],
      ['sintercard 2 a b limit 2', 2],
      ['sintercard 2 a b limit 0', 3],
      ['sintercard 2 a b limit 1 LIMIT 9', 3],
      ['sintercard 2 a none', 0],
      ['sintercard 0 a', '-ERR numkeys should be greater than 0'],
      ['sintercard x a', '-ERR numkeys should be greater than 0'],
      ['sintercard 2 a', "-ERR Number of keys can't be greater than number of args"],
      ['sintercard 1 a limit -1', "-ERR LIMIT can't be negative"],
      ['sintercard 1 a limit', SYNTAX],
      ['sintercard 1 a b', SYNTAX],
      ['sinterstore d a b', 3],
      ['smembers d', { set: ['2', '3', 'y'] }],
      ['sdiffstore d a c', 4],
      ['smembers d', { set: ['1', '2', 'x', 'y'] }],
      ['sinterstore a a b', 3],
      ['sdiffstore a a none', 3],
      ['sunionstore a c none', 2],
      ['object encoding a', 'intset'],
      ['sinterstore a a none', 0],
      ['exists a', 0],
      ['set s v', '+OK'],
      ['sinter none s', WRONG_TYPE],
      ['sdiff none s', WRONG_TYPE],
      ['sunion b s', WRONG_TYPE],
      ['sinterstore d b s', WRONG_TYPE],
      ['sunionstore s b c', 5],
      ['type s', '+set'],
    ];
    for (const [line, reply] of cases) expect(does(line), line).to.deep.equal(reply);
    expect((read('sunion', 'b', 'c') as { set: string[] }).set.toSorted()).to.deep.equal([
      '2',
      '3',
      '4',
      '5',
      'y',
    ]);
  });

  it('agree with plain sets, by either way to subtract', () => {
    const members = (from: number, to: number): string[] =>
      Array.from({ length: to - from }, (_, i) => `m${from + i}`);
    run('sadd', 'large', ...members(0, 2000));
    run('sadd', 'small', ...members(1990, 2010));
    const sorted = (reply: unknown): string[] => (reply as { set: string[] }).set.toSorted();
    expect(sorted(read('sdiff', 'large', 'small', 'small'))).to.deep.equal(members(0, 1990).toSorted());
    expect(sorted(read('sdiff', 'small', 'large'))).to.deep.equal(members(2000, 2010));
    expect(sorted(read('sinter', 'large', 'small'))).to.deep.equal(members(1990, 2000));
    expect(sorted(read('sunion', 'large', 'small'))).to.deep.equal(members(0, 2010).toSorted());
    expect(read('scard', 'large')).to.equal(2000);
  });

  it('drop the life time of what a STORE replaces, and keep that of what is edited', () => {
    run('sadd', 'k', 'a');
    run('expire', 'k', '100');
    run('sadd', 'k', 'b');
    expect(read('ttl', 'k')).to.equal(100);
    run('sunionstore', 'k', 'k');
    expect(read('ttl', 'k')).to.equal(-1);
  });

  it('refuse other types, and are refused', () => {
    run('set', 'k', 'v');
    run('sadd', 's', 'a');
    const lines =
      'sadd k a,srem k a,sismember k a,smismember k a,scard k,smembers k,spop k,spop k 1,srandmember k,srandmember k 1,sscan k 0,sintercard 1 k';
    for (const line of lines.split(',')) expect(does(line), line).to.equal(WRONG_TYPE);
    for (const line of ['get s', 'hget s a', 'lpush s a', 'incr s'])
      expect(does(line), line).to.equal(WRONG_TYPE);
  });
});
