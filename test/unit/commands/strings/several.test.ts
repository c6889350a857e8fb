import { expect } from 'chai';
import { List } from '../../../../src/machine/values/list.js';
import { OK } from '../../../../src/resp/reply.js';
import { World } from './world.js';

describe('several strings at once', () => {
  let world: World;

  beforeEach(() => {
    world = new World();
    world.run('SET', 'a', '1', 'EX', '100');
    world.db.set('list', new List());
  });

  it('MSET', () => {
    expect(world.run('MSET', 'a', '2', 'list', '3', 'b', '4', 'b', '5')).to.equal(OK);
    expect(world.run('MGET', 'a', 'list', 'b')).to.deep.equal(['2', '3', '5']);
    expect(world.left('a')).to.equal(undefined);
  });

  it('MSETNX sets all or none', () => {
    expect(world.run('MSETNX', 'b', '2', 'list', '3')).to.equal(0);
    expect(world.run('GET', 'b')).to.equal(null);
    expect(world.run('MSETNX', 'b', '2', 'c', '3')).to.equal(1);
    expect(world.run('MGET', 'b', 'c')).to.deep.equal(['2', '3']);
  });

  it('want a value for every key', () => {
    expect(world.error('MSET', 'a', '2', 'b')).to.equal("ERR wrong number of arguments for 'mset' command");
    expect(world.error('MSETNX', 'x', '2', 'y')).to.equal(
      "ERR wrong number of arguments for 'msetnx' command",
    );
    expect(world.run('MGET', 'a', 'x')).to.deep.equal(['1', null]);
  });

  it('MSETEX sets all or none, with one life time', () => {
    expect(world.run('MSETEX', '2', 'a', '2', 'b', '3', 'NX')).to.equal(0);
    expect(world.run('MSETEX', '2', 'a', '2', 'b', '3', 'XX')).to.equal(0);
    expect(world.run('MGET', 'a', 'b')).to.deep.equal(['1', null]);
    expect(world.run('MSETEX', '2', 'a', '2', 'b', '3', 'PX', '9')).to.equal(1);
    expect([world.left('a'), world.left('b')]).to.deep.equal([9, 9]);
    expect(world.run('MSETEX', '2', 'a', '4', 'c', '5', 'KEEPTTL')).to.equal(1);
    expect([world.left('a'), world.left('c')]).to.deep.equal([9, undefined]);
    expect(world.run('MSETEX', '2', 'a', '6', 'b', '7', 'xx')).to.equal(1);
    expect(world.run('MGET', 'a', 'b')).to.deep.equal(['6', '7']);
  });

  it('MSETEX refuses wrong counts, options and times', () => {
    for (const count of ['0', '-1', 'x', '2147483648']) {
      expect(world.error('MSETEX', count, 'b', '1')).to.equal('ERR invalid numkeys value');
    }
    expect(world.error('MSETEX', '2', 'b', '1')).to.equal('ERR wrong number of key-value pairs');
    expect(world.error('MSETEX', '1', 'b', '1', 'NX', 'XX')).to.equal('ERR syntax error');
    expect(world.error('MSETEX', '1', 'b', '1', 'c')).to.equal('ERR syntax error');
    expect(world.error('MSETEX', '1', 'b', '1', 'EX', '0')).to.equal(
      "ERR invalid expire time in 'msetex' command",
    );
    expect(world.run('GET', 'b')).to.equal(null);
  });
});

describe('deleting on a condition', () => {
  let world: World;

  beforeEach(() => {
    world = new World();
    world.run('SET', 'a', 'hello');
    world.db.set('list', new List());
  });

  it('DELEX without a condition deletes anything', () => {
    expect(world.run('DELEX', 'list')).to.equal(1);
    expect(world.run('DELEX', 'list')).to.equal(0);
  });

  for (const [condition, other, same] of [
    ['IFEQ', 'x', 'hello'],
    ['ifne', 'hello', 'x'],
    ['IFDEQ', '0000000000000000', '9555e8555c62dcfd'],
    ['IFDNE', '9555E8555C62DCFD', '0000000000000000'],
  ] as const) {
    it(`DELEX ${condition}`, () => {
      expect(world.run('DELEX', 'a', condition, other)).to.equal(0);
      expect(world.run('DELEX', 'a', condition, same)).to.equal(1);
      expect(world.run('DELEX', 'a', condition, same)).to.equal(0);
    });
  }

  it('DELEX refuses what it cannot compare', () => {
    expect(world.error('DELEX', 'a', 'IFEQ')).to.equal("ERR wrong number of arguments for 'delex' command");
    expect(world.error('DELEX', 'a', 'IF', 'x')).to.match(/^ERR Invalid condition/);
    expect(world.error('DELEX', 'list', 'IFEQ', 'x')).to.match(/^ERR Key should be of string type/);
    expect(world.error('DELEX', 'a', 'IFDNE', '123')).to.match(/must be exactly 16 hexadecimal characters$/);
  });

  it('DELIFEQ', () => {
    expect(world.run('DELIFEQ', 'a', 'x')).to.equal(0);
    expect(world.run('DELIFEQ', 'a', 'hello')).to.equal(1);
    expect(world.run('DELIFEQ', 'a', 'hello')).to.equal(0);
    expect(world.error('DELIFEQ', 'list', 'x')).to.match(/^WRONGTYPE/);
  });
});
