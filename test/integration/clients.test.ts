import { expect } from 'chai';
import type { Redis } from 'ioredis';
import { waitFor } from '../../compat-tests/support/wait.js';
import { useCluster } from './support/cluster.js';
import type { TestNode } from './support/node.js';

describe('clients of three nodes', function () {
  this.timeout(60_000);
  const cluster = useCluster(3);
  let clients: Redis[] = [];
  const client = (at: number): Redis => clients[at] as Redis;

  beforeEach(async () => {
    clients = await Promise.all(cluster().nodes.map(node => node.client()));
  });
  afterEach(() => {
    for (const each of clients) each.disconnect();
  });

  const idOf = async (redis: Redis): Promise<number> => redis.client('ID');

  /** The reply is in an object: a promise of a promise would be waited for. */
  async function block(at: number): Promise<{ popped: Promise<unknown> }> {
    const node = cluster().node(at);
    const popped = client(at)
      .blpop('empty', 0)
      .catch((error: unknown) => (error as Error).message);
    await waitFor('it to block', 10_000, async () => (await node.info('blocked_clients')) === '1');
    return { popped };
  }

  it('have ids that no other client ever had, whatever node and process', async () => {
    const ids: string[] = [];
    for (let round = 0; round < 2; round++) {
      for (const node of cluster().nodes) {
        for (let i = 0; i < 5; i++) ids.push(await node.call('CLIENT', 'ID'));
        await node.kill();
        await node.start();
      }
    }
    expect(new Set(ids).size).to.equal(ids.length);
    for (const id of ids) expect(Number.isSafeInteger(Number(id.slice(1)))).to.equal(true);
  });

  it('are listed, killed and unblocked from every node', async () => {
    for (const [at, redis] of clients.entries()) await redis.client('SETNAME', `client-of-${at}`);
    for (const redis of clients) {
      const list = String(await redis.client('LIST'));
      for (const at of [0, 1, 2]) expect(list).to.contain(`name=client-of-${at} `);
    }
    const victim = await idOf(client(2));
    expect(await client(0).client('KILL', 'ID', victim)).to.equal(1);
    await waitFor('it to be closed', 10_000, () => client(2).status === 'end');
    expect(String(await client(1).client('LIST'))).to.not.contain('name=client-of-2 ');
    expect(await client(0).client('KILL', 'ID', victim)).to.equal(0);
  });

  it('are unblocked from another node, with or without an error', async () => {
    const id = await idOf(client(2));
    for (const [how, expected] of [
      ['TIMEOUT', null],
      ['ERROR', 'UNBLOCKED client unblocked via CLIENT UNBLOCK'],
    ] as const) {
      const { popped } = await block(2);
      expect(await client(0).call('CLIENT', 'UNBLOCK', id, how)).to.equal(1);
      expect(await popped).to.equal(expected);
      expect(await client(0).call('CLIENT', 'UNBLOCK', id, how), 'not blocked any more').to.equal(0);
    }
  });

  it('learn from WAIT how many other members hold their last write', async () => {
    for (const [at, redis] of clients.entries()) {
      await redis.set(`k${at}`, 'v');
      expect(await redis.wait(2, 5000)).to.equal(2);
      expect(await redis.wait(0, 0)).to.be.within(1, 2); // a majority holds it: at least one other
    }
    const leader = await cluster().leader();
    const [down, living] = cluster().others(leader) as [TestNode, TestNode];
    await down.kill();
    for (const node of [leader, living]) {
      const redis = await node.client();
      await redis.set('more', 'v');
      expect(await redis.wait(1, 5000)).to.equal(1);
      expect(await redis.wait(2, 100)).to.equal(1);
      redis.disconnect();
    }
  });

  it('are all paused together, and go on together', async () => {
    await client(0).client('PAUSE', 60_000, 'WRITE');
    const written = client(2)
      .set('paused', 'x')
      .then(() => 'written');
    expect(await client(1).get('paused'), 'reads go on').to.equal(null);
    await client(1).client('UNPAUSE');
    expect(await written).to.equal('written');
  });
});
