import { cpSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { waitFor } from '../../compat-tests/support/wait.js';
import { TestCluster } from '../integration/support/cluster.js';
import { Load } from '../integration/support/load.js';
import { change, lead, voters } from '../integration/support/members.js';
import type { TestNode } from '../integration/support/node.js';

/** It hears of no leader, asks why, and says what it was told. */
async function endsAsRemoved(node: TestNode): Promise<void> {
  await waitFor(`${node.id} to end`, 30_000, () => !node.running);
  expect(await node.process.ended).to.deep.equal({ code: 1, signal: null });
  expect(node.process.output).to.contain(`${node.id} was removed from the cluster, says its leader`);
}

describe('the members of a cluster under load', function () {
  this.timeout(120_000);
  let cluster: TestCluster;
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') {
      for (const { id, process } of cluster.nodes) console.error(`--- ${id}\n${process.output.slice(-3000)}`);
    }
    await cluster.remove();
  });

  it('grow from one to three to five and go back to three under load, and lose nothing', async () => {
    cluster = await TestCluster.planGrowing(5);
    const [n1, n2, n3, n4, n5] = cluster.nodes as [TestNode, TestNode, TestNode, TestNode, TestNode];
    await n1.start();
    await cluster.serving([n1]);
    const load = new Load([n1], 2);
    await load.progress(100, [n1]);
    for (const node of [n2, n3]) await node.start();
    await voters(n1, 'n1 n2 n3');
    await load.progress(100, [n1]);
    for (const node of [n4, n5]) await node.start();
    await voters(n1, 'n1 n2 n3 n4 n5');
    await load.progress(100, [n1]);
    // Through any node; the leader may be among those that go.
    await change(n2, 'REMOVE', 'n5');
    await change(n3, 'REMOVE', 'n4');
    await Promise.all([n4.kill(), n5.kill()]);
    await voters(n1, 'n1 n2 n3');
    await n2.kill();
    await load.progress(100, [n1]);
    await load.stop();
    await n2.start();
    await cluster.serving([n1, n2, n3]);
    await load.check([n1, n2, n3]);
    expect(load.troubles([n1])).to.deep.equal([]);
  });

  it('are restarted one after the other under load: it costs each client one connection, and nothing else', async () => {
    cluster = await TestCluster.plan(3);
    await cluster.heal();
    const load = new Load(cluster.nodes, 2);
    await load.progress(100, cluster.nodes);
    for (const victim of cluster.nodes) {
      expect((await victim.stop()).code).to.equal(0);
      await load.progress(100, cluster.others(victim));
      await victim.start();
      await load.progress(100, [victim]);
    }
    await load.stop();
    await cluster.level();
    await load.check(cluster.nodes);
    for (const node of cluster.nodes) {
      const troubles = load.troubles([node]);
      expect(troubles.filter(text => !/Connection is closed|ECONNRESET|EPIPE/.test(text))).to.deep.equal([]);
      expect(load.connections(node), `connections of a client of ${node.id}`).to.be.at.most(2);
    }
  });

  it('take back one whose log has lost its end: it is in doubt until it has caught up', async () => {
    cluster = await TestCluster.plan(3);
    const n3 = cluster.node(2);
    await cluster.heal();
    for (let i = 0; i < 20; i++) await cluster.node(0).call('SET', `k${i}`, 'v'.repeat(100));
    await cluster.level();
    await n3.kill();
    const log = join(n3.data, 'log');
    const wal = join(log, readdirSync(log).find(name => name.endsWith('.log'))!);
    const bytes = readFileSync(wal);
    bytes[bytes.length - 2]! ^= 1;
    writeFileSync(wal, bytes);
    await n3.start();
    expect(n3.process.output).to.include('may lack an acknowledged write');
    await cluster.serving();
    await cluster.node(1).call('SET', 'k', 'v');
    await cluster.level();
    // Its vote counts again, on the disk too.
    await n3.stop();
    await n3.start();
    expect(n3.process.output).not.to.include('may lack an acknowledged write');
    await cluster.node(0).kill();
    await cluster.serving([cluster.node(1), n3]);
  });

  it('are not disturbed by one that was removed, nor by an old folder of one that was replaced', async () => {
    cluster = await TestCluster.plan(3);
    const [n1, n2, n3] = cluster.nodes as [TestNode, TestNode, TestNode];
    const kept = [n1, n2];
    await cluster.heal();
    await voters(n1, 'n1 n2 n3');
    await lead(cluster, n1);
    await change(n2, 'REMOVE', 'n3');
    await voters(n1, 'n1 n2');
    const load = new Load(kept, 2);
    const term = Number(await n1.info('raft_term'));
    // A slow machine may cost an election by itself; a node that disturbs would cost one after the other.
    const isCalm = async (): Promise<boolean> => Number(await n1.info('raft_term')) <= term + 1;
    await endsAsRemoved(n3); // it ran on
    await load.progress(300, kept);
    cpSync(n3.data, `${n3.data}-old`, { recursive: true });
    n3.launch();
    await load.progress(300, kept);
    await endsAsRemoved(n3);
    expect(await isCalm()).to.equal(true);

    rmSync(n3.data, { recursive: true });
    await change(n2, 'ADD', 'n3', `127.0.0.1:${n3.raftPort}`);
    await n3.start();
    await voters(n1, 'n1 n2 n3');
    await n3.stop();
    renameSync(n3.data, `${n3.data}-new`);
    renameSync(`${n3.data}-old`, n3.data);
    n3.launch();
    await load.progress(600, kept);
    expect(await isCalm()).to.equal(true);
    await n3.kill();
    rmSync(n3.data, { recursive: true });
    renameSync(`${n3.data}-new`, n3.data);
    await n3.start();
    await load.stop();
    await cluster.serving();
    await cluster.level();
    await load.check(cluster.nodes);
    expect(load.troubles(kept)).to.deep.equal([]);
  });
});
