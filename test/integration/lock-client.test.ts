import { expect } from 'chai';
import { waitFor } from '../../compat-tests/support/wait.js';
import { Connections, type Lock, LockLost, LockNotAcquired, Locks } from '../../src/client/index.js';
import { useCluster } from './support/cluster.js';

describe('the client for locks', function () {
  this.timeout(60_000);
  const cluster = useCluster(3);
  let connections: Connections;
  let locks: Locks;
  beforeEach(() => {
    connections = new Connections({ nodes: cluster().nodes.map(({ port }) => `127.0.0.1:${port}`) });
    locks = new Locks(connections, { maxWaits: 50 });
  });
  afterEach(() => connections.close());

  const failure = async (promise: Promise<unknown>): Promise<unknown> =>
    promise.then(
      () => undefined,
      (error: unknown) => error,
    );

  /** Waits until so many stand in the line of a lock. */
  const lineOf = (name: string, length: number): Promise<unknown> =>
    waitFor(`${length} to wait for ${name}`, 20_000, async () => {
      const rows = (await connections.ask('DLOCK', 'WAITERS', name)) as unknown[];
      return rows.length === length;
    });

  it('holds a lock for the time of a block, and fences what is written late', async () => {
    let first: Lock;
    {
      await using lock = await locks.acquire('a', { meta: 'why' });
      first = lock;
      expect(String(await lock.guard('SET', 'k', '1'))).to.equal('OK');
      expect(await locks.tryAcquire('a')).to.equal(null);
      expect(await failure(locks.acquire('a', { wait: 50 }))).to.be.instanceOf(LockNotAcquired);
    }
    await using next = await locks.acquire('a');
    expect(next.token).to.be.greaterThan(first.token);
    expect(await failure(first.guard('SET', 'k', 'late'))).to.be.instanceOf(LockLost);
    expect(await failure(first.transaction([['SET', 'k', 'late']]))).to.be.instanceOf(LockLost);
    expect(
      (
        await next.transaction([
          ['INCR', 'k'],
          ['GET', 'k'],
        ])
      ).map(String),
    ).to.deep.equal(['2', '2']);
    expect(await first.release()).to.equal(false);
  });

  it('is told when a lock is broken or its key deleted, and a release is no loss', async () => {
    const [broken, deleted, released] = await Promise.all(['b', 'd', 'r'].map(name => locks.acquire(name)));
    await waitFor('the notices', 10_000, async () => {
      return String(await connections.ask('PUBSUB', 'NUMPAT')) === '1';
    });
    await Promise.all([connections.ask('DLOCK', 'BREAK', 'b'), connections.ask('DEL', 'd')]);
    await waitFor('both to be lost', 10_000, () =>
      Promise.resolve(broken!.signal.aborted && deleted!.signal.aborted),
    );
    expect(broken!.signal.reason).to.be.instanceOf(LockLost);
    expect(await released!.release()).to.equal(true);
    expect(released!.signal.aborted).to.equal(false);
  });

  it('gives up a wait when it is told to, and leaves the line', async () => {
    await using held = await locks.acquire('a');
    const abort = new AbortController();
    const waiting = failure(locks.acquire('a', { wait: Infinity, signal: abort.signal }));
    await lineOf('a', 1);
    abort.abort(new Error('enough'));
    expect(await waiting).to.have.property('message', 'enough');
    await lineOf('a', 0);
    expect(held.signal.aborted).to.equal(false);
  });

  it('holds 50 locks while 50 waits are pending, and loses none', async () => {
    const names = Array.from({ length: 50 }, (_, at) => `lock ${at}`);
    const held = await Promise.all(names.map(name => locks.acquire(name, { ttl: 3000 })));
    const waits = names.map(name => locks.acquire(name, { ttl: 3000, wait: Infinity }));
    await Promise.all(names.map(name => lineOf(name, 1)));
    const renewed = async (): Promise<boolean> => {
      const left = await Promise.all(names.map(name => connections.ask('PTTL', name)));
      return left.every(ttl => Number(ttl) > 1500);
    };
    // Longer than a lease: all of them live by their renewals alone.
    const from = performance.now();
    await waitFor('a lease to be over', 20_000, () => Promise.resolve(performance.now() - from > 4000));
    await waitFor('all to be renewed', 20_000, renewed);
    expect(held.filter(({ signal }) => signal.aborted)).to.deep.equal([]);
    expect(new Set(await Promise.all(held.map(lock => lock.release())))).to.deep.equal(new Set([true]));
    const next = await Promise.all(waits);
    expect(next.filter(({ signal }) => signal.aborted)).to.deep.equal([]);
    await Promise.all(next.map(lock => lock.release()));
  });

  it('keeps locks and places in line while the leader dies', async () => {
    const lock = await locks.acquire('a', { ttl: 20_000 });
    const waits = [1, 2].map(at => locks.acquire('a', { ttl: 20_000, wait: Infinity, meta: String(at) }));
    await lineOf('a', 2);
    await (await cluster().leader()).kill();
    await cluster().leader();
    expect(String(await lock.guard('SET', 'k', 'v').catch(() => lock.guard('SET', 'k', 'v')))).to.equal('OK');
    expect(await lock.release()).to.equal(true);
    const first = await Promise.race(waits);
    expect(first.token).to.be.greaterThan(lock.token);
    await first.release();
    const both = await Promise.all(waits);
    await Promise.all(both.map(each => each.release()));
    expect(both.map(({ signal }) => signal.aborted)).to.deep.equal([false, false]);
  });
});
