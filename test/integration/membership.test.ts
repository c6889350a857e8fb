import { rmSync } from 'node:fs';
import { expect } from 'chai';
import { TestCluster } from './support/cluster.js';
import { Load } from './support/load.js';
import { change, lead, voters } from './support/members.js';
import type { TestNode } from './support/node.js';

describe('the members of a cluster', function () {
  this.timeout(120_000);
  let cluster: TestCluster;
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') {
      for (const { id, process } of cluster.nodes) console.error(`--- ${id}\n${process.output.slice(-3000)}`);
    }
    await cluster.remove();
  });

  it('hand leadership on, again and again, without an error of any client', async () => {
    cluster = await TestCluster.plan(3);
    await cluster.heal();
    await voters(cluster.node(0), 'n1 n2 n3');
    const load = new Load(cluster.nodes, 2);
    for (const node of [...cluster.nodes, cluster.node(0)]) {
      await lead(cluster, node);
      await load.progress(100, cluster.nodes);
    }
    await load.stop();
    await cluster.level();
    await load.check(cluster.nodes);
    expect(load.troubles(cluster.nodes)).to.deep.equal([]);
  });

  it('refuse a node that comes back with a new data folder, until it is taken in the place of the old', async () => {
    cluster = await TestCluster.plan(3);
    const [n1, n2, n3] = cluster.nodes as [TestNode, TestNode, TestNode];
    await cluster.heal();
    await n1.call('SET', 'k', 'v');
    await voters(n1, 'n1 n2 n3');
    await lead(cluster, n3);
    await n3.kill();
    rmSync(n3.data, { recursive: true });
    const refused = n3.launch();
    expect((await refused.ended).code).to.equal(1);
    expect(refused.output).to.include(
      'data folder of n3 is new, but n3 is a member: use RAFT ADD n3 ... REPLACE (or --join)',
    );
    await change(n2, 'ADD', 'n3', `127.0.0.1:${n3.raftPort}`, 'REPLACE');
    await n3.start();
    await voters(n2, 'n1 n2 n3');
    await n1.kill();
    await cluster.serving([n2, n3]);
    expect(await n3.call('GET', 'k')).to.equal('$1\r\nv\r\n');
  });
});
