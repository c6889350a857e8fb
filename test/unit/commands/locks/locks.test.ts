import { expect } from 'chai';
import { Locks, WRONG_TYPE } from './world.js';

describe('locks', () => {
  let log: Locks;
  beforeEach(() => (log = new Locks()));
  afterEach(() => {
    expect(log.failures).to.deep.equal([]);
    expect(log.replay().digest()).to.equal(log.machine.digest());
  });

  it('are granted under rising tokens, and to one at a time', () => {
    const [token, ttl] = log.lock(1, 'ACQUIRE', 'a', 5000) as [number, number];
    expect(ttl).to.equal(5000);
    expect(log.lock(2, 'ACQUIRE', 'a', 5000)).to.equal('NullArray');
    expect(log.take(2, 'b')).to.be.greaterThan(token);
    expect(log.lock(1, 'RELEASE', 'a', token)).to.equal(1);
    expect(log.take(2, 'a')).to.be.greaterThan(token);
    expect(log.lock(1, 'RELEASE', 'a', token)).to.equal(0);
    expect(log.info('a')).to.include({ mode: 'exclusive', permits: 1, waiters: 0 });
  });

  it('are not there when nobody holds or awaits them', () => {
    const token = log.take(1, 'a');
    expect(log.read('EXISTS', 'a')).to.equal(1);
    log.lock(1, 'RELEASE', 'a', token);
    expect(log.read('EXISTS', 'a')).to.equal(0);
    expect(log.info('a')).to.equal(null);
    for (const late of [
      ['RELEASE', 'a', token],
      ['RENEW', 'a', token, 9],
      ['DOWNGRADE', 'a', token],
    ])
      expect(log.lock(1, ...late)).to.equal(0);
    expect(log.lock(1, 'UPGRADE', 'a', token)).to.equal(`-FENCED token ${token} does not hold 'a'`);
    expect(log.lock(1, 'BREAK', 'a')).to.equal(0);
  });

  it('end with their lease, and a renewed one later, under the same token', () => {
    const token = log.take(1, 'a');
    log.stamp += 9_000;
    expect(log.lock(1, 'RENEW', 'a', token, 3000)).to.equal(3000);
    expect(log.read('PTTL', 'a')).to.equal(3000);
    log.pass(2999);
    expect(log.info('a')).to.have.nested.property('holders[0].token', token);
    log.pass(1);
    expect(log.info('a')).to.equal(null);
    expect(log.lock(1, 'RENEW', 'a', token, 3000)).to.equal(0);
    expect(log.lockEvents).to.deep.equal([`granted a ${token}`, `expired a ${token}`]);
  });

  it('run on lease time: no lease burns while nobody leads', () => {
    log.take(1, 'a');
    log.stamp += 60_000;
    log.append({ kind: 'gap', milliseconds: 55_000 });
    expect(log.read('PTTL', 'a')).to.equal(5000);
    log.pass(4999);
    expect(log.info('a')).not.to.equal(null);
    log.pass(1);
    expect(log.info('a')).to.equal(null);
  });

  it('are over for whoever comes next, though no tick has said so', () => {
    log.take(1, 'a');
    log.stamp += 10_000;
    expect(log.lock(2, 'ACQUIRE', 'a', 5)).to.be.an('array');
  });

  it('are read as of the fence: a lease that is due by it asks for a tick', () => {
    log.take(1, 'a');
    log.stamp += 10_000;
    log.ask('INFO', 'a');
    expect(log.machine.metDue).to.equal(true);
  });

  it('are shared by any number, and by as many as they have permits', () => {
    const shared = [1, 2, 3].map(lane => log.take(lane, 's', 'SHARED'));
    expect(log.lock(4, 'ACQUIRE', 's', 9)).to.equal('NullArray');
    expect(log.info('s')).to.include({ mode: 'shared', permits: 0 });
    for (const token of shared) log.lock(1, 'RELEASE', 's', token);
    log.take(4, 's');
    const [first] = [1, 2].map(lane => log.take(lane, 'p', 'PERMITS', 2));
    expect(log.lock(3, 'ACQUIRE', 'p', 9, 'PERMITS', 2)).to.equal('NullArray');
    expect(log.lock(3, 'ACQUIRE', 'p', 9, 'PERMITS', 3)).to.equal("-ERR 'p' is held with 2 permits");
    expect(log.lock(3, 'ACQUIRE', 'p', 9)).to.equal('NullArray');
    expect(log.info('p')).to.include({ mode: 'permits', permits: 2 });
    log.lock(1, 'RELEASE', 'p', first!);
    log.take(3, 'p', 'PERMITS', 2);
  });

  it('answer an owner who asks again with what it has', () => {
    const token = log.take(1, 'a', 'OWNER', 'me', 'META', 'first');
    log.stamp += 4000;
    expect(log.lock(2, 'ACQUIRE', 'a', 1000, 'OWNER', 'me')).to.deep.equal([token, 6000]);
    expect(log.lock(2, 'ACQUIRE', 'a', 9000, 'OWNER', 'me', 'META', 'second')).to.deep.equal([token, 9000]);
    expect(log.lock(2, 'ACQUIRE', 'a', 9, 'SHARED', 'OWNER', 'me')).to.equal(
      '-ERR owner holds the lock in another mode, use DLOCK UPGRADE or DLOCK DOWNGRADE',
    );
    expect(log.lock(3, 'ACQUIRE', 'a', 9, 'OWNER', 'you')).to.equal('NullArray');
    expect(log.info('a')?.['holders']).to.deep.equal([
      { token, owner: 'me', mode: 'exclusive', ttl: 9000, meta: 'second', bound: false },
    ]);
    log.lock(1, 'RELEASE', 'a', token);
    expect(log.info('a')).to.equal(null);
  });

  it('are not re-entrant for those who do not say who they are', () => {
    log.take(1, 'a');
    expect(log.lock(1, 'ACQUIRE', 'a', 9)).to.equal('NullArray');
  });

  it('are taken all or none', () => {
    const held = log.take(1, 'b');
    expect(log.lock(2, 'ACQUIREALL', 3, 'a', 'b', 'c', 9)).to.equal('NullArray');
    expect(log.info('a')).to.equal(null);
    log.lock(1, 'RELEASE', 'b', held);
    const [token] = log.lock(2, 'ACQUIREALL', 4, 'a', 'b', 'a', 'c', 900, 'OWNER', 'me') as [number];
    for (const name of ['a', 'b', 'c'])
      expect(log.info(name)).to.have.nested.property('holders[0].token', token);
    expect(log.lock(2, 'ACQUIREALL', 3, 'a', 'b', 'c', 900, 'OWNER', 'me')).to.deep.equal([token, 900]);
    expect(log.lock(2, 'ACQUIREALL', 2, 'd', 'a', 900, 'OWNER', 'me')).to.equal(
      "-ERR owner holds 'a' already, and not all the others with it",
    );
    expect(log.info('d')).to.equal(null);
    log.lock(2, 'RELEASE', 'b', token);
    expect(log.info('b')).to.equal(null);
    expect(log.info('a')).not.to.equal(null);
  });

  it('are made exclusive under a new token, and shared again under the same', () => {
    const [one, two] = [1, 2].map(lane => log.take(lane, 'a', 'SHARED'));
    expect(log.lock(1, 'UPGRADE', 'a', one!)).to.equal('NullArray');
    log.lock(2, 'RELEASE', 'a', two!);
    const [upgraded, left] = log.lock(1, 'UPGRADE', 'a', one!) as [number, number];
    expect([left, upgraded > one!]).to.deep.equal([10_000, true]);
    expect(log.lock(1, 'RELEASE', 'a', one!)).to.equal(0);
    expect(log.lock(2, 'ACQUIRE', 'a', 9, 'SHARED')).to.equal('NullArray');
    expect(log.lock(1, 'UPGRADE', 'a', upgraded)).to.deep.equal([upgraded, 10_000]);
    expect(log.lock(1, 'DOWNGRADE', 'a', upgraded)).to.equal(1);
    log.take(2, 'a', 'SHARED');
    const permit = log.take(3, 'p', 'PERMITS', 1);
    for (const verb of ['UPGRADE', 'DOWNGRADE'])
      expect(log.lock(3, verb, 'p', permit)).to.equal('-ERR a permit is neither shared nor exclusive');
  });

  it('are taken away by BREAK, and the holders lose them', () => {
    const tokens = [1, 2].map(lane => log.take(lane, 'a', 'SHARED'));
    log.run(5, 'SUBSCRIBE', '__dlock__:a');
    expect(log.lock(9, 'BREAK', 'a')).to.equal(2);
    expect(log.messages.map(({ message }) => message)).to.deep.equal(tokens.map(token => `lost ${token}`));
    expect(log.info('a')).to.equal(null);
    expect(log.lockEvents.slice(2)).to.deep.equal(tokens.map(token => `broken a ${token}`));
  });

  it('that are bound end with their connection, if its own node says so', () => {
    log.take(1, 'a', 'BOUND');
    log.take(1, 'b');
    log.wait(2, 'a');
    expect(log.info('a')).to.have.nested.property('holders[0].bound', true);
    log.gone(1);
    expect(log.servedLanes()).to.deep.equal([2]);
    expect(log.info('b')).not.to.equal(null);
    expect(log.lockEvents.filter(event => event.startsWith('released'))).to.have.length(1);
    expect(log.machine.bindings.has('1'.repeat(32), 1)).to.equal(false);
  });

  it('that are bound outlive a lost node, until their lease ends', () => {
    log.take(1, 'a', 'BOUND');
    log.open('1'.repeat(32), 2);
    expect(log.info('a')).not.to.equal(null);
    expect(log.machine.bindings.has('1'.repeat(32), 1)).to.equal(true);
    log.pass(10_000);
    expect(log.info('a')).to.equal(null);
    expect(log.machine.bindings.has('1'.repeat(32), 1)).to.equal(false);
  });

  it('are held back after an expiry for the time of lock-delay, and after nothing else', () => {
    log.run(9, 'quorate.setting', 'lock-delay', '500');
    const token = log.take(1, 'a');
    log.lock(1, 'RELEASE', 'a', token);
    log.take(1, 'a');
    log.lock(9, 'BREAK', 'a');
    log.take(1, 'a');
    log.pass(10_000);
    expect(log.lock(2, 'ACQUIRE', 'a', 9)).to.equal('NullArray');
    expect(log.info('a')).to.deep.equal({ mode: 'none', permits: 0, holders: [], waiters: 0 });
    log.wait(3, 'a');
    log.pass(499);
    expect(log.servedLanes()).to.deep.equal([]);
    log.pass(1);
    expect(log.servedLanes()).to.deep.equal([3]);
    log.pass(10_000);
    log.pass(500);
    expect(log.read('EXISTS', 'a')).to.equal(0);
  });

  it('are named by SCAN, among other keys', () => {
    log.take(1, 'lock 1');
    log.take(1, 'lock 2');
    log.run(1, 'SET', 'text', 'x');
    expect(log.ask('SCAN', '0', 'COUNT', '100')).to.deep.equal(['0', ['lock 2', 'lock 1']]);
    expect(log.ask('SCAN', '0', 'MATCH', '*2', 'COUNT', '100')).to.deep.equal(['0', ['lock 2']]);
    expect(log.read('SCAN', '0', 'TYPE', 'dlock', 'COUNT', '100')).to.have.nested.property('[1].length', 2);
  });

  it('refuse what makes no sense', () => {
    const syntax = '-ERR syntax error';
    const ttl = '-ERR ttl is not an integer or out of range';
    const token = '-ERR token is not an integer or out of range';
    const number = '-ERR value is not an integer or out of range';
    const cases: [(string | number)[], string][] = [
      [['ACQUIRE', 'a', 0], ttl],
      [['ACQUIRE', 'a', 1e12 + 1], ttl],
      [['ACQUIRE', 'a', 'x'], ttl],
      [['ACQUIRE', 'a', 9, 'SHARED', 'SHARED'], syntax],
      [['ACQUIRE', 'a', 9, 'SHARED', 'EXCLUSIVE'], syntax],
      [['ACQUIRE', 'a', 9, 'SHARED', 'PERMITS', 2], syntax],
      [['ACQUIRE', 'a', 9, 'WAIT'], syntax],
      [['ACQUIRE', 'a', 9, 'WHAT'], syntax],
      [['ACQUIRE', 'a', 9, 'WAIT', -1], number],
      [['ACQUIRE', 'a', 9, 'PERMITS', 0], number],
      [['ACQUIRE', 'a', 9, 'OWNER', ''], '-ERR owner is empty'],
      [['ACQUIREALL', 0, 'a', 9], '-ERR numlocks should be greater than 0'],
      [['ACQUIREALL', 'x', 'a', 9], '-ERR numlocks should be greater than 0'],
      [['ACQUIREALL', 2, 'a', 9], syntax],
      [['RELEASE', 'a', 'x'], token],
      [['RELEASE', 'a', -1], token],
      [['RENEW', 'a', 1, 0], ttl],
      [['UPGRADE', 'a', 1, 'WAIT'], syntax],
      [['GUARD', 'a', 'x', 'GET', 'b'], token],
    ];
    for (const [argv, error] of cases) expect(log.lock(1, ...argv), argv.join(' ')).to.equal(error);
    log.run(1, 'RPUSH', 'list', 'x');
    for (const argv of [
      ['ACQUIRE', 'list', 9],
      ['ACQUIREALL', 2, 'a', 'list', 9],
      ['RELEASE', 'list', 1],
      ['BREAK', 'list'],
      ['GUARD', 'list', 1, 'PING'],
    ])
      expect(log.lock(1, ...argv), argv.join(' ')).to.equal(WRONG_TYPE);
    for (const verb of ['INFO', 'WAITERS']) expect(log.ask(verb, 'list')).to.equal(WRONG_TYPE);
    expect(log.read('EXISTS', 'a')).to.equal(0);
  });
});
