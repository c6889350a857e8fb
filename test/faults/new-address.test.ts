import { expect } from 'chai';
import { waitFor } from '../../compat-tests/support/wait.js';
import { TestCluster } from '../integration/support/cluster.js';
import { change } from '../integration/support/members.js';
import type { TestNode } from '../integration/support/node.js';
import { freePorts } from '../support/ports.js';

const LIMIT_MS = 30_000;

describe('a member that moves to another address', function () {
  this.timeout(120_000);
  let cluster: TestCluster;
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') {
      for (const { id, process } of cluster.nodes) console.error(`--- ${id}\n${process.output.slice(-3000)}`);
    }
    await cluster.remove();
  });

  it('is found there after RAFT UPDATE, also by nodes that are started with the one before', async () => {
    cluster = await TestCluster.plan(3);
    const [n1, n2, n3] = cluster.nodes as [TestNode, TestNode, TestNode];
    await cluster.heal();
    expect(await n1.call('SET', 'k', 'before')).to.equal('+OK\r\n');
    const [raftPort = 0] = await freePorts(1);
    const address = `127.0.0.1:${raftPort}`;
    const start = (): Promise<void> => n3.start({ 'raft-port': raftPort });
    await n3.stop();
    await start();
    // Nobody writes to it there: it knows no leader.
    expect(await n1.call('SET', 'k', 'unseen')).to.equal('+OK\r\n');
    expect(await n3.info('raft_leader_id')).to.equal('');

    await change(n2, 'UPDATE', 'n3', address);
    await cluster.serving();
    expect(await n3.call('GET', 'k')).to.equal('$6\r\nunseen\r\n');
    for (const node of cluster.nodes)
      await waitFor(`${node.id} to name the address`, LIMIT_MS, async () =>
        (await node.info('raft_members')).includes(`n3@${address}`),
      );
    // It knows from its log where n3 is: its peers name the old address. And n3 is needed now.
    await n1.stop();
    await n1.start();
    await n2.kill();
    await cluster.serving([n1, n3]);
    expect(await n3.call('SET', 'k', 'after')).to.equal('+OK\r\n');
    await n3.stop();
    await start();
    await cluster.serving([n1, n3]);
    expect(await n3.call('GET', 'k')).to.equal('$5\r\nafter\r\n');
    expect(await n3.info('raft_members')).to.include(`n3@${address}`);
  });
});
