import { bullRate } from './bullmq.js';
import { encode, Lane } from './lane.js';
import { median } from './measure.js';

const LANES = 50;
/** Every way is measured in each round, so that a slow second of the machine hits all of them; the first does not count. */
const ROUNDS = 5;
const ROUND_MS = 900;
/** How long the first one takes: node compiles what runs often. */
const WARM_UP_MS = 4_000;
const BULL_JOBS = 5_000;
/** Jobs in one command where they go in batches. */
const BATCH = 20;
/** Messages whose way is timed. */
const TIMED = 1_000;
/** Messages that memory is measured by, when half as many are there already. */
const STORED = 400_000;
const PAYLOAD = 'x'.repeat(200);

/** Jobs a second, each pushed, taken and finished. */
export interface QueueRates {
  readonly one: number;
  readonly three: number;
  readonly oneInBatches: number;
  readonly threeInBatches: number;
  /** LPUSH, BRPOPLPUSH and LREM on redis-server that syncs every write. */
  readonly lists: number;
  /** On the same. */
  readonly bullmq: number;
  readonly bullmqInBulk: number;
}

export interface QueueFigures {
  readonly rates: QueueRates;
  /** From the push to a consumer that waits. Milliseconds. */
  readonly p50: number;
  readonly p99: number;
  /** Resident, besides the payload. */
  readonly bytesOfMessage: number;
}

/** What is promised: this share of what lists do, so many bytes. What is aimed at: so many times what BullMQ does. */
const LISTS_PROMISE = 0.7;
const BYTES_PROMISE = 100;
const BULLMQ_AIM = 5;

/** What a connection does again and again; answers how many jobs that were. */
type Cycle = (lane: Lane, own: string) => Promise<number>;

/** One way to do jobs on one server, by connections that take turns. */
class Way {
  readonly #rates: number[] = [];

  private constructor(
    private readonly lanes: readonly Lane[],
    private readonly cycle: Cycle,
  ) {}

  static async open(port: number, cycle: Cycle): Promise<Way> {
    return new Way(await Promise.all(Array.from({ length: LANES }, () => Lane.open(port))), cycle);
  }

  async measure(milliseconds: number): Promise<void> {
    let jobs = 0;
    const began = performance.now();
    const work = async (lane: Lane, at: number): Promise<void> => {
      while (performance.now() - began < milliseconds) {
        const done = await this.cycle(lane, `own-${at}`);
        jobs += done;
      }
    };
    await Promise.all(this.lanes.map(work));
    this.#rates.push((jobs / (performance.now() - began)) * 1000);
  }

