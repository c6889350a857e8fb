import { expect } from 'chai';
import { Locks } from './world.js';

describe('guards', () => {
  let log: Locks;
  let token: number;
  beforeEach(() => {
    log = new Locks();
    token = log.take(1, 'a');
  });
  afterEach(() => {
    expect(log.failures).to.deep.equal([]);
    expect(log.replay().digest()).to.equal(log.machine.digest());
  });
  const fenced = (late: number): string => `-FENCED token ${late} does not hold 'a'`;

  it('run a command while the token holds the lock', () => {
    expect(log.lock(1, 'GUARD', 'a', token, 'SET', 'k', 'v')).to.equal('+OK');
    expect(log.lock(1, 'GUARD', 'a', token, 'GET', 'k')).to.equal('v');
    expect(log.lock(1, 'GUARD', 'a', token)).to.equal('+OK');
    log.pass(10_000);
    for (const command of [['SET', 'k', 'late'], ['GET', 'k'], []])
      expect(log.lock(1, 'GUARD', 'a', token, ...command)).to.equal(fenced(token));
    expect(log.read('GET', 'k')).to.equal('v');
  });

  it('refuse the token of an earlier hold', () => {
    log.lock(1, 'RELEASE', 'a', token);
    const next = log.take(2, 'a');
    expect(log.lock(1, 'GUARD', 'a', token, 'SET', 'k', 'late')).to.equal(fenced(token));
    expect(log.lock(2, 'GUARD', 'a', next, 'SET', 'k', 'v')).to.equal('+OK');
  });

  it('answer as the command would, errors too', () => {
    log.run(1, 'SET', 'text', 'x');
    const cases: [string[], string][] = [
      [['LPUSH', 'text', 'x'], '-WRONGTYPE Operation against a key holding the wrong kind of value'],
      [['NOSUCH'], "-ERR unknown command 'NOSUCH', with args beginning with: "],
      [['GET'], "-ERR wrong number of arguments for 'get' command"],
      [['MULTI'], '-ERR This command is not allowed inside another one'],
      [['INFO'], '-ERR This command is not allowed inside another one'],
      [['quorate.exec', '0'], "-ERR unknown command 'quorate.exec', with args beginning with: '0' "],
      [['DLOCK', 'GUARD', 'a', String(token), 'GET', 'x'], '-ERR GUARD calls can not be nested'],
    ];
    for (const [argv, error] of cases)
      expect(log.lock(1, 'GUARD', 'a', token, ...argv), argv.join(' ')).to.equal(error);
  });

  it('without a command are conditions of a transaction: nothing of it is done when one is broken', () => {
    const guard = (late: number): string[] => ['DLOCK', 'GUARD', 'a', String(late)];
    expect(log.multi(1, ['SET', 'k', '1'], guard(token))).to.deep.equal(['+OK', '+OK']);
    expect(log.multi(1, ['SET', 'k', '2'], guard(token), guard(token + 1))).to.equal(fenced(token + 1));
    expect(log.multi(1, ['SET', 'k', '3'], ['DLOCK', 'GUARD', 'a', 'x'])).to.equal(
      '-ERR token is not an integer or out of range',
    );
    expect(log.read('GET', 'k')).to.equal('1');
    // With a command it is one of the commands, and hinders no other.
    const late = ['DLOCK', 'GUARD', 'a', '999', 'SET', 'k', '4'];
    expect(log.multi(1, late, ['SET', 'k', '5'])).to.deep.equal([fenced(999), '+OK']);
  });

  it('leave the lock to the command inside: it may let it go', () => {
    expect(log.lock(1, 'GUARD', 'a', token, 'DLOCK', 'RELEASE', 'a', String(token))).to.equal(1);
    expect(log.info('a')).to.equal(null);
  });
});

