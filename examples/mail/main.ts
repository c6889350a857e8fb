// Mails by several worker processes that are killed all the time, and the proof that none is lost:
//   npx quorate cluster --nodes 3 --port 7001
//   npx tsx examples/mail/main.ts --nodes 127.0.0.1:7001,127.0.0.1:7002,127.0.0.1:7003
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { connect, type Order, SENDING, SENT, WRITING } from './pipeline.js';

const { values } = parseArgs({
  options: {
    nodes: { type: 'string', default: '127.0.0.1:6379' },
    mails: { type: 'string', default: '5000' },
    workers: { type: 'string', default: '4' },
    /** Between two kills. Milliseconds. */
    pause: { type: 'string', default: '1000' },
  },
});
const [count, pauseMs] = [Number(values.mails), Number(values.pause)];
const { connections, queues } = connect(values.nodes);
const redis = connections.shared;

const workers: ChildProcess[] = [];
let killed = 0;

function startWorker(at: number): void {
  const script = join(import.meta.dirname, 'worker.ts');
  const worker = spawn(process.execPath, ['--import', 'tsx', script, values.nodes], { stdio: 'inherit' });
  workers[at] = worker;
  worker.once('exit', (_, signal) => {
    if (signal === 'SIGKILL' && workers[at] === worker) startWorker(at);
  });
}

function killOne(): void {
  killed++;
  workers[Math.floor(Math.random() * workers.length)]?.kill('SIGKILL');
}

const pause = (milliseconds: number): Promise<void> =>
  new Promise(resolve => setTimeout(resolve, milliseconds));

/** Asks again while nodes come and go: what is asked changes nothing when it is asked twice. */
async function surely<T>(ask: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await ask();
    } catch (error) {
      if (attempt === 100) throw error;
      await pause(200);
    }
  }
}

/** A figure of DQUEUE INFO. */
async function figure(queue: string, name: string): Promise<number> {
  const reply = await redis.call('DQUEUE', 'INFO', queue);
  const pairs = Array.isArray(reply) ? (reply as unknown[]) : Object.entries(reply ?? {}).flat();
  return Number(pairs[pairs.indexOf(name) + 1] ?? 0);
}

/** Messages of a queue that nobody has finished. */
async function left(queue: string): Promise<number> {
  const figures = await Promise.all(['ready', 'delayed', 'inflight'].map(name => figure(queue, name)));
  return figures.reduce((sum, value) => sum + value, 0);
}

function draw(sent: number, writing: number, sending: number): void {
  const width = 30;
  const done = Math.round((sent / count) * width);
  const bar = '#'.repeat(done) + '.'.repeat(width - done);
  const text = `[${bar}] ${sent} of ${count} sent; to write ${writing}, to send ${sending}; ${killed} workers killed`;
  process.stdout.write(process.stdout.isTTY ? `\r\x1b[K${text}` : `${text}\n`);
}

async function order(): Promise<void> {
  const orders = queues.producer<Order>(WRITING);
  for (let customer = 1; customer <= count; customer++)
    await orders.push({ customer, goods: 'seven lamps' }, { id: `order ${customer}` });
}

async function untilDone(): Promise<void> {
  for (;;) {
    const [sent, writing, sending] = await surely(() =>
      Promise.all([redis.scard(SENT), left(WRITING), left(SENDING)]),
    );
    draw(sent, writing, sending);
    if (sent === count && writing + sending === 0) return;
    await pause(500);
  }
}

/** Each customer is in the set, and no queue holds anything, alive or dead. */
async function prove(): Promise<void> {
  const sent = new Set(await surely(() => redis.smembers(SENT)));
  const customers = Array.from({ length: count }, (_, at) => String(at + 1));
  const missing = customers.filter(customer => !sent.has(customer));
  const dead = await surely(async () => (await figure(WRITING, 'dead')) + (await figure(SENDING, 'dead')));
  if (missing.length > 0 || dead > 0) throw new Error(`missing: ${missing.join(' ')}; dead: ${dead}`);
  console.log(`\n${count} mails ordered, ${sent.size} sent, ${killed} workers killed: nothing is lost.`);
}

await surely(() => redis.del(WRITING, SENDING, SENT));
for (let at = 0; at < Number(values.workers); at++) startWorker(at);
const killing = setInterval(killOne, pauseMs);
try {
  await Promise.all([order(), untilDone()]);
  await prove();
} finally {
  clearInterval(killing);
  for (const worker of workers.splice(0)) worker.kill();
  connections.close();
}
