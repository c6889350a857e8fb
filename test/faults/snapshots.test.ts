import { execFileSync } from 'node:child_process';
import { expect } from 'chai';
import { waitFor } from '../../compat-tests/support/wait.js';
import { TestCluster } from '../integration/support/cluster.js';
import { Load } from '../integration/support/load.js';
import type { TestNode } from '../integration/support/node.js';

/** Nothing of the log stays behind a snapshot, so that whoever was away for a moment needs one. */
const NO_TAIL = { 'log-tail-keep': 0, 'origin-log-keep': 0 };

const LIBRARY =
  "#!lua name=lib\nredis.register_function('add', function(keys) return redis.call('incr', keys[1]) end)";

/** Bytes on disk. */
function sizeOf(node: TestNode, folder: 'log' | 'snapshots'): number {
  return Number(/^\d+/.exec(execFileSync('du', ['-sk', `${node.data}/${folder}`]).toString())?.[0]) * 1024;
}

/** Writes `megabytes` of values, over and over under the same hundred names. */
async function fill(node: TestNode, megabytes: number): Promise<void> {
  const client = await node.client();
  for (let written = 0; written < megabytes; written++) {
    const pairs = Array.from({ length: 100 }, (_, i) => [`fill:${i}`, `${written}:`.padEnd(10_000, 'x')]);
    await client.mset(pairs.flat());
  }
  client.disconnect();
}

const snapshotIndex = async (node: TestNode): Promise<number> =>
  Number(await node.info('raft_snapshot_index'));

describe('snapshots of real nodes', function () {
  this.timeout(180_000);
  let cluster: TestCluster;
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') {
      for (const { id, process } of cluster.nodes) console.error(`--- ${id}\n${process.output.slice(-3000)}`);
    }
    await cluster.remove();
  });

  it('bring back a member that was away while the log was compacted, under load, also when it dies half-way', async () => {
    cluster = await TestCluster.plan(3, NO_TAIL);
    await cluster.heal();
    const away = await cluster.follower();
    const others = cluster.others(away);
    const load = new Load(others, 2);
    await load.progress(100, others);
    await away.kill();
    await others[0]!.call('FUNCTION', 'LOAD', LIBRARY);
    const sha = /\w{40}/.exec(await others[0]!.call('SCRIPT', 'LOAD', 'return ARGV[1]'))?.[0] ?? '';
    const last = Number(await others[0]!.info('raft_last_log_index'));
    await fill(others[0]!, 30);
    for (const node of others) expect(await node.call('RAFT', 'SNAPSHOT')).to.match(/^:\d+\r\n$/);
    expect(await snapshotIndex(await cluster.leader())).to.be.above(last);
    for (let deaths = 0; deaths < 2; deaths++) {
      await away.start();
      await load.progress(50, others);
      await away.kill();
    }
    await away.start();
    await cluster.serving();
    expect(await snapshotIndex(away)).to.be.above(last);
    await load.progress(200, others);
    await load.stop();
    await cluster.level();
    await load.check(cluster.nodes);
    expect(load.troubles(others)).to.deep.equal([]);
    // Functions and scripts came with the snapshot: it runs what it never saw loaded, also as the leader.
    await waitFor('it to lead', 30_000, async () => {
      await others[0]!.call('RAFT', 'TRANSFER', away.id);
      return (await cluster.leader()).id === away.id;
    });
    const client = await away.client();
    const replies = await client.multi().fcall('add', 1, 'sum').evalsha(sha, 0, 'known').exec();
    client.disconnect();
    expect(replies?.map(([, reply]) => reply)).to.deep.equal([1, 'known']);
    expect(await others[0]!.call('GET', 'sum')).to.equal('$1\r\n1\r\n');
  });

  it('are taken by the size of the log and by time, and what they cover of the log goes from the disk', async () => {
    cluster = await TestCluster.plan(1, { ...NO_TAIL, 'snapshot-log-size': 4 << 20 });
    const node = cluster.node(0);
    await cluster.heal();
    await fill(node, 80);
    await waitFor('a snapshot by size', 30_000, async () => (await snapshotIndex(node)) > 20);
    await waitFor('the log to be short', 60_000, () => sizeOf(node, 'log') < 34 << 20); // its last file, and the next
    expect(sizeOf(node, 'snapshots')).to.be.below(20 << 20);
    const bySize = await snapshotIndex(node);
    await node.call('CONFIG', 'SET', 'snapshot-log-size', '1gb', 'snapshot-interval', '1');
    await node.call('SET', 'k', 'v');
    await waitFor('a snapshot by time', 30_000, async () => (await snapshotIndex(node)) > bySize);
    await node.kill();
    await node.start();
    await cluster.serving();
    expect(await node.call('GET', 'fill:99')).to.include('79:xxx');
    expect(await node.call('GET', 'k')).to.include('v');
  });
});
