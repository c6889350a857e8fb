import { expect } from 'chai';
import { List } from '../../../../src/machine/values/list.js';
import { type StringValue, encodingOf } from '../../../../src/machine/values/string.js';
import { WRONG_TYPE } from '../../../../src/resp/reply.js';
import { World } from './world.js';

const NOT_AN_INTEGER = 'ERR value is not an integer or out of range';
const OVERFLOW = 'ERR increment or decrement would overflow';

describe('counting', () => {
  let world: World;

  beforeEach(() => {
    world = new World();
    world.db.set('list', new List());
  });

  it('starts from 0', () => {
    expect(world.run('INCR', 'a')).to.equal(1);
    expect(world.run('DECR', 'b')).to.equal(-1);
    expect(world.run('INCRBY', 'c', '5')).to.equal(5);
    expect(world.run('DECRBY', 'd', '5')).to.equal(-5);
    expect(world.run('DECRBY', 'e', '0')).to.equal(0);
    expect(world.run('GET', 'e')).to.equal('0');
  });

  it('keeps the life time', () => {
    world.run('SET', 'a', '10', 'EX', '9');
    expect(world.run('INCRBY', 'a', '-20')).to.equal(-10);
    expect(world.left('a')).to.equal(9000);
  });

  it('counts a string that was edited, and makes it an integer again', () => {
    world.run('SET', 'a', '1');
    world.run('APPEND', 'a', '2');
    expect(world.run('INCR', 'a')).to.equal(13);
    expect(encodingOf(world.db.get('a') as StringValue)).to.equal('int');
  });

  it('is exact up to the ends of 64 bits', () => {
    world.run('SET', 'a', '9007199254740991');
    expect(world.run('INCR', 'a')).to.equal(9_007_199_254_740_992n);
    expect(world.run('INCR', 'a')).to.equal(9_007_199_254_740_993n);
    expect(world.run('DECRBY', 'a', '2')).to.equal(9_007_199_254_740_991);
    world.run('SET', 'a', '9223372036854775806');
    expect(world.run('INCR', 'a')).to.equal(9_223_372_036_854_775_807n);
    expect(world.error('INCR', 'a')).to.equal(OVERFLOW);
    expect(world.run('DECRBY', 'a', '9223372036854775807')).to.equal(0);
    expect(world.run('INCRBY', 'a', '-9223372036854775808')).to.equal(-9_223_372_036_854_775_808n);
    expect(world.error('DECR', 'a')).to.equal(OVERFLOW);
    expect(world.run('GET', 'a')).to.equal('-9223372036854775808');
  });

  it('refuses to decrement by the smallest integer', () => {
    expect(world.error('DECRBY', 'list', '-9223372036854775808')).to.equal('ERR decrement would overflow');
  });

  it('refuses what is not an integer', () => {
    for (const text of ['', 'x', '1.5', ' 1', '007', '9223372036854775808', 'x'.repeat(100)]) {
      world.run('SET', 'a', text);
      expect(world.error('INCR', 'a')).to.equal(NOT_AN_INTEGER);
      expect(world.error('INCRBY', 'none', text)).to.equal(NOT_AN_INTEGER);
    }
    expect(world.run('INCR', 'list')).to.equal(WRONG_TYPE);
    expect(world.error('INCRBY', 'list', 'x')).to.equal(NOT_AN_INTEGER);
  });

  it('INCRBYFLOAT', () => {
    expect(world.run('INCRBYFLOAT', 'a', '10.50')).to.equal('10.5');
    expect(world.run('INCRBYFLOAT', 'a', '0.1')).to.equal('10.6');
    expect(world.run('INCRBYFLOAT', 'a', '-5')).to.equal('5.6');
    world.run('SET', 'a', '5.0e3', 'EX', '9');
    expect(world.run('INCRBYFLOAT', 'a', '2.0e2')).to.equal('5200');
    expect(world.left('a')).to.equal(9000);
    expect(encodingOf(world.db.get('a') as StringValue)).to.equal('embstr');
    expect(world.run('INCR', 'a')).to.equal(5201);
  });

  it('INCRBYFLOAT refuses what is not a number, and infinity', () => {
    world.run('SET', 'a', 'x');
    world.run('SET', 'b', 'inf');
    for (const argv of [
      ['a', '1'],
      ['none', ' 1'],
      ['none', 'nan'],
      ['none', ''],
    ]) {
      expect(world.error('INCRBYFLOAT', ...argv)).to.equal('ERR value is not a valid float');
    }
    for (const argv of [
      ['b', '1'],
      ['none', 'inf'],
      ['none', '-inf'],
    ]) {
      expect(world.error('INCRBYFLOAT', ...argv)).to.equal('ERR increment would produce NaN or Infinity');
    }
    expect(world.run('INCRBYFLOAT', 'list', 'x')).to.equal(WRONG_TYPE);
  });
});
