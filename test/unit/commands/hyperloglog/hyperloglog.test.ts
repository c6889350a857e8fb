import { expect } from 'chai';
import { createHash } from 'node:crypto';
import { World } from '../keys/world.js';

const elements = (count: number): string[] => Array.from({ length: count }, (_, i) => `element:${i}`);
const sha1 = (text: string): string => createHash('sha1').update(text, 'latin1').digest('hex');

describe('HyperLogLog', () => {
  let world: World;

  beforeEach(() => {
    world = new World();
  });

  /** What redis-server 7.0.15 holds and answers after one PFADD of so many elements. */
  const HELD: readonly [count: number, length: number, sha1: string, estimate: number][] = [
    [10, 48, 'dd7cf3784918baa4c956f1723b1cebdb193228f7', 10],
    [500, 1050, '6c8940e3bb8e4085470524fec02bd03b03437d86', 502],
    [2000, 12_304, '5b5af8349628ff2f83fe6cfca50f1c2cc671e307', 2004],
  ];

  for (const [count, length, hash, estimate] of HELD) {
    it(`has the bytes of Redis after ${count} elements, and its estimate`, () => {
      expect(world.run('PFADD', 'k', ...elements(count))).to.equal(1);
      const held = world.run('GET', 'k') as string;
      expect(held.length).to.equal(length);
      expect(sha1(held)).to.equal(hash);
      expect(world.run('PFCOUNT', 'k')).to.equal(estimate);
    });
  }

  it('PFADD says when nothing can have changed, and is no change then', () => {
    expect(world.run('PFADD', 'k')).to.equal(1);
    expect(world.run('PFADD', 'k', 'a', 'b')).to.equal(1);
    const before = world.changes.length;
    expect(world.run('PFADD', 'k', 'b', 'a')).to.equal(0);
    expect(world.changes.length).to.equal(before);
    expect(world.run('OBJECT', 'ENCODING', 'k')).to.equal('raw');
  });

  it('PFDEBUG shows runs and registers', () => {
    world.run('PFADD', 'k', 'a', 'b', 'c', 'd', 'e', 'f', 'g');
    expect(world.run('PFDEBUG', 'DECODE', 'k')).to.equal(
      'Z:1646 v:1,1 Z:5645 v:1,1 Z:1085 v:2,1 z:57 v:1,1 Z:4274 v:2,1 Z:2445 v:1,1 Z:622 v:1,1 Z:603',
    );
    expect(world.run('PFDEBUG', 'ENCODING', 'k')).to.equal('+sparse');
    expect(world.run('PFDEBUG', 'TODENSE', 'k')).to.equal(1);
    expect(world.run('PFDEBUG', 'TODENSE', 'k')).to.equal(0);
    expect((world.run('PFDEBUG', 'GETREG', 'k') as number[]).filter(rank => rank > 0)).to.have.length(7);
    expect(world.run('PFCOUNT', 'k')).to.equal(7);
  });

  it('a union counts each element once, whatever the encodings', () => {
    world.run('PFADD', 'a', ...elements(300));
    world.run('PFADD', 'b', ...elements(3000));
    expect(world.run('PFDEBUG', 'ENCODING', 'b')).to.equal('+dense');
    expect(world.run('PFCOUNT', 'a', 'b')).to.equal(world.run('PFCOUNT', 'b'));
    expect(world.run('PFMERGE', 'to', 'a', 'none', 'b')).to.equal('+OK');
    expect(world.run('PFCOUNT', 'to')).to.equal(world.run('PFCOUNT', 'b'));
  });

  it('keeps the sparse encoding up to `hll-sparse-max-bytes`', () => {
    world.settings.set('hll-sparse-max-bytes', '30');
    world.run('PFADD', 'k', ...elements(3));
    expect(world.run('PFDEBUG', 'ENCODING', 'k')).to.equal('+sparse');
    world.run('PFADD', 'k', ...elements(20));
    expect(world.run('PFDEBUG', 'ENCODING', 'k')).to.equal('+dense');
    expect(world.run('PFCOUNT', 'k')).to.equal(20);
  });

  it('answers the estimate that a value of Redis carries, until it changes', () => {
    world.run('SET', 'k', `HYLL\x01\0\0\0\x2a${'\0'.repeat(7)}\x7f\xff`);
    expect(world.run('PFCOUNT', 'k')).to.equal(42);
    world.run('PFADD', 'k', 'x');
    expect(world.run('PFCOUNT', 'k')).to.equal(1);
  });

  it('refuses what is no HyperLogLog, and a damaged one', () => {
    const notOne = '-WRONGTYPE Key is not a valid HyperLogLog string value.';
    const damaged = '-INVALIDOBJ Corrupted HLL object detected';
    world.run('SET', 'text', 'x'.repeat(100));
    world.run('RPUSH', 'list', 'x');
    world.run('SET', 'short', `HYLL\0${'\0'.repeat(50)}`);
    world.run('SET', 'gap', `HYLL\x01${'\0'.repeat(10)}\x80\x00`);
    world.run('SET', 'cut', `HYLL\x01${'\0'.repeat(10)}\x80\x7f`);
    for (const key of ['text', 'short']) {
      expect(world.run('PFADD', key, 'x')).to.equal(notOne);
      expect(world.run('PFCOUNT', key)).to.equal(notOne);
    }
    expect(world.run('PFADD', 'list', 'x')).to.match(/^-WRONGTYPE Operation/);
    expect(world.run('PFADD', 'gap', ...elements(20))).to.equal(damaged);
    for (const key of ['gap', 'cut']) {
      expect(world.run('PFCOUNT', key)).to.equal(damaged);
      expect(world.run('PFMERGE', 'to', key)).to.equal(damaged);
      expect(world.run('PFDEBUG', 'TODENSE', key)).to.equal(damaged);
    }
    expect(world.run('PFDEBUG', 'DECODE', 'none')).to.equal('-ERR The specified key does not exist');
  });
});