  /** Jobs a second. */
  close(): number {
    for (const lane of this.lanes) lane.close();
    return median(this.#rates.slice(1));
  }
}

const PUSH = encode(['DQUEUE', 'PUSH', 'jobs', 'MSG', PAYLOAD]);
const PULL = encode(['DQUEUE', 'PULL', 'jobs', 'WAIT', '0']);
const PUSH_BATCH = encode(['DQUEUE', 'PUSH', 'jobs', 'MSG', ...Array<string>(BATCH).fill(PAYLOAD)]);
const PULL_BATCH = encode(['DQUEUE', 'PULL', 'jobs', 'WAIT', '0', 'COUNT', String(BATCH)]);

/** Of what PULL answered: behind each receipt stands how often the message was delivered, a number. */
const receiptsOf = (reply: string): string[] =>
  [...reply.matchAll(/\r\n(\d+-\d+)\r\n:/g)].map(([, receipt]) => receipt ?? '');

const cycleOf =
  (push: string, pull: string): Cycle =>
  async lane => {
    await lane.ask(push);
    const receipts = receiptsOf(await lane.ask(pull));
    await lane.ask(encode(['DQUEUE', 'ACK', 'jobs', ...receipts]));
    return receipts.length;
  };

const listCycle: Cycle = async (lane, own) => {
  await lane.ask(encode(['LPUSH', 'jobs', PAYLOAD]));
  await lane.ask(encode(['BRPOPLPUSH', 'jobs', own, '0']));
  await lane.ask(encode(['LREM', own, '1', PAYLOAD]));
  return 1;
};

/** One producer, one consumer that waits. */
async function measureDelivery(port: number): Promise<{ p50: number; p99: number }> {
  const [producer, consumer] = [await Lane.open(port), await Lane.open(port)];
  await producer.ask(encode(['FLUSHALL']));
  const times: number[] = [];
  for (let left = TIMED; left > 0; left--) {
    const pulled = consumer.ask(PULL);
    await new Promise(resolve => setTimeout(resolve, 2)); // so that it waits
    const began = performance.now();
    const pushed = producer.ask(PUSH);
    const receipts = receiptsOf(await pulled);
    times.push(performance.now() - began);
    await pushed;
    await consumer.ask(encode(['DQUEUE', 'ACK', 'jobs', ...receipts]));
  }
  for (const lane of [producer, consumer]) lane.close();
  times.sort((a, b) => a - b);
  return { p50: times[Math.floor(TIMED * 0.5)] ?? NaN, p99: times[Math.floor(TIMED * 0.99)] ?? NaN };
}

/** What a message takes besides its payload, when they are many. Bytes. */
async function measureMessages(port: number): Promise<number> {
  const lane = await Lane.open(port);
  const resident = async (): Promise<number> =>
    Number(/used_memory_rss:(\d+)/.exec(await lane.ask(encode(['INFO', 'memory'])))?.[1]);
  await lane.ask(encode(['FLUSHALL']));
  const push = encode(['DQUEUE', 'PUSH', 'jobs', 'MSG', ...Array<string>(STORED / 1000).fill(PAYLOAD)]);
  for (let times = 0; times < 500; times++) await lane.ask(push);
  const before = await resident();
  for (let times = 0; times < 1000; times++) await lane.ask(push);
  const after = await resident();
  lane.close();
  return (after - before) / STORED - PAYLOAD.length;
}

/** Ports of one node, of the leader of three, and of redis-server with appendfsync always. */
export async function measureQueues(one: number, leader: number, always: number): Promise<QueueFigures> {
  const bytesOfMessage = await measureMessages(one);
  const delivery = await measureDelivery(one);
  const [single, batched] = [cycleOf(PUSH, PULL), cycleOf(PUSH_BATCH, PULL_BATCH)];
  const ways = {
    lists: await Way.open(always, listCycle),
    one: await Way.open(one, single),
    three: await Way.open(leader, single),
    oneInBatches: await Way.open(one, batched),
    threeInBatches: await Way.open(leader, batched),
  };
  for (let round = 0; round < ROUNDS; round++) {
    for (const way of Object.values(ways)) await way.measure(round === 0 ? WARM_UP_MS : ROUND_MS);
  }
  const rates = {
    lists: ways.lists.close(),
    one: ways.one.close(),
    three: ways.three.close(),
    oneInBatches: ways.oneInBatches.close(),
    threeInBatches: ways.threeInBatches.close(),
    bullmq: await bullRate(always, BULL_JOBS, PAYLOAD),
    bullmqInBulk: await bullRate(always, BULL_JOBS, PAYLOAD, BATCH),
  };
  return { rates, ...delivery, bytesOfMessage };
}

export function formatQueues({ rates, p50, p99, bytesOfMessage }: QueueFigures): string {
  const line = (name: string, rate: number, bullmq: number): string => {
    const toLists = (rate / rates.lists).toFixed(2);
    const toBull = (rate / bullmq).toFixed(1);
    return `  ${name.padEnd(44)} ${String(Math.round(rate)).padStart(6)} a second, ${toLists} x lists, ${toBull} x BullMQ`;
  };
  const verdict = (isKept: boolean): string => (isKept ? 'pass' : 'FAIL');
  const isFast = rates.one / rates.lists >= LISTS_PROMISE;
  return [
    `Jobs pushed, taken and finished, ${LANES} connections:`,
    line('DQUEUE, one node', rates.one, rates.bullmq),
    line('DQUEUE, three nodes', rates.three, rates.bullmq),
    line('LPUSH, BRPOPLPUSH, LREM, appendfsync always', rates.lists, rates.bullmq),
    line('BullMQ, appendfsync always', rates.bullmq, rates.bullmq),
    `  promised: ${LISTS_PROMISE} x lists, one node (${verdict(isFast)})`,
    `The same in batches of ${BATCH}:`,
    line('DQUEUE, one node', rates.oneInBatches, rates.bullmqInBulk),
    line('DQUEUE, three nodes', rates.threeInBatches, rates.bullmqInBulk),
    line('BullMQ, addBulk, appendfsync always', rates.bullmqInBulk, rates.bullmqInBulk),
    `  aim: ${BULLMQ_AIM} x BullMQ`,
    `From a push to a consumer that waits, one node: p50 ${p50.toFixed(2)} ms, p99 ${p99.toFixed(2)} ms`,
    `Resident memory of a message besides its payload: ${Math.round(bytesOfMessage)} bytes, ` +
      `promised ${BYTES_PROMISE} (${verdict(bytesOfMessage <= BYTES_PROMISE)})`,
  ].join('\n');
}

export const queuesPass = ({ rates, bytesOfMessage }: QueueFigures): boolean =>
  rates.one / rates.lists >= LISTS_PROMISE && bytesOfMessage <= BYTES_PROMISE;
