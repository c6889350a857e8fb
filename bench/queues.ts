import { Redis } from 'ioredis';
import { bullRate } from './bullmq.js';

const CONNECTIONS = 50;
/** Jobs in one measurement, and messages whose way is timed. */
const JOBS = 20_000;
const BULL_JOBS = 4_000;
const TIMED = 1_000;
const PAYLOAD = 'x'.repeat(200);

/** Jobs a second, each pushed, taken and finished. */
export interface QueueRates {
  readonly dqueue: number;
  readonly threeNodes: number;
  /** LPUSH, BRPOPLPUSH and LREM on redis-server that syncs every write. */
  readonly lists: number;
  /** On the same. */
  readonly bullmq: number;
}

/** From the push to a consumer that waits. Milliseconds. */
export interface DeliveryTimes {
  readonly p50: number;
  readonly p99: number;
}

/** At least this share of what lists do, and so many times what BullMQ does, is promised. */
const LISTS_PROMISE = 0.7;
const BULLMQ_AIM = 5;

const connect = (port: number): Redis => new Redis({ host: '127.0.0.1', port, replyMapping: 'legacy' });

/** `JOBS` cycles on connections that take turns. */
async function rateOf(
  port: number,
  cycle: (client: Redis, own: string) => Promise<unknown>,
): Promise<number> {
  const clients = Array.from({ length: CONNECTIONS }, () => connect(port));
  await clients[0]?.flushall();
  const run = async (jobs: number): Promise<number> => {
    let left = jobs;
    const began = performance.now();
    const lane = async (client: Redis, at: number): Promise<void> => {
      while (left-- > 0) await cycle(client, `own-${at}`);
    };
    await Promise.all(clients.map(lane));
    return (jobs / (performance.now() - began)) * 1000;
  };
  await run(JOBS / 10); // uncounted
  const rate = await run(JOBS);
  for (const client of clients) client.disconnect();
  return rate;
}

async function dqueueCycle(client: Redis): Promise<void> {
  await client.call('DQUEUE', 'PUSH', 'jobs', 'MSG', PAYLOAD);
  const [[, , receipt] = []] = (await client.call('DQUEUE', 'PULL', 'jobs', 'WAIT', 0)) as string[][];
  await client.call('DQUEUE', 'ACK', 'jobs', receipt ?? '');
}

async function listCycle(client: Redis, own: string): Promise<void> {
  await client.lpush('jobs', PAYLOAD);
  await client.brpoplpush('jobs', own, 0);
  await client.lrem(own, 1, PAYLOAD);
}

/** One producer, one consumer that waits. */
async function measureDelivery(port: number): Promise<DeliveryTimes> {
  const [producer, consumer] = [connect(port), connect(port)];
  await producer.flushall();
  const times: number[] = [];
  for (let left = TIMED; left > 0; left--) {
    const pulled = consumer.call('DQUEUE', 'PULL', 'jobs', 'WAIT', 0) as Promise<string[][]>;
    await new Promise(resolve => setTimeout(resolve, 1)); // so that it waits
    const began = performance.now();
    const pushed = producer.call('DQUEUE', 'PUSH', 'jobs', 'MSG', PAYLOAD);
    const [[, , receipt] = []] = await pulled;
    times.push(performance.now() - began);
    await pushed;
    await consumer.call('DQUEUE', 'ACK', 'jobs', receipt ?? '');
  }
  for (const client of [producer, consumer]) client.disconnect();
  times.sort((a, b) => a - b);
  return { p50: times[Math.floor(TIMED * 0.5)] ?? NaN, p99: times[Math.floor(TIMED * 0.99)] ?? NaN };
}

/** Ports of one node, of the leader of three, and of redis-server with appendfsync always. */
export async function measureQueues(
  one: number,
  leader: number,
  always: number,
): Promise<{ rates: QueueRates; times: DeliveryTimes }> {
  const rates = {
    dqueue: await rateOf(one, dqueueCycle),
    threeNodes: await rateOf(leader, dqueueCycle),
    lists: await rateOf(always, listCycle),
    bullmq: await bullRate(always, BULL_JOBS, PAYLOAD),
  };
  return { rates, times: await measureDelivery(one) };
}

export function formatQueues({ rates, times }: { rates: QueueRates; times: DeliveryTimes }): string {
  const line = (name: string, rate: number): string => {
    const toLists = (rate / rates.lists).toFixed(2);
    const toBull = (rate / rates.bullmq).toFixed(1);
    return `  ${name.padEnd(42)} ${Math.round(rate)} a second, ${toLists} x lists, ${toBull} x BullMQ`;
  };
  return [
    `Jobs pushed, taken and finished, ${CONNECTIONS} connections:`,
    line('DQUEUE, one node', rates.dqueue),
    line('DQUEUE, three nodes', rates.threeNodes),
    line('LPUSH, BRPOPLPUSH, LREM, appendfsync always', rates.lists),
    line('BullMQ, appendfsync always', rates.bullmq),
    `  promised: ${LISTS_PROMISE} x lists (${rates.dqueue / rates.lists >= LISTS_PROMISE ? 'pass' : 'FAIL'}); aim: ${BULLMQ_AIM} x BullMQ`,
    `From a push to a consumer that waits, one node: p50 ${times.p50.toFixed(2)} ms, p99 ${times.p99.toFixed(2)} ms`,
  ].join('\n');
}

export const queuesPass = ({ rates }: { rates: QueueRates }): boolean =>
  rates.dqueue / rates.lists >= LISTS_PROMISE;
