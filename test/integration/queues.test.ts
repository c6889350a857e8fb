import { expect } from 'chai';
import { waitFor } from '../../compat-tests/support/wait.js';
import { Connections, type Message, Queues, RetryAfter, type Worker } from '../../src/client/index.js';
import { useCluster } from './support/cluster.js';

const LIMIT_MS = 30_000;

describe('queues of three nodes', function () {
  this.timeout(90_000);
  const cluster = useCluster(3);
  let opened: Connections[] = [];
  let workers: Worker<unknown>[] = [];

  afterEach(async () => {
    await Promise.all(workers.map(worker => worker.stop()));
    for (const connections of opened) connections.close();
    [opened, workers] = [[], []];
  });

  function queues(): Queues {
    const nodes = cluster().nodes.map(({ port }) => `127.0.0.1:${port}`);
    const connections = new Connections({ nodes });
    opened.push(connections);
    return new Queues(connections);
  }

  function work<T>(...args: Parameters<typeof Queues.prototype.worker<T>>): Worker<T> {
    const worker = queues().worker<T>(...args);
    workers.push(worker as Worker<unknown>);
    return worker;
  }

  const info = async (queue: string, figure: string): Promise<string> => {
    const reply = await cluster().node(0).call('DQUEUE', 'INFO', queue);
    return new RegExp(`\\b${figure}\\r\\n:(\\d+)`).exec(reply)?.[1] ?? '';
  };

  it('bring each message to a worker, with its type, and forget it when that is done', async () => {
    const producer = queues().producer<{ order: number }>('orders');
    const seen: number[] = [];
    const message = await new Promise<Message>(resolve => {
      const worker = work<{ order: number }>('orders', ({ order }) => seen.push(order), { concurrency: 4 });
      worker.on('completed', done => seen.length === 20 && resolve(done));
      void producer.pushAll(Array.from({ length: 20 }, (_, order) => ({ order })));
    });
    expect(seen).to.deep.equal(Array.from({ length: 20 }, (_, order) => order));
    expect(message).to.include({ queue: 'orders', deliveries: 1 });
    await waitFor('all to be acknowledged', LIMIT_MS, async () => (await info('orders', 'inflight')) === '0');
  });

  it('give a failed message out again, and keep it with its reason when it fails too often', async () => {
    await cluster().node(1).call('DQUEUE', 'CREATE', 'hard', 'MAXDELIVERIES', '3');
    const attempts: number[] = [];
    work<string>(
      'hard',
      (_, { deliveries }) => {
        attempts.push(deliveries);
        throw deliveries === 1 ? new RetryAfter(1) : new Error('too hard');
      },
      { backoff: () => 1 },
    );
    await queues().producer<string>('hard').push('work');
    await waitFor('it to be dead', LIMIT_MS, async () => (await info('hard', 'dead')) === '1');
    expect(attempts).to.deep.equal([1, 2, 3]);
    expect(await cluster().node(2).call('DQUEUE', 'DEAD', 'hard')).to.contain('too hard');
  });

  it('keep a message for as long as its handler runs', async () => {
    let [others, end] = [0, (): void => undefined];
    const slow = work<string>('slow', () => new Promise<void>(resolve => (end = resolve)), {
      visibility: 500,
      bound: false,
    });
    const done = new Promise<void>(resolve => slow.on('completed', () => resolve()));
    await queues().producer<string>('slow').push('once');
    await waitFor('it to begin', LIMIT_MS, () => slow.active === 1);
    work<string>('slow', () => others++, { visibility: 500 });
    await new Promise(over => setTimeout(over, 1_500)); // three times as long as it is visible
    end();
    await done;
    expect(others).to.equal(0);
  });

  it('give what a connection held to somebody else at once when it ends', async () => {
    const node = cluster().node(1);
    const holder = await node.client();
    await queues().producer<string>('bound').push('work');
    await holder.call('DQUEUE', 'PULL', 'bound', 'BOUND', 'VISIBILITY', 600_000);
    const got = new Promise<number>(resolve => {
      work<string>('bound', (_, { deliveries }) => resolve(deliveries));
    });
    holder.disconnect();
    expect(await got).to.equal(2);
  });

  it('lose nothing and let nobody wait for ever when the leader is killed', async () => {
    const seen = new Map<number, number>();
    work<number>('jobs', job => void seen.set(job, (seen.get(job) ?? 0) + 1), { concurrency: 5 });
    work<number>('jobs', job => void seen.set(job, (seen.get(job) ?? 0) + 1), { concurrency: 5 });
    const producer = queues().producer<number>('jobs');
    const acknowledged: number[] = [];
    let stop = false;
    const producing = (async () => {
      for (let job = 0; !stop; job++) {
        await producer.push(job, { id: `job ${job}` });
        acknowledged.push(job);
      }
    })();
    await waitFor('some to be done', LIMIT_MS, () => seen.size > 50);
    const leader = await cluster().leader();
    await leader.kill();
    const before = acknowledged.length;
    await waitFor('producers to go on', LIMIT_MS, () => acknowledged.length > before + 50);
    await leader.start();
    stop = true;
    await producing;
    await waitFor('all to be done', LIMIT_MS, () => acknowledged.every(job => seen.has(job)));
  });

  it('hold the place of a worker that waits while nobody leads', async () => {
    const follower = await cluster().follower();
    const first = await follower.client();
    const pulled = first.call('DQUEUE', 'PULL', 'patient', 'WAIT', 0) as Promise<string[][]>;
    await waitFor('it to wait', LIMIT_MS, async () => (await follower.info('blocked_clients')) === '1');
    const leader = await cluster().leader();
    await leader.kill();
    await cluster().leader();
    await queues().producer<string>('patient').push('work', { id: 'once' });
    expect((await pulled)[0]?.[1]).to.equal('"work"');
    first.disconnect();
  });
});
