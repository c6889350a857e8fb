import { expect } from 'chai';
import { below, SeededRandom } from '../../../src/base/random.js';
import { Machine } from '../../../src/machine/machine.js';
import type { Keyspace } from '../../../src/machine/keyspace.js';
import { LIFE_TIME, weightOf } from '../../../src/machine/weight.js';
import { transactionArguments } from '../../../src/commands/transactions/transaction.js';
import { randomWrite, WRITE_FORMS } from '../../support/random-commands.js';
import { Log } from './log.js';

const OOM = "-OOM command not allowed when used memory > 'maxmemory'.";

/** The sum, made anew. */
function weighed(keyspace: Keyspace): number {
  let weight = 0;
  for (const database of keyspace.databases) {
    weight += LIFE_TIME * database.expires;
    for (const key of database.keys(() => true)) weight += weightOf(key, database.get(key)!);
  }
  return weight;
}

describe('the weight of keys', () => {
  for (const [family, forms] of Object.entries(WRITE_FORMS)) {
    it(`is kept up to date by every command: ${family}`, () => {
      for (let seed = 1; seed <= 4; seed++) {
        const random = new SeededRandom(seed);
        const log = new Log();
        for (let lane = 1; lane <= 150; lane++) {
          const argv = randomWrite(random, [...(below(random, 8) === 0 ? WRITE_FORMS['keys']! : forms)]);
          log.batch({ lane, db: below(random, 2), argv });
        }
        // What is due is weighed until it is deleted.
        log.stamp += 10 ** 9;
        log.append({ kind: 'tick' });
        expect(log.machine.keyspace.weight, `seed ${seed}`).to.equal(weighed(log.machine.keyspace));
      }
    });
  }

  it('is zero again when everything is gone', () => {
    const log = new Log();
    log.batch({ lane: 1, db: 0, argv: ['rpush', 'list', 'a', 'b'] });
    log.batch({ lane: 1, db: 0, argv: ['hset', 'hash', 'f', 'v'] });
    expect(log.machine.keyspace.weight).to.be.greaterThan(100);
    log.batch({ lane: 1, db: 0, argv: ['del', 'list', 'hash'] });
    expect(log.machine.keyspace.weight).to.equal(0);
  });
});

