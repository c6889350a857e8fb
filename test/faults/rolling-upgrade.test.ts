import { join } from 'node:path';
import { expect } from 'chai';
import { waitFor } from '../../compat-tests/support/wait.js';
import { TestCluster } from '../integration/support/cluster.js';
import type { TestNode } from '../integration/support/node.js';

const LATER = [`--import=${join(import.meta.dirname, 'support', 'later-version.mjs')}`];
const LIMIT_MS = 30_000;

describe('a cluster that is taken to a later machine version', function () {
  this.timeout(120_000);
  let cluster: TestCluster;
  let written = 0;
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') {
      for (const { id, process } of cluster.nodes) console.error(`--- ${id}\n${process.output.slice(-3000)}`);
    }
    await cluster.remove();
  });

  /** Through each of these nodes. */
  async function write(nodes: readonly TestNode[]): Promise<void> {
    for (const node of nodes) expect(await node.call('INCR', 'n')).to.equal(`:${++written}\r\n`);
  }

  const versions = (): Promise<string[]> =>
    Promise.all(cluster.nodes.map(node => node.info('raft_machine_version')));

  it('serves while its nodes are replaced one by one, and lets none of the earlier ones back in', async () => {
    cluster = await TestCluster.plan(3);
    await cluster.heal();
    await write(cluster.nodes);
    for (const node of cluster.nodes) {
      expect(await versions()).to.deep.equal(['1', '1', '1']);
      await node.stop();
      await cluster.serving(cluster.others(node));
      await write(cluster.others(node));
      await node.start({}, LATER);
      await cluster.serving();
      await write(cluster.nodes);
    }
    await waitFor('version 2', LIMIT_MS, async () => (await versions()).every(version => version === '2'));
    await write(cluster.nodes);
    const client = await cluster.node(0).client();
    const [, index, , digest, , members] = (await client.call('RAFT', 'DIGEST')) as unknown[];
    expect(index).to.be.a('number');
    expect(members).to.deep.equal(['n1', digest, 'n2', digest, 'n3', digest]);
    client.disconnect();

    const node = await cluster.follower();
    await node.stop();
    node.launch();
    await waitFor('the earlier one to end', LIMIT_MS, () => !node.running);
    expect(await node.process.ended).to.deep.equal({ code: 1, signal: null });
    expect(node.process.output).to.contain(
      'the cluster runs machine version 2, this node can run none above 1: start it with the version of Quorate that the others have',
    );
    await write(cluster.others(node));
  });
});
