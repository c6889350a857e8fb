import { expect } from 'chai';
import { command, Locks } from './world.js';

describe('those who wait for locks', () => {
  let log: Locks;
  beforeEach(() => (log = new Locks()));
  afterEach(() => {
    expect(log.failures).to.deep.equal([]);
    expect(log.replay().digest()).to.equal(log.machine.digest());
  });

  it('get them in order of arrival, one for each release, and nobody comes in between', () => {
    let token = log.take(1, 'a');
    for (const lane of [5, 3, 4]) log.wait(lane, 'a');
    for (const lane of [5, 3, 4]) {
      // Whoever asks in the same batch, behind the release, is behind all of them.
      const replies = log.batch(
        command(1, 'DLOCK', 'RELEASE', 'a', String(token)),
        command(9, 'DLOCK', 'ACQUIRE', 'a', '9'),
      );
      expect(replies).to.deep.equal([1, 'NullArray']);
      const [[served, reply] = [0, null]] = log.served();
      expect(served).to.equal(lane);
      const before = token;
      [token] = reply as [number];
      expect(token).to.be.greaterThan(before);
    }
  });

  it('get it when the lease ends, at once and before any newcomer', () => {
    log.take(1, 'a');
    log.wait(2, 'a');
    log.stamp += 10_000;
    expect(log.lock(3, 'ACQUIRE', 'a', 9)).to.equal('NullArray');
    expect(log.servedLanes()).to.deep.equal([2]);
  });

  it('share it with those who stand directly behind them, and pass nobody', () => {
    const token = log.take(1, 'a');
    for (const lane of [2, 3]) log.wait(lane, 'a', 'SHARED');
    log.wait(4, 'a');
    log.wait(5, 'a', 'SHARED');
    log.lock(1, 'RELEASE', 'a', token);
    const served = log.served();
    expect(served.map(([lane]) => lane)).to.deep.equal([2, 3]);
    expect(log.lock(6, 'ACQUIRE', 'a', 9, 'SHARED')).to.equal('NullArray');
    for (const [, reply] of served) log.lock(1, 'RELEASE', 'a', (reply as [number])[0]);
    expect(log.servedLanes()).to.deep.equal([4]);
  });

  it('make way for those behind them when they leave', () => {
    log.take(1, 'a', 'SHARED');
    log.wait(2, 'a');
    log.wait(3, 'a', 'SHARED');
    log.wait(4, 'a', 'SHARED');
    log.batch({ lane: 2, unblock: 'timeout' });
    const events = log.takeEvents();
    expect(events[0]).to.deep.equal({ ended: 2, reason: 'timeout', reply: 'NullArray' });
    expect(events.slice(1).map(event => 'served' in event && event.served)).to.deep.equal([3, 4]);
  });

  it('for several locks get all at once, and are not passed at any of them', () => {
    const [a, b] = ['a', 'b'].map(name => log.take(1, name));
    expect(log.lock(2, 'ACQUIREALL', 3, 'a', 'b', 'c', 9, 'WAIT', 0)).to.equal('Blocked');
    expect(log.lock(3, 'ACQUIRE', 'c', 9)).to.equal('NullArray');
    expect(log.run(3, 'SET', 'c', 'x', 'NX')).to.equal(null);
    log.wait(4, 'b');
    log.lock(1, 'RELEASE', 'b', b!);
    expect(log.servedLanes()).to.deep.equal([]);
    log.lock(1, 'RELEASE', 'a', a!);
    const [[lane, reply] = [0, null]] = log.served();
    expect(lane).to.equal(2);
    const token = (reply as [number])[0];
    for (const name of ['a', 'b', 'c'])
      expect(log.info(name)).to.have.nested.property('holders[0].token', token);
  });

  it('for several locks leave nothing behind when they give up', () => {
    log.take(1, 'a');
    log.lock(2, 'ACQUIREALL', 2, 'a', 'free', 9, 'WAIT', 50);
    expect(log.read('EXISTS', 'free')).to.equal(1);
    log.wait(3, 'free');
    log.batch({ lane: 2, unblock: 'timeout' });
    expect(log.servedLanes()).to.deep.equal([3]);
    log.lock(2, 'ACQUIREALL', 2, 'a', 'other', 9, 'WAIT', 50);
    log.gone(2);
    expect(log.read('EXISTS', 'other')).to.equal(0);
  });

  it('to upgrade stand in front of all others', () => {
    const [one, two] = [1, 2].map(lane => log.take(lane, 'a', 'SHARED'));
    log.wait(3, 'a');
    expect(log.lock(1, 'UPGRADE', 'a', one!, 'WAIT', 0)).to.equal('Blocked');
    expect(log.waiters('a').map(({ mode }) => mode)).to.deep.equal(['upgrade', 'exclusive']);
    log.lock(2, 'RELEASE', 'a', two!);
    const [[lane, reply] = [0, null]] = log.served();
    expect(lane).to.equal(1);
    log.lock(1, 'RELEASE', 'a', (reply as [number])[0]);
    expect(log.servedLanes()).to.deep.equal([3]);
  });

  it('to upgrade are told when they lose what they have', () => {
    const one = log.take(1, 'a', 'SHARED');
    log.stamp += 5000;
    log.take(2, 'a', 'SHARED');
    log.lock(1, 'UPGRADE', 'a', one, 'WAIT', 0);
    log.pass(5000);
    expect(log.served()).to.deep.equal([[1, `-FENCED token ${one} does not hold 'a'`]]);
  });

  it('go on when their key is something else for a while, and get it when that ends', () => {
    log.run(1, 'SET', 'a', 'redlock', 'NX', 'PX', '500');
    log.wait(2, 'a');
    expect(log.info('a')).to.include({ mode: 'string', waiters: 1 });
    log.stamp += 500;
    expect(log.run(3, 'SET', 'a', 'other', 'NX', 'PX', '500')).to.equal(null);
    expect(log.servedLanes()).to.deep.equal([2]);
    log.wait(4, 'a');
    log.run(9, 'DEL', 'a');
    expect(log.servedLanes()).to.deep.equal([4]);
  });

  it('are served by DEL, BREAK and FLUSHDB too, and the holders told', () => {
    for (const end of [['DEL', 'a'], ['UNLINK', 'a'], ['DLOCK', 'BREAK', 'a'], ['FLUSHDB'], ['FLUSHALL']]) {
      const token = log.take(1, 'a');
      log.wait(2, 'a');
      log.lockEvents.splice(0);
      log.run(9, ...end);
      expect(log.servedLanes(), end.join(' ')).to.deep.equal([2]);
      expect(log.lockEvents[0]).to.equal(`${end.includes('BREAK') ? 'broken' : 'deleted'} a ${token}`);
      log.run(9, 'DEL', 'a');
    }
  });

  it('move with their database when it is swapped for another', () => {
    log.take(1, 'a');
    log.wait(2, 'a');
    log.run(9, 'SWAPDB', '0', '1');
    expect(log.servedLanes()).to.deep.equal([2]);
    expect(log.machine.keyspace.database(1).has('a')).to.equal(true);
    log.lock(3, 'ACQUIREALL', 2, 'a', 'free', 9, 'WAIT', 0);
    log.run(9, 'SWAPDB', '0', '2');
    expect(log.machine.keyspace.database(2).has('free')).to.equal(false);
  });

  it('give back what they got when their client was gone, but not what its owner has asked for again', () => {
    const token = log.take(1, 'a');
    log.wait(2, 'a', 'OWNER', 'me');
    log.wait(3, 'a');
    log.lock(1, 'RELEASE', 'a', token);
    const [served] = log.takeEvents() as unknown as [{ giveBack: string[]; reply: [number] }];
    expect(log.lock(4, 'ACQUIRE', 'a', 9, 'OWNER', 'me')).to.deep.equal([served.reply[0], 10_000]);
    log.run(2, ...served.giveBack);
    expect(log.servedLanes()).to.deep.equal([]);
    log.lock(4, 'RELEASE', 'a', served.reply[0]);
    const [next] = log.takeEvents() as unknown as [{ giveBack: string[] }];
    log.wait(5, 'a');
    log.run(3, ...next.giveBack);
    expect(log.servedLanes()).to.deep.equal([5]);
  });

  it('never wait in transactions and guards', () => {
    log.take(1, 'a');
    const held = log.take(2, 'b');
    const wait = ['DLOCK', 'ACQUIRE', 'a', '9', 'WAIT', '0'];
    expect(log.multi(3, wait)).to.deep.equal(['NullArray']);
    expect(log.lock(3, 'GUARD', 'b', held, ...wait)).to.equal('NullArray');
  });

  it('are shown with what they want and how long they have waited', () => {
    log.take(1, 'a');
    log.lock(2, 'ACQUIRE', 'a', 9, 'WAIT', 500, 'OWNER', 'me', 'META', 'why', 'SHARED');
    log.stamp += 200;
    log.wait(3, 'a');
    expect(log.waiters('a')).to.deep.equal([
      { owner: 'me', mode: 'shared', 'waited-ms': 200, 'left-ms': 300, meta: 'why' },
      { owner: null, mode: 'exclusive', 'waited-ms': 0, 'left-ms': -1, meta: '' },
    ]);
    expect(log.waiters('free')).to.deep.equal([]);
  });
});
