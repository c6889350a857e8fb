import { expect } from 'chai';
import { World } from './world.js';

describe('SORT', () => {
  let world: World;

  beforeEach(() => {
    world = new World();
    world.run('RPUSH', 'list', '3', '1', '10', '-2');
  });

  const sort = (...argv: string[]): unknown => world.run('SORT', ...argv);

  it('sorts numbers, or bytes with ALPHA', () => {
    expect(sort('list')).to.deep.equal(['-2', '1', '3', '10']);
    expect(sort('list', 'DESC')).to.deep.equal(['10', '3', '1', '-2']);
    expect(sort('list', 'ALPHA')).to.deep.equal(['-2', '1', '10', '3']);
    expect(sort('list', 'LIMIT', '1', '2')).to.deep.equal(['1', '3']);
    expect(sort('list', 'LIMIT', '-5', '2')).to.deep.equal(['-2', '1']);
    expect(sort('list', 'LIMIT', '9', '2')).to.deep.equal([]);
    expect(sort('none')).to.deep.equal([]);
  });

  it('sorts by other keys and fields, a missing one first or as 0', () => {
    world.run('MSET', 'w1', '9', 'w3', '7', 'w10', '8');
    world.run('HSET', 'h1', 'f', 'z');
    expect(sort('list', 'BY', 'w*')).to.deep.equal(['-2', '3', '10', '1']);
    expect(sort('list', 'BY', 'h*->f', 'ALPHA', 'DESC', 'LIMIT', '0', '1')).to.deep.equal(['1']);
    expect(sort('list', 'BY', 'nothing')).to.deep.equal(['3', '1', '10', '-2']);
    expect(sort('list', 'BY', 'nothing', 'DESC')).to.deep.equal(['-2', '10', '1', '3']);
  });

  it('gets keys, fields and the element itself', () => {
    world.run('SET', 'w1', 'one');
    world.run('HSET', 'h3', 'f', 'three');
    expect(sort('list', 'LIMIT', '1', '2', 'GET', '#', 'GET', 'w*', 'GET', 'h*->f')).to.deep.equal([
      ...['1', 'one', null],
      ...['3', null, 'three'],
    ]);
  });

  it('stores a list in the place of whatever was there', () => {
    world.run('SET', 'to', 'x', 'EX', '100');
    expect(sort('list', 'STORE', 'to')).to.equal(4);
    expect(world.run('LRANGE', 'to', '0', '-1')).to.deep.equal(['-2', '1', '3', '10']);
    expect(world.run('TTL', 'to')).to.equal(-1);
    expect(sort('list', 'GET', 'none*', 'STORE', 'to')).to.equal(4);
    expect(world.run('LINDEX', 'to', '0')).to.equal('');
    expect(sort('none', 'STORE', 'to')).to.equal(0);
    expect(world.run('EXISTS', 'to')).to.equal(0);
    expect(sort('list', 'STORE', 'list')).to.equal(4);
  });

  it('sorts sets and sorted sets', () => {
    world.run('SADD', 'set', '5', '4', '6');
    world.run('ZADD', 'zset', '3', 'a', '2', 'b', '1', 'c');
    expect(sort('set')).to.deep.equal(['4', '5', '6']);
    expect(sort('zset', 'ALPHA')).to.deep.equal(['a', 'b', 'c']);
    expect(sort('zset', 'BY', 'nosort')).to.deep.equal(['c', 'b', 'a']);
    expect(sort('zset', 'BY', 'nosort', 'DESC', 'LIMIT', '0', '2')).to.deep.equal(['a', 'b']);
    expect(sort('set', 'BY', 'nosort', 'STORE', 'to')).to.equal(3);
    expect(world.run('LRANGE', 'to', '0', '-1')).to.deep.equal(['4', '5', '6']);
  });

  it('refuses what is no number, another type and a wrong option', () => {
    world.run('RPUSH', 'names', 'a', 'b');
    world.run('SET', 'string', 'x');
    expect(sort('names')).to.equal("-ERR One or more scores can't be converted into double");
    expect(sort('string')).to.match(/^-WRONGTYPE/);
    expect(sort('list', 'LIMIT', '1')).to.equal('-ERR syntax error');
    expect(sort('list', 'LIMIT', 'x', '1')).to.equal('-ERR value is not an integer or out of range');
    expect(world.run('SORT_RO', 'list', 'STORE', 'to')).to.equal('-ERR syntax error');
  });
});
