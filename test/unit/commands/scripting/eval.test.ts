import { expect } from 'chai';
import { Log } from '../../machine/log.js';

const NO_SCRIPT = '-NOSCRIPT No matching script. Please use EVAL.';

describe('EVAL', () => {
  it('runs a script with its keys and arguments, and writes', () => {
    const log = new Log();
    expect(log.run(1, 'eval', "return redis.call('set', KEYS[1], ARGV[1])", '1', 'k', 'v')).to.equal('+OK');
    expect(log.read('get', 'k')).to.equal('v');
  });

  it('remembers the script for EVALSHA, in the state', () => {
    const log = new Log();
    const sha = log.run(1, 'script', 'load', 'return ARGV[1]');
    expect(sha).to.equal('098e0f0d1448c0a81dafe820f66d460eb09263da');
    expect(log.read('script', 'exists', String(sha), 'x')).to.deep.equal([1, 0]);
    expect(log.run(1, 'evalsha', String(sha).toUpperCase(), '0', 'a')).to.equal('a');
    expect(log.run(1, 'evalsha', 'f'.repeat(40), '0')).to.equal(NO_SCRIPT);
    expect(log.replay().digest()).to.equal(log.machine.digest());
    log.run(1, 'script', 'flush');
    expect(log.run(1, 'evalsha', String(sha), '0')).to.equal(NO_SCRIPT);
  });

  it('tells where a script failed', () => {
    const log = new Log();
    expect(log.run(1, 'eval', '\nerror("x")', '0')).to.match(
      /^-ERR user_script:2: x script: [0-9a-f]{40}, on @user_script:2\.$/,
    );
    expect(log.run(1, 'eval', 'return (', '0')).to.equal(
      "-ERR Error compiling script (new function): user_script:1: unexpected symbol near '<eof>'",
    );
  });

  it('checks the number of keys', () => {
    const log = new Log();
    expect(log.run(1, 'eval', 'return 1', 'x')).to.equal('-ERR value is not an integer or out of range');
    expect(log.run(1, 'eval', 'return 1', '-1')).to.equal("-ERR Number of keys can't be negative");
    expect(log.run(1, 'eval', 'return 1', '1')).to.equal(
      "-ERR Number of keys can't be greater than number of args",
    );
  });

  it('lets EVAL_RO and EVALSHA_RO read only', () => {
    const log = new Log();
    const write = "return redis.pcall('set', 'k', 'v').err";
    const refusal = 'ERR Write commands are not allowed from read-only scripts.';
    expect(log.run(1, 'eval_ro', write, '0')).to.equal(refusal);
    const sha = String(log.run(1, 'script', 'load', write));
    expect(log.read('evalsha_ro', sha, '0')).to.equal(refusal);
    expect(log.run(1, 'evalsha', sha, '0')).to.equal(null);
    expect(log.read('get', 'k')).to.equal('v');
  });

  it('holds scripts to the flags in their first line', () => {
    const log = new Log();
    const script = "#!lua flags=no-writes\nreturn redis.call('set', 'k', 'v')";
    expect(log.run(1, 'eval', script, '0')).to.match(/^-ERR Write commands are not allowed from read-only/);
    expect(log.run(1, 'eval_ro', '#!lua\nreturn 1', '0')).to.equal(
      '-ERR Can not execute a script with write flag using *_ro command.',
    );
    expect(log.run(1, 'eval', '#!lua flags=what\nreturn 1', '0')).to.equal(
      '-ERR Unexpected flag in script shebang: what',
    );
  });

  it('shows a time that stands still, the stamp of the entry', () => {
    const log = new Log();
    const [seconds] = log.run(1, 'eval', "return redis.call('time')", '0') as string[];
    expect(Number(seconds)).to.equal(Math.floor(log.stamp / 1000));
  });

  it('takes numbers as the C library of redis-server does', () => {
    const log = new Log();
    const cases = [
      ["tonumber('0x') == nil", 1],
      ["tonumber(' -0X') == nil", 1],
      ["tonumber('0x1f')", 31],
      ["tonumber('10\\0\\1', 36)", 36],
      ["tonumber('\\0', 8) == nil", 1],
      ['bit.lshift(7e15, 256)', 1085718528],
      ["bit.tobit(tonumber('-3', 16) / -7)", -1840700270],
      ['bit.tobit(2.5) + bit.tobit(3.5) * 10 + bit.tobit(-0.5) * 100', 42],
      ['bit.tobit(4294967296 + 5)', 5],
      ['bit.tobit(1 / 0)', 0],
    ] as const;
    for (const [expression, value] of cases)
      expect(log.run(1, 'eval', `return ${expression}`, '0'), expression).to.equal(value);
  });

  it('leaves the database of the client as it was', () => {
    const log = new Log();
    log.run(1, 'eval', "redis.call('select', 2) redis.call('set', 'k', 'two')", '0');
    expect(log.read('get', 'k')).to.equal(null);
  });

  it('ends a script that has spent its budget, whatever it catches', () => {
    const log = new Log();
    log.machine.settings.set('script-instruction-budget', '100000');
    for (const script of [
      'while true do end',
      'while true do pcall(function() while true do end end) end',
      'local function f() return xpcall(f, f) end while true do f() end',
      'while true do coroutine.wrap(function() while true do end end)() end',
      "return string.find(('a'):rep(30), ('a?'):rep(30) .. ('a'):rep(30))",
      "local s = 'x' while true do s = s .. s end",
      "while true do redis.call('get', 'k') end",
    ]) {
      expect(log.run(1, 'eval', script, '0'), script).to.match(/^-ERR script exceeded its budget/);
    }
    expect(log.run(1, 'eval', 'return 1', '0')).to.equal(1);
  });
});
