import { expect } from 'chai';
import { createHash, type Hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { once } from 'node:events';
import { within } from '../../compat-tests/support/wait.js';
import { TestCluster } from '../integration/support/cluster.js';
import type { TestNode } from '../integration/support/node.js';

const MB = 1 << 20;
/** The largest value: the longest string that the engine can make. */
const LONGEST_BULK = 536_870_888;
const LIMIT_MS = 120_000;

/** Bytes of memory that the process has in use. */
function residentBytes(node: TestNode): number {
  const status = readFileSync(`/proc/${node.process.pid}/status`, 'utf8');
  return Number(/^VmHWM:\s+(\d+) kB/m.exec(status)?.[1]) * 1024;
}

async function open(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  return socket;
}

/** Streams a SET of `size` bytes, each block another one, and gives the reply and the digest of the value. */
async function set(port: number, key: string, size: number): Promise<{ reply: string; digest: string }> {
  const socket = await open(port);
  const hash = createHash('sha1');
  const reply = once(socket, 'data') as Promise<[Buffer]>;
  reply.catch(() => undefined);
  socket.write(`*3\r\n$3\r\nSET\r\n$${key.length}\r\n${key}\r\n$${size}\r\n`);
  const block = Buffer.alloc(MB);
  for (let sent = 0, at = 0; sent < size; sent += MB, at++) {
    const piece = Buffer.from(block.fill(at & 255).subarray(0, Math.min(MB, size - sent)));
    hash.update(piece);
    if (!socket.write(piece)) await once(socket, 'drain');
  }
  socket.write('\r\n');
  const [answer] = await within('the answer', LIMIT_MS, reply);
  socket.destroy();
  return { reply: answer.toString('latin1'), digest: hash.digest('hex') };
}

/** Reads a value as it comes, without holding it. */
async function get(port: number, key: string): Promise<{ size: number; digest: string }> {
  const socket = await open(port);
  socket.write(`*2\r\n$3\r\nGET\r\n$${key.length}\r\n${key}\r\n`);
  const hash: Hash = createHash('sha1');
  let size = -1;
  let left = 0;
  const read = async (): Promise<void> => {
    for await (const chunk of socket as AsyncIterable<Buffer>) {
      let bytes = chunk;
      if (size < 0) {
        const end = bytes.indexOf('\r\n');
        const head = bytes.toString('latin1', 0, end);
        if (!/^\$\d+$/.test(head)) throw new Error(`no value, but ${head}`);
        size = Number(bytes.toString('latin1', 1, end));
        left = size;
        bytes = bytes.subarray(end + 2);
      }
      hash.update(bytes.subarray(0, Math.min(left, bytes.length)));
      left -= bytes.length;
      if (left <= -2) return; // and the line end
    }
  };
  await within('the value', LIMIT_MS, read());
  socket.destroy();
  return { size, digest: hash.digest('hex') };
}

/** A client that counts all the while: it must be served, and no count may be lost. Answers its slowest command. */
async function whileServed(node: TestNode, run: () => Promise<void>): Promise<number> {
  const client = await node.client();
  let over = false;
  const counting = (async () => {
    let slowest = 0;
    for (let count = 1; !over; count++) {
      const began = performance.now();
      expect(await client.incr('n')).to.equal(count);
      slowest = Math.max(slowest, performance.now() - began);
    }
    return slowest;
  })();
  try {
    await Promise.race([run(), counting]);
  } finally {
    over = true;
  }
  const slowest = await counting;
  client.disconnect();
  return slowest;
}

describe('large values', function () {
  this.timeout(300_000);
  let cluster: TestCluster | null = null;
  afterEach(async () => cluster?.remove());

  it('of the greatest length are taken by one node, which serves others and starts again with them', async () => {
    cluster = await TestCluster.plan(1, {}, ['--max-old-space-size=6000']);
    const node = cluster.node(0);
    await node.start();
    let digest = '';
    const slowest = await whileServed(node, async () => {
      const answer = await set(node.port, 'huge', LONGEST_BULK);
      expect(answer.reply).to.equal('+OK\r\n');
      digest = answer.digest;
    });
    const memory = `${Math.round(residentBytes(node) / MB)} MB of memory at most`;
    console.log(`      ${memory}; slowest INCR meanwhile: ${Math.round(slowest)} ms`);
    expect(await node.call('STRLEN', 'huge')).to.equal(`:${LONGEST_BULK}\r\n`);
    expect(await get(node.port, 'huge')).to.deep.equal({ size: LONGEST_BULK, digest });
    expect(await node.call('APPEND', 'huge', 'x')).to.match(/^-ERR string exceeds maximum allowed size/);
    await node.stop();
    await node.start();
    await cluster.serving();
    expect(await get(node.port, 'huge')).to.deep.equal({ size: LONGEST_BULK, digest });
    expect(await node.call('DEL', 'huge')).to.equal(':1\r\n');
  });

  it('of 64 MB pass through three nodes while others are served and no leader is lost', async () => {
    cluster = await TestCluster.plan(3);
    await cluster.heal();
    const { nodes } = cluster;
    const leader = await cluster.leader();
    const term = await leader.info('raft_term');
    const slowest = await whileServed(cluster.node(0), async () => {
      for (const node of nodes) {
        const { reply, digest } = await set(node.port, `big-${node.id}`, 64 * MB);
        expect(reply).to.equal('+OK\r\n');
        for (const reader of nodes)
          expect(await get(reader.port, `big-${node.id}`)).to.deep.equal({ size: 64 * MB, digest });
      }
    });
    console.log(`      slowest INCR meanwhile: ${Math.round(slowest)} ms`);
    expect(await leader.info('raft_term')).to.equal(term);
  });
});
