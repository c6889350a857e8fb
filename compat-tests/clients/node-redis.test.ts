import { expect } from 'chai';
import { RESP_TYPES, type RedisClientType, createClient } from 'node-redis';
import { waitFor } from '../support/wait.js';
import { KINDS, processBehind, useDeployment } from './deployment.js';

for (const RESP of [2, 3] as const) {
  for (const kind of KINDS) {
    describe(`node-redis over RESP${RESP} with ${kind}`, () => {
      const deployment = useDeployment(kind);
      const clients: { destroy(): void }[] = [];

      async function connect(node = 0): Promise<RedisClientType> {
        const client = createClient({
          socket: {
            host: '127.0.0.1',
            port: deployment.ports[node] ?? 0,
            reconnectStrategy: 20,
          },
          RESP,
        });
        client.on('error', () => undefined); // a lost connection is an event of its own here
        await client.connect();
        clients.push(client);
        return client as unknown as RedisClientType;
      }

      afterEach(() => {
        for (const client of clients.splice(0)) client.destroy();
      });

      it('connects to each node', async () => {
        for (const node of deployment.ports.keys()) {
          const client = await connect(node);
          await client.set('greeting', `from ${node}`, { EX: 100 });
          expect(await client.get('greeting')).to.equal(`from ${node}`);
          expect(await client.ttl('greeting')).to.be.within(98, 100);
        }
      });

      it('gets the answers of a pipeline in its order', async () => {
        const client = await connect();
        const writes = Array.from({ length: 1000 }, (_, i) => client.incr(`n:${i % 10}`));
        expect(await Promise.all(writes)).to.deep.equal(
          Array.from({ length: 1000 }, (_, i) => Math.floor(i / 10) + 1),
        );
      });

      it('blocks with many clients, each served once', async function () {
        this.timeout(30_000);
        const nodes = deployment.ports.length;
        const workers = await Promise.all(Array.from({ length: 30 }, (_, i) => connect(i % nodes)));
        const popped = workers.map(worker => worker.brPop(['queue', 'other'], 0));
        const producer = await connect();
        const observers = await Promise.all(deployment.ports.map((_, node) => connect(node)));
        await waitFor('all blocked', 10_000, async () => {
          const infos = await Promise.all(observers.map(observer => observer.info('clients')));
          const counts = infos.map(info => Number(/^blocked_clients:(\d+)/m.exec(info)?.[1]));
          return counts.reduce((sum, count) => sum + count, 0) === 30;
        });
        await Promise.all(Array.from({ length: 30 }, (_, i) => producer.lPush('queue', `job ${i}`)));
        const jobs = (await Promise.all(popped)).map(reply => reply?.element);
        expect(new Set(jobs).size).to.equal(30);
        expect(await producer.lLen('queue')).to.equal(0);
      });

      it('iterates over all keys while others come and go', async () => {
        const client = await connect();
        await client.mSet(Array.from({ length: 500 }, (_, i) => [`stays:${i}`, 'v'] as [string, string]));
        const seen = new Set<string>();
        for await (const keys of client.scanIterator({ MATCH: 'stays:*', COUNT: 7 })) {
          for (const key of keys) seen.add(key);
          await client.set(`comes:${seen.size}`, 'v');
          await client.del(`comes:${seen.size - 1}`);
        }
        expect(seen.size).to.equal(500);
      });

      it('moves bytes of every kind', async () => {
        const client = (await connect()).withTypeMapping({ [RESP_TYPES.BLOB_STRING]: Buffer });
        const every = Buffer.from(Array.from({ length: 65_536 }, (_, i) => i % 256));
        await client.set('bytes', every);
        const read: unknown = await client.get('bytes');
        expect(Buffer.isBuffer(read) && read.equals(every)).to.be.true;
      });

      if (kind === 'three nodes') {
        it('loses nothing acknowledged when another node is killed', async function () {
          this.timeout(60_000);
          const client = await connect(0);
          const pid = await processBehind(deployment.ports.at(-1) ?? 0);
          const answers: Promise<number>[] = [];
          for (let i = 0; i < 300; i++) {
            if (i === 100) process.kill(pid, 'SIGKILL');
            answers.push(client.rPush('log', String(i)));
          }
          expect(await Promise.all(answers)).to.deep.equal(Array.from({ length: 300 }, (_, i) => i + 1));
          expect(await client.lLen('log')).to.equal(300);
        });
      }
    });
  }
}
