import {
  type ConnectionOptions,
  FlowProducer,
  type Job,
  Queue,
  QueueEvents,
  type QueueOptions,
  Worker,
  type WorkerOptions,
} from 'bullmq';
import { expect } from 'chai';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { newFolder, removeFolder } from '../../test/support/process.js';
import { waitFor } from '../support/wait.js';
import { KINDS, useDeployment } from './deployment.js';

const LIMIT_MS = 30_000;

interface Closable {
  close(force?: boolean): Promise<unknown>;
}

for (const kind of KINDS) {
  describe(`BullMQ with ${kind}`, () => {
    const deployment = useDeployment(kind);
    let opened: Closable[] = [];
    let made = 0;
    let name = '';

    beforeEach(() => (name = `queue-${++made}`));
    afterEach(async () => {
      for (const each of opened.reverse()) await each.close();
      opened = [];
    });

    /** Of three nodes each client uses another one. */
    function connection(): ConnectionOptions {
      const { ports } = deployment;
      return { host: '127.0.0.1', port: ports[opened.length % ports.length] ?? 0 };
    }

    function open<T extends Closable & { on(event: 'error', listener: (error: Error) => void): unknown }>(
      made: T,
    ): T {
      made.on('error', () => undefined);
      opened.push(made);
      return made;
    }

    const queue = (options: Partial<QueueOptions> = {}): Queue =>
      open(new Queue(name, { connection: connection(), ...options }));
    const work = (process: (job: Job) => unknown, options: Partial<WorkerOptions> = {}): Worker =>
      open(new Worker(name, job => Promise.resolve(process(job)), { connection: connection(), ...options }));
    /** From the beginning of the queue: it reads on from the end only once it reads. */
    const events = (): QueueEvents =>
      open(new QueueEvents(name, { connection: connection(), lastEventId: '0-0' }));

    /** Waits until so many jobs were worked on; their names in order. */
    const seen = async (names: readonly string[], count: number): Promise<readonly string[]> => {
      await waitFor(`${count} jobs`, LIMIT_MS, () => names.length >= count);
      return names;
    };

    it('works on jobs in order, in bulk, and keeps what they return', async () => {
      const jobs = queue();
      const names: string[] = [];
      const listener = events();
      await listener.waitUntilReady();
      work(job => (names.push(job.name), job.data as unknown));
      const added = await jobs.addBulk([1, 2, 3].map(at => ({ name: `job ${at}`, data: { at } })));
      expect(await added[2]?.waitUntilFinished(listener, LIMIT_MS)).to.deep.equal({ at: 3 });
      expect(names).to.deep.equal(['job 1', 'job 2', 'job 3']);
      expect(await jobs.getJobCounts('completed', 'waiting')).to.deep.equal({ completed: 3, waiting: 0 });
    });

    it('takes priorities first and delayed jobs later', async () => {
      const jobs = queue();
      const names: string[] = [];
      await jobs.add('delayed', {}, { delay: 300 });
      await jobs.add('low', {}, { priority: 10 });
      await jobs.add('high', {}, { priority: 1 });
      await jobs.add('plain', {});
      let delay = 0;
      work(job => {
        names.push(job.name);
        if (job.name === 'delayed') delay = Date.now() - job.timestamp;
      });
      const inOrder = (await seen(names, 4)).filter(each => each !== 'delayed');
      expect(inOrder).to.deep.equal(['plain', 'high', 'low']);
      expect(delay).to.be.at.least(300);
    });

    it('tries failed jobs again with a back-off, until they have failed often enough', async () => {
      const jobs = queue();
      let attempts = 0;
      work(() => {
        attempts++;
        throw new Error('broken');
      });
      const job = await jobs.add('hard', {}, { attempts: 3, backoff: { type: 'exponential', delay: 20 } });
      await waitFor('it to fail', LIMIT_MS, async () => (await job.getState()) === 'failed');
      expect(attempts).to.equal(3);
      expect((await jobs.getJob(job.id ?? ''))?.failedReason).to.equal('broken');
      await job.retry();
      await waitFor('it to be tried again', LIMIT_MS, () => attempts > 3);
    });

    it('keeps to a rate', async () => {
      const jobs = queue();
      const times: number[] = [];
      await jobs.addBulk(Array.from({ length: 4 }, () => ({ name: 'job', data: {} })));
      work(() => times.push(Date.now()), { limiter: { max: 2, duration: 500 } });
      await waitFor('all jobs', LIMIT_MS, () => times.length === 4);
      expect((times[2] ?? 0) - (times[0] ?? 0)).to.be.at.least(400);
    });

    it('works on the children of a flow before their parent', async () => {
      const names: string[] = [];
      work(async job => {
        names.push(job.name);
        return job.name === 'parent' ? Object.values(await job.getChildrenValues()) : job.name;
      });
      const flow = open(new FlowProducer({ connection: connection() }));
      const child = (at: number) => ({ name: `child ${at}`, queueName: name });
      const { job } = await flow.add({ name: 'parent', queueName: name, children: [child(1), child(2)] });
      expect((await seen(names, 3))[2]).to.equal('parent');
      await waitFor('the parent', LIMIT_MS, async () => (await job.getState()) === 'completed');
      expect(await job.getChildrenValues().then(Object.values)).to.have.members(['child 1', 'child 2']);
    });

    it('makes jobs by schedule', async () => {
      const jobs = queue();
      const names: string[] = [];
      work(job => names.push(job.name));
      await jobs.upsertJobScheduler('often', { every: 200 }, { name: 'tick', data: {} });
      await seen(names, 3);
      expect(await jobs.getJobSchedulersCount()).to.equal(1);
      expect(await jobs.removeJobScheduler('often')).to.equal(true);
      expect(await jobs.getJobSchedulersCount()).to.equal(0);
    });

    it('repeats a job as often as it is told', async () => {
      const jobs = queue();
      const names: string[] = [];
      work(job => names.push(job.name));
      await jobs.upsertJobScheduler('again', { every: 100, limit: 3 }, { name: 'again', data: {} });
      expect(await seen(names, 3)).to.deep.equal(['again', 'again', 'again']);
    });

    it('pauses and resumes', async () => {
      const jobs = queue();
      const names: string[] = [];
      await jobs.pause();
      work(job => names.push(job.name));
      const job = await jobs.add('job', {});
      expect(await jobs.isPaused()).to.equal(true);
      expect(['paused', 'waiting']).to.include(await job.getState());
      expect(names).to.deep.equal([]);
      await jobs.resume();
      await seen(names, 1);
    });

    it('finds stalled jobs of a worker that died and gives them to another one', async () => {
      const jobs = queue();
      const times = { lockDuration: 600, stalledInterval: 300 };
      let begun = false;
      const dying = work(
        () => {
          begun = true;
          return new Promise(() => undefined);
        },
        { ...times, skipLockRenewal: true, concurrency: 1 },
      );
      const job = await jobs.add('job', {});
      await waitFor('it to begin', LIMIT_MS, () => begun);
      await dying.close(true);
      work(() => 'done', times);
      await waitFor('it to be done', LIMIT_MS, async () => (await job.getState()) === 'completed');
    });

    it('tells of everything over streams', async () => {
      const jobs = queue();
      const told: string[] = [];
      const listener = events();
      listener.on('waiting', () => told.push('waiting'));
      listener.on('active', () => told.push('active'));
      listener.on('progress', ({ data }) => told.push(`progress ${JSON.stringify(data)}`));
      listener.on('completed', ({ returnvalue }) => told.push(`completed ${String(returnvalue)}`));
      await listener.waitUntilReady();
      work(async job => {
        await job.updateProgress(50);
        return 'done';
      });
      await jobs.add('job', {});
      await waitFor('the end', LIMIT_MS, () => told.includes('completed done'));
      expect(told).to.deep.equal(['waiting', 'active', 'progress 50', 'completed done']);
    });

    it('counts in its metrics, cleans and obliterates', async () => {
      const jobs = queue();
      const names: string[] = [];
      const worker = work(job => names.push(job.name), { metrics: { maxDataPoints: 10 } });
      await jobs.addBulk(Array.from({ length: 5 }, (_, at) => ({ name: `job ${at}`, data: {} })));
      await seen(names, 5);
      await waitFor('metrics', LIMIT_MS, async () => (await jobs.getMetrics('completed')).meta.count === 5);
      await worker.close();
      expect(await jobs.clean(0, 2, 'completed')).to.have.length(2);
      await jobs.obliterate({ force: true });
      expect(await jobs.getJobCounts('completed', 'waiting')).to.deep.equal({ completed: 0, waiting: 0 });
    });

    it('runs a processor in a process of its own', async () => {
      const folder = newFolder('bullmq');
      const file = join(folder, 'processor.cjs');
      writeFileSync(file, 'module.exports = async job => job.data.number * 2;');
      const jobs = queue();
      open(new Worker(name, file, { connection: connection() }));
      const job = await jobs.add('job', { number: 21 });
      await waitFor('it to be done', LIMIT_MS, async () => (await job.getState()) === 'completed');
      expect((await jobs.getJob(job.id ?? ''))?.returnvalue).to.equal(42);
      removeFolder(folder);
    });
  });
}
