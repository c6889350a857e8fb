import { expect } from 'chai';
import { SeededRandom } from '../../../../src/base/random.js';
import { Machine } from '../../../../src/machine/machine.js';
import { LuaEngine } from '../../../../src/scripting/engine.js';
import { Log, plain } from '../../machine/log.js';

const READ_ONLY = 'ERR Write commands are not allowed from read-only scripts.';

/** A library that registers functions with these bodies. */
function library(name: string, functions: Readonly<Record<string, string>>, flags = ''): string {
  const registrations = Object.entries(functions).map(
    ([called, body]) =>
      `redis.register_function{function_name='${called}', flags={${flags}}, callback=function(keys, args) ${body} end}`,
  );
  return `#!lua name=${name}\n${registrations.join('\n')}`;
}

/** A machine made of a snapshot, with an engine that ran nothing yet. */
function restored(log: Log): Machine {
  const machine = new Machine(log.commands, log.observer(), new LuaEngine());
  const reader = machine.beginRestore();
  const writer = log.machine.beginSnapshot({ group: 0, index: log.entries.length, term: 1 });
  while (!writer.ended) {
    const chunk = writer.step();
    if (chunk !== null) reader.add(chunk);
  }
  machine.install(reader.finish().state);
  return machine;
}

const counting =
  "#!lua name=counting\nlocal count = 0\nredis.register_function('count', function() count = count + 1 return count end)";

describe('functions', () => {
  it('are loaded as a library, and called by name in any case', () => {
    const log = new Log();
    const code = library('lib', { set: "return redis.call('set', keys[1], args[1])" });
    expect(log.run(1, 'function', 'load', code)).to.equal('lib');
    expect(log.run(1, 'fcall', 'SET', '1', 'k', 'v')).to.equal('+OK');
    expect(log.read('get', 'k')).to.equal('v');
    expect(log.run(1, 'fcall', 'nosuch', '0')).to.equal('-ERR Function not found');
  });

  it('are listed and counted', () => {
    const log = new Log();
    const code = library('lib', { b: '', a: '' }, "'allow-stale', 'no-writes'");
    log.run(1, 'function', 'load', code);
    const functions = ['a', 'b'].map(name => ({
      map: ['name', name, 'description', null, 'flags', { set: ['+no-writes', '+allow-stale'] }],
    }));
    const described = ['library_name', 'lib', 'engine', 'LUA', 'functions', functions];
    expect(log.read('function', 'list')).to.deep.equal([{ map: described }]);
    expect(log.read('function', 'list', 'withcode', 'libraryname', 'L?B')).to.deep.equal([
      { map: [...described, 'library_code', code] },
    ]);
    const figures = { map: ['libraries_count', 1, 'functions_count', 2] };
    expect(log.read('function', 'stats')).to.deep.equal({
      map: ['running_script', null, 'engines', { map: ['LUA', figures] }],
    });
  });

  it('keep nothing between two calls, for a node that was restored would not have it', () => {
    const log = new Log();
    log.run(1, 'function', 'load', counting);
    expect([log.run(1, 'fcall', 'count', '0'), log.run(1, 'fcall', 'count', '0')]).to.deep.equal([1, 1]);
  });

  it('are in the snapshot, and run on a machine that was made of it', () => {
    const log = new Log();
    for (const name of ['one', 'two'])
      log.run(
        1,
        'function',
        'load',
        library(name, { [`f_${name}`]: `return '${name}'`, [`g_${name}`]: '' }, "'no-writes'"),
      );
    const copy = restored(log);
    expect(copy.digest()).to.equal(log.machine.digest());
    const ask = (...argv: string[]): unknown => plain(copy.query(argv, 0, log.stamp, new SeededRandom(1)));
    expect(ask('function', 'list', 'withcode')).to.deep.equal(log.read('function', 'list', 'withcode'));
    expect(ask('fcall_ro', 'f_two', '0')).to.equal('two');
    const before = log.entries.length;
    log.run(1, 'function', 'delete', 'two');
    for (const { index, data } of log.entries.slice(before)) copy.apply(index, data, null);
    expect(ask('fcall_ro', 'g_two', '0')).to.equal('-ERR Function not found');
    expect(ask('fcall_ro', 'F_ONE', '0')).to.equal('one');
    expect(copy.digest()).to.equal(log.machine.digest());
  });

  it('change the digest', () => {
    const log = new Log();
    const before = log.machine.digest();
    log.run(1, 'function', 'load', counting);
    expect(log.machine.digest()).not.to.equal(before);
    log.run(1, 'function', 'flush');
    expect(log.read('function', 'list')).to.deep.equal([]);
  });

  it('are replaced as a library only if asked', () => {
    const log = new Log();
    log.run(1, 'function', 'load', library('lib', { f: 'return 1', g: '' }));
    const other = library('lib', { f: 'return 2' });
    expect(log.run(1, 'function', 'load', other)).to.equal("-ERR Library 'lib' already exists");
    expect(log.run(1, 'function', 'load', 'REPLACE', other)).to.equal('lib');
    expect(log.run(1, 'fcall', 'f', '0')).to.equal(2);
    expect(log.run(1, 'fcall', 'g', '0')).to.equal('-ERR Function not found');
  });

  it('have names of their own over all libraries', () => {
    const log = new Log();
    log.run(1, 'function', 'load', library('one', { f: '' }));
    const taken = '-ERR Function F already exists';
    expect(log.run(1, 'function', 'load', library('two', { F: '' }))).to.equal(taken);
    expect(log.run(1, 'function', 'load', 'replace', library('two', { F: '' }))).to.equal(taken);
  });

  it('may not write with the flag no-writes, and else not be called by FCALL_RO', () => {
    const log = new Log();
    const body = "return redis.pcall('set', 'k', 'v').err";
    log.run(1, 'function', 'load', library('lib', { reads: body }, "'no-writes'"));
    log.run(1, 'function', 'load', library('other', { writes: body }));
    expect(log.run(1, 'fcall', 'reads', '0')).to.equal(READ_ONLY);
    expect(log.read('fcall_ro', 'reads', '0')).to.equal(READ_ONLY);
    expect(log.read('fcall_ro', 'writes', '0')).to.equal(
      '-ERR Can not execute a script with write flag using *_ro command.',
    );
    expect(log.read('get', 'k')).to.equal(null);
  });

  it('need room, unless they are flagged', () => {
    const log = new Log();
    const body = "return redis.call('set', 'k', 'v')";
    log.run(1, 'function', 'load', library('one', { strict: body }));
    log.run(1, 'function', 'load', library('two', { lax: body }, "'allow-oom'"));
    log.run(1, 'set', 'large', 'x'.repeat(1000));
    log.run(1, 'quorate.setting', 'maxmemory', '1');
    expect(log.run(1, 'fcall', 'strict', '0')).to.match(/^-OOM allow-oom flag is not set on the script/);
    expect(log.run(1, 'fcall', 'lax', '0')).to.equal('+OK');
    expect(log.run(1, 'function', 'load', library('three', { f: '' }))).to.match(/^-OOM command not allowed/);
  });

  it('that go on for ever are ended, while they are loaded and when they are called', () => {
    const log = new Log();
    expect(log.run(1, 'function', 'load', '#!lua name=lib\nwhile true do end')).to.equal(
      '-ERR Error registering functions: ERR FUNCTION LOAD timeout',
    );
    log.run(1, 'quorate.setting', 'script-instruction-budget', '100000');
    log.run(1, 'function', 'load', library('lib', { f: 'while true do end' }));
    expect(log.run(1, 'fcall', 'f', '0')).to.equal(
      '-ERR script exceeded its budget, see script-instruction-budget script: f',
    );
  });
});

