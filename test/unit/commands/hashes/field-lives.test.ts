import { expect } from 'chai';
import { Log } from '../../machine/log.js';

const WRONG_ARITY = "-ERR wrong number of arguments for 'hsetex' command";
const FIELDS_MISSING = '-ERR Mandatory argument FIELDS is missing or not at the right position';
const WRONG_COUNT = '-ERR The `numfields` parameter must match the number of arguments';
const ONE_TIME = '-ERR Only one of EX, PX, EXAT, PXAT or KEEPTTL arguments can be specified';
const NOT_AN_INTEGER = '-ERR value is not an integer or out of range';
const NEGATIVE = '-ERR invalid expire time, must be >= 0';

/** Seconds since the epoch, of {@link Log}. */
const NOW = 1_700_000_000;
/** The last moment at which a field may end. Milliseconds. */
const LATEST = 2 ** 46 - 1;

/**
 * What Redis 7.4 and 8.0 answer, one row a reply shape, to a hash with the fields `a` (for ever), `b` and `c` (100 s). The
 * redis-server that all other commands are compared with does not know these.
 */
const GOLDEN: readonly (readonly [command: string, reply: unknown])[] = [
  ['hexpire k 50 fields 2 a none', [1, -2]],
  ['hexpire k 0 fields 1 a', [2]],
  ['hexpireat k 1 fields 2 b b', [2, -2]],
  ['hexpire k 50 nx fields 2 a b', [1, 0]],
  ['hexpire k 50 xx fields 2 a b', [0, 1]],
  ['hexpire k 200 gt fields 2 a b', [0, 1]],
  ['hexpire k 100 gt fields 1 b', [0]],
  ['hexpire k 50 LT fields 2 a b', [1, 1]],
  ['hexpire k 200 lt fields 1 b', [0]],
  ['hexpire none 1 fields 2 a b', [-2, -2]],
  [`hexpireat k ${NOW + 7} fields 1 a`, [1]],
  ['hpexpire k 1 fields 1 a', [1]],
  [`hpexpireat k ${LATEST} fields 1 a`, [1]],
  [`hpexpireat k ${LATEST + 1} fields 1 a`, "-ERR invalid expire time in 'hpexpireat' command"],
  [`hpexpire k ${LATEST} fields 1 a`, "-ERR invalid expire time in 'hpexpire' command"],
  ['hexpire k 9223372036854775807 fields 1 a', "-ERR invalid expire time in 'hexpire' command"],
  ['hexpire k -1 fields 1 a', NEGATIVE],
  ['hexpire k x fields 1 a', NOT_AN_INTEGER],
  ['hexpire k 1 gr fields 1 a', FIELDS_MISSING],
  ['hexpire k 1 fields 0 a', '-ERR Parameter `numFields` should be greater than 0'],
  ['hexpire k 1 fields x a', '-ERR Parameter `numFields` should be greater than 0'],
  ['hexpire k 1 fields 2 a', WRONG_COUNT],
  ['hexpire k 1 fields 1 a b', WRONG_COUNT],
  ['hexpire k 1 nx fields 1', WRONG_COUNT],
  ['hpersist k fields 3 a b none', [-1, 1, -2]],
  ['hpersist none fields 1 a', [-2]],
  ['hpersist k field 1 a', FIELDS_MISSING],
  ['hpersist k fields 0 a', '-ERR Number of fields must be a positive integer'],
  ['hpersist k fields 2 a', WRONG_COUNT],
  ['httl k fields 3 a b none', [-1, 100, -2]],
  ['httl none fields 1 a', [-2]],
  ['hpttl k fields 2 b b', [100_000, 100_000]],
  ['hexpiretime k fields 2 a b', [-1, NOW + 100]],
  ['hpexpiretime k fields 1 b', [(NOW + 100) * 1000]],
  ['httl k field 1 a', FIELDS_MISSING],
  ['httl k fields x a', '-ERR Number of fields must be a positive integer'],
  ['httl k fields 1 a b', WRONG_COUNT],
  ['hgetdel k fields 3 a none a', ['1', null, null]],
  ['hgetdel none fields 1 a', [null]],
  ['hgetdel k fields -1 a', '-ERR Number of fields must be a positive integer'],
  ['hgetdel k fields 2 a', WRONG_COUNT],
  ['hgetdel k a fields 1', FIELDS_MISSING],
  ['hgetex k fields 2 a none', ['1', null]],
  ['hgetex none ex 1 fields 1 a', [null]],
  ['hgetex k ex 5 fields 1 a', ['1']],
  ['hgetex k pxat 5 fields 2 a a', ['1', null]],
  ['hgetex k persist fields 2 a b', ['1', '2']],
  ['hgetex k ex -1 fields 1 a', NEGATIVE],
  ['hgetex k ex x fields 1 a', NOT_AN_INTEGER],
  [`hgetex k exat ${LATEST} fields 1 a`, "-ERR invalid expire time in 'hgetex' command"],
  ['hgetex k keepttl fields 1 a', FIELDS_MISSING],
  ['hgetex k ex 5 px 5 fields 1 a', FIELDS_MISSING],
  ['hgetex k fields 0 a', '-ERR Number of fields must be a positive integer'],
  ['hgetex k fields 1 a b', WRONG_COUNT],
  ['hsetex k fields 2 a 5 d 6', 1],
  ['hsetex k fnx fields 2 a 5 d 6', 0],
  ['hsetex k fnx fields 2 d 5 e 6', 1],
  ['hsetex k fxx fields 2 a 5 d 6', 0],
  ['hsetex k fxx fields 2 a 5 b 6', 1],
  ['hsetex none fxx fields 1 a 5', 0],
  ['hsetex none ex 10 fnx fields 1 a 5', 1],
  ['hsetex k exat 1 fields 2 a 5 a 6', 1],
  ['hsetex k fnx fxx fields 1 a 5', '-ERR Only one of FXX or FNX arguments can be specified'],
  ['hsetex k ex 1 px 1 fields 1 a 5', ONE_TIME],
  ['hsetex k keepttl ex 1 fields 1 a 5', ONE_TIME],
  ['hsetex k keepttl keepttl fields 1 a 5', ONE_TIME],
  ['hsetex k ex 1 fxx ex', ONE_TIME],
  ['hsetex k fxx fnxx ex 1', '-ERR unknown argument: fnxx'],
  ['hsetex k fxx ex 1 px', ONE_TIME],
  ['hsetex k fxx fields 1 a', WRONG_ARITY],
  ['hsetex k fields 2 a 5', WRONG_ARITY],
  ['hsetex k fields 1 a 5 b', WRONG_ARITY],
  ['hsetex k fields 0 a 5', '-ERR invalid number of fields'],
  ['hsetex k fields 2147483648 a 5', '-ERR invalid number of fields'],
  ['hsetex k ex -1 fields 1 a 5', NEGATIVE],
  ['hsetex k px x fields 1 a 5', NOT_AN_INTEGER],
  [`hsetex k px ${LATEST} fields 1 a 5`, "-ERR invalid expire time in 'hsetex' command"],
];

