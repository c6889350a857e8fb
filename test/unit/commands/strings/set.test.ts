import { expect } from 'chai';
import { List } from '../../../../src/machine/values/list.js';
import { OK, WRONG_TYPE } from '../../../../src/resp/reply.js';
import { World } from './world.js';

const SYNTAX = 'ERR syntax error';
const EXPIRE = "ERR invalid expire time in 'set' command";

describe('SET', () => {
  let world: World;

  beforeEach(() => {
    world = new World();
    world.run('SET', 'old', 'before', 'EX', '100');
    world.db.set('list', new List());
  });

  it('replaces whatever was there, and its life time', () => {
    expect(world.run('SET', 'old', 'after')).to.equal(OK);
    expect(world.run('SET', 'list', 'after')).to.equal(OK);
    expect(world.run('MGET', 'old', 'list')).to.deep.equal(['after', 'after']);
    expect(world.left('old')).to.equal(undefined);
  });

  it('NX and XX', () => {
    expect(world.run('SET', 'old', 'x', 'NX')).to.equal(null);
    expect(world.run('SET', 'none', 'x', 'xx')).to.equal(null);
    expect(world.run('SET', 'none', 'x', 'nx')).to.equal(OK);
    expect(world.run('SET', 'old', 'x', 'XX')).to.equal(OK);
    expect(world.run('MGET', 'old', 'none')).to.deep.equal(['x', 'x']);
  });

  it('GET answers the string before, whether or not it is set', () => {
    expect(world.run('SET', 'old', 'x', 'NX', 'GET')).to.equal('before');
    expect(world.run('SET', 'old', 'x', 'GET')).to.equal('before');
    expect(world.run('SET', 'none', 'x', 'GET', 'XX')).to.equal(null);
    expect(world.run('SET', 'none', 'x', 'GET', 'NX')).to.equal(null);
    expect(world.run('MGET', 'old', 'none')).to.deep.equal(['x', 'x']);
    expect(world.run('SET', 'list', 'x', 'GET')).to.equal(WRONG_TYPE);
  });

  it('sets life times from the moment of the entry', () => {
    world.run('SET', 'a', 'x', 'EX', '5');
    expect(world.left('a')).to.equal(5000);
    world.run('SET', 'a', 'x', 'px', '5');
    expect(world.left('a')).to.equal(5);
    world.run('SET', 'a', 'x', 'EXAT', '1700000007');
    expect(world.left('a')).to.equal(7000);
    world.run('SET', 'a', 'x', 'PXAT', '1700000000009');
    expect(world.left('a')).to.equal(9);
    world.run('SET', 'a', 'y', 'KEEPTTL');
    expect(world.left('a')).to.equal(9);
    expect(world.run('GET', 'a')).to.equal('y');
  });

  it('KEEPTTL of a missing key, or one that is due, keeps nothing', () => {
    world.run('SET', 'none', 'x', 'KEEPTTL');
    world.run('SET', 'due', 'x', 'PX', '1');
    world.clock.now += 1;
    world.run('SET', 'due', 'y', 'KEEPTTL');
    expect(world.run('MGET', 'none', 'due')).to.deep.equal(['x', 'y']);
    expect([world.left('none'), world.left('due')]).to.deep.equal([undefined, undefined]);
  });

  it('is gone at once when its moment has passed', () => {
    expect(world.run('SET', 'old', 'x', 'EXAT', '1')).to.equal(OK);
    expect(world.db.size).to.equal(1);
  });

  it('takes the last of an option that is repeated', () => {
    expect(world.run('SET', 'a', 'x', 'EX', '5', 'NX', 'EX', '6', 'NX', 'GET', 'GET')).to.equal(null);
    expect(world.left('a')).to.equal(6000);
  });

  for (const options of [
    ...[
      ['NX', 'XX'],
      ['EX', '1', 'PX', '1'],
      ['EX', '1', 'KEEPTTL'],
      ['KEEPTTL', 'PXAT', '1'],
      ['EX'],
      ['PERSIST'],
    ],
    ...[['foo'], [''], ['IFEQ'], ['IFEQ', 'a', 'NX'], ['IFEQ', 'a', 'IFNE', 'b'], ['EXAT', '1', 'EX', '1']],
  ]) {
    it(`refuses ${options.join(' ')}`, () => {
      expect(world.error('SET', 'old', 'x', ...options)).to.equal(SYNTAX);
      expect(world.run('GET', 'old')).to.equal('before');
    });
  }

  for (const [unit, amount] of [
    ...[
      ['EX', '0'],
      ['PX', '-1'],
      ['EXAT', '0'],
      ['PXAT', '-5'],
      ['EX', '-9223372036854775808'],
    ],
    ...[
      ['EX', '9223372036854775'],
      ['EX', '9223372036854776'],
      ['PX', '9223372036854775807'],
    ],
  ] as const) {
    it(`refuses ${unit} ${amount}`, () => {
      expect(world.error('SET', 'old', 'x', unit, amount)).to.equal(EXPIRE);
      expect(world.run('GET', 'old')).to.equal('before');
    });
  }

  it('refuses a life time that is no integer', () => {
    expect(world.error('SET', 'old', 'x', 'EX', '1.5')).to.equal(
      'ERR value is not an integer or out of range',
    );
  });

  it('brings a moment beyond the safe integers back to the last of them', () => {
    expect(world.run('SET', 'a', 'x', 'PXAT', '9223372036854775807')).to.equal(OK);
    expect(world.db.deadline('a')).to.equal(Number.MAX_SAFE_INTEGER);
  });

  it('IFEQ and IFNE compare with the present string', () => {
    expect(world.run('SET', 'old', 'x', 'IFEQ', 'other')).to.equal(null);
    expect(world.run('SET', 'none', 'x', 'IFEQ', '')).to.equal(null);
    expect(world.run('SET', 'old', 'x', 'IFNE', 'before')).to.equal(null);
    expect(world.run('MGET', 'old', 'none')).to.deep.equal(['before', null]);
    expect(world.run('SET', 'old', 'x', 'IFEQ', 'before', 'GET')).to.equal('before');
    expect(world.run('SET', 'old', 'y', 'ifne', 'before')).to.equal(OK);
    expect(world.run('SET', 'none', 'y', 'IFNE', 'before')).to.equal(OK);
    expect(world.run('SET', 'list', 'x', 'IFNE', 'before')).to.equal(WRONG_TYPE);
  });

  it('IFDEQ and IFDNE compare with its digest, in any case', () => {
    world.run('SET', 'a', 'hello');
    expect(world.run('SET', 'a', 'x', 'IFDNE', '9555E8555C62DCFD')).to.equal(null);
    expect(world.run('SET', 'a', 'x', 'IFDEQ', '0000000000000000')).to.equal(null);
    expect(world.run('SET', 'a', 'x', 'IFDEQ', '9555E8555C62DCFD', 'EX', '9')).to.equal(OK);
    expect(world.left('a')).to.equal(9000);
    expect(world.error('SET', 'a', 'y', 'IFDEQ', 'abc')).to.match(
      /must be exactly 16 hexadecimal characters$/,
    );
    expect(world.run('SET', 'none', 'y', 'IFDEQ', '9555E8555C62DCFD')).to.equal(null);
  });
});

