import { expect } from 'chai';
import { Commands } from '../../../src/commands/table.js';
import type { SessionPort } from '../../../src/commands/ports.js';
import type { LeafCommand } from '../../../src/commands/spec.js';
import { Settings } from '../../../src/config/settings.js';
import { ErrorReply, OK } from '../../../src/resp/reply.js';
import { Histogram } from '../../../src/base/histogram.js';
import { LatencyMonitor } from '../../../src/server/latency.js';
import { SlowLog } from '../../../src/server/slow-log.js';
import { Statistics } from '../../../src/server/statistics.js';

describe('Histogram', () => {
  it('knows a percentile to a sixteenth', () => {
    const times = new Histogram();
    for (let milliseconds = 1; milliseconds <= 1000; milliseconds++) times.record(milliseconds);
    for (const percent of [1, 50, 90, 99, 99.9, 100]) {
      const exact = percent * 10_000;
      expect(times.percentile(percent), `p${percent}`).to.be.within(exact, exact * (17 / 16));
    }
  });

  it('adds up over powers of two, and leaves out those that add nothing', () => {
    const times = new Histogram();
    for (const microseconds of [0, 1, 3, 3, 100, 5000]) times.record(microseconds / 1000);
    expect(times.buckets()).to.deep.equal([
      [1, 2],
      [4, 4],
      [131, 5],
      [8388, 6],
    ]);
    expect(times.total).to.equal(6);
  });

  it('takes times beyond both ends', () => {
    const times = new Histogram();
    times.record(0);
    times.record(1e12);
    expect(times.buckets().map(([, count]) => count)).to.deep.equal([1, 2]);
    expect(new Histogram().percentile(50)).to.equal(0);
  });
});

describe('SlowLog', () => {
  const row = (...argv: string[]) => ({ at: 1, microseconds: 2, argv, client: 'c', name: '' });

  it('keeps the latest rows, and numbers all', () => {
    const log = new SlowLog();
    for (const name of ['a', 'b', 'c']) log.add(row(name), 2);
    expect(log.latest(10).map(({ id, argv }) => [id, argv[0]])).to.deep.equal([
      [2, 'c'],
      [1, 'b'],
    ]);
    expect(log.latest(1)).to.have.length(1);
    log.reset();
    expect(log.length).to.equal(0);
    log.add(row('d'), 2);
    expect(log.latest(1)[0]?.id).to.equal(3);
  });

  it('shortens what is long, in the words of Redis', () => {
    const log = new SlowLog();
    log.add(row('x'.repeat(130)), 9);
    expect(log.latest(1)[0]?.argv).to.deep.equal([`${'x'.repeat(128)}... (2 more bytes)`]);
    log.add(row(...Array.from({ length: 32 }, String)), 9);
    expect(log.latest(1)[0]?.argv).to.have.length(32);
    log.add(row(...Array.from({ length: 40 }, String)), 9);
    const { argv = [] } = log.latest(1)[0] ?? {};
    expect(argv).to.have.length(32);
    expect(argv.at(-1)).to.equal('... (9 more arguments)');
  });
});

describe('LatencyMonitor', () => {
  it('keeps the largest sample of each second, 160 of them', () => {
    const monitor = new LatencyMonitor();
    monitor.record('command', 5, 100);
    monitor.record('command', 9, 100);
    monitor.record('command', 3, 101);
    expect(monitor.history('command')).to.deep.equal([
      { at: 100, milliseconds: 9 },
      { at: 101, milliseconds: 3 },
    ]);
    expect(monitor.latest()).to.deep.equal([{ event: 'command', at: 101, latest: 3, max: 9 }]);
    for (let at = 200; at < 400; at++) monitor.record('command', 1, at);
    expect(monitor.history('command')).to.have.length(160);
  });

  it('forgets the events named, or all', () => {
    const monitor = new LatencyMonitor();
    for (const event of ['a', 'b', 'c']) monitor.record(event, 1, 1);
    expect(monitor.reset(['a', 'x'])).to.equal(1);
    expect(monitor.reset([])).to.equal(2);
    expect(monitor.history('b')).to.deep.equal([]);
  });
});

describe('Statistics', () => {
  const commands = new Commands();
  const session = { address: '127.0.0.1:1', name: 'me' } as SessionPort;

  function observed(...argv: string[]): LeafCommand {
    const command = commands.resolve(argv);
    if (command instanceof ErrorReply) throw new Error(command.text);
    return command;
  }

  function make(...pairs: [name: 'slowlog-log-slower-than' | 'latency-monitor-threshold', text: string][]) {
    const settings = new Settings();
    for (const [name, text] of pairs) settings.set(name, text);
    const scheduler = { now: () => 0, wall: () => 5_500, endOfTurn: run, after: () => run, random: () => 0 };
    return { settings, statistics: new Statistics(commands, settings, scheduler) };
  }
  const run = (): void => undefined;

  it('counts calls, times, failures and refusals by full name', () => {
    const { statistics } = make();
    const get = observed('get', 'k');
    statistics.executed(get, ['get', 'k'], null, 1, session);
    statistics.executed(get, ['get', 'k'], new ErrorReply('WRONGTYPE no'), 2, session);
    statistics.rejected(get);
    statistics.executed(observed('config', 'get', '*'), ['config', 'get', '*'], OK, 0, session);
    expect(statistics.commands().map(({ name }) => name)).to.deep.equal(['config|get', 'get']);
    expect(statistics.commands()[1]).to.include({ calls: 2, milliseconds: 3, failed: 1, rejected: 1 });
    expect(statistics.errors()).to.deep.equal([['WRONGTYPE', 1]]);
    expect(statistics.histograms(['CONFIG']).map(({ name }) => name)).to.deep.equal(['config|get']);
    expect(statistics.histograms([])).to.have.length(2);
    statistics.reset();
    expect(statistics.commands()).to.deep.equal([]);
  });

  it('counts a bounded number of error codes', () => {
    const { statistics } = make();
    const get = observed('get', 'k');
    for (let i = 0; i < 1000; i++) statistics.executed(get, [], new ErrorReply(`E${i} x`), 0, session);
    expect(statistics.errors()).to.have.length(128);
  });

  it('logs what is as slow as the setting of the moment says', () => {
    const { statistics, settings } = make(['slowlog-log-slower-than', '2000']);
    const get = observed('get', 'k');
    statistics.executed(get, ['get', 'a'], null, 1.9, session);
    statistics.executed(get, ['get', 'b'], null, 2, session);
    settings.set('slowlog-log-slower-than', '-1');
    statistics.executed(get, ['get', 'c'], null, 9999, session);
    expect(statistics.slowLog.latest(9)).to.deep.equal([
      { id: 0, at: 5, microseconds: 2000, argv: ['get', 'b'], client: '127.0.0.1:1', name: 'me' },
    ]);
  });

  it('records latency only from a threshold on, fast commands apart', () => {
    const { statistics, settings } = make();
    statistics.executed(observed('get', 'k'), [], null, 500, session);
    expect(statistics.latency.latest()).to.deep.equal([]);
    settings.set('latency-monitor-threshold', '100');
    statistics.executed(observed('get', 'k'), [], null, 100.7, session);
    statistics.executed(observed('keys', '*'), [], null, 300, session);
    expect(statistics.latency.latest().map(({ event, latest }) => [event, latest])).to.deep.equal([
      ['fast-command', 100],
      ['command', 300],
    ]);
  });
});
