import { expect } from 'chai';
import { Redis as Redis6, type RedisOptions } from 'ioredis';
import { Redis as Redis5, type RedisOptions as Options5 } from 'ioredis5';
import { startQuorate } from '../support/server-process.js';
import { waitFor } from '../support/wait.js';
import { KINDS, processBehind, useDeployment } from './deployment.js';

type Client = Redis6;
type Options = Omit<RedisOptions, 'replyMapping'>;

const VERSIONS: readonly { name: string; protocol: number; make: (options: Options) => Client }[] = [
  { name: 'ioredis 6', protocol: 3, make: options => new Redis6(options) },
  // Version 5 has the same methods; its types are of another package.
  { name: 'ioredis 5', protocol: 2, make: options => new Redis5(options as Options5) as unknown as Client },
];

for (const { name, protocol, make } of VERSIONS) {
  for (const kind of KINDS) {
    describe(`${name} with ${kind}`, () => {
      const deployment = useDeployment(kind);
      const clients: Client[] = [];

      function connect(options: Options = {}, node = 0): Client {
        const client = make({ host: '127.0.0.1', port: deployment.ports[node] ?? 0, ...options });
        client.on('error', () => undefined); // a lost connection is an event of its own here
        clients.push(client);
        return client;
      }

      afterEach(() => {
        for (const client of clients.splice(0)) client.disconnect();
      });

      it('connects to each node and passes the ready check', async () => {
        for (const node of deployment.ports.keys()) {
          const client = connect({}, node);
          await client.set('greeting', `from ${node}`);
          expect(await client.get('greeting')).to.equal(`from ${node}`);
          expect(client.status).to.equal('ready');
        }
      });

      it(`speaks RESP${protocol}`, async () => {
        const hello: unknown = await connect().call('HELLO');
        const fields = Array.isArray(hello) ? hello : Object.entries(hello as object).flat();
        expect(fields[fields.indexOf('proto') + 1]).to.equal(protocol);
      });

      it('sees on every node what it wrote on another, at once', async () => {
        const nodes = deployment.ports.map((_, node) => connect({}, node));
        for (let i = 0; i < 20; i++) {
          await nodes[i % nodes.length]?.set('turn', String(i));
          expect(await nodes[(i + 1) % nodes.length]?.get('turn')).to.equal(String(i));
        }
      });

      it('gets the answers of a pipeline in its order', async () => {
        const pipeline = connect().pipeline();
        for (let i = 0; i < 1000; i++) pipeline.incr('counter').set(`key:${i}`, String(i)).get(`key:${i}`);
        const answers = (await pipeline.exec()) ?? [];
        expect(answers.map(([error]) => error).filter(error => error !== null)).to.be.empty;
        const expected = Array.from({ length: 1000 }, (_, i) => [i + 1, 'OK', String(i)]).flat();
        expect(answers.map(([, reply]) => reply)).to.deep.equal(expected);
      });

      it('blocks with many clients, each served once', async function () {
        this.timeout(30_000);
        const popped = Array.from({ length: 60 }, (_, i) =>
          connect({}, i % deployment.ports.length).blpop('queue', 'other', 0),
        );
        const producer = connect();
        await waitFor('all blocked', 10_000, async () => (await blockedClients()) === 60);
        for (let i = 0; i < 60; i++) await producer.rpush('queue', `job ${i}`);
        const jobs = (await Promise.all(popped)).map(reply => reply?.[1]);
        expect(new Set(jobs).size).to.equal(60);
        expect(await producer.llen('queue')).to.equal(0);
      });

      async function blockedClients(): Promise<number> {
        let blocked = 0;
        for (const node of deployment.ports.keys()) {
          const info = await connect({}, node).info('clients');
          blocked += Number(/^blocked_clients:(\d+)/m.exec(info)?.[1]);
        }
        return blocked;
      }

      it('moves values of megabytes, and bytes of every kind', async function () {
        this.timeout(30_000);
        const client = connect();
        const every = Buffer.from(Array.from({ length: 256 }, (_, i) => i));
        const big = Buffer.concat(Array.from({ length: 32_768 }, () => every)); // 8 MiB
        await client.set(every, big);
        const read = await client.getBuffer(every);
        expect(read?.equals(big)).to.be.true;
        await client.rpush('list', every, big);
        expect((await client.lrangeBuffer('list', 0, 0))[0]?.equals(every)).to.be.true;
      });

      it('times a blocking pop out, and gives null', async () => {
        expect(await connect().blpop('nothing', 0.02)).to.equal(null);
      });

      if (kind === 'three nodes') {
        it('goes on at the next node when its own is killed', async function () {
          this.timeout(60_000);
          const [first = 0, second = 0] = deployment.ports;
          const client = connect({
            maxRetriesPerRequest: null,
            retryStrategy: () => {
              client.options.port = second;
              return 20;
            },
          });
          await client.set('before', '1');
          process.kill(await processBehind(first), 'SIGKILL');
          const writes = Array.from({ length: 100 }, (_, i) => client.set(`after:${i}`, String(i)));
          expect(new Set(await Promise.all(writes))).to.deep.equal(new Set(['OK']));
          expect(await client.mget('before', 'after:0', 'after:99')).to.deep.equal(['1', '0', '99']);
        });
      }
    });
  }

  describe(`${name} with a node that is killed and comes back`, () => {
    it('connects again by itself and finds all that was acknowledged', async function () {
      this.timeout(60_000);
      const server = await startQuorate();
      const client = make({
        host: '127.0.0.1',
        port: server.port,
        maxRetriesPerRequest: null,
        retryStrategy: () => 20,
      });
      client.on('error', () => undefined);
      try {
        for (let i = 0; i < 50; i++) await client.rpush('acknowledged', String(i));
        await server.crashAndRestart();
        expect(await client.lrange('acknowledged', 0, -1)).to.deep.equal(
          Array.from({ length: 50 }, (_, i) => String(i)),
        );
      } finally {
        client.disconnect();
        await server.stop();
      }
    });
  });
}
