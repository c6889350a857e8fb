import { expect } from 'chai';
import { Log } from '../../machine/log.js';

const NO_GROUP = "-NOGROUP No such key 's' or consumer group 'x'";

describe('stream groups', () => {
  let log: Log;
  const run = (...argv: string[]): unknown => log.run(1, ...argv);
  const read = (...argv: string[]): unknown => log.read(...argv);
  const add = (...names: string[]): void => names.forEach(id => run('xadd', 's', id, 'f', id));
  const entry = (id: string): unknown => [id, ['f', id]];
  const take = (consumer: string, ...options: string[]): unknown =>
    run('xreadgroup', 'group', 'g', consumer, ...options, 'streams', 's', '>');
  const pending = (...rest: string[]): unknown => read('xpending', 's', 'g', '-', '+', '10', ...rest);
  const fields = (reply: unknown): Record<string, unknown> => {
    const { map } = reply as { map: unknown[] };
    const pairs = map.flatMap((name, at): [string, unknown][] =>
      at % 2 === 0 ? [[String(name), map[at + 1]]] : [],
    );
    return Object.fromEntries(pairs);
  };
  const groupInfo = (): Record<string, unknown> => fields((read('xinfo', 'groups', 's') as unknown[])[0]);

  beforeEach(() => {
    log = new Log();
    add('1-0', '2-0', '3-0');
    run('xgroup', 'create', 's', 'g', '0');
  });
  afterEach(() => {
    expect(log.failures).to.deep.equal([]);
    expect(log.replay().digest()).to.equal(log.machine.digest());
  });

  it('give each entry to one consumer, and note when and how often', () => {
    expect(take('a', 'count', '2')).to.deep.equal({ keyed: ['s', [entry('1-0'), entry('2-0')]] });
    log.stamp += 100;
    expect(take('b')).to.deep.equal({ keyed: ['s', [entry('3-0')]] });
    expect(take('b')).to.equal('NullArray');
    log.stamp += 50;
    expect(pending()).to.deep.equal([
      ['1-0', 'a', 150, 1],
      ['2-0', 'a', 150, 1],
      ['3-0', 'b', 50, 1],
    ]);
    expect(pending('b')).to.deep.equal([['3-0', 'b', 50, 1]]);
    expect(pending('nobody')).to.deep.equal([]);
    expect(read('xpending', 's', 'g', 'idle', '100', '-', '(2-0', '10')).to.deep.equal([
      ['1-0', 'a', 150, 1],
    ]);
    expect(read('xpending', 's', 'g')).to.deep.equal([
      3,
      '1-0',
      '3-0',
      [
        ['a', '2'],
        ['b', '1'],
      ],
    ]);
  });

  it('forget what is acknowledged', () => {
    take('a');
    expect(run('xack', 's', 'g', '1-0', '1-0', '9-9')).to.equal(1);
    expect(run('xack', 's', 'x', 'bad')).to.equal(0);
    expect(run('xack', 's', 'g', 'bad')).to.contain('Invalid stream ID');
    expect(pending()).to.have.length(2);
    expect(run('xack', 's', 'g', '2-0', '3-0')).to.equal(2);
    expect(read('xpending', 's', 'g')).to.deep.equal([0, null, null, 'NullArray']);
  });

  it('give a consumer its own history again, ids alone of what was deleted', () => {
    take('a');
    run('xdel', 's', '2-0');
    log.stamp += 10;
    const history = run('xreadgroup', 'group', 'g', 'a', 'streams', 's', '1-0');
    expect(history).to.deep.equal({ keyed: ['s', [['2-0', 'NullArray'], entry('3-0')]] });
    expect(pending()).to.deep.equal([
      ['1-0', 'a', 10, 1],
      ['2-0', 'a', 10, 1],
      ['3-0', 'a', 0, 2],
    ]);
    expect(run('xreadgroup', 'group', 'g', 'b', 'streams', 's', '0')).to.deep.equal({ keyed: ['s', []] });
  });

  it('keep nothing pending with NOACK', () => {
    expect(take('a', 'noack')).to.deep.equal({ keyed: ['s', [entry('1-0'), entry('2-0'), entry('3-0')]] });
    expect(pending()).to.deep.equal([]);
    expect(groupInfo()).to.include({ 'last-delivered-id': '3-0', 'entries-read': 3, lag: 0 });
  });

  it('count what was read and what is left, and say so when they cannot know', () => {
    expect(groupInfo()).to.include({ 'entries-read': null, lag: 3 });
    take('a', 'count', '1');
    expect(groupInfo()).to.include({ 'entries-read': 1, lag: 2 });
    run('xdel', 's', '2-0');
    expect(groupInfo()).to.include({ 'entries-read': 1, lag: null });
    // Redis 7 counts no further than what it gave out.
    take('a');
    expect(groupInfo()).to.include({ 'entries-read': 2, lag: 1 });
    run('xgroup', 'setid', 's', 'g', '$', 'entriesread', '2');
    expect(groupInfo()).to.include({ 'entries-read': 2, lag: 1, 'last-delivered-id': '3-0' });
  });

  it('claim what was idle for long enough, or by force', () => {
    take('a');
    log.stamp += 100;
    expect(run('xclaim', 's', 'g', 'b', '101', '1-0')).to.deep.equal([]);
    expect(run('xclaim', 's', 'g', 'b', '100', '1-0', '9-0')).to.deep.equal([entry('1-0')]);
    expect(run('xclaim', 's', 'g', 'b', '0', '2-0', 'justid', 'idle', '70')).to.deep.equal(['2-0']);
    expect(pending()).to.deep.equal([
      ['1-0', 'b', 0, 2],
      ['2-0', 'b', 70, 1],
      ['3-0', 'a', 100, 1],
    ]);
    run('xack', 's', 'g', '1-0');
    expect(run('xclaim', 's', 'g', 'b', '0', '1-0')).to.deep.equal([]);
    expect(run('xclaim', 's', 'g', 'b', '0', '1-0', 'force', 'retrycount', '7')).to.deep.equal([
      entry('1-0'),
    ]);
    run('xdel', 's', '1-0');
    expect(run('xclaim', 's', 'g', 'b', '0', '1-0')).to.deep.equal([]);
    expect(pending('b')).to.deep.equal([['2-0', 'b', 70, 1]]);
    expect(run('xclaim', 's', 'g', 'b', '0', 'what')).to.equal("-ERR Unrecognized XCLAIM option 'what'");
    expect(run('xclaim', 's', 'x', 'b', '0', '1-0')).to.equal(NO_GROUP);
  });

  it('look through pending entries with XAUTOCLAIM, from where the last look ended', () => {
    take('a');
    run('xdel', 's', '2-0');
    expect(run('xautoclaim', 's', 'g', 'b', '1', '0')).to.deep.equal(['0-0', [], ['2-0']]);
    expect(run('xautoclaim', 's', 'g', 'b', '0', '-', 'count', '1', 'justid')).to.deep.equal([
      '3-0',
      ['1-0'],
      [],
    ]);
    expect(run('xautoclaim', 's', 'g', 'b', '0', '3-0')).to.deep.equal(['0-0', [entry('3-0')], []]);
    expect(run('xautoclaim', 's', 'g', 'b', '0', '-', 'count', '0')).to.equal('-ERR COUNT must be > 0');
  });

  it('are made, moved and destroyed with their consumers', () => {
    expect(run('xgroup', 'create', 's', 'g', '$')).to.equal('-BUSYGROUP Consumer Group name already exists');
    expect(run('xgroup', 'create', 'none', 'g', '$')).to.contain('requires the key to exist');
    expect(run('xgroup', 'create', 'new', 'g', '$', 'mkstream')).to.equal('+OK');
    expect(read('type', 'new')).to.equal('+stream');
    expect(run('xgroup', 'createconsumer', 's', 'g', 'a')).to.equal(1);
    expect(run('xgroup', 'createconsumer', 's', 'g', 'a')).to.equal(0);
    take('a');
    expect(run('xgroup', 'delconsumer', 's', 'g', 'a')).to.equal(3);
    expect(run('xgroup', 'delconsumer', 's', 'g', 'a')).to.equal(0);
    expect(read('xpending', 's', 'g')).to.deep.equal([0, null, null, 'NullArray']);
    expect(run('xgroup', 'setid', 's', 'x', '0')).to.equal(
      "-NOGROUP No such consumer group 'x' for key name 's'",
    );
    expect(run('xgroup', 'destroy', 's', 'g')).to.equal(1);
    expect(run('xgroup', 'destroy', 's', 'g')).to.equal(0);
    expect(take('a')).to.equal(
      "-NOGROUP No such key 's' or consumer group 'g' in XREADGROUP with GROUP option",
    );
  });

  it('tell when a consumer came last, and when it got something last', () => {
    const { stamp } = log;
    take('z');
    log.stamp += 20;
    expect(take('a')).to.equal('NullArray');
    log.stamp += 10;
    expect(take('z')).to.equal('NullArray');
    log.stamp += 5;
    const consumers = (read('xinfo', 'consumers', 's', 'g') as unknown[]).map(fields);
    expect(consumers).to.deep.equal([
      { name: 'a', pending: 0, idle: 15, inactive: -1 },
      { name: 'z', pending: 3, idle: 5, inactive: 35 },
    ]);
    const full = fields(read('xinfo', 'stream', 's', 'full', 'count', '1'));
    expect(full['entries']).to.deep.equal([entry('1-0')]);
    const group = fields((full['groups'] as unknown[])[0]);
    expect(group['pending']).to.deep.equal([['1-0', 'z', stamp, 1]]);
    expect((group['consumers'] as unknown[]).map(fields)).to.deep.equal([
      { name: 'a', 'seen-time': stamp + 20, 'active-time': -1, 'pel-count': 0, pending: [] },
      {
        ...{ name: 'z', 'seen-time': stamp + 30, 'active-time': stamp, 'pel-count': 3 },
        pending: [['1-0', stamp, 1]],
      },
    ]);
  });
});
