import { expect } from 'chai';
import { lists } from '../../../../src/commands/lists/index.js';
import { Log } from '../../machine/log.js';

const WRONG_TYPE = '-WRONGTYPE Operation against a key holding the wrong kind of value';
const NOT_AN_INTEGER = '-ERR value is not an integer or out of range';
const NOT_POSITIVE = '-ERR value is out of range, must be positive';
const SYNTAX = '-ERR syntax error';

describe('list commands', () => {
  let log: Log;
  const run = (...argv: string[]): unknown => log.run(1, ...argv);
  const read = (...argv: string[]): unknown => log.read(...argv);
  const all = (key = 'k'): unknown => read('lrange', key, '0', '-1');
  beforeEach(() => (log = new Log()));
  afterEach(() => expect(log.failures).to.deep.equal([]));

  it('push at both ends, and only onto what is there with X', () => {
    expect(run('lpush', 'k', 'b', 'a')).to.equal(2);
    expect(run('rpush', 'k', 'c')).to.equal(3);
    expect(run('lpushx', 'k', 'z')).to.equal(4);
    expect(run('rpushx', 'k', 'y')).to.equal(5);
    expect(all()).to.deep.equal(['z', 'a', 'b', 'c', 'y']);
    expect(run('lpushx', 'none', 'x')).to.equal(0);
    expect(run('rpushx', 'none', 'x')).to.equal(0);
    expect(read('exists', 'none')).to.equal(0);
  });

  it('take one, several, none; the key goes with the last element', () => {
    run('rpush', 'k', 'a', 'b', 'c', 'd', 'e');
    expect(run('lpop', 'k')).to.equal('a');
    expect(run('rpop', 'k')).to.equal('e');
    expect(run('rpop', 'k', '2')).to.deep.equal(['d', 'c']);
    expect(run('lpop', 'k', '0')).to.deep.equal([]);
    expect(run('lpop', 'k', '10')).to.deep.equal(['b']);
    expect(read('exists', 'k')).to.equal(0);
    expect(run('lpop', 'k')).to.equal(null);
    expect(run('lpop', 'k', '0')).to.equal('NullArray');
    expect(run('lpop', 'k', '-1')).to.equal(NOT_POSITIVE);
    expect(run('rpop', 'k', 'x')).to.equal(NOT_POSITIVE);
    expect(run('rpop', 'k', '1', '2')).to.equal("-ERR wrong number of arguments for 'rpop' command");
  });

  it('answer lengths, elements and ranges', () => {
    run('rpush', 'k', 'a', 'b', 'c');
    expect([read('llen', 'k'), read('llen', 'none')]).to.deep.equal([3, 0]);
    expect(['0', '2', '3', '-1', '-3', '-4'].map(index => read('lindex', 'k', index))).to.deep.equal([
      'a',
      'c',
      null,
      'c',
      'a',
      null,
    ]);
    expect(read('lindex', 'k', 'x')).to.equal(NOT_AN_INTEGER);
    expect(read('lindex', 'none', 'x')).to.equal(null);
    expect(read('lrange', 'k', '-100', '100')).to.deep.equal(['a', 'b', 'c']);
    expect(read('lrange', 'k', '1', '1')).to.deep.equal(['b']);
    expect(read('lrange', 'k', '2', '1')).to.deep.equal([]);
    expect(read('lrange', 'k', '5', '9')).to.deep.equal([]);
    expect(read('lrange', 'none', 'x', '1')).to.equal(NOT_AN_INTEGER);
  });

  it('find positions by rank, count and length looked at', () => {
    run('rpush', 'k', 'a', 'b', 'c', '1', '2', '3', 'c', 'c');
    expect(read('lpos', 'k', 'c')).to.equal(2);
    expect(read('lpos', 'k', 'c', 'rank', '-1')).to.equal(7);
    expect(read('lpos', 'k', 'c', 'RANK', '2', 'COUNT', '0')).to.deep.equal([6, 7]);
    expect(read('lpos', 'k', 'c', 'RANK', '-1', 'COUNT', '2')).to.deep.equal([7, 6]);
    expect(read('lpos', 'k', 'c', 'COUNT', '0', 'MAXLEN', '7')).to.deep.equal([2, 6]);
    expect(read('lpos', 'k', 'none')).to.equal(null);
    expect(read('lpos', 'k', 'none', 'COUNT', '0')).to.deep.equal([]);
    expect(read('lpos', 'none', 'c', 'COUNT', '0')).to.deep.equal([]);
    expect(read('lpos', 'k', 'c', 'RANK', '0')).to.match(/^-ERR RANK can't be zero: use 1 to start/);
    expect(read('lpos', 'k', 'c', 'RANK', '-9223372036854775808')).to.match(
      /^-ERR value is out of range, value must/,
    );
    expect(read('lpos', 'k', 'c', 'COUNT', '-1')).to.equal("-ERR COUNT can't be negative");
    expect(read('lpos', 'k', 'c', 'MAXLEN', '-1')).to.equal("-ERR MAXLEN can't be negative");
    expect(read('lpos', 'k', 'c', 'COUNT')).to.equal(SYNTAX);
  });

  it('insert, set, remove and trim', () => {
    run('rpush', 'k', 'a', 'b', 'a', 'c', 'a');
    expect(run('linsert', 'k', 'before', 'b', 'x')).to.equal(6);
    expect(run('linsert', 'k', 'AFTER', 'c', 'y')).to.equal(7);
    expect(run('linsert', 'k', 'after', 'none', 'y')).to.equal(-1);
    expect(run('linsert', 'none', 'after', 'a', 'y')).to.equal(0);
    expect(run('linsert', 'k', 'beside', 'a', 'y')).to.equal(SYNTAX);
    expect(all()).to.deep.equal(['a', 'x', 'b', 'a', 'c', 'y', 'a']);
    expect(run('lset', 'k', '-2', 'z')).to.equal('+OK');
    expect(run('lset', 'k', '7', 'z')).to.equal('-ERR index out of range');
    expect(run('lset', 'none', '0', 'z')).to.equal('-ERR no such key');
    expect(run('lrem', 'k', '-2', 'a')).to.equal(2);
    expect(all()).to.deep.equal(['a', 'x', 'b', 'c', 'z']);
    expect(run('lrem', 'k', '0', 'none')).to.equal(0);
    expect(run('ltrim', 'k', '1', '-2')).to.equal('+OK');
    expect(all()).to.deep.equal(['x', 'b', 'c']);
    expect(run('ltrim', 'k', '5', '9')).to.equal('+OK');
    expect(read('exists', 'k')).to.equal(0);
    run('rpush', 'k', 'a', 'a');
    expect(run('lrem', 'k', '0', 'a')).to.equal(2);
    expect(read('exists', 'k')).to.equal(0);
  });

  it('move elements, within one list too, which keeps its life time', () => {
    run('rpush', 'k', 'a', 'b');
    expect(run('lmove', 'k', 'l', 'LEFT', 'right')).to.equal('a');
    expect(run('rpoplpush', 'k', 'l')).to.equal('b');
    expect(all('l')).to.deep.equal(['b', 'a']);
    expect(run('lmove', 'k', 'l', 'left', 'left')).to.equal(null);
    expect(run('lmove', 'k', 'l', 'left', 'up')).to.equal(SYNTAX);
    run('ltrim', 'l', '0', '0');
    run('pexpire', 'l', '5000');
    expect(run('rpoplpush', 'l', 'l')).to.equal('b');
    expect(read('pttl', 'l')).to.equal(5000);
    run('set', 's', 'text');
    expect(run('lmove', 'l', 's', 'left', 'left')).to.equal(WRONG_TYPE);
    expect(all('l')).to.deep.equal(['b']);
  });

  it('take from the first list of several', () => {
    run('rpush', 'b', '1', '2', '3');
    expect(run('lmpop', '2', 'a', 'b', 'RIGHT', 'COUNT', '2')).to.deep.equal(['b', ['3', '2']]);
    expect(run('lmpop', '1', 'b', 'left')).to.deep.equal(['b', ['1']]);
    expect(run('lmpop', '1', 'b', 'left')).to.equal('NullArray');
    expect(run('lmpop', '0', 'b', 'left')).to.equal('-ERR numkeys should be greater than 0');
    expect(run('lmpop', '1', 'b', 'left', 'COUNT', '0')).to.equal('-ERR count should be greater than 0');
    expect(run('lmpop', '9', 'b', 'left')).to.equal(SYNTAX);
    expect(run('lmpop', '1', 'b', 'left', 'COUNT', '1', 'COUNT', '1')).to.equal(SYNTAX);
    run('set', 'a', 'text');
    expect(run('lmpop', '2', 'a', 'b', 'LEFT')).to.equal(WRONG_TYPE);
  });

  it('block only when there is nothing to take, with timeouts in Redis words', () => {
    run('rpush', 'k', 'a', 'b', 'c', 'd');
    expect(run('blpop', 'none', 'k', '0')).to.deep.equal(['k', 'a']);
    expect(run('brpop', 'k', '0')).to.deep.equal(['k', 'd']);
    expect(run('blmpop', '0', '1', 'k', 'left', 'count', '1')).to.deep.equal(['k', ['b']]);
    expect(run('brpoplpush', 'k', 'l', '0')).to.equal('c');
    expect(run('blmove', 'l', 'm', 'left', 'left', '0')).to.equal('c');
    for (const waiting of [
      ['blpop', 'k'],
      ['brpop', 'k'],
      ['brpoplpush', 'k', 'l'],
      ['blmove', 'k', 'l', 'left', 'left'],
    ]) {
      expect(run(...waiting, '-1')).to.equal('-ERR timeout is negative');
      expect(run(...waiting, 'x')).to.equal('-ERR timeout is not a float or out of range');
    }
    expect(run('blmpop', 'x', '0', 'k', 'left')).to.equal('-ERR numkeys should be greater than 0');
    expect(run('blmpop', 'x', '1', 'k', 'left')).to.equal('-ERR timeout is not a float or out of range');
    run('set', 's', 'text');
    expect(run('blpop', 'none', 's', '0')).to.equal(WRONG_TYPE);
    expect(log.machine.waiterCount).to.equal(0);
  });

  it('say WRONGTYPE for every other kind of value', () => {
    run('set', 'k', 'text');
    const calls: Record<string, string[]> = {
      lset: ['0', 'x'],
      linsert: ['before', 'x', 'y'],
      lrange: ['0', '1'],
      ltrim: ['0', '1'],
      lrem: ['0', 'x'],
      lindex: ['0'],
      llen: [],
      lpop: [],
      rpop: [],
      lmove: ['l', 'left', 'left'],
      rpoplpush: ['l'],
      blmove: ['l', 'left', 'left', '0'],
      brpoplpush: ['l', '0'],
      blpop: ['0'],
      brpop: ['0'],
      lpos: ['x'],
      lpush: ['x'],
      rpush: ['x'],
      lpushx: ['x'],
      rpushx: ['x'],
      'quorate.return': ['left', 'x'],
    };
    for (const { name, class: kind } of lists) {
      if (name === 'lmpop' || name === 'blmpop') continue; // their keys stand elsewhere, see above
      const argv = [name, 'k', ...(calls[name] ?? [])];
      expect(kind === 'read' ? read(...argv) : run(...argv), name).to.equal(WRONG_TYPE);
    }
  });

  it('keep elements apart that are not text', () => {
    const bytes = Array.from({ length: 256 }, (_, code) => String.fromCharCode(code)).join('');
    run('rpush', 'k', bytes, '', bytes);
    expect(all()).to.deep.equal([bytes, '', bytes]);
    expect(run('lrem', 'k', '0', '')).to.equal(1);
  });
});
