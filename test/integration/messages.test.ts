import { expect } from 'chai';
import type { Redis } from 'ioredis';
import { RawConnection } from '../../compat-tests/support/raw-connection.js';
import { waitFor } from '../../compat-tests/support/wait.js';
import { useCluster } from './support/cluster.js';
import type { TestNode } from './support/node.js';

const LIMIT_MS = 30_000;

describe('transactions and messages on three nodes', function () {
  this.timeout(90_000);
  const cluster = useCluster(3);
  const open: Redis[] = [];

  const connect = async (node: TestNode): Promise<Redis> => {
    const client = await node.client();
    open.push(client);
    return client;
  };

  afterEach(() => {
    for (const client of open.splice(0)) client.disconnect();
  });

  /** A subscriber, and what it has heard. */
  const listener = async (node: TestNode, ...channels: string[]): Promise<string[]> => {
    const client = await connect(node);
    const heard: string[] = [];
    client.on('message', (_channel: string, message: string) => heard.push(message));
    await client.subscribe(...channels);
    return heard;
  };

  it('counts with WATCH lose nothing: clients of all nodes, a leader killed', async () => {
    const leader = await cluster().leader();
    const nodes = cluster().others(leader);
    const workers = await Promise.all([...nodes, ...nodes].map(connect));
    let aborted = 0;
    const addTen = async (client: Redis): Promise<void> => {
      for (let done = 0; done < 10; ) {
        await client.watch('count');
        const count = Number((await client.get('count')) ?? '0');
        const reply = await client
          .multi()
          .set('count', count + 1)
          .get('count')
          .exec();
        if (reply === null) aborted++;
        else {
          expect(reply[1]?.[1]).to.equal(String(count + 1));
          done++;
        }
      }
    };
    const all = Promise.all(workers.map(addTen));
    const reader = await connect(nodes[0] as TestNode);
    await waitFor('some to be done', LIMIT_MS, async () => Number(await reader.get('count')) >= 5);
    await leader.kill();
    await all;
    expect(aborted).to.be.greaterThan(0);
    expect(await reader.get('count')).to.equal(String(workers.length * 10));
  });

  it('messages reach subscribers of all nodes in one order, and their number is exact everywhere', async () => {
    const { nodes } = cluster();
    const heard = await Promise.all(nodes.map(node => listener(node, 'a', 'b')));
    const publishers = await Promise.all(nodes.map(connect));
    const counts = await Promise.all(
      Array.from({ length: 300 }, (_, at) =>
        (publishers[at % 3] as Redis).publish(at % 2 === 0 ? 'a' : 'b', String(at)),
      ),
    );
    expect(new Set(counts)).to.deep.equal(new Set([3]));
    await waitFor('all to hear all', LIMIT_MS, () => heard.every(each => each.length === 300));
    expect(heard[1]).to.deep.equal(heard[0]);
    expect(heard[2]).to.deep.equal(heard[0]);
    for (const publisher of publishers) {
      expect(await publisher.pubsub('NUMSUB', 'a')).to.deep.equal(['a', 3]);
    }
  });

  it('subscribers of living nodes miss nothing when the leader dies; those of the dead node are gone in time', async () => {
    const leader = await cluster().leader();
    const [first, second] = cluster().others(leader) as [TestNode, TestNode];
    const heard = await listener(first, 'a');
    await listener(leader, 'a');
    const publisher = await connect(second);
    expect(await publisher.publish('a', '0')).to.equal(2);
    await leader.kill();
    for (let at = 1; at <= 50; at++) await publisher.publish('a', String(at));
    await waitFor('all to be heard', LIMIT_MS, () => heard.length === 51);
    expect(heard).to.deep.equal(Array.from({ length: 51 }, (_, at) => String(at)));
    await publisher.config('SET', 'node-timeout', '1000');
    await (await connect(first)).config('SET', 'node-timeout', '1000');
    await waitFor(
      'the dead to be counted no more',
      LIMIT_MS,
      async () => (await publisher.publish('a', 'x')) === 1,
    );
  });

  it('a node that was away longer than node-timeout subscribes its clients again', async () => {
    const follower = await cluster().follower();
    const others = cluster().others(follower);
    const clients = await Promise.all(others.map(connect));
    const heard = await listener(follower, 'a');
    for (const client of clients) await client.config('SET', 'node-timeout', '1000');
    follower.pause();
    const [publisher] = clients as [Redis];
    await waitFor('it to be given up', LIMIT_MS, async () => (await publisher.publish('a', 'lost')) === 0);
    follower.resume();
    await waitFor('it to be back', LIMIT_MS, async () => (await publisher.publish('a', 'back')) === 1);
    await waitFor('it to hear', LIMIT_MS, () => heard.at(-1) === 'back');
    for (const client of clients) await client.config('SET', 'node-timeout', '10000');
  });

  it('keys that end are told of on every node, at their time', async () => {
    const { nodes } = cluster();
    const writer = await connect(cluster().node(0));
    await writer.config('SET', 'notify-keyspace-events', 'Ex');
    const heard = await Promise.all(nodes.map(node => listener(node, '__keyevent@0__:expired')));
    for (let at = 0; at < 20; at++) await writer.set(`k${at}`, 'v', 'PX', 50 + at);
    await waitFor('all to be told', LIMIT_MS, () => heard.every(each => each.length === 20));
    expect(heard[0]).to.deep.equal(Array.from({ length: 20 }, (_, at) => `k${at}`));
    expect(heard[1]).to.deep.equal(heard[0]);
    expect(heard[2]).to.deep.equal(heard[0]);
  });

  it('a near cache hears of a change before any reply of its node shows it', async () => {
    const { nodes } = cluster();
    const writer = await connect(nodes[0] as TestNode);
    const follower = await cluster().follower();
    const raw = await RawConnection.open(follower.port);
    await raw.call('HELLO', '3');
    await raw.call('CLIENT', 'TRACKING', 'ON');
    let seen = await raw.call('GET', 'k');
    for (let round = 0; round < 100; round++) {
      const written = writer.set('k', String(round));
      for (;;) {
        raw.send(['GET', 'k']);
        let invalidated = false;
        let reply = '';
        while (reply === '') {
          await raw.until(() => raw.pending > 0);
          const taken = raw.take() ?? '';
          if (taken.startsWith('>2\r\n$10\r\ninvalidate')) invalidated = true;
          else reply = taken;
        }
        if (reply !== seen) expect(invalidated, `round ${round}`).to.be.true;
        seen = reply;
        if (seen === `$${String(round).length}\r\n${round}\r\n`) break;
      }
      await written;
    }
    raw.close();
  });
});
