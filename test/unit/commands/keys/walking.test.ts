import { expect } from 'chai';
import { World } from './world.js';

/** The keys and the next cursor. */
function scan(world: World, ...argv: string[]): { next: string; found: string[] } {
  const reply = world.run('SCAN', ...argv);
  if (!Array.isArray(reply)) throw new Error(JSON.stringify(reply));
  const [next, found] = reply as [string, string[]];
  return { next, found: [...found].sort() };
}

describe('walks over keys', () => {
  let world: World;
  beforeEach(() => {
    world = new World();
    for (const key of ['one', 'two', 'three', '{t}four']) world.run('SET', key, 'v');
    world.run('RPUSH', 'list', 'x');
  });

  it('KEYS answers what matches', () => {
    const keys = (pattern: string): string[] => [...(world.run('KEYS', pattern) as string[])].sort();
    expect(keys('*')).to.deep.equal(['list', 'one', 'three', 'two', '{t}four']);
    expect(keys('t*')).to.deep.equal(['three', 'two']);
    expect(keys('{t}*')).to.deep.equal(['{t}four']);
    expect(keys('')).to.deep.equal([]);
    world.run('SET', '', 'empty');
    expect(keys('')).to.deep.equal(['']);
    expect(keys('*').length).to.equal(6);
    expect(keys('**').length).to.equal(5); // as in Redis: only `*` alone stands for the empty key too
  });

  it('KEYS and SCAN answer in an order that depends on the keys alone', () => {
    const other = new World();
    other.run('RPUSH', 'list', 'x');
    for (const key of ['gone', '{t}four', 'three', 'two', 'one']) other.run('SET', key, 'v');
    other.run('DEL', 'gone');
    expect(other.run('KEYS', '*')).to.deep.equal(world.run('KEYS', '*'));
    expect(other.run('SCAN', '0')).to.deep.equal(world.run('SCAN', '0'));
  });

  it('SCAN goes through all keys in steps', () => {
    let { next, found } = scan(world, '0', 'COUNT', '2');
    expect(found.length).to.equal(2);
    let steps = 1;
    while (next !== '0') {
      const step = scan(world, next, 'count', '2');
      found = [...found, ...step.found];
      next = step.next;
      steps++;
    }
    expect(steps).to.equal(3);
    expect(found.sort()).to.deep.equal(['list', 'one', 'three', 'two', '{t}four']);
  });

  it('SCAN filters by pattern and type', () => {
    expect(scan(world, '0', 'MATCH', 't*').found).to.deep.equal(['three', 'two']);
    expect(scan(world, '0', 'TYPE', 'LIST').found).to.deep.equal(['list']);
    expect(scan(world, '0', 'TYPE', 'string', 'MATCH', '*e').found).to.deep.equal(['one', 'three']);
    expect(scan(world, '0', 'TYPE', 'hash').found).to.deep.equal([]);
    expect(scan(world, '0', 'TYPE', 'nothing').found).to.deep.equal([]);
    expect(scan(world, '0', 'MATCH', '*', 'MATCH', 'o*').found).to.deep.equal(['one']);
  });

  it('SCAN reads cursors as strtoul does', () => {
    for (const cursor of ['0', '', '+0', '00', '0\0x']) expect(scan(world, cursor).found.length).to.equal(5);
    for (const cursor of ['18446744073709551615', '-1', '9007199254740993']) {
      expect(scan(world, cursor)).to.deep.equal({ next: '0', found: [] });
    }
    for (const cursor of [' 0', 'x', '0x', '+', '18446744073709551616']) {
      expect(world.run('SCAN', cursor)).to.equal('-ERR invalid cursor');
    }
  });

  it('SCAN refuses options in the words of Redis', () => {
    for (const options of [
      ['COUNT'],
      ['COUNT', '0'],
      ['COUNT', '-1'],
      ['NOPE', 'x'],
      ['MATCH', '*', 'TYPE'],
    ]) {
      expect(world.run('SCAN', '0', ...options)).to.equal('-ERR syntax error');
    }
    expect(world.run('SCAN', '0', 'COUNT', 'x')).to.equal('-ERR value is not an integer or out of range');
  });

  it('leave out keys that are due', () => {
    world.run('PEXPIRE', 'one', '10');
    world.now += 10;
    expect(scan(world, '0').found).to.deep.equal(['list', 'three', 'two', '{t}four']);
    expect(world.run('KEYS', 'o*')).to.deep.equal([]);
  });

  it('RANDOMKEY picks any key, DBSIZE counts them', () => {
    const picked = new Set(Array.from({ length: 200 }, () => world.run('RANDOMKEY')));
    expect([...picked].sort()).to.deep.equal(['list', 'one', 'three', 'two', '{t}four']);
    expect(world.run('DBSIZE')).to.equal(5);
    world.run('FLUSHDB');
    expect(world.run('RANDOMKEY')).to.equal(null);
    expect(world.run('DBSIZE')).to.equal(0);
  });
});
