import { expect } from 'chai';
import { Cluster as Cluster6, Redis as Redis6 } from 'ioredis';
import { Cluster as Cluster5, Redis as Redis5 } from 'ioredis5';
import { createCluster, createSentinel } from 'node-redis';
import { RawConnection } from '../support/raw-connection.js';
import { within } from '../support/wait.js';
import { processBehind, useDeployment } from './deployment.js';

/** What these tests need of a client, whatever its kind. */
interface Client {
  set(key: string, value: string): Promise<unknown>;
  get(key: string): Promise<unknown>;
  end(): void;
}

interface Address {
  readonly host: string;
  readonly port: number;
}

const LIMIT_MS = 45_000;
const quiet = (): void => undefined; // a lost connection is an event of its own here

const fromRedis = (client: Redis6 | Cluster6): Client => {
  client.on('error', quiet);
  return {
    set: (key, value) => client.set(key, value),
    get: key => client.get(key),
    end: () => client.disconnect(),
  };
};

/** As their manuals say, for a set-up with sentinels or a cluster at these addresses. */
const CLIENTS: readonly (readonly [string, (nodes: Address[]) => Client | Promise<Client>])[] = [
  [
    'ioredis 6 with Sentinel',
    sentinels =>
      fromRedis(
        new Redis6({ sentinels, name: 'mymaster', failoverDetector: true, maxRetriesPerRequest: null }),
      ),
  ],
  [
    'ioredis 5 with Sentinel',
    sentinels =>
      fromRedis(
        new Redis5({
          sentinels,
          name: 'mymaster',
          failoverDetector: true,
          maxRetriesPerRequest: null,
        }) as unknown as Redis6,
      ),
  ],
  ['ioredis 6 with Cluster', nodes => fromRedis(new Cluster6(nodes))],
  ['ioredis 5 with Cluster', nodes => fromRedis(new Cluster5(nodes) as unknown as Cluster6)],
  [
    'node-redis with Sentinel',
    async sentinelRootNodes => {
      const client = createSentinel({ name: 'mymaster', sentinelRootNodes, scanInterval: 500 });
      client.on('error', quiet);
      await client.connect();
      return {
        set: (key, value) => client.set(key, value),
        get: key => client.get(key),
        end: () => void client.destroy(),
      };
    },
  ],
  [
    'node-redis with Cluster',
    async nodes => {
      const client = createCluster({ rootNodes: nodes.map(socket => ({ socket })) });
      client.on('error', quiet);
      await client.connect();
      return {
        set: (key, value) => client.set(key, value),
        get: key => client.get(key),
        end: () => client.destroy(),
      };
    },
  ],
];

/** Repeats until it is done: what a client does not retry by itself its user does. */
async function persistently<T>(what: string, run: () => Promise<T>): Promise<T> {
  const attempt = async (): Promise<T> => {
    for (;;) {
      try {
        return await within(what, 5_000, run());
      } catch {
        await new Promise(resolve => setTimeout(resolve, 50));
      }
    }
  };
  return within(what, LIMIT_MS, attempt());
}

async function leaderOf(port: number): Promise<number> {
  const connection = await RawConnection.open(port);
  const { items } = await connection.ask('SENTINEL', 'GET-MASTER-ADDR-BY-NAME', 'mymaster');
  connection.close();
  return Number(items[1]?.text);
}

for (const [name, make] of CLIENTS) {
  describe(`${name} on three nodes`, () => {
    const deployment = useDeployment('three nodes');

    it('finds the leader, and the next one when that is killed', async function () {
      this.timeout(120_000);
      const client = await make(deployment.ports.map(port => ({ host: '127.0.0.1', port })));
      try {
        for (let at = 0; at < 50; at++) await client.set(`before:${at}`, String(at));
        const leader = await leaderOf(deployment.ports[0] ?? 0);
        process.kill(await processBehind(leader), 'SIGKILL');
        for (let at = 0; at < 50; at++) {
          await persistently(`SET ${at}`, () => client.set(`after:${at}`, String(at)));
        }
        for (let at = 0; at < 50; at++) {
          expect(await persistently('GET', () => client.get(`before:${at}`))).to.equal(String(at));
          expect(await persistently('GET', () => client.get(`after:${at}`))).to.equal(String(at));
        }
      } finally {
        client.end();
      }
    });
  });
}
