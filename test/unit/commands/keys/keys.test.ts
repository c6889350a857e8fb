import { expect } from 'chai';
import { World } from './world.js';

describe('commands for keys of any type', () => {
  let world: World;
  beforeEach(() => {
    world = new World();
    world.run('MSET', 'a', '1', 'b', 'two');
    world.run('RPUSH', 'list', 'x');
  });

  it('DEL and UNLINK count what they removed, each key once', () => {
    expect(world.run('DEL', 'a', 'a', 'missing')).to.equal(1);
    expect(world.run('UNLINK', 'b', 'list')).to.equal(2);
    expect(world.run('DBSIZE')).to.equal(0);
  });

  it('EXISTS and TOUCH count a key as often as it is named', () => {
    expect(world.run('EXISTS', 'a', 'a', 'missing', 'list')).to.equal(3);
    expect(world.run('TOUCH', 'a', 'a', 'missing')).to.equal(2);
  });

  it('TYPE names the type', () => {
    expect([world.run('TYPE', 'a'), world.run('TYPE', 'list'), world.run('TYPE', 'missing')]).to.deep.equal([
      '+string',
      '+list',
      '+none',
    ]);
  });

  it('OBJECT ENCODING names the encodings of Redis', () => {
    world.run('SET', 'long', 'x'.repeat(45));
    world.run('APPEND', 'b', '!');
    const encoding = (key: string) => world.run('OBJECT', 'ENCODING', key);
    expect(encoding('a')).to.equal('int');
    expect(encoding('b')).to.equal('raw');
    expect(encoding('long')).to.equal('raw');
    expect(encoding('list')).to.equal('listpack');
    expect(encoding('missing')).to.equal(null);
    world.run('SET', 'b', 'short');
    expect(encoding('b')).to.equal('embstr');
    world.run('RPUSH', 'list', 'y'.repeat(9000));
    expect(encoding('list')).to.equal('quicklist');
  });

  it('OBJECT REFCOUNT shows shared small integers', () => {
    const count = (value: string) => (world.run('SET', 'k', value), world.run('object', 'refcount', 'k'));
    expect([count('0'), count('9999')]).to.deep.equal([2147483647, 2147483647]);
    expect([count('10000'), count('-1'), count('x'), count('01')]).to.deep.equal([1, 1, 1, 1]);
    expect(world.run('OBJECT', 'REFCOUNT', 'list')).to.equal(1);
    expect(world.run('OBJECT', 'REFCOUNT', 'missing')).to.equal(null);
  });

  it('OBJECT IDLETIME and FREQ answer as for a key just used, without an LFU policy', () => {
    expect(world.run('OBJECT', 'IDLETIME', 'a')).to.equal(0);
    expect(world.run('OBJECT', 'IDLETIME', 'missing')).to.equal(null);
    expect(world.run('OBJECT', 'FREQ', 'a')).to.match(/^-ERR An LFU maxmemory policy is not selected/);
    expect(world.run('OBJECT', 'FREQ', 'missing')).to.equal(null);
  });

  it('OBJECT has subcommands, and explains them', () => {
    expect(world.run('OBJECT', 'HELP')).to.have.length.above(5);
    expect(world.run('OBJECT')).to.equal("-ERR wrong number of arguments for 'object' command");
    expect(world.run('OBJECT', 'ENCODING')).to.equal(
      "-ERR wrong number of arguments for 'object|encoding' command",
    );
    expect(world.run('OBJECT', 'nope', 'a')).to.equal("-ERR unknown subcommand 'nope'. Try OBJECT HELP.");
  });

  it('FLUSHDB empties one database, FLUSHALL all', () => {
    world.selected = 1;
    world.run('SET', 'other', 'v');
    expect(world.run('FLUSHDB', 'async')).to.equal('+OK');
    expect(world.run('DBSIZE')).to.equal(0);
    world.selected = 0;
    expect(world.run('DBSIZE')).to.equal(3);
    world.selected = 5;
    expect(world.run('FLUSHALL', 'SYNC')).to.equal('+OK');
    world.selected = 0;
    expect(world.run('DBSIZE')).to.equal(0);
    for (const name of ['FLUSHDB', 'FLUSHALL']) {
      expect(world.run(name, 'LATER')).to.equal('-ERR syntax error');
      expect(world.run(name, 'SYNC', 'ASYNC')).to.equal('-ERR syntax error');
    }
  });

  it('SWAPDB exchanges two databases', () => {
    expect(world.run('SWAPDB', '0', '9')).to.equal('+OK');
    expect(world.run('DBSIZE')).to.equal(0);
    world.selected = 9;
    expect(world.run('GET', 'b')).to.equal('two');
    expect(world.run('SWAPDB', '9', '9')).to.equal('+OK');
    expect(world.run('SWAPDB', 'x', 'x')).to.equal('-ERR invalid first DB index');
    expect(world.run('SWAPDB', '0', '4294967296')).to.equal('-ERR invalid second DB index');
    expect(world.run('SWAPDB', '0', '16')).to.equal('-ERR DB index is out of range');
  });
});
