import { expect } from 'chai';
import { SeededRandom } from '../../../src/base/random.js';
import { command, Log, NODE_1, NODE_2 } from './log.js';

describe('waiters', () => {
  let log: Log;
  beforeEach(() => (log = new Log()));
  afterEach(() => {
    expect(log.failures).to.deep.equal([]);
    expect(log.replay().digest()).to.equal(log.machine.digest());
  });

  it('wait in order of arrival: two waiters, three pushes', () => {
    expect(log.run(1, 'blpop', 'k', '0')).to.equal('Blocked');
    expect(log.run(2, 'blpop', 'k', '0')).to.equal('Blocked');
    expect(log.run(3, 'rpush', 'k', 'a', 'b', 'c')).to.equal(3);
    expect(log.takeEvents()).to.deep.equal([
      { served: 1, reply: ['k', 'a'], giveBack: ['quorate.return', 'k', 'left', 'a'] },
      { served: 2, reply: ['k', 'b'], giveBack: ['quorate.return', 'k', 'left', 'b'] },
    ]);
    expect(log.read('lrange', 'k', '0', '-1')).to.deep.equal(['c']);
    expect(log.machine.waiterCount).to.equal(0);
  });

  it('are served after each command as a whole, though several stand in one batch', () => {
    log.run(1, 'brpop', 'k', '0');
    log.run(2, 'brpop', 'k', '0');
    const replies = log.batch(
      command(3, 'rpush', 'k', 'a', 'b'),
      command(4, 'rpush', 'k', 'c'),
      command(5, 'del', 'k'),
    );
    expect(replies).to.deep.equal([2, 1, 1]);
    expect(log.takeEvents()).to.deep.include.members([
      { served: 1, reply: ['k', 'b'], giveBack: ['quorate.return', 'k', 'right', 'b'] },
      { served: 2, reply: ['k', 'a'], giveBack: ['quorate.return', 'k', 'right', 'a'] },
    ]);
  });

  it('take from the first of their keys that is there, and from any that becomes ready', () => {
    log.run(9, 'rpush', 'second', 'x');
    expect(log.run(1, 'blpop', 'first', 'second', '0')).to.deep.equal(['second', 'x']);
    log.run(1, 'blpop', 'first', 'second', '0');
    log.run(9, 'rpush', 'second', 'y');
    log.run(9, 'rpush', 'first', 'z');
    expect(log.takeEvents()).to.deep.equal([
      { served: 1, reply: ['second', 'y'], giveBack: ['quorate.return', 'second', 'left', 'y'] },
    ]);
    expect(log.read('llen', 'first')).to.equal(1);
  });

  it('pass elements on in chains and cycles of BLMOVE until all is quiet', () => {
    log.run(1, 'blmove', 'a', 'b', 'left', 'right', '0');
    log.run(2, 'blmove', 'b', 'c', 'left', 'right', '0');
    log.run(3, 'blmove', 'c', 'a', 'left', 'right', '0');
    log.run(4, 'brpop', 'a', '0');
    log.run(9, 'rpush', 'a', 'x');
    const served = log.takeEvents();
    expect(served.map(event => 'served' in event && [event.served, event.reply])).to.deep.equal([
      [1, 'x'],
      [2, 'x'],
      [3, 'x'],
      [4, ['a', 'x']],
    ]);
    expect(served.map(event => 'served' in event && event.giveBack)).to.deep.equal([
      null,
      null,
      null,
      ['quorate.return', 'a', 'right', 'x'],
    ]);
    expect(log.read('exists', 'a', 'b', 'c')).to.equal(0);
  });

  it('rotate a list that they move onto itself', () => {
    log.run(1, 'blmove', 'a', 'a', 'left', 'right', '0');
    log.run(2, 'blmove', 'a', 'a', 'left', 'right', '0');
    log.run(9, 'rpush', 'a', 'x', 'y', 'z');
    expect(log.takeEvents().map(event => 'served' in event && event.reply)).to.deep.equal(['x', 'y']);
    expect(log.read('lrange', 'a', '0', '-1')).to.deep.equal(['z', 'x', 'y']);
  });

  it('are answered an error when the target of a move is something else; the element stays', () => {
    log.run(1, 'blmove', 'a', 'b', 'left', 'right', '0');
    log.run(9, 'set', 'b', 'text');
    log.run(9, 'rpush', 'a', 'x');
    expect(log.takeEvents()).to.deep.equal([
      {
        served: 1,
        reply: '-WRONGTYPE Operation against a key holding the wrong kind of value',
        giveBack: null,
      },
    ]);
    expect(log.read('lrange', 'a', '0', '-1')).to.deep.equal(['x']);
  });

  it('stay when the key becomes something that cannot serve them', () => {
    log.run(1, 'blpop', 'k', '0');
    log.run(9, 'set', 'k', 'text');
    expect(log.takeEvents()).to.deep.equal([]);
    log.run(9, 'del', 'k');
    log.run(9, 'rpush', 'k', 'x');
    expect(log.takeEvents()).to.have.length(1);
  });

  it('are served by RENAME, COPY, MOVE and SWAPDB too', () => {
    for (const make of [
      ['rename', 'source', 'k'],
      ['copy', 'source', 'k'],
    ]) {
      log.run(1, 'blpop', 'k', '0');
      log.run(9, 'rpush', 'source', 'x');
      log.run(9, ...make);
      expect(log.takeEvents()).to.have.length(1);
      log.run(9, 'del', 'source', 'k');
    }
    for (const make of [
      ['move', 'k', '0'],
      ['swapdb', '0', '1'],
    ]) {
      log.run(1, 'blpop', 'k', '0');
      log.batch({ lane: 9, db: 1, argv: ['rpush', 'k', 'x'] });
      expect(log.takeEvents()).to.deep.equal([]);
      log.batch({ lane: 9, db: 1, argv: make });
      expect(log.takeEvents()).to.have.length(1);
    }
  });

  it('take several with BLMPOP', () => {
    log.run(1, 'blmpop', '0', '2', 'a', 'b', 'right', 'count', '2');
    log.run(9, 'rpush', 'b', 'x', 'y', 'z');
    expect(log.takeEvents()).to.deep.equal([
      { served: 1, reply: ['b', ['z', 'y']], giveBack: ['quorate.return', 'b', 'right', 'z', 'y'] },
    ]);
  });

  it('get back in order what a client that is gone was given, and the next in line gets it', () => {
    log.run(1, 'blmpop', '0', '1', 'k', 'right', 'count', '2');
    log.run(9, 'rpush', 'k', 'x', 'y', 'z');
    const [served] = log.takeEvents();
    const giveBack = served && 'served' in served ? (served.giveBack ?? []) : [];
    log.run(1, ...giveBack);
    expect(log.read('lrange', 'k', '0', '-1')).to.deep.equal(['x', 'y', 'z']);

    log.run(2, 'blpop', 'empty', '0');
    log.run(3, 'quorate.return', 'empty', 'left', 'a', 'b');
    expect(log.takeEvents()).to.have.length(1);
    expect(log.read('lrange', 'empty', '0', '-1')).to.deep.equal(['b']);
  });

  it('leave through the log: by time, by order, with their connection', () => {
    log.run(1, 'blpop', 'k', '0.001');
    log.run(2, 'blmove', 'k', 'l', 'left', 'left', '1.5');
    log.run(3, 'blpop', 'k', '0');
    expect(log.machine.waiterOf(NODE_1, 1)?.timeout).to.equal(1);
    expect(log.machine.waiterOf(NODE_1, 2)?.timeout).to.equal(1500);
    expect(log.batch({ lane: 1, unblock: 'timeout' }, { lane: 1, unblock: 'timeout' })).to.deep.equal([1, 0]);
    expect(log.batch({ lane: 2, unblock: 'error' }, { lane: 3, unblock: 'gone' })).to.deep.equal([1, 1]);
    expect(log.takeEvents()).to.deep.equal([
      { ended: 1, reason: 'timeout', reply: 'NullArray' },
      { ended: 2, reason: 'error', reply: '-UNBLOCKED client unblocked via CLIENT UNBLOCK' },
      { ended: 3, reason: 'gone', reply: 'no reply' },
    ]);
    log.run(9, 'rpush', 'k', 'x');
    expect(log.takeEvents()).to.deep.equal([]);
  });

  it('that were served cannot run out of time afterwards', () => {
    log.run(1, 'blpop', 'k', '1');
    log.run(9, 'rpush', 'k', 'x');
    log.takeEvents();
    expect(log.batch({ lane: 1, unblock: 'timeout' })).to.deep.equal([0]);
    expect(log.takeEvents()).to.deep.equal([]);
  });

  it('go with the incarnation of their node, and only they', () => {
    log.open(NODE_2, 1);
    log.run(1, 'blpop', 'k', '0');
    log.batchOf(NODE_2, 1, command(1, 'blpop', 'k', '0'), command(2, 'blpop', 'k', 'l', '0'));
    log.append({ kind: 'end', uuid: NODE_2, incarnation: 1 });
    expect(log.takeEvents()).to.deep.equal([
      { ended: 1, reason: 'end', reply: 'no reply' },
      { ended: 2, reason: 'end', reply: 'no reply' },
    ]);
    expect(log.machine.waiterOf(NODE_1, 1)).to.not.equal(undefined);
    log.open(NODE_1, 2);
    expect(log.takeEvents()).to.deep.equal([{ ended: 1, reason: 'end', reply: 'no reply' }]);
    expect(log.machine.waiterCount).to.equal(0);
  });

  it('keep their order under random pushes, moves and departures, as the digest of a replay shows', () => {
    const random = new SeededRandom(2024);
    const pick = (bound: number): number => random.next() % bound;
    const key = (): string => `k${pick(4)}`;
    const blocking = [
      () => ['blpop', key(), key(), '0'],
      () => ['brpop', key(), '5'],
      () => ['blmove', key(), key(), 'left', 'right', '0'],
      () => ['blmpop', '0', '2', key(), key(), 'left', 'count', '2'],
    ];
    const plainCommands = [
      () => ['rpush', key(), 'a', 'b'],
      () => ['lpush', key(), 'c'],
      () => ['lmove', key(), key(), 'left', 'right'],
      () => ['del', key()],
      () => ['set', key(), 'text'],
      () => ['rename', key(), key()],
    ];
    for (let step = 0; step < 3000; step++) {
      const lane = 1 + pick(12);
      if (log.machine.waiterOf(NODE_1, lane) !== undefined) {
        if (pick(3) === 0) log.batch({ lane, unblock: 'timeout' });
        continue;
      }
      const makers = pick(2) === 0 ? blocking : plainCommands;
      log.run(lane, ...(makers[pick(makers.length)] as () => string[])());
    }
    expect(log.events.length).to.be.greaterThan(300);
  });
});
