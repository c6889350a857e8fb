import { expect } from 'chai';
import { Redis } from 'ioredis';
import Redlock from 'redlock';
import { Mutex, RedlockMutex, Semaphore } from 'redis-semaphore';
import { KINDS, useDeployment } from './deployment.js';

const failure = async (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  );

for (const kind of KINDS) {
  describe(`lock libraries with ${kind}`, function () {
    this.timeout(60_000);
    const deployment = useDeployment(kind);
    const clients: Redis[] = [];

    function connect(node = 0): Redis {
      const client = new Redis(deployment.ports[node % deployment.ports.length] ?? 0, '127.0.0.1');
      client.on('error', () => undefined);
      clients.push(client);
      return client;
    }

    function redlock(...nodes: Redis[]): Redlock {
      const made = new Redlock(nodes, { retryCount: 2, retryDelay: 20, retryJitter: 5 });
      made.on('error', () => undefined);
      return made;
    }

    afterEach(() => {
      for (const client of clients.splice(0)) client.disconnect();
    });

    it('redlock takes, extends and releases locks, one or several, and only one at a time', async () => {
      const [one, two] = [redlock(connect(0)), redlock(connect(1))];
      let lock = await one.acquire(['a', 'b'], 5000);
      expect(await failure(two.acquire(['b'], 5000))).to.be.instanceOf(Error);
      lock = await lock.extend(9000);
      expect(await connect(1).pttl('a')).to.be.within(6000, 9000);
      await lock.release();
      await (await two.acquire(['b'], 5000)).release();
      expect(await failure(lock.release())).to.be.instanceOf(Error);
    });

    it('redlock keeps a lock while its routine runs, longer than the lock was asked for', async () => {
      const [one, two] = [redlock(connect(0)), redlock(connect(1))];
      const left = await one.using(['a'], 1000, async signal => {
        await new Promise(resolve => setTimeout(resolve, 1500));
        expect(await failure(two.acquire(['a'], 1000))).to.be.instanceOf(Error);
        return signal.aborted;
      });
      expect(left).to.equal(false);
      await (await two.acquire(['a'], 1000)).release();
    });

    it('redlock keeps its fencing token over an extension, and GUARD knows it', async () => {
      const client = connect();
      let lock = await redlock(client).acquire(['a'], 5000);
      const token = await client.call('DLOCK', 'TOKEN', 'a', lock.value);
      lock = await lock.extend(5000);
      expect(await client.call('DLOCK', 'TOKEN', 'a', lock.value)).to.equal(token);
      expect(await client.call('DLOCK', 'GUARD', 'a', String(token), 'SET', 'k', 'v')).to.equal('OK');
      await lock.release();
      const late = await failure(client.call('DLOCK', 'GUARD', 'a', String(token), 'SET', 'k', 'w'));
      expect(late)
        .to.have.property('message')
        .that.matches(/^FENCED/);
    });

    it('redlock and DLOCK keep each other out', async () => {
      const client = connect();
      const lock = await redlock(client).acquire(['a'], 5000);
      expect(await client.call('DLOCK', 'ACQUIRE', 'a', '5000')).to.equal(null);
      const waiting = connect(1).call('DLOCK', 'ACQUIRE', 'a', '5000', 'WAIT', '0');
      await lock.release();
      const [token] = (await waiting) as [number];
      expect(await failure(redlock(client).acquire(['a'], 5000))).to.be.instanceOf(Error);
      expect(await client.call('DLOCK', 'RELEASE', 'a', token)).to.equal(1);
    });

    it('redis-semaphore: a mutex and a semaphore', async () => {
      const options = { acquireTimeout: 300, lockTimeout: 5000, retryInterval: 10 };
      const [one, two] = [new Mutex(connect(0), 'm', options), new Mutex(connect(1), 'm', options)];
      await one.acquire();
      expect(await two.tryAcquire()).to.equal(false);
      await one.release();
      await two.acquire();
      await two.release();
      const [first, second, third] = [0, 1, 2].map(at => new Semaphore(connect(at), 's', 2, options));
      await first!.acquire();
      await second!.acquire();
      expect(await failure(third!.acquire())).to.be.instanceOf(Error);
      await first!.release();
      await third!.acquire();
      for (const each of [second, third]) await each!.release();
    });

    if (kind === 'three nodes') {
      it('a majority of the nodes of one cluster cannot be won: they are one server', async () => {
        const nodes = [0, 1, 2].map(connect);
        expect(await failure(redlock(...nodes).acquire(['a'], 5000))).to.be.instanceOf(Error);
        const mutex = new RedlockMutex(nodes, 'm', { acquireTimeout: 300, retryInterval: 10 });
        expect(await failure(mutex.acquire())).to.be.instanceOf(Error);
        await (await redlock(nodes[1]!).acquire(['a'], 5000)).release();
      });
    }
  });
}
