import { expect } from 'chai';
import type { Redis } from 'ioredis';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { waitFor } from '../../compat-tests/support/wait.js';
import { TestCluster } from '../integration/support/cluster.js';
import type { TestNode } from '../integration/support/node.js';

const MESSAGES = Number(process.env['MESSAGES'] ?? 1_000_000);
const PAYLOAD = 'x'.repeat(200);
const PUSHED_TOGETHER = 100;
/** Commands on their way at a time. */
const PIPELINE = 16;
/** On a quiet machine it is below 50; a busy one takes its time from the process. Milliseconds. */
const PAUSE_LIMIT_MS = 1_000;
const LIMIT_MS = 300_000;

const probe = pathToFileURL(join(import.meta.dirname, 'support', 'pauses.mjs')).href;

function residentBytes(node: TestNode): number {
  const status = readFileSync(`/proc/${node.process.pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1]) * 1024;
}

/** For how long the node stood still at most since the last call. Milliseconds. */
async function longestPause(node: TestNode, during: string): Promise<number> {
  const known = node.process.output.length;
  node.process.signal('SIGUSR2');
  const said = await waitFor(
    'the pauses',
    LIMIT_MS,
    () =>
      /longest pause (\d+) ms, of the collector \d+ ms\./.exec(node.process.output.slice(known)) ?? undefined,
  );
  console.log(`      ${during}: ${said[0]}`);
  return Number(said[1]);
}

/** Runs `count` commands, some at a time; answers how many a second. */
async function pipelined(count: number, send: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  let left = count;
  const lane = async (): Promise<void> => {
    while (left-- > 0) await send();
  };
  await Promise.all(Array.from({ length: PIPELINE }, lane));
  return Math.round((count / (performance.now() - began)) * 1000);
}

/** Takes one message and acknowledges it. */
async function work(client: Redis): Promise<void> {
  const [[, , receipt] = []] = (await client.call('DQUEUE', 'PULL', 'q')) as string[][];
  expect(await client.call('DQUEUE', 'ACK', 'q', receipt ?? '')).to.equal(1);
}

describe('a queue of a million messages', function () {
  this.timeout(300_000 + MESSAGES / 20);
  let cluster: TestCluster | null = null;
  afterEach(async () => cluster?.remove());

  it('is filled, worked on, saved and read again without a long pause', async () => {
    cluster = await TestCluster.plan(1, { maxmemory: MESSAGES * 600 }, [`--import=${probe}`]);
    const node = cluster.node(0);
    await node.start();
    await cluster.serving();
    const client = await node.client();
    const before = residentBytes(node);
    await longestPause(node, 'while it starts');
    const pauses: number[] = [];

    const payloads = Array.from({ length: PUSHED_TOGETHER }, () => PAYLOAD);
    const pushes = await pipelined(MESSAGES / PUSHED_TOGETHER, () =>
      client.call('DQUEUE', 'PUSH', 'q', 'MSG', ...payloads),
    );
    console.log(`      ${pushes * PUSHED_TOGETHER} messages pushed a second`);
    const bytes = Math.round((residentBytes(node) - before) / MESSAGES - PAYLOAD.length);
    console.log(`      resident memory: ${bytes} bytes a message besides its payload`);
    pauses.push(await longestPause(node, 'while it is filled'));

    const worker = await node.client();
    let [saved, worked] = [false, 0];
    const saving = client.call('RAFT', 'SNAPSHOT').then(() => (saved = true));
    for (; !saved || worked === 0; worked += 500) await pipelined(500, () => work(worker));
    await saving;
    console.log(`      ${worked} messages worked on while a snapshot is taken`);
    pauses.push(await longestPause(node, 'while a snapshot is taken'));

    expect(await client.call('DQUEUE', 'LEN', 'q')).to.equal(MESSAGES - worked);
    await node.kill();
    await node.start();
    await cluster.serving();
    const again = await node.client();
    expect(await again.call('DQUEUE', 'LEN', 'q')).to.equal(MESSAGES - worked);
    await work(again);
    for (const pause of pauses) expect(pause).to.be.lessThan(PAUSE_LIMIT_MS);
    for (const each of [client, worker, again]) each.disconnect();
  });
});
