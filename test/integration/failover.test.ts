import { expect } from 'chai';
import type { Redis } from 'ioredis';
import { parseReply } from '../../compat-tests/support/reply.js';
import { waitFor } from '../../compat-tests/support/wait.js';
import { type TestCluster, useCluster } from './support/cluster.js';
import { Load } from './support/load.js';
import type { TestNode } from './support/node.js';

/** After the load: all nodes hold what the clients saw, and hold the same. */
async function checkAll(cluster: TestCluster, load: Load): Promise<void> {
  await load.stop();
  await cluster.heal();
  await cluster.level();
  await load.check(cluster.nodes);
}

/** Ends a node in the middle of load; clients of the others must not notice. */
async function survive(cluster: TestCluster, victim: TestNode): Promise<void> {
  const living = cluster.others(victim);
  const load = new Load(cluster.nodes, 2);
  await load.progress(100, cluster.nodes);
  await victim.kill();
  await load.progress(400, living);
  await victim.start();
  await load.progress(100, [victim]);
  await checkAll(cluster, load);
  expect(load.troubles(living)).to.deep.equal([]);
}

describe('three nodes', function () {
  this.timeout(60_000);
  const cluster = useCluster(3);

  it('take any command on any node, and answer each with what the others did', async () => {
    const clients = await Promise.all(cluster().nodes.map(node => node.client()));
    for (let round = 1; round <= 30; round++) {
      const client = clients[round % 3];
      expect(await client?.incr('n')).to.equal(round);
      for (const other of clients) expect(await other.get('n')).to.equal(String(round));
    }
    for (const client of clients) client.disconnect();
  });

  it('lose nothing by kill -9 of the leader, and clients of the others see no error', async () => {
    await survive(cluster(), await cluster().leader());
  });

  it('lose nothing by kill -9 of a follower, and clients of the others see no error', async () => {
    await survive(cluster(), await cluster().follower());
  });

  it('lose nothing when all are killed at once', async () => {
    const load = new Load(cluster().nodes, 2);
    for (let round = 0; round < 2; round++) {
      await load.progress(200, cluster().nodes);
      await Promise.all(cluster().nodes.map(node => node.kill()));
      await Promise.all(cluster().nodes.map(node => node.start()));
    }
    await load.progress(100, cluster().nodes);
    await checkAll(cluster(), load);
  });

  it('hand over when the leader is told to stop, which costs its own clients one connection each', async () => {
    const leader = await cluster().leader();
    const living = cluster().others(leader);
    const load = new Load(cluster().nodes, 2);
    await load.progress(100, cluster().nodes);
    expect(await leader.stop()).to.deep.equal({ code: 0, signal: null });
    await load.progress(300, living);
    await leader.start();
    await load.progress(100, [leader]);
    await checkAll(cluster(), load);
    expect(load.troubles(living)).to.deep.equal([]);
    const own = load.troubles([leader]);
    expect(own.filter(trouble => !/Connection is closed|ECONNRESET|EPIPE/.test(trouble))).to.deep.equal([]);
    expect(load.connections(leader)).to.equal(2);
  });

  it('bring a node up to date that was away', async () => {
    const away = await cluster().follower();
    const [first] = cluster().others(away);
    await away.kill();
    const client = await (first as TestNode).client();
    const big = 'x'.repeat(1000);
    for (let round = 0; round < 20; round++) {
      await Promise.all(
        Array.from({ length: 500 }, (_, i) => client.set(`k${round}:${i}`, `${round} ${big}`)),
      );
    }
    client.disconnect();
    await away.start();
    await cluster().serving();
    await cluster().level();
    expect(await away.call('DBSIZE')).to.equal(':10000\r\n');
    expect(await away.call('GET', 'k19:499')).to.contain(`19 ${big}`);
  });

  it('call values by the encodings that any of them was told', async () => {
    const [first, second] = cluster().nodes as [TestNode, TestNode];
    await first.call('CONFIG', 'SET', 'hash-max-listpack-entries', '2');
    await second.call('HSET', 'h', 'a', '1', 'b', '2', 'c', '3');
    for (const node of cluster().nodes) {
      expect(await node.call('OBJECT', 'ENCODING', 'h')).to.contain('hashtable');
      expect(await node.call('CONFIG', 'GET', 'hash-max-listpack-entries')).to.contain('\r\n2\r\n');
    }
    await second.call('CONFIG', 'SET', 'hash-max-listpack-entries', '512');
  });

  it('spare what clients of any node read, by an LFU policy', async () => {
    const reader = await cluster().follower();
    const writer = await (await cluster().leader()).client();
    await reader.call('CONFIG', 'SET', 'maxmemory', '200000', 'maxmemory-policy', 'allkeys-lfu');
    try {
      const fill = (round: string): Promise<unknown> =>
        Promise.all(Array.from({ length: 1000 }, (_, i) => writer.set(`${round}:${i}`, 'x'.repeat(100))));
      await fill('first');
      await writer.set('hot', 'v');
      await waitFor('the reads to count', 20_000, async () => {
        await reader.call('GET', 'hot');
        return (await writer.object('FREQ', 'hot')) !== 5;
      });
      await fill('second');
      await fill('third');
      expect(await writer.exists('hot', 'first:1', 'first:2')).to.equal(1);
    } finally {
      await reader.call('CONFIG', 'SET', 'maxmemory', '0', 'maxmemory-policy', 'noeviction');
      writer.disconnect();
    }
  });

  it('evict the same keys, also one that was killed in the middle', async () => {
    const victim = await cluster().follower();
    const writers = await Promise.all(
      cluster()
        .others(victim)
        .map(node => node.client()),
    );
    const fill = (round: string): Promise<unknown> =>
      Promise.all(
        Array.from({ length: 2000 }, (_, i) =>
          (writers[i % 2] as Redis).set(`${round}:${i}`, 'x'.repeat(i % 300)),
        ),
      );
    await victim.call('CONFIG', 'SET', 'maxmemory', '200000', 'maxmemory-policy', 'allkeys-lru');
    try {
      await fill('before');
      await victim.kill();
      await fill('meanwhile');
      await victim.start();
      await cluster().serving();
      await cluster().level();
      const held = await Promise.all(
        cluster().nodes.map(async node => [
          await node.info('used_memory_dataset'),
          parseReply(await node.call('KEYS', '*')).items.map(({ text }) => text),
        ]),
      );
      expect(Number(held[0]?.[0])).to.be.within(150_000, 200_500);
      expect(held[1]).to.deep.equal(held[0]);
      expect(held[2]).to.deep.equal(held[0]);
    } finally {
      await victim.call('CONFIG', 'SET', 'maxmemory', '0', 'maxmemory-policy', 'noeviction');
      for (const writer of writers) writer.disconnect();
    }
  });
});

