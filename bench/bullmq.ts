import { Queue, Worker } from 'bullmq';

/** Jobs that are worked on, and calls of `add` that are under way, at a time. */
const CONCURRENCY = 50;

/**
 * Jobs a second that BullMQ adds and works on: `jobs` of them, added and taken at the same time, `batch` of them in one call
 * of `addBulk`.
 */
export async function bullRate(port: number, jobs: number, payload: string, batch = 1): Promise<number> {
  const connection = { host: '127.0.0.1', port };
  const queue = new Queue('bench', { connection });
  await queue.waitUntilReady();
  let [done, finish] = [0, (): void => undefined];
  const all = new Promise<void>(resolve => (finish = resolve));
  const count = (): Promise<void> => {
    if (++done === jobs) finish();
    return Promise.resolve();
  };
  const worker = new Worker('bench', count, { connection, concurrency: CONCURRENCY });
  const job = { name: 'job', data: payload, opts: { removeOnComplete: true } };
  const began = performance.now();
  const lane = async (): Promise<void> => {
    for (let left = jobs / CONCURRENCY; left > 0; left -= batch)
      await queue.addBulk(Array<typeof job>(batch).fill(job));
  };
  await Promise.all([...Array.from({ length: CONCURRENCY }, lane), all]);
  const rate = (jobs / (performance.now() - began)) * 1000;
  await worker.close();
  await queue.close();
  return rate;
}
