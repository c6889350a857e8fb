import { expect } from 'chai';
import { Locks } from './world.js';

const FENCED_WRITE = `
redis.call('DLOCK', 'GUARD', KEYS[1], ARGV[1])
redis.call('SET', KEYS[2], 'balance')
return redis.call('RPUSH', KEYS[3], ARGV[1])`;

describe('locks inside scripts and transactions', () => {
  let log: Locks;
  beforeEach(() => {
    log = new Locks();
  });
  afterEach(() => {
    expect(log.failures).to.deep.equal([]);
    expect(log.replay().digest()).to.equal(log.machine.digest());
  });
  const run = (script: string, keys: string[], ...args: (string | number)[]): unknown =>
    log.run(1, 'EVAL', script, String(keys.length), ...keys, ...args.map(String));

  it('are taken and released by a script, under the token that it is told', () => {
    const script = `
local grant = redis.call('DLOCK', 'ACQUIRE', KEYS[1], 1000)
redis.call('SET', 'seen', grant[1])
return redis.call('DLOCK', 'RELEASE', KEYS[1], grant[1])`;
    expect(run(script, ['a'])).to.equal(1);
    expect(log.info('a')).to.equal(null);
    expect(log.take(2, 'a')).to.be.greaterThan(Number(log.read('GET', 'seen')));
  });

  it('are not waited for by a script, whatever it asks', () => {
    log.take(2, 'a');
    const script = "return redis.call('DLOCK', 'ACQUIRE', KEYS[1], 1000, 'WAIT', 0) == false";
    expect(run(script, ['a'])).to.equal(1);
    expect(log.waiters('a')).to.deep.equal([]);
  });

  it('let a script write only while the token holds, all of it or nothing', () => {
    const token = log.take(2, 'a');
    expect(run(FENCED_WRITE, ['a', 'k', 'written'], token)).to.equal(1);
    log.lock(2, 'RELEASE', 'a', token);
    const next = log.take(3, 'a');
    log.run(1, 'DEL', 'k');
    expect(run(FENCED_WRITE, ['a', 'k', 'written'], token)).to.match(
      new RegExp(`^-FENCED token ${token} does not hold 'a'`),
    );
    expect(log.read('EXISTS', 'k')).to.equal(0);
    expect(log.read('LRANGE', 'written', '0', '-1')).to.deep.equal([String(token)]);
    expect(run(FENCED_WRITE, ['a', 'k', 'written'], next)).to.equal(2);
  });

  it('take a whole script under their guard', () => {
    const token = log.take(2, 'a');
    const script = ['EVAL', "return redis.call('INCR', 'n') + redis.call('INCR', 'n')", '0'];
    expect(log.lock(2, 'GUARD', 'a', token, ...script)).to.equal(3);
    log.lock(2, 'RELEASE', 'a', token);
    expect(log.lock(2, 'GUARD', 'a', token, ...script)).to.match(/^-FENCED/);
    expect(log.read('GET', 'n')).to.equal('2');
  });

  it('that a script or a transaction lets go pass to one waiter, when it is over as a whole', () => {
    const token = log.take(2, 'a');
    for (const lane of [3, 4]) log.wait(lane, 'a');
    const script = `
redis.call('DLOCK', 'RELEASE', KEYS[1], ARGV[1])
return redis.call('DLOCK', 'ACQUIRE', KEYS[1], 1000) == false`;
    expect(run(script, ['a'], token)).to.equal(1);
    expect(log.servedLanes()).to.deep.equal([3]);
    const holder = (log.info('a')?.['holders'] as { token: number }[])[0]!;
    log.multi(5, ['DLOCK', 'RELEASE', 'a', String(holder.token)], ['SET', 'k', 'v']);
    expect(log.servedLanes()).to.deep.equal([4]);
  });

  it('are taken in a transaction, beside what it writes', () => {
    const replies = log.multi(1, ['DLOCK', 'ACQUIRE', 'a', '1000'], ['SET', 'k', 'v']) as unknown[];
    expect(replies[0]).to.be.an('array').with.property('1', 1000);
    expect(replies[1]).to.equal('+OK');
  });
});