describe('maxmemory', () => {
  let log: Log;
  const run = (...argv: string[]): unknown => log.run(1, ...argv);
  const keys = (): string[] => log.machine.keyspace.database(0).keys(() => true);

  beforeEach(() => {
    log = new Log();
    run('quorate.setting', 'maxmemory', '4000');
  });

  const fill = (count: number, ...options: string[]): void => {
    for (let i = 0; i < count; i++) run('set', `k${i}`, 'x'.repeat(100), ...options);
  };

  it('refuses what may need memory, and nothing else, without eviction', () => {
    fill(100);
    expect(run('set', 'more', 'x')).to.equal(OOM);
    expect(run('rpush', 'more', 'x')).to.equal(OOM);
    expect(run('del', 'k0', 'k1')).to.equal(2);
    expect(keys().length).to.be.below(25);
    expect(run('expire', 'k2', '100')).to.equal(1);
    expect(run('set', 'more', 'x')).to.equal('+OK');
  });

  it('refuses a transaction as a whole, before its first command', () => {
    fill(100);
    const before = keys();
    const commands = [
      { db: 0, argv: ['del', 'k0'] },
      { db: 0, argv: ['set', 'more', 'x'] },
    ];
    expect(run(...transactionArguments('quorate.exec', { watched: [], commands }))).to.equal(
      `-EXECABORT Transaction discarded because of: ${OOM.slice(1)}`,
    );
    expect(keys()).to.deep.equal(before);
    expect(
      run(...transactionArguments('quorate.exec', { watched: [], commands: [commands[0]!] })),
    ).to.deep.equal([1]);
  });

  it('evicts nothing inside a transaction', () => {
    fill(20);
    run('quorate.setting', 'maxmemory-policy', 'allkeys-random');
    const commands = Array.from({ length: 50 }, (_, i) => ({
      db: 0,
      argv: ['set', `t${i}`, 'x'.repeat(100)],
    }));
    run(...transactionArguments('quorate.exec', { watched: [], commands }));
    expect(keys().filter(key => key.startsWith('t')).length).to.equal(50);
    run('set', 'more', 'x');
    expect(log.machine.keyspace.weight).to.be.below(4300);
  });

  for (const policy of [
    'allkeys-lru',
    'allkeys-lfu',
    'allkeys-random',
    'volatile-lru',
    'volatile-lfu',
    'volatile-random',
  ]) {
    it(`keeps the keys within it: ${policy}`, () => {
      run('quorate.setting', 'maxmemory-policy', policy);
      run('set', 'stays', 'x');
      fill(200, 'ex', '1000');
      expect(log.machine.keyspace.weight).to.be.below(4300);
      expect(keys().length).to.be.above(10);
      if (policy.startsWith('volatile')) expect(keys()).to.include('stays');
    });
  }

  it('volatile-ttl takes the one that ends first', () => {
    run('quorate.setting', 'maxmemory-policy', 'volatile-ttl');
    for (let i = 0; i < 100; i++) run('set', `k${i}`, 'x'.repeat(100), 'ex', String(i === 50 ? 5 : 1000 - i));
    expect(keys()).to.include('k0');
    expect(keys()).to.not.include.members(['k50', 'k98']);
  });

  it('refuses when only keys that live for ever are left to volatile policies', () => {
    run('quorate.setting', 'maxmemory-policy', 'volatile-lru');
    fill(100);
    expect(run('set', 'more', 'x')).to.equal(OOM);
  });

  it('comes to the same victims on every node', () => {
    run('quorate.setting', 'maxmemory-policy', 'allkeys-lru');
    fill(200);
    expect(keys().length).to.be.above(10);
    expect(log.replay().digest()).to.equal(log.machine.digest());
  });

  for (const policy of ['allkeys-lru', 'allkeys-lfu', 'volatile-lru']) {
    it(`spares what is read: ${policy}`, () => {
      run('quorate.setting', 'maxmemory-policy', policy);
      fill(10, 'ex', '1000');
      for (let i = 0; i < 300; i++) {
        run('quorate.used', 'k3', 'none');
        run('set', `new${i}`, 'x'.repeat(100), 'ex', '1000');
      }
      expect(keys()).to.include('k3');
      expect(keys()).to.not.include.members(['k2', 'k4']);
      expect(log.replay().digest()).to.equal(log.machine.digest());
    });
  }

  it('takes what is read often after what is read now and then, by an LFU policy', () => {
    run('quorate.setting', 'maxmemory-policy', 'allkeys-lfu');
    fill(10);
    for (let i = 0; i < 200; i++) run('quorate.used', 'k3');
    run('quorate.used', 'k4');
    fill(10);
    expect(log.read('object', 'freq', 'k3')).to.be.within(8, 40);
    expect(log.read('object', 'freq', 'k5')).to.equal(5);
    expect(log.read('object', 'idletime', 'k5')).to.match(/^-ERR An LFU maxmemory policy is selected/);
    for (let i = 0; i < 100; i++) run('set', `new${i}`, 'x'.repeat(100));
    expect(keys()).to.include('k3');
    expect(keys()).to.not.include('k5');
    log.stamp += 10 * 60_000;
    expect(log.read('object', 'freq', 'k3')).to.be.within(5, 30);
  });

  it('comes to the same victims behind a snapshot', () => {
    run('quorate.setting', 'maxmemory-policy', 'volatile-lru');
    fill(40, 'ex', '1000');
    run('quorate.used', ...keys().slice(0, 5));
    const writer = log.machine.beginSnapshot({ group: 0, index: log.entries.length, term: 1 });
    const reader = log.machine.beginRestore();
    while (!writer.ended) {
      const chunk = writer.step();
      if (chunk !== null) reader.add(chunk);
    }
    const behind = new Machine(log.commands, log.observer(), log.engine);
    behind.install(reader.finish().state);
    const from = log.entries.length;
    fill(200, 'ex', '1000');
    for (const { index, data } of log.entries.slice(from)) behind.apply(index, data, null);
    expect(behind.keyspace.weight).to.equal(log.machine.keyspace.weight);
    expect(behind.digest()).to.equal(log.machine.digest());
  });

  it('goes on with evictions before the commands that follow, when many are due', () => {
    run('quorate.setting', 'maxmemory', '0');
    run('quorate.setting', 'maxmemory-policy', 'allkeys-random');
    for (let i = 0; i < 1500; i++) run('set', `k${i}`, 'x');
    run('quorate.setting', 'maxmemory', '1');
    run('set', 'more', 'x');
    expect(keys().length).to.equal(501);
    run('set', 'more', 'x');
    expect(keys()).to.deep.equal(['more']);
  });
});