describe('blocked clients of living nodes', function () {
  this.timeout(60_000);
  const cluster = useCluster(3);

  /** Blocks clients one after the other, so that their order in the line is known. */
  async function blockInOrder(
    nodes: readonly TestNode[],
    count: number,
  ): Promise<{ redis: Redis; got: Promise<string | undefined> }[]> {
    const blocked: { redis: Redis; got: Promise<string | undefined> }[] = [];
    for (let i = 0; i < count; i++) {
      const node = nodes[i % nodes.length] as TestNode;
      const before = Number(await node.info('blocked_clients'));
      const redis = await node.client();
      const got = redis.blpop('line', 0).then(reply => reply?.[1]);
      got.catch(() => undefined);
      blocked.push({ redis, got });
      await waitFor(
        'one more blocked client',
        10_000,
        async () => Number(await node.info('blocked_clients')) > before,
      );
    }
    return blocked;
  }

  it('stay blocked when the leader is killed, and are served in their order', async () => {
    const leader = await cluster().leader();
    const living = cluster().others(leader);
    const blocked = await blockInOrder(living, 6);
    await leader.kill();
    const pusher = await (living[0] as TestNode).client();
    for (let i = 0; i < 6; i++) await pusher.rpush('line', `e${i}`);
    expect(await Promise.all(blocked.map(({ got }) => got))).to.deep.equal([
      'e0',
      'e1',
      'e2',
      'e3',
      'e4',
      'e5',
    ]);
    expect(await pusher.llen('line')).to.equal(0);
    for (const { redis } of [...blocked, { redis: pusher }]) redis.disconnect();
  });

  it('are served, in their order, what comes after two changes of the leader', async () => {
    const first = await cluster().leader();
    const node = cluster().others(first)[0] as TestNode;
    const blocked = await blockInOrder([node], 3);
    await first.kill();
    await cluster().leader();
    await first.start();
    await cluster().serving();
    const second = await cluster().leader();
    if (second !== node) await second.kill();
    const pusher = await node.client();
    await pusher.rpush('line', 'a', 'b', 'c');
    expect(await Promise.all(blocked.map(({ got }) => got))).to.deep.equal(['a', 'b', 'c']);
    for (const { redis } of [...blocked, { redis: pusher }]) redis.disconnect();
  });

  it('get nothing when they have gone: it goes to the next in line', async () => {
    const [a, b] = [cluster().node(0), cluster().node(1)];
    const [gone, next] = await blockInOrder([a, b], 2);
    gone?.redis.disconnect();
    await waitFor('the line to be shorter', 10_000, async () => (await a.info('blocked_clients')) === '0');
    await b.call('RPUSH', 'line', 'x');
    expect(await next?.got).to.equal('x');
    next?.redis.disconnect();
  });

  it('of a node that was killed leave the line for those behind them, once the node is given up', async function () {
    const leader = await cluster().leader();
    const [dead, living] = cluster().others(leader) as [TestNode, TestNode];
    const blocked = await blockInOrder([dead, living], 2);
    await dead.kill();
    await dead.start(); // its next incarnation ends the one before
    await cluster().serving();
    await living.call('RPUSH', 'line', 'x');
    expect(await blocked[1]?.got).to.equal('x');
    for (const { redis } of blocked) redis.disconnect();
  });
});