describe('FUNCTION DUMP', () => {
  it('answers what FUNCTION RESTORE takes, all or none', () => {
    const log = new Log();
    for (const name of ['one', 'two'])
      log.run(1, 'function', 'load', library(name, { [`f_${name}`]: `return '${name}'` }));
    const payload = String(log.read('function', 'dump'));
    const taken = '-ERR Library one already exists';
    log.run(1, 'function', 'delete', 'two');
    expect(log.run(1, 'function', 'restore', payload)).to.equal(taken);
    expect(log.run(1, 'fcall', 'f_two', '0')).to.equal('-ERR Function not found');
    expect(log.run(1, 'function', 'restore', payload, 'replace')).to.equal('+OK');
    expect(log.run(1, 'fcall', 'f_two', '0')).to.equal('two');
    log.run(1, 'function', 'load', library('three', { g: '' }));
    expect(log.run(1, 'function', 'restore', payload, 'flush')).to.equal('+OK');
    expect(log.read('function', 'dump')).to.equal(payload);
  });

  it('refuses a payload that is not one', () => {
    const log = new Log();
    const wrong = '-ERR DUMP payload version or checksum are wrong';
    expect(log.run(1, 'function', 'restore', 'nonsense')).to.equal(wrong);
    log.run(1, 'set', 'k', 'v');
    const value = String(log.read('dump', 'k'));
    expect(log.run(1, 'function', 'restore', value)).to.equal('-ERR given type is not a function');
  });

  it('bounds what all libraries of a payload may take', () => {
    const log = new Log();
    const busy = (name: string): string =>
      library(name, { [name]: '' }) + '\nlocal s = 0 for i = 1, 4000000 do s = s + i end';
    for (let at = 0; at < 3; at++) log.run(1, 'function', 'load', busy(`l${at}`));
    expect(log.run(1, 'function', 'restore', String(log.read('function', 'dump')), 'flush')).to.equal('+OK');
  });
});
