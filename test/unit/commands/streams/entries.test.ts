import { expect } from 'chai';
import { streams } from '../../../../src/commands/streams/index.js';
import { Commands } from '../../../../src/commands/table.js';
import { Log } from '../../machine/log.js';

const WRONG_TYPE = '-WRONGTYPE Operation against a key holding the wrong kind of value';
const INVALID_ID = '-ERR Invalid stream ID specified as stream command argument';
const TOO_SMALL = '-ERR The ID specified in XADD is equal or smaller than the target stream top item';
const SYNTAX = '-ERR syntax error';
const LAST = '18446744073709551615';

describe('stream commands', () => {
  let log: Log;
  const run = (...argv: string[]): unknown => log.run(1, ...argv);
  const read = (...argv: string[]): unknown => log.read(...argv);
  const ids = (key = 's'): unknown => (read('xrange', key, '-', '+') as [string][]).map(([id]) => id);
  const add = (...names: string[]): void => names.forEach(id => run('xadd', 's', id, 'f', 'v'));
  beforeEach(() => (log = new Log()));
  afterEach(() => expect(log.failures).to.deep.equal([]));

  it('give new entries ids by the stamp of the log, and never one twice', () => {
    const { stamp } = log;
    expect(run('xadd', 's', '*', 'f', 'v')).to.equal(`${stamp}-0`);
    expect(run('xadd', 's', '*', 'f', 'v')).to.equal(`${stamp}-1`);
    log.stamp += 5;
    expect(run('xadd', 's', '*', 'f', 'v')).to.equal(`${stamp + 5}-0`);
    expect(run('xadd', 's', `${stamp + 10}-7`, 'f', 'v')).to.equal(`${stamp + 10}-7`);
    expect(run('xadd', 's', '*', 'f', 'v')).to.equal(`${stamp + 10}-8`);
    expect(run('xadd', 's', `${stamp + 10}-*`, 'f', 'v')).to.equal(`${stamp + 10}-9`);
    expect(run('xadd', 's', `${stamp + 11}-*`, 'f', 'v')).to.equal(`${stamp + 11}-0`);
    expect(read('xlen', 's')).to.equal(7);
  });

  it('refuse ids that do not rise, and know the last one there is', () => {
    expect(run('xadd', 's', '0-0', 'f', 'v')).to.equal(
      '-ERR The ID specified in XADD must be greater than 0-0',
    );
    expect(read('exists', 's')).to.equal(0);
    expect(run('xadd', 's', '0-*', 'f', 'v')).to.equal('0-1');
    add('5-5');
    for (const id of ['5-5', '5-4', '4-*', '4']) expect(run('xadd', 's', id, 'f', 'v')).to.equal(TOO_SMALL);
    for (const id of ['', 'x', '-', '+', '1-x', '-1', '99999999999999999999-0', '$'])
      expect(run('xadd', 's', id, 'f', 'v'), id).to.equal(INVALID_ID);
    expect(run('xadd', 's', `9007199254740993-${LAST}`, 'f', 'v')).to.equal(`9007199254740993-${LAST}`);
    expect(run('xadd', 's', '9007199254740993-*', 'f', 'v')).to.equal(TOO_SMALL);
    expect(run('xadd', 's', '*', 'f', 'v')).to.equal('9007199254740994-0');
    expect(run('xadd', 's', `${LAST}-${LAST}`, 'f', 'v')).to.equal(`${LAST}-${LAST}`);
    expect(run('xadd', 's', '*', 'f', 'v')).to.equal(
      '-ERR The stream has exhausted the last possible ID, unable to add more items',
    );
  });

  it('need pairs, and make no stream with NOMKSTREAM or an error', () => {
    expect(run('xadd', 's', 'nomkstream', '*', 'f')).to.equal(
      "-ERR wrong number of arguments for 'xadd' command",
    );
    expect(run('xadd', 's', '*', 'f', 'v', 'g')).to.equal(
      "-ERR wrong number of arguments for 'xadd' command",
    );
    expect(run('xadd', 's', 'NOMKSTREAM', '1-1', 'f', 'v')).to.equal(null);
    expect(read('exists', 's')).to.equal(0);
    run('set', 'k', 'v');
    expect(run('xadd', 'k', '*', 'f', 'v')).to.equal(WRONG_TYPE);
    expect(read('xlen', 'k')).to.equal(WRONG_TYPE);
    expect(read('xlen', 'none')).to.equal(0);
  });

  it('answer ranges both ways, with open ends and a count', () => {
    add('1-1', '1-2', '2-0', '3-0');
    expect(ids()).to.deep.equal(['1-1', '1-2', '2-0', '3-0']);
    expect(read('xrange', 's', '1', '1')).to.deep.equal([
      ['1-1', ['f', 'v']],
      ['1-2', ['f', 'v']],
    ]);
    expect(read('xrange', 's', '(1-2', '+', 'COUNT', '1')).to.deep.equal([['2-0', ['f', 'v']]]);
    expect(read('xrevrange', 's', '(3-0', '(1-1')).to.deep.equal([
      ['2-0', ['f', 'v']],
      ['1-2', ['f', 'v']],
    ]);
    expect(read('xrange', 's', '-', '+', 'COUNT', '0')).to.equal('NullArray');
    expect(read('xrange', 'none', '-', '+', 'COUNT', '0')).to.deep.equal([]);
    expect(read('xrange', 's', `(${LAST}-${LAST}`, '+')).to.equal('-ERR invalid start ID for the interval');
    expect(read('xrange', 's', '-', '(0-0')).to.equal('-ERR invalid end ID for the interval');
    expect(read('xrange', 's', '(-', '+')).to.equal(INVALID_ID);
    expect(read('xrange', 's', '-', '+', 'COUNT')).to.equal(SYNTAX);
  });

  it('delete entries; the stream stays, and knows the largest it lost', () => {
    add('1-0', '2-0', '3-0');
    expect(run('xdel', 's', '2-0', '2-0', '9-9')).to.equal(1);
    expect(ids()).to.deep.equal(['1-0', '3-0']);
    expect(run('xdel', 's', '1', 'x')).to.equal(INVALID_ID);
    expect(run('xdel', 'none', 'x')).to.equal(0);
    expect(run('xdel', 's', '1', '3')).to.equal(2);
    expect([read('xlen', 's'), read('type', 's')]).to.deep.equal([0, '+stream']);
    expect(run('xadd', 's', '3-0', 'f', 'v')).to.equal(TOO_SMALL);
    expect(run('xsetid', 's', '2-9')).to.contain('smaller than current max_deleted_entry_id');
    expect(run('xsetid', 's', '8-0', 'ENTRIESADDED', '9007199254740993', 'MAXDELETEDID', '5-0')).to.equal(
      '+OK',
    );
    const { map } = read('xinfo', 'stream', 's') as { map: unknown[] };
    expect(map).to.deep.equal([
      ...['length', 0, 'radix-tree-keys', 0, 'radix-tree-nodes', 1],
      ...['last-generated-id', '8-0', 'max-deleted-entry-id', '5-0', 'entries-added', 9007199254740993n],
      ...['recorded-first-entry-id', '0-0', 'groups', 0, 'first-entry', null, 'last-entry', null],
    ]);
  });

  it('set ids and counts only where these can be', () => {
    expect(run('xsetid', 's', '1-0')).to.equal('-ERR no such key');
    add('4-0', '5-0');
    expect(run('xsetid', 's', '4-9')).to.contain('smaller than the target stream top item');
    expect(run('xsetid', 's', '9', 'ENTRIESADDED', '1')).to.contain('smaller than the target stream length');
    expect(run('xsetid', 's', '9', 'ENTRIESADDED', '-1')).to.equal('-ERR entries_added must be positive');
    expect(run('xsetid', 's', '9', 'MAXDELETEDID', '9-1')).to.contain('smaller than the provided');
    expect(run('xsetid', 's', '9', 'MAXDELETEDID')).to.equal(SYNTAX);
    expect(run('xsetid', 's', '9')).to.equal('+OK');
    expect(run('xadd', 's', '9-*', 'f', 'v')).to.equal('9-1');
  });

  it('trim to a length or an id, whole nodes with ~', () => {
    for (let i = 1; i <= 250; i++) add(`${i}-0`);
    expect(run('xtrim', 's', 'MAXLEN', '~', '60')).to.equal(100);
    expect(run('xtrim', 's', 'MINID', '~', '200')).to.equal(0);
    expect(run('xtrim', 's', 'MAXLEN', '=', '140')).to.equal(10);
    expect(run('xtrim', 's', 'MAXLEN', '~', '0', 'LIMIT', '90')).to.equal(90);
    expect(run('xtrim', 's', 'MINID', '240')).to.equal(39);
    expect(run('xadd', 's', 'MAXLEN', '2', '251-0', 'f', 'v')).to.equal('251-0');
    expect(ids()).to.deep.equal(['250-0', '251-0']);
    expect(run('xtrim', 'none', 'MAXLEN', '0')).to.equal(0);
  });

  it('read trim options as Redis does', () => {
    add('1-0');
    const errors: [string[], string][] = [
      [['MAXLEN', '1', 'MINID', '1'], 'MAXLEN and MINID options at the same time are not compatible'],
      [['MAXLEN', '-1'], 'The MAXLEN argument must be >= 0.'],
      [['MAXLEN', '~', '1', 'LIMIT', '-1'], 'The LIMIT argument must be >= 0.'],
      [['MAXLEN', '1', 'LIMIT', '1'], 'LIMIT cannot be used without the special ~ option'],
      [['LIMIT', '1', 'LIMIT', '2'], 'LIMIT cannot be used without specifying a trimming strategy'],
      [['MINID', 'x'], 'Invalid stream ID'],
      [['LIMIT', '0'], 'XTRIM must be called with a trimming strategy'],
      [['MAXLEN', '?', '1'], 'value is not an integer'],
      [['MAXLEN', '1', 'x'], 'syntax error'],
    ];
    for (const [options, error] of errors) expect(run('xtrim', 's', ...options)).to.contain(error);
    expect(run('xadd', 's', 'LIMIT', '5', 'MAXLEN', '1', 'x', 'f', 'v')).to.equal(INVALID_ID);
  });

  it('ask for known types, and each has its place in the table', () => {
    expect(streams.map(({ name }) => new Commands().find(name)?.name)).to.deep.equal(
      streams.map(({ name }) => name),
    );
    add('1-0');
    expect(read('object', 'encoding', 's')).to.equal('stream');
    expect(run('copy', 's', 't')).to.equal(1);
    run('xdel', 't', '1-0');
    expect(ids()).to.deep.equal(['1-0']);
    expect(run('rename', 's', 'u')).to.equal('+OK');
    expect(ids('u')).to.deep.equal(['1-0']);
    expect(log.replay().digest()).to.equal(log.machine.digest());
  });
});
