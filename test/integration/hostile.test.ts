import { expect } from 'chai';
import { connect, type Socket } from 'node:net';
import { encode, RawConnection } from '../../compat-tests/support/raw-connection.js';
import { waitFor } from '../../compat-tests/support/wait.js';
import { below, type Random, SeededRandom } from '../../src/base/random.js';
import { type TestCluster, useCluster } from './support/cluster.js';
import type { TestNode } from './support/node.js';

const SEED = Number(process.env['SEED'] ?? 1);
const LONGEST_BULK = 536_870_888;

/** Sends bytes on a connection of their own and waits until the other side has ended it, or has had its time. */
function throwAt(port: number, bytes: Buffer): Promise<void> {
  return new Promise(resolve => {
    const socket = connect(port, '127.0.0.1', () => socket.end(bytes));
    socket.setTimeout(200, () => socket.destroy());
    socket.on('error', () => undefined); // cut off: what it deserves
    socket.on('close', () => resolve());
    socket.resume();
  });
}

/** Random bytes, or requests with some of their bytes changed. */
function hostile(random: Random): Buffer {
  const bytes = Buffer.alloc(1 + below(random, 400), 0);
  if (below(random, 2) === 0) {
    for (let i = 0; i < bytes.length; i++) bytes[i] = below(random, 256);
    return bytes;
  }
  const requests = [
    ['SET', 'h', 'x'.repeat(below(random, 50))],
    ['LPUSH', 'h', '1'],
    ['GET', 'h'],
    ['ECHO', '\0\r\n$*'],
  ];
  const sane = Buffer.from(requests.map(encode).join(''), 'latin1');
  for (let i = below(random, 5); i >= 0; i--) sane[below(random, sane.length)] = below(random, 256);
  return sane;
}

/** One client that is served all the while, and how often. */
async function whileServed(node: TestNode, run: () => Promise<void>): Promise<void> {
  const client = await node.client();
  let over = false;
  const served = (async () => {
    let count = 0;
    while (!over) expect(await client.incr('served')).to.equal(++count);
    return count;
  })();
  try {
    await Promise.race([run(), served]); // an error of the client ends it at once
  } finally {
    over = true;
  }
  expect(await served).to.be.greaterThan(0);
  client.disconnect();
}

describe('hostile clients', function () {
  this.timeout(60_000);
  const cluster = useCluster(3);
  const alive = (all: TestCluster): void => {
    for (const node of all.nodes) expect(node.running, `${node.id} runs`).to.equal(true);
  };

  it('cannot stop a node, or disturb its clients, with bytes on the port for clients', async () => {
    const node = cluster().node(0);
    const random = new SeededRandom(SEED);
    await whileServed(node, async () => {
      for (let round = 0; round < 15; round++) {
        await Promise.all(Array.from({ length: 40 }, () => throwAt(node.port, hostile(random))));
      }
    });
    alive(cluster());
  });

  it('cannot stop a node, or disturb its cluster, with bytes on the Raft port', async () => {
    const random = new SeededRandom(SEED);
    const leader = await cluster().leader();
    const term = await leader.info('raft_term');
    await whileServed(leader, async () => {
      for (let round = 0; round < 10; round++) {
        const bytes = Array.from({ length: 30 }, () => hostile(random));
        await Promise.all(bytes.map((each, i) => throwAt(cluster().node(i % 3).raftPort, each)));
      }
    });
    alive(cluster());
    expect(await leader.info('raft_term')).to.equal(term);
  });

  it('learn that a bulk is too long before they have sent it', async () => {
    const connection = await RawConnection.open(cluster().node(0).port);
    connection.write(`*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$${LONGEST_BULK + 1}\r\n`);
    await connection.until(() => connection.closed);
    expect(connection.take()).to.equal('-ERR Protocol error: invalid bulk length\r\n');
  });

  it('are cut at the output limit when they do not read their replies', async () => {
    const node = cluster().node(0);
    await node.call('CONFIG', 'SET', 'client-output-buffer-limit', 'normal 4194304 0 0');
    await node.call('SET', 'k', 'x'.repeat(100_000));
    const deaf: Socket = connect(node.port, '127.0.0.1');
    deaf.pause();
    let closed = false;
    deaf.on('close', () => (closed = true)).on('error', () => undefined);
    deaf.write(encode(['GET', 'k']).repeat(1000));
    await waitFor('it to be cut', 20_000, async () => {
      return !(await node.call('CLIENT', 'LIST')).includes('cmd=get');
    });
    deaf.resume();
    await waitFor('it to notice', 20_000, () => closed);
    expect(await node.call('GET', 'k')).to.have.length(100_000 + '$100000\r\n\r\n'.length);
    await node.call('CONFIG', 'SET', 'client-output-buffer-limit', 'normal 0 0 0');
  });

  it('come and go by the thousand, and leave nothing behind', async () => {
    const node = cluster().node(0);
    for (let round = 0; round < 20; round++) {
      const replies = await Promise.all(
        Array.from({ length: 50 }, (_, i) => node.call('INCRBY', 'sum', String(i % 2))),
      );
      expect(replies).to.have.length(50);
    }
    expect(await node.call('GET', 'sum')).to.equal('$3\r\n500\r\n');
    await waitFor(
      'all of them to be gone',
      10_000,
      async () => (await node.info('connected_clients')) === '1',
    );
  });
});
