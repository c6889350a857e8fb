import { expect } from 'chai';
import { Log } from '../../machine/log.js';

const WRONG_TYPE = '-WRONGTYPE Operation against a key holding the wrong kind of value';
const NOT_AN_INTEGER = '-ERR value is not an integer or out of range';
const SYNTAX = '-ERR syntax error';

describe('hash commands', () => {
  let log: Log;
  const run = (...argv: string[]): unknown => log.run(1, ...argv);
  const read = (...argv: string[]): unknown => log.read(...argv);
  beforeEach(() => (log = new Log()));
  afterEach(() => expect(log.failures).to.deep.equal([]));

  it('set, get and remove fields; the key goes with the last one', () => {
    expect(run('hset', 'k', 'a', '1', 'b', '2', 'a', '3')).to.equal(2);
    expect(run('hset', 'k', 'b', '4', 'c', '5')).to.equal(1);
    expect(run('hmset', 'k', 'd', '')).to.equal('+OK');
    expect([run('hsetnx', 'k', 'a', 'no'), run('hsetnx', 'k', 'e', '6')]).to.deep.equal([0, 1]);
    expect(read('hget', 'k', 'a')).to.equal('3');
    expect(read('hget', 'k', 'none')).to.equal(null);
    expect(read('hmget', 'k', 'b', 'none', 'd')).to.deep.equal(['4', null, '']);
    expect(read('hmget', 'none', 'b')).to.deep.equal([null]);
    expect([read('hlen', 'k'), read('hlen', 'none')]).to.deep.equal([5, 0]);
    expect(['a', 'd', 'none'].map(field => read('hstrlen', 'k', field))).to.deep.equal([1, 0, 0]);
    expect(['a', 'd', 'none'].map(field => read('hexists', 'k', field))).to.deep.equal([1, 1, 0]);
    expect(run('hdel', 'k', 'a', 'a', 'none', 'b')).to.equal(2);
    expect(run('hdel', 'none', 'a')).to.equal(0);
    expect(run('hdel', 'k', 'c', 'd', 'e')).to.equal(3);
    expect(read('exists', 'k')).to.equal(0);
    expect(run('hset', 'k', 'a', '1', 'b')).to.equal("-ERR wrong number of arguments for 'hset' command");
    expect(run('hmset', 'k', 'a', '1', 'b')).to.equal("-ERR wrong number of arguments for 'hmset' command");
  });

  it('list fields in the order in which they came while the hash is a listpack', () => {
    run('hset', 'k', 'z', '1', 'a', '2', 'm', '3');
    run('hset', 'k', 'a', '4');
    expect(read('hgetall', 'k')).to.deep.equal({ map: ['z', '1', 'a', '4', 'm', '3'] });
    run('hdel', 'k', 'z');
    run('hset', 'k', 'z', '5');
    expect(read('hkeys', 'k')).to.deep.equal(['a', 'm', 'z']);
    expect(read('hvals', 'k')).to.deep.equal(['4', '3', '5']);
    expect(read('hscan', 'k', '0', 'count', '1')).to.deep.equal(['0', ['a', '4', 'm', '3', 'z', '5']]);
    expect(read('hscan', 'k', '0', 'match', '[az]', 'novalues')).to.deep.equal(['0', ['a', 'z']]);
    expect(read('hgetall', 'none')).to.deep.equal({ map: [] });
    expect(read('hkeys', 'none')).to.deep.equal([]);
    expect(read('hscan', 'none', '0')).to.deep.equal(['0', []]);
    expect(read('hscan', 'k', 'x')).to.equal('-ERR invalid cursor');
    expect(read('hscan', 'k', '0', 'type', 'hash')).to.equal(SYNTAX);
  });

  it('become a hash table with a field too many or a text too long, and stay one', () => {
    const encoding = (key: string): unknown => read('object', 'encoding', key);
    run('hset', 'long', 'a', 'x'.repeat(64));
    expect(encoding('long')).to.equal('listpack');
    run('hset', 'long', 'x'.repeat(65), '1');
    expect(encoding('long')).to.equal('hashtable');
    run('hdel', 'long', 'x'.repeat(65));
    expect(encoding('long')).to.equal('hashtable');
    for (let i = 0; i < 512; i++) run('hset', 'many', `${i}`, 'v');
    expect(encoding('many')).to.equal('listpack');
    run('hset', 'many', 'one more', 'v');
    expect(encoding('many')).to.equal('hashtable');
    expect(read('hlen', 'many')).to.equal(513);
    log.run(1, 'quorate.setting', 'hash-max-listpack-entries', '1');
    run('hset', 'few', 'a', '1');
    expect(encoding('few')).to.equal('listpack');
    run('hset', 'few', 'b', '1');
    expect(encoding('few')).to.equal('hashtable');
    log.run(1, 'quorate.setting', 'hash-max-listpack-value', '2');
    run('hset', 'short', 'a', '123');
    expect(encoding('short')).to.equal('hashtable');
  });

  it('scan a hash table page by page', () => {
    run('hset', 'k', 'x'.repeat(65), '1');
    for (let i = 0; i < 300; i++) run('hset', 'k', `f${i}`, `${i}`);
    const seen = new Map<string, string>();
    let cursor = '0';
    do {
      const [next, page] = read('hscan', 'k', cursor, 'count', '7') as [string, string[]];
      expect(page.length).to.be.within(2, 2 * 9);
      for (let i = 0; i < page.length; i += 2) seen.set(page[i]!, page[i + 1]!);
      cursor = next;
    } while (cursor !== '0');
    expect(seen.size).to.equal(301);
    expect(seen.get('f17')).to.equal('17');
  });

  it('count in a field', () => {
    expect(run('hincrby', 'k', 'n', '5')).to.equal(5);
    expect(run('hincrby', 'k', 'n', '-7')).to.equal(-2);
    expect(run('hincrby', 'k', 'n', 'x')).to.equal(NOT_AN_INTEGER);
    expect(run('hincrbyfloat', 'k', 'f', '0.1')).to.equal('0.1');
    expect(run('hincrbyfloat', 'k', 'f', '0.2')).to.equal('0.3');
    expect(run('hincrby', 'k', 'f', '1')).to.equal('-ERR hash value is not an integer');
    expect(run('hincrbyfloat', 'k', 'f', 'x')).to.equal('-ERR value is not a valid float');
    expect(run('hincrbyfloat', 'k', 'f', 'inf')).to.equal('-ERR value is NaN or Infinity');
    run('hset', 'k', 's', 'text', 'max', '9223372036854775807', 'inf', 'inf');
    expect(run('hincrbyfloat', 'k', 's', '1')).to.equal('-ERR hash value is not a float');
    expect(run('hincrbyfloat', 'k', 'inf', '1')).to.equal('-ERR increment would produce NaN or Infinity');
    expect(run('hincrby', 'k', 'max', '1')).to.equal('-ERR increment or decrement would overflow');
    expect(run('hincrby', 'k', 'max', '-1')).to.equal(9223372036854775806n);
    expect(run('hincrby', 'new', 'n', 'x')).to.equal(NOT_AN_INTEGER);
    expect(read('exists', 'new')).to.equal(0);
  });

  it('return any fields', () => {
    run('hset', 'k', 'a', '1', 'b', '2', 'c', '3');
    expect(read('hrandfield', 'k')).to.be.oneOf(['a', 'b', 'c']);
    expect(read('hrandfield', 'k', '5')).to.deep.equal(['a', 'b', 'c']);
    expect(new Set(read('hrandfield', 'k', '2') as string[]).size).to.equal(2);
    expect(read('hrandfield', 'k', '-20')).to.have.length(20);
    expect(read('hrandfield', 'k', '3', 'withvalues')).to.deep.equal({
      pairs: ['a', '1', 'b', '2', 'c', '3'],
    });
    expect(read('hrandfield', 'k', '0')).to.deep.equal([]);
    expect(read('hrandfield', 'none')).to.equal(null);
    expect(read('hrandfield', 'none', '2')).to.deep.equal([]);
    expect(read('hrandfield', 'k', 'x')).to.equal(NOT_AN_INTEGER);
    expect(read('hrandfield', 'k', '1', 'values')).to.equal(SYNTAX);
    expect(read('hrandfield', 'k', '-9000000000000000000', 'withvalues')).to.equal(
      '-ERR value is out of range',
    );
  });

  it('copy, rename and move with everything', () => {
    run('hset', 'k', 'a', '1', 'b', '2');
    run('hexpire', 'k', '100', 'fields', '1', 'b');
    expect(run('copy', 'k', 'l')).to.equal(1);
    run('hset', 'k', 'a', '9');
    expect(run('rename', 'l', 'm')).to.equal('+OK');
    expect(read('hmget', 'm', 'a', 'b')).to.deep.equal(['1', '2']);
    expect(read('httl', 'm', 'fields', '2', 'a', 'b')).to.deep.equal([-1, 100]);
    expect(read('type', 'm')).to.equal('+hash');
    expect(read('scan', '0', 'type', 'hash')).to.deep.equal(['0', read('keys', '*')]);
  });

  it('refuse other types, and are refused', () => {
    run('set', 'k', 'v');
    run('hset', 'h', 'a', '1');
    const writes = [
      'hset k a 1',
      'hmset k a 1',
      'hsetnx k a 1',
      'hdel k a',
      'hincrby k a 1',
      'hincrbyfloat k a 1',
      'hgetdel k fields 1 a',
      'hgetex k fields 1 a',
      'hsetex k fields 1 a 1',
      'hexpire k 1 fields 1 a',
      'hpersist k fields 1 a',
    ];
    const reads = 'hget k a,hmget k a,hlen k,hstrlen k a,hexists k a,hkeys k,hvals k,hgetall k,hscan k 0';
    const others = 'hrandfield k,hrandfield k 1,httl k fields 1 a,hpexpiretime k fields 1 a';
    for (const line of writes) expect(run(...line.split(' ')), line).to.equal(WRONG_TYPE);
    for (const line of [reads, others].join().split(','))
      expect(read(...line.split(' ')), line).to.equal(WRONG_TYPE);
    expect(run('lpush', 'h', 'x')).to.equal(WRONG_TYPE);
    expect(read('get', 'h')).to.equal(WRONG_TYPE);
    expect(run('sadd', 'h', 'x')).to.equal(WRONG_TYPE);
  });
});