describe('the relatives of SET', () => {
  let world: World;

  beforeEach(() => {
    world = new World();
    world.run('SET', 'old', 'before', 'EX', '100');
    world.db.set('list', new List());
  });

  it('SETNX', () => {
    expect(world.run('SETNX', 'none', 'x')).to.equal(1);
    expect(world.run('SETNX', 'none', 'y')).to.equal(0);
    expect(world.run('SETNX', 'list', 'y')).to.equal(0);
    expect(world.run('GET', 'none')).to.equal('x');
  });

  it('SETEX and PSETEX', () => {
    expect(world.run('SETEX', 'a', '5', 'x')).to.equal(OK);
    expect(world.left('a')).to.equal(5000);
    expect(world.run('PSETEX', 'a', '5', 'x')).to.equal(OK);
    expect(world.left('a')).to.equal(5);
    expect(world.error('SETEX', 'old', '0', 'x')).to.equal("ERR invalid expire time in 'setex' command");
    expect(world.error('PSETEX', 'old', '-1', 'x')).to.equal("ERR invalid expire time in 'psetex' command");
    expect(world.run('GET', 'old')).to.equal('before');
  });

  it('GETSET', () => {
    expect(world.run('GETSET', 'old', 'x')).to.equal('before');
    expect(world.left('old')).to.equal(undefined);
    expect(world.run('GETSET', 'none', 'x')).to.equal(null);
    expect(world.run('GETSET', 'list', 'x')).to.equal(WRONG_TYPE);
  });

  it('GETDEL', () => {
    expect(world.run('GETDEL', 'old')).to.equal('before');
    expect(world.run('GETDEL', 'old')).to.equal(null);
    expect(world.run('GETDEL', 'list')).to.equal(WRONG_TYPE);
  });

  it('GETEX', () => {
    expect(world.run('GETEX', 'old')).to.equal('before');
    expect(world.left('old')).to.equal(100_000);
    expect(world.run('GETEX', 'old', 'PX', '7')).to.equal('before');
    expect(world.left('old')).to.equal(7);
    expect(world.run('GETEX', 'old', 'persist')).to.equal('before');
    expect(world.left('old')).to.equal(undefined);
    expect(world.run('GETEX', 'old', 'EXAT', '1')).to.equal('before');
    expect(world.run('GETEX', 'old', 'EX', 'x')).to.equal(null);
    expect(world.run('GETEX', 'list')).to.equal(WRONG_TYPE);
  });

  it('GETEX refuses wrong options and times', () => {
    for (const options of [['KEEPTTL'], ['EX'], ['EX', '1', 'PERSIST'], ['NX'], ['PX', '1', 'EX', '1']]) {
      expect(world.error('GETEX', 'old', ...options)).to.equal(SYNTAX);
    }
    expect(world.error('GETEX', 'old', 'EX', '0')).to.equal("ERR invalid expire time in 'getex' command");
    expect(world.left('old')).to.equal(100_000);
  });
});
