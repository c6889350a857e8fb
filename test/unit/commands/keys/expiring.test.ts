import { expect } from 'chai';
import { World } from './world.js';

describe('life times', () => {
  let world: World;
  beforeEach(() => {
    world = new World();
    world.run('SET', 'k', 'v');
  });

  it('are set from now or for a moment, in seconds or milliseconds', () => {
    const { now } = world;
    expect(world.run('EXPIRE', 'k', '100')).to.equal(1);
    expect(world.run('PEXPIRETIME', 'k')).to.equal(now + 100_000);
    expect(world.run('PEXPIRE', 'k', '1500')).to.equal(1);
    expect(world.run('PTTL', 'k')).to.equal(1500);
    expect(world.run('EXPIREAT', 'k', String(now / 1000 + 7))).to.equal(1);
    expect(world.run('TTL', 'k')).to.equal(7);
    expect(world.run('PEXPIREAT', 'k', String(now + 9))).to.equal(1);
    expect(world.run('PTTL', 'k')).to.equal(9);
    expect(world.run('EXPIRE', 'missing', '100')).to.equal(0);
  });

  it('are shown to the nearest second', () => {
    world.run('PEXPIRE', 'k', '1499');
    expect(world.run('TTL', 'k')).to.equal(1);
    world.run('PEXPIRE', 'k', '1500');
    expect(world.run('TTL', 'k')).to.equal(2);
    expect(world.run('EXPIRETIME', 'k')).to.equal(world.now / 1000 + 2);
    for (const name of ['TTL', 'PTTL', 'EXPIRETIME', 'PEXPIRETIME']) {
      expect(world.run(name, 'missing')).to.equal(-2);
      world.run('PERSIST', 'k');
      expect(world.run(name, 'k')).to.equal(-1);
    }
  });

  it('end at the deadline, not before', () => {
    world.run('PEXPIRE', 'k', '10');
    world.now += 9;
    expect(world.run('EXISTS', 'k')).to.equal(1);
    world.now += 1;
    expect(world.run('EXISTS', 'k')).to.equal(0);
    expect(world.run('TTL', 'k')).to.equal(-2);
    expect(world.run('PERSIST', 'k')).to.equal(0);
    expect(world.run('DBSIZE')).to.equal(0); // PERSIST met it
  });

  it('that lie in the past delete at once', () => {
    expect(world.run('EXPIRE', 'k', '-1')).to.equal(1);
    expect(world.run('DBSIZE')).to.equal(0);
    world.run('SET', 'k', 'v');
    expect(world.run('PEXPIREAT', 'k', '0')).to.equal(1);
    expect(world.run('EXISTS', 'k')).to.equal(0);
  });

  it('change under conditions only', () => {
    expect(world.run('EXPIRE', 'k', '100', 'XX')).to.equal(0);
    expect(world.run('EXPIRE', 'k', '100', 'GT')).to.equal(0);
    expect(world.run('EXPIRE', 'k', '100', 'LT')).to.equal(1);
    expect(world.run('EXPIRE', 'k', '200', 'nx')).to.equal(0);
    expect(world.run('EXPIRE', 'k', '100', 'GT')).to.equal(0);
    expect(world.run('EXPIRE', 'k', '100', 'LT')).to.equal(0);
    expect(world.run('EXPIRE', 'k', '200', 'XX', 'GT')).to.equal(1);
    expect(world.run('EXPIRE', 'k', '50', 'lt', 'lt')).to.equal(1);
    expect(world.run('TTL', 'k')).to.equal(50);
    world.run('PERSIST', 'k');
    expect(world.run('EXPIRE', 'k', '70', 'XX', 'LT')).to.equal(0);
    expect(world.run('EXPIRE', 'k', '70', 'NX')).to.equal(1);
  });

  it('refuse options and times in the words of Redis', () => {
    const cases: [argv: string[], error: string][] = [
      [
        ['EXPIRE', 'k', '1', 'NX', 'XX'],
        '-ERR NX and XX, GT or LT options at the same time are not compatible',
      ],
      [['EXPIRE', 'k', '1', 'GT', 'LT'], '-ERR GT and LT options at the same time are not compatible'],
      [['EXPIRE', 'k', 'x', 'maybe'], '-ERR Unsupported option maybe'],
      [['EXPIRE', 'k', 'x', 'may\0be'], '-ERR Unsupported option may'],
      [['EXPIRE', 'k', 'x'], '-ERR value is not an integer or out of range'],
      [['EXPIRE', 'k', '9223372036854775807'], "-ERR invalid expire time in 'expire' command"],
      [['pexpire', 'k', '9223372036854775807'], "-ERR invalid expire time in 'pexpire' command"],
      [['EXPIRE', 'k'], "-ERR wrong number of arguments for 'expire' command"],
    ];
    for (const [argv, error] of cases) expect(world.run(...argv)).to.equal(error);
    expect(world.run('TTL', 'k')).to.equal(-1);
  });
});
