import { expect } from 'chai';
import { World } from './world.js';

describe('renaming, moving and copying', () => {
  let world: World;
  beforeEach(() => {
    world = new World();
    world.run('SET', 'a', '1', 'PX', '5000');
    world.run('RPUSH', 'list', 'x', 'y');
  });

  it('RENAME takes value and life time along and replaces the target', () => {
    world.run('SET', 'b', 'old', 'PX', '9000');
    expect(world.run('RENAME', 'a', 'b')).to.equal('+OK');
    expect([world.run('GET', 'b'), world.run('PTTL', 'b'), world.run('EXISTS', 'a')]).to.deep.equal([
      '1',
      5000,
      0,
    ]);
    expect(world.run('RENAME', 'list', 'b')).to.equal('+OK');
    expect([world.run('TYPE', 'b'), world.run('TTL', 'b')]).to.deep.equal(['+list', -1]);
    expect(world.run('RENAME', 'b', 'b')).to.equal('+OK');
    expect(world.run('RENAME', 'missing', 'b')).to.equal('-ERR no such key');
    expect(world.run('RENAME', 'missing', 'missing')).to.equal('-ERR no such key');
  });

  it('RENAMENX spares what is there, but not what is due', () => {
    expect(world.run('RENAMENX', 'a', 'list')).to.equal(0);
    expect(world.run('RENAMENX', 'a', 'a')).to.equal(0);
    expect(world.run('RENAMENX', 'list', 'c')).to.equal(1);
    world.now += 5000;
    expect(world.run('RENAMENX', 'c', 'a')).to.equal(1);
    expect([world.run('TYPE', 'a'), world.run('TTL', 'a')]).to.deep.equal(['+list', -1]);
    expect(world.run('RENAMENX', 'missing', 'a')).to.equal('-ERR no such key');
  });

  it('MOVE carries a key to another database', () => {
    expect(world.run('MOVE', 'a', '3')).to.equal(1);
    expect(world.run('MOVE', 'a', '3')).to.equal(0);
    world.run('SET', 'a', 'here');
    expect(world.run('MOVE', 'a', '3')).to.equal(0);
    world.selected = 3;
    expect([world.run('GET', 'a'), world.run('PTTL', 'a')]).to.deep.equal(['1', 5000]);
    expect(world.run('MOVE', 'a', '3')).to.equal('-ERR source and destination objects are the same');
    expect(world.run('MOVE', 'a', '16')).to.equal('-ERR DB index is out of range');
    expect(world.run('MOVE', 'a', 'x')).to.equal('-ERR value is not an integer or out of range');
    expect(world.run('MOVE', 'a', '2147483648')).to.equal(
      '-ERR value is out of range, value must between -2147483648 and 2147483647',
    );
  });

  it('COPY makes an independent value', () => {
    expect(world.run('COPY', 'list', 'twin')).to.equal(1);
    world.run('RPUSH', 'twin', 'z');
    expect(world.run('LLEN', 'list')).to.equal(2);
    world.run('APPEND', 'text', 'abc');
    world.run('COPY', 'text', 'text2');
    world.run('APPEND', 'text2', 'def');
    expect(world.run('GET', 'text')).to.equal('abc');
    expect(world.run('COPY', 'a', 'list')).to.equal(0);
    expect(world.run('COPY', 'a', 'list', 'replace')).to.equal(1);
    expect([world.run('GET', 'list'), world.run('PTTL', 'list')]).to.deep.equal(['1', 5000]);
    expect(world.run('COPY', 'missing', 'list', 'REPLACE')).to.equal(0);
  });

  it('COPY reaches other databases and refuses what Redis refuses', () => {
    expect(world.run('COPY', 'a', 'a', 'DB', '1')).to.equal(1);
    expect(world.run('COPY', 'a', 'a', 'DB', '1')).to.equal(0);
    expect(world.run('COPY', 'a', 'a', 'DB', '1', 'REPLACE')).to.equal(1);
    expect(world.run('COPY', 'a', 'a')).to.equal('-ERR source and destination objects are the same');
    expect(world.run('COPY', 'a', 'a', 'DB', '0')).to.equal(
      '-ERR source and destination objects are the same',
    );
    expect(world.run('COPY', 'a', 'b', 'DB', '16')).to.equal('-ERR DB index is out of range');
    expect(world.run('COPY', 'a', 'b', 'DB')).to.equal('-ERR syntax error');
    expect(world.run('COPY', 'a', 'b', 'NX')).to.equal('-ERR syntax error');
  });

  it('tell of both keys, in the database of each', () => {
    const told = (...argv: string[]): string[] => {
      world.changes.length = 0;
      world.run(...argv);
      return [...new Set(world.changes)];
    };
    expect(told('RENAME', 'list', 'l2')).to.deep.equal(['0:list', '0:l2']);
    expect(told('COPY', 'l2', 'l3', 'DB', '2')).to.deep.equal(['2:l3']);
    expect(told('MOVE', 'l2', '4')).to.deep.equal(['0:l2', '4:l2']);
    expect(told('SWAPDB', '0', '4')).to.deep.equal(['0:*', '4:*']);
    expect(told('FLUSHDB')).to.deep.equal(['0:*']);
    expect(told('FLUSHALL').length).to.equal(16);
    expect(told('COPY', 'none', 'l3')).to.deep.equal([]);
  });
});
