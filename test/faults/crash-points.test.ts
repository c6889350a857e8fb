import { join } from 'node:path';
import { expect } from 'chai';
import { waitFor } from '../../compat-tests/support/wait.js';
import { TestCluster } from '../integration/support/cluster.js';
import { change, voters } from '../integration/support/members.js';
import type { TestNode } from '../integration/support/node.js';

const HOOK = [`--import=${join(import.meta.dirname, 'support', 'crash-point.mjs')}`];
const NO_TAIL = { 'log-tail-keep': 0, 'origin-log-keep': 0 };
const LIMIT_MS = 60_000;

/** Starts the node so that it is killed at one of its operations on the disk. */
function startDoomed(node: TestNode, at: number): void {
  process.env['CRASH_AT'] = String(at);
  process.env['CRASH_AFTER'] = String(at % 2);
  node.launch({}, HOOK);
  delete process.env['CRASH_AT'];
}

/** Pushes numbers, with a snapshot now and then, until the node dies; answers the last one that was acknowledged. */
async function pushUntilDeath(node: TestNode, from: number): Promise<number> {
  let acknowledged = from;
  while (node.running) {
    try {
      const client = await node.client();
      for (let next = acknowledged + 1; ; next++) {
        await client.set('number', String(next));
        acknowledged = next;
        if (next % 10 === 0) await client.call('RAFT', 'SNAPSHOT');
      }
    } catch {
      await waitFor(
        'the node to listen or to end',
        LIMIT_MS,
        async () => !node.running || (await node.call('PING').catch(() => '')) !== '',
      );
    }
  }
  return acknowledged;
}

describe('a process that is killed at a step of its disk', function () {
  this.timeout(280_000);
  let cluster: TestCluster;
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') {
      for (const { id, process } of cluster.nodes) console.error(`--- ${id}\n${process.output.slice(-3000)}`);
    }
    await cluster.remove();
  });

  it('of start, append, snapshot or compaction starts again with all that was acknowledged', async () => {
    cluster = await TestCluster.plan(1, NO_TAIL);
    const node = cluster.node(0);
    await node.start();
    await cluster.serving();
    let number = 0;
    for (const at of [1, 2, 5, 8, 14, 23, 24, 25, 26, 27, 28, 29, 30, 31, 47, 60]) {
      await node.kill();
      startDoomed(node, at);
      number = await pushUntilDeath(node, number);
      expect((await node.process.ended).signal, `at ${at}`).to.equal('SIGKILL');
      await node.start();
      await cluster.serving();
      // One more may have taken effect: the outcome of the last one is unknown.
      const found = Number(/\d+\r\n$/.exec(await node.call('GET', 'number'))?.[0] ?? 0);
      expect(found, `at ${at}`).to.be.within(number, number + 1);
      number = found;
    }
    expect(number).to.be.above(20);
  });

  it('of the install of a snapshot, or of a change of the members, goes on from there', async () => {
    cluster = await TestCluster.plan(3, NO_TAIL);
    await cluster.heal();
    const away = cluster.node(2);
    const [first, second] = cluster.nodes as [TestNode, TestNode];
    for (const at of [2, 5, 9, 14]) {
      await away.kill();
      await first.call('SET', 'at', `${at}`.padEnd(2 << 20, 'x'));
      for (const node of [first, second]) await node.call('RAFT', 'SNAPSHOT');
      startDoomed(away, at);
      await change(first, 'UPDATE', 'n3', `127.0.0.1:${away.raftPort}`);
      await waitFor(`a death at ${at}`, LIMIT_MS, async () => {
        if (away.running) await first.call('INCR', 'n');
        return !away.running;
      });
      await away.start();
      await cluster.serving();
      await voters(first, 'n1 n2 n3');
      expect(await away.call('GETRANGE', 'at', '0', '1')).to.contain(`${at}`.padEnd(2, 'x'));
    }
    await cluster.level();
  });
});
