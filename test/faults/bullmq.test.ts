import { Queue, Worker } from 'bullmq';
import { expect } from 'chai';
import { waitFor } from '../../compat-tests/support/wait.js';
import { TestCluster } from '../integration/support/cluster.js';
import type { TestNode } from '../integration/support/node.js';

const LIMIT_MS = 60_000;

const connectionTo = ({ port }: TestNode) => ({ host: '127.0.0.1', port });

describe('BullMQ while the leader is killed', function () {
  this.timeout(180_000);

  it('loses no job, and no worker is stuck', async () => {
    const cluster = await TestCluster.plan(3);
    const closing: { close(): Promise<unknown> }[] = [];
    try {
      await cluster.heal();
      const leader = await cluster.leader();
      const living = cluster.others(leader);
      const done = new Set<string>();
      for (const node of cluster.nodes) {
        const worker = new Worker('jobs', job => Promise.resolve(done.add(job.name)), {
          connection: connectionTo(node),
          concurrency: 4,
          lockDuration: 2_000,
          stalledInterval: 1_000,
          maxStalledCount: 5,
        });
        worker.on('error', () => undefined); // it comes back by itself
        closing.push(worker);
      }
      const queues = living.map(node => new Queue('jobs', { connection: connectionTo(node) }));
      closing.push(...queues);
      const added: string[] = [];
      let over = false;
      const adding = queues.map(async (queue, at) => {
        queue.on('error', () => undefined);
        for (let count = 0; !over; count++) {
          const name = `job ${at}-${count}`;
          // Under an id of its own it may be added again when nobody knows whether it was.
          await queue.add(name, {}, { jobId: `id ${at}-${count}` }).then(
            () => added.push(name),
            () => count--,
          );
        }
      });
      for (let round = 0; round < 2; round++) {
        const before = done.size;
        await waitFor('jobs to be done', LIMIT_MS, () => done.size > before + 50);
        const victim = round === 0 ? leader : await cluster.leader();
        await victim.kill();
        const during = done.size;
        await waitFor('the others to go on', LIMIT_MS, () => done.size > during + 50);
        await victim.start();
      }
      over = true;
      await Promise.all(adding);
      await waitFor('all to be done', LIMIT_MS, () => added.every(name => done.has(name)));
      expect(added.length).to.be.greaterThan(200);
    } finally {
      await cluster.heal();
      for (const each of closing.reverse()) await each.close();
      await cluster.remove();
    }
  });
});