describe('life times of fields', () => {
  let log: Log;
  const run = (...argv: string[]): unknown => log.run(1, ...argv);
  const read = (...argv: string[]): unknown => log.read(...argv);
  const does = (line: string): unknown => {
    const argv = line.split(' ');
    return log.commands.read(argv) === undefined ? run(...argv) : read(...argv);
  };
  const later = (milliseconds: number): void => void (log.stamp += milliseconds);
  beforeEach(() => {
    log = new Log();
    run('hset', 'k', 'a', '1', 'b', '2', 'c', '3');
    run('hexpire', 'k', '100', 'fields', '2', 'b', 'c');
  });
  afterEach(() => expect(log.failures).to.deep.equal([]));

  for (const [line, reply] of GOLDEN) {
    it(`answer ${line}`, () => {
      expect(does(line)).to.deep.equal(reply);
      if (typeof reply === 'string') expect(read('hmget', 'k', 'a', 'b')).to.deep.equal(['1', '2']);
    });
  }

  it('show a field no more once it is due, whatever asks', () => {
    later(100_000);
    expect(read('hget', 'k', 'b')).to.equal(null);
    expect(read('hlen', 'k')).to.equal(1);
    expect(read('hgetall', 'k')).to.deep.equal({ map: ['a', '1'] });
    expect(read('hkeys', 'k')).to.deep.equal(['a']);
    expect(read('hscan', 'k', '0')).to.deep.equal(['0', ['a', '1']]);
    expect(read('hrandfield', 'k', '5')).to.deep.equal(['a']);
    expect(read('hrandfield', 'k')).to.equal('a');
    expect(read('httl', 'k', 'fields', '1', 'b')).to.deep.equal([-2]);
    expect(log.machine.metDue).to.equal(true);
    expect(run('hdel', 'k', 'b')).to.equal(0);
    expect(run('hsetnx', 'k', 'c', 'new')).to.equal(1);
    expect(read('hpttl', 'k', 'fields', '1', 'c')).to.deep.equal([-1]);
    expect(read('hlen', 'k')).to.equal(2);
  });

  it('take fields away by ticks, in order, and the key with the last', () => {
    run('hpexpire', 'k', '50', 'fields', '1', 'a');
    run('hset', 'l', 'x', '1');
    expect(log.machine.earliestDeadline()).to.equal(log.stamp + 50);
    later(50);
    log.append({ kind: 'tick' });
    expect(log.machine.earliestDeadline()).to.equal(log.stamp + 99_950);
    expect(read('hkeys', 'k')).to.deep.equal(['b', 'c']);
    expect(log.machine.metDue).to.equal(false);
    later(99_950);
    expect(read('exists', 'k')).to.equal(0);
    expect(log.machine.metDue).to.equal(true);
    log.append({ kind: 'tick' });
    expect(log.machine.earliestDeadline()).to.equal(undefined);
    expect(read('dbsize')).to.equal(1);
    expect(log.replay().digest()).to.equal(log.machine.digest());
  });

  it('leave to the tick what is due, whatever looks for it first', () => {
    const looks = [
      'hdel k b c',
      'hgetdel k fields 2 b c',
      'hgetex k persist fields 2 b c',
      'hpersist k fields 1 b',
    ];
    for (const line of [
      ...looks,
      'hexpire k 9 fields 1 b',
      'hsetex k fxx fields 1 b 9',
      'hdel k a',
      'hset k b 7 c 8',
    ]) {
      const own = new Log();
      own.run(1, 'hset', 'k', 'a', '1', 'b', '2', 'c', '3');
      own.run(1, 'hexpire', 'k', '100', 'fields', '2', 'b', 'c');
      own.stamp += 100_000;
      own.run(1, ...line.split(' '));
      for (let tick = 0; tick < 2; tick++) own.append({ kind: 'tick' });
      expect(own.machine.earliestDeadline(), line).to.equal(undefined);
      const left = line === 'hdel k a' ? [] : line.startsWith('hset ') ? ['a', 'b', 'c'] : ['a'];
      expect(own.read('hkeys', 'k'), line).to.deep.equal(left);
      expect(own.failures).to.deep.equal([]);
    }
  });

  it('take a thousand fields a tick, and show none of the rest', () => {
    const fields = Array.from({ length: 1500 }, (_, i) => `f${i}`);
    run('hset', 'big', ...fields.flatMap(field => [field, 'v']));
    run('hpexpire', 'big', '10', 'fields', '1500', ...fields);
    later(10);
    log.append({ kind: 'tick' });
    expect(read('exists', 'big')).to.equal(0);
    expect(read('type', 'big')).to.equal('+none');
    expect(read('keys', '*')).to.deep.equal(['k']);
    expect(read('dbsize')).to.equal(2);
    log.append({ kind: 'tick' });
    expect(read('dbsize')).to.equal(1);
    expect(run('hset', 'big', 'a', '1')).to.equal(1);
  });

  it('begin a hash anew when all of its fields are due', () => {
    run('hdel', 'k', 'a');
    later(100_000);
    expect(run('hset', 'k', 'd', '4')).to.equal(1);
    expect(read('hgetall', 'k')).to.deep.equal({ map: ['d', '4'] });
    expect(read('object', 'encoding', 'k')).to.equal('listpack');
    expect(log.machine.earliestDeadline()).to.equal(undefined);
  });

  it('go with a new value, stay with a sum', () => {
    run('hset', 'k', 'b', '5');
    run('hincrby', 'k', 'c', '1');
    run('hsetex', 'k', 'keepttl', 'fields', '1', 'c', '9');
    expect(read('httl', 'k', 'fields', '2', 'b', 'c')).to.deep.equal([-1, 100]);
    run('hsetex', 'k', 'fields', '1', 'c', '9');
    expect(read('httl', 'k', 'fields', '1', 'c')).to.deep.equal([-1]);
    expect(log.machine.earliestDeadline()).to.equal(undefined);
  });

  it('follow the key: renamed, copied, moved, replaced, swapped, flushed', () => {
    const first = log.machine.earliestDeadline();
    run('copy', 'k', 'l');
    run('del', 'k');
    expect(log.machine.earliestDeadline()).to.equal(first);
    run('rename', 'l', 'm');
    run('move', 'm', '1');
    run('swapdb', '0', '1');
    expect(log.machine.earliestDeadline()).to.equal(first);
    expect(read('httl', 'm', 'fields', '1', 'b')).to.deep.equal([100]);
    run('set', 'm', 'v');
    expect(log.machine.earliestDeadline()).to.equal(undefined);
    run('hsetex', 'm2', 'ex', '10', 'fields', '1', 'a', '1');
    run('flushdb');
    expect(log.machine.earliestDeadline()).to.equal(undefined);
  });

  it('have the encoding listpackex, or that of a hash table', () => {
    expect(read('object', 'encoding', 'k')).to.equal('listpackex');
    run('hpersist', 'k', 'fields', '2', 'b', 'c');
    expect(read('object', 'encoding', 'k')).to.equal('listpackex');
    run('hset', 'k', 'long', 'x'.repeat(65));
    expect(read('object', 'encoding', 'k')).to.equal('hashtable');
  });
});