describe('deadlocks', () => {
  let log: Locks;
  beforeEach(() => (log = new Locks()));
  afterEach(() => {
    expect(log.failures).to.deep.equal([]);
    expect(log.replay().digest()).to.equal(log.machine.digest());
  });
  const own = (lane: number, name: string, owner: string): number => log.take(lane, name, 'OWNER', owner);
  const want = (lane: number, name: string, owner: string, ...rest: string[]): unknown =>
    log.lock(lane, 'ACQUIRE', name, 9, 'WAIT', 0, 'OWNER', owner, ...rest);

  it('are refused to the one who would close the circle, and nobody else is disturbed', () => {
    own(1, 'a', 'one');
    const b = own(2, 'b', 'two');
    own(3, 'c', 'three');
    expect(want(1, 'b', 'one')).to.equal('Blocked');
    expect(want(2, 'c', 'two')).to.equal('Blocked');
    expect(want(3, 'a', 'three')).to.equal(
      "-DEADLOCK it would wait for itself: 'three' -> 'a' -> 'one' -> 'b' -> 'two' -> 'c' -> 'three'",
    );
    expect(log.machine.waiterCount).to.equal(2);
    log.lock(2, 'RELEASE', 'b', b);
    expect(log.servedLanes()).to.deep.equal([1]);
  });

  it('are found through those who stand in front in a line', () => {
    own(1, 'a', 'one');
    log.wait(2, 'a', 'OWNER', 'two');
    own(3, 'b', 'three');
    own(2, 'c', 'two');
    expect(want(3, 'a', 'three')).to.equal('Blocked');
    expect(want(1, 'c', 'one')).to.match(/^-DEADLOCK/);
    expect(want(2, 'b', 'two', 'SHARED')).to.match(/^-DEADLOCK/);
  });

  it('are found through ACQUIREALL and upgrades', () => {
    own(1, 'a', 'one');
    own(2, 'b', 'two');
    expect(log.lock(1, 'ACQUIREALL', 2, 'b', 'c', 9, 'WAIT', 0, 'OWNER', 'one')).to.equal('Blocked');
    expect(want(2, 'a', 'two')).to.match(/^-DEADLOCK/);
    const shared = ['three', 'four'].map((owner, at) => log.take(3 + at, 's', 'SHARED', 'OWNER', owner));
    expect(log.lock(3, 'UPGRADE', 's', shared[0]!, 'WAIT', 0)).to.equal('Blocked');
    expect(log.lock(4, 'UPGRADE', 's', shared[1]!, 'WAIT', 0)).to.equal(
      "-DEADLOCK another holder of 's' waits to upgrade it",
    );
    own(3, 'x', 'three');
    expect(want(4, 'x', 'four')).to.match(/^-DEADLOCK/);
  });

  it('are not seen where waits were asked for again behind those of a node that is gone', () => {
    const token = own(1, 'a', 'one');
    for (const lane of [2, 3, 4, 5])
      expect(want(lane, 'a', lane % 2 === 0 ? 'two' : 'three')).to.equal('Blocked');
    log.lock(1, 'RELEASE', 'a', token);
    // Both requests of the same owner are answered with one hold.
    const served = log.served();
    expect(served.map(([lane]) => lane)).to.deep.equal([2, 4]);
    expect(served[0]![1]).to.deep.equal(served[1]![1]);
  });

  it('are not seen where somebody only asks again, or does not say who he is', () => {
    own(1, 'a', 'one');
    expect(want(2, 'a', 'two')).to.equal('Blocked');
    expect(want(3, 'a', 'two')).to.equal('Blocked');
    log.take(4, 'b');
    expect(want(1, 'b', 'one')).to.equal('Blocked');
    expect(log.lock(4, 'ACQUIRE', 'a', 9, 'WAIT', 0)).to.equal('Blocked');
  });

  it('do not arise among those who take all at once', () => {
    for (const [lane, names] of [
      [1, ['a', 'b']],
      [2, ['b', 'c']],
      [3, ['c', 'a']],
    ] as const)
      log.lock(lane, 'ACQUIREALL', 2, ...names, 9000, 'WAIT', 0, 'OWNER', `o${lane}`);
    const holder = (name: string): number =>
      (log.info(name)?.['holders'] as { token: number }[])[0]?.token ?? 0;
    const first = holder('a');
    for (const name of ['a', 'b']) log.lock(1, 'RELEASE', name, first);
    expect(log.servedLanes()).to.deep.equal([2]);
    const second = holder('b');
    for (const name of ['b', 'c']) log.lock(1, 'RELEASE', name, second);
    expect(log.servedLanes()).to.deep.equal([3]);
  });
});
