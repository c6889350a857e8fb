import { expect } from 'chai';
import fc from 'fast-check';
import {
  type Transaction,
  transactionArguments,
  transactionOf,
} from '../../../../src/commands/transactions/transaction.js';
import { Log } from '../../machine/log.js';

describe('transactions', () => {
  let log: Log;
  const run = (...argv: string[]): unknown => log.run(1, ...argv);
  const mark = (): { serial: number; now: number } => {
    const [serial, now] = log.read('watch', 'k') as [number, number];
    return { serial, now };
  };
  const exec = (watched: Transaction['watched'], ...commands: string[][]): unknown =>
    run(
      ...transactionArguments('quorate.exec', {
        watched,
        commands: commands.map(argv => ({ db: 0, argv })),
      }),
    );
  beforeEach(() => (log = new Log()));
  afterEach(() => {
    expect(log.failures).to.deep.equal([]);
    expect(log.replay().digest()).to.equal(log.machine.digest());
  });

  it('travel as arguments and come back', () => {
    const number = fc.nat();
    const text = fc.string({ unit: 'binary-ascii' });
    const watched = fc.array(fc.record({ db: number, key: text, serial: number, now: number }));
    const commands = fc.array(fc.record({ db: number, argv: fc.array(text, { minLength: 1 }) }));
    fc.assert(
      fc.property(fc.record({ watched, commands }), transaction => {
        expect(transactionOf(transactionArguments('name', transaction))).to.deep.equal(transaction);
      }),
    );
  });

  it('run every command, errors among them, and answer reads at their places', () => {
    expect(
      exec([], ['set', 'k', 'a'], ['get', 'k'], ['lpush', 'k', 'x'], ['append', 'k', 'b'], ['get', 'k']),
    ).to.deep.equal([
      '+OK',
      'a',
      '-WRONGTYPE Operation against a key holding the wrong kind of value',
      2,
      'ab',
    ]);
  });

  it('never wait, and serve those who wait only as a whole', () => {
    expect(log.run(2, 'blpop', 'q', '0')).to.equal('Blocked');
    expect(
      exec([], ['rpush', 'q', 'a'], ['del', 'q'], ['blpop', 'q', '0'], ['rpush', 'q', 'b']),
    ).to.deep.equal([1, 1, 'NullArray', 1]);
    expect(log.takeEvents()).to.deep.include({
      served: 2,
      reply: ['q', 'b'],
      giveBack: ['quorate.return', 'q', 'left', 'b'],
    });
  });

  it('do nothing when a watched key was changed, deleted, made or expired', () => {
    const changes: [string, string[][], string[][]][] = [
      ['set', [['set', 'k', '1']], [['set', 'k', '1']]],
      ['edited', [['rpush', 'k', '1']], [['rpush', 'k', '2']]],
      ['deleted', [['set', 'k', '1']], [['del', 'k']]],
      ['made', [], [['set', 'k', '1']]],
      [
        'made and deleted',
        [],
        [
          ['set', 'k', '1'],
          ['del', 'k'],
        ],
      ],
      ['given a life time', [['set', 'k', '1']], [['expire', 'k', '100']]],
      ['flushed', [['set', 'k', '1']], [['flushall']]],
      ['renamed onto', [['set', 'o', '1']], [['rename', 'o', 'k']]],
      ['swapped away', [['set', 'k', '1']], [['swapdb', '0', '1']]],
    ]; // prettier-ignore
    for (const [what, before, after] of changes) {
      run('flushall');
      for (const argv of before) run(...argv);
      const watched = [{ db: 0, key: 'k', ...mark() }];
      for (const argv of after) run(...argv);
      expect(exec(watched, ['set', 'done', what]), what).to.equal('NullArray');
      expect(log.read('get', 'done'), what).to.equal(null);
    }
  });

  it('run when nothing that was watched has changed, whatever else has', () => {
    run('set', 'k', '1');
    const watched = ['k', 'none'].map(key => ({ db: 0, key, ...mark() }));
    for (const argv of [
      ['set', 'o', '1'],
      ['flushdb', 'x'],
      ['lpush', 'k', 'x'],
      ['del', 'none'],
    ])
      run(...argv); // prettier-ignore
    expect(exec(watched, ['get', 'k'])).to.deep.equal(['1']);
  });

  it('see a watched key end, but not the end of one that had ended before', () => {
    run('set', 'k', '1', 'PX', '100');
    const early = [{ db: 0, key: 'k', ...mark() }];
    log.stamp += 100;
    const late = [{ db: 0, key: 'k', ...mark() }];
    const look = (watched: Transaction['watched']): unknown =>
      log.read(
        ...transactionArguments('quorate.look', { watched, commands: [{ db: 0, argv: ['get', 'k'] }] }),
      );
    expect(look(early)).to.equal('NullArray');
    expect(look(late)).to.deep.equal([null]);
    expect(exec(late, ['get', 'k'])).to.deep.equal([null]);
    expect(exec(early, ['get', 'k'])).to.equal('NullArray');
  });

  it('swap of a database changes every key that is there before or after', () => {
    run('set', 'k', '1');
    log.batch({ lane: 1, db: 1, argv: ['set', 'k', '2'] });
    const watched = [{ db: 1, key: 'k', ...mark() }];
    const other = [{ db: 1, key: 'none', ...mark() }];
    run('swapdb', '0', '1');
    expect(exec(watched, ['get', 'k'])).to.equal('NullArray');
    expect(exec(other, ['get', 'k'])).to.deep.equal(['2']);
  });

  it('put everything back as it was for the command around them', () => {
    const argv = transactionArguments('quorate.exec', {
      watched: [],
      commands: [
        { db: 3, argv: ['set', 'k', 'in 3'] },
        { db: 0, argv: ['set', 'k', 'in 0'] },
      ],
    });
    expect(run(...argv)).to.deep.equal(['+OK', '+OK']);
    expect(log.read('get', 'k')).to.equal('in 0');
  });
});
