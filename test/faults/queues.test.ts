import { expect } from 'chai';
import { waitFor } from '../../compat-tests/support/wait.js';
import { below, SeededRandom } from '../../src/base/random.js';
import { TestCluster } from '../integration/support/cluster.js';
import type { TestNode } from '../integration/support/node.js';
import type { Dead } from '../support/queue-history.js';
import { QueueLoad } from './support/queue-load.js';

const SEED = Number(process.env['SEED'] ?? 1);
const BLOWS = Number(process.env['BLOWS'] ?? 4);
const LIMIT_MS = 60_000;
const MAX_DELIVERIES = 6;

async function figure(node: TestNode, name: string): Promise<number> {
  const reply = await node.call('DQUEUE', 'INFO', 'q').catch(() => '');
  return Number(new RegExp(`\\b${name}\\r\\n:(\\d+)`).exec(reply)?.[1] ?? NaN);
}

async function deadLetters(node: TestNode): Promise<Dead[]> {
  const client = await node.client();
  const shown = await client.call('DQUEUE', 'DEAD', 'q', 'COUNT', 100_000);
  client.disconnect();
  return (shown as [string, string, number][]).map(([, payload, deliveries]) => ({ payload, deliveries }));
}

async function progress(load: QueueLoad, more: number): Promise<void> {
  const target = load.history.acknowledged + more;
  await waitFor(`${more} more messages to be worked on`, LIMIT_MS, () => load.history.acknowledged >= target);
}

/** One node away for a while, killed or deaf; the others work on. */
async function blow(cluster: TestCluster, load: QueueLoad, random: SeededRandom): Promise<void> {
  const victim = cluster.node(below(random, cluster.nodes.length));
  if (below(random, 3) > 0) {
    await victim.kill();
    await progress(load, 20 + below(random, 100));
    await victim.start();
  } else {
    victim.pause();
    await progress(load, 20 + below(random, 100));
    victim.resume();
  }
  await progress(load, 50);
}

describe('queues whose nodes are killed and paused', function () {
  this.timeout(300_000);

  it(`deliver all, nothing behind its ACK, in order (SEED=${SEED} BLOWS=${BLOWS})`, async () => {
    const random = new SeededRandom(SEED);
    // Shorter than a node is away at times: its incarnation is ended while it still lives.
    const cluster = await TestCluster.plan(3, { 'node-timeout': 1_000 });
    try {
      await cluster.heal();
      const node = cluster.node(0);
      await node.call('DQUEUE', 'CREATE', 'q', 'MAXDELIVERIES', String(MAX_DELIVERIES));
      const load = new QueueLoad(cluster.nodes, 'q', random);
      await progress(load, 50);
      for (let left = BLOWS; left > 0; left--) await blow(cluster, load, random);
      load.stopProducing();
      await cluster.heal();
      await waitFor('the queue to be empty', LIMIT_MS, async () => {
        const figures = await Promise.all(['ready', 'delayed', 'inflight'].map(name => figure(node, name)));
        return figures.every(value => value === 0);
      });
      await load.stop();
      const dead = await deadLetters(node);
      load.history.check(dead, MAX_DELIVERIES);
      expect(load.history.acknowledged).to.be.greaterThan(300);
      expect(dead.length).to.be.greaterThan(0);
      await cluster.level();
    } finally {
      await cluster.remove();
    }
  });
});
