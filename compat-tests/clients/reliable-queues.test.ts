import BeeQueue from 'bee-queue';
import { expect } from 'chai';
import { Redis } from 'ioredis';
import { waitFor } from '../support/wait.js';
import { KINDS, useDeployment } from './deployment.js';

const LIMIT_MS = 30_000;

for (const kind of KINDS) {
  describe(`reliable queues with ${kind}`, () => {
    const deployment = useDeployment(kind);
    const nodes = (): number[] => (kind === 'one node' ? [0, 0, 0] : [0, 1, 2]);
    const portOf = (node: number): number => deployment.ports[node] ?? 0;

    it('bee-queue works on jobs, tries them again and keeps their results', async () => {
      const [producing = 0, working = 0] = nodes();
      const make = (node: number, options: BeeQueue.QueueSettings = {}): BeeQueue =>
        new BeeQueue('bees', { redis: { host: '127.0.0.1', port: portOf(node) }, ...options });
      const producer = make(producing, { isWorker: false });
      const worker = make(working, { activateDelayedJobs: true });
      try {
        let failures = 0;
        worker.process(4, (job: BeeQueue.Job<{ number: number }>) => {
          if (job.data.number === 3 && failures++ < 2) throw new Error('not yet');
          return Promise.resolve(job.data.number * 2);
        });
        const results = await Promise.all(
          [1, 2, 3].map(async number => {
            const job = producer.createJob({ number }).retries(3).backoff('fixed', 50);
            const result = new Promise(resolve => job.on('succeeded', resolve));
            await job.save();
            return result;
          }),
        );
        expect(results).to.deep.equal([2, 4, 6]);
        expect(failures).to.equal(3);
      } finally {
        for (const queue of [producer, worker]) await queue.close(5_000);
      }
    });

    it('LPUSH, BRPOPLPUSH and LREM bring each job to one worker, and keep what a worker that died had', async () => {
      const clients = nodes().map(
        node => new Redis({ host: '127.0.0.1', port: portOf(node), replyMapping: 'legacy' }),
      );
      const [producer, first, second] = clients as [Redis, Redis, Redis];
      const done: string[] = [];
      const work = async (client: Redis, own: string): Promise<void> => {
        for (;;) {
          const job = await client.brpoplpush('jobs', own, 1);
          if (job === null) return;
          done.push(job);
          await client.lrem(own, 1, job);
        }
      };
      const workers = [work(first, 'first'), work(second, 'second')];
      for (let job = 0; job < 100; job++) await producer.lpush('jobs', `job ${job}`);
      await Promise.all(workers);
      expect(new Set(done).size).to.equal(100);
      expect(done).to.have.length(100);
      await producer.lpush('jobs', 'last');
      await first.brpoplpush('jobs', 'first', 1);
      first.disconnect();
      expect(await second.rpoplpush('first', 'jobs')).to.equal('last');
      await waitFor('it to be back', LIMIT_MS, async () => (await producer.llen('jobs')) === 1);
      for (const client of clients) client.disconnect();
    });
  });
}
