import { join } from 'node:path';
import { expect } from 'chai';
import { waitFor } from '../../compat-tests/support/wait.js';
import { TestCluster } from '../integration/support/cluster.js';
import type { TestNode } from '../integration/support/node.js';

const LIMIT_MS = 60_000;
/** "Start me again." */
const START_AGAIN = 75;
const POISON = `--import=${join(import.meta.dirname, 'support', 'poison.mjs')}`;

/** RAFT DIGEST: what each member has. */
async function digests(node: TestNode): Promise<(string | null)[]> {
  const client = await node.client();
  const [, , , , , members] = (await client.call('RAFT', 'DIGEST')) as [
    string,
    number,
    string,
    string,
    string,
    string[],
  ];
  client.disconnect();
  return members.filter((_, at) => at % 2 === 1);
}

/** Waits until the node ends by itself, to be started again. */
async function endsToStartAgain(node: TestNode): Promise<void> {
  await waitFor(`${node.id} to end`, LIMIT_MS, () => !node.running);
  expect(await node.process.ended).to.deep.equal({ code: START_AGAIN, signal: null });
}

describe('a node whose state is not that of the others', function () {
  this.timeout(180_000);
  let cluster: TestCluster;
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') {
      for (const { id, process } of cluster.nodes) console.error(`--- ${id}\n${process.output.slice(-3000)}`);
    }
    await cluster.remove();
  });

  for (const which of ['follower', 'leader'] as const) {
    it(`is found, as a ${which}, says so, ends, and begins again with the state of another`, async () => {
      cluster = await TestCluster.plan(3, { 'enable-debug-command': 'local' });
      await cluster.heal();
      const node = await cluster[which]();
      const [other] = cluster.others(node) as [TestNode];
      await node.call('SET', 'k', 'right');
      expect(new Set(await digests(node))).to.have.property('size', 1);
      expect(await node.call('DEBUG', 'DIVERGE', 'k', 'wrong')).to.equal('+OK\r\n');
      expect(await node.call('GET', 'k')).to.contain('wrong');
      expect(new Set(await digests(other))).to.have.property('size', 2);
      await endsToStartAgain(node);
      expect(node.process.output).to.contain('differs from that of a majority');
      const told = async (): Promise<string[]> =>
        Promise.all(cluster.others(node).map(each => each.info('raft_digest_differs')));
      await waitFor('another to say so, too', LIMIT_MS, async () => (await told()).includes(node.id));
      await other.call('SET', 'l', 'more');
      await node.start();
      expect(node.process.output)
        .to.contain('waits for a snapshot of a peer')
        .and.contain('is that of a peer now');
      await cluster.serving();
      expect(await node.call('GET', 'k')).to.contain('right');
      expect(await digests(node)).to.have.length(3);
      expect(new Set(await digests(node))).to.have.property('size', 1);
      // The trouble is over on its disk too.
      await node.stop();
      await node.start();
      expect(node.process.output).not.to.contain('waits for a snapshot of a peer');
    });
  }

  it('is found by time, without an order', async () => {
    cluster = await TestCluster.plan(3, { 'enable-debug-command': 'local', 'digest-interval': 1 });
    await cluster.heal();
    const node = await cluster.follower();
    await node.call('DEBUG', 'DIVERGE', 'k', 'wrong');
    await endsToStartAgain(node);
    await node.start();
    await cluster.serving();
    expect(await node.call('GET', 'k')).to.equal('$-1\r\n');
  });

  it('dies of an entry three times, and then takes the state of a peer that could apply it', async () => {
    cluster = await TestCluster.plan(3);
    await cluster.heal();
    const node = await cluster.follower();
    const [other] = cluster.others(node) as [TestNode];
    await node.stop();
    await node.start({}, [POISON]);
    await cluster.serving();
    await other.call('SET', 'k', 'poison');
    for (let deaths = 1; deaths <= 3; deaths++) {
      await endsToStartAgain(node);
      expect(node.process.output).to.contain(`(time ${deaths})`);
      node.launch({}, [POISON]);
    }
    await waitFor('the state of a peer', LIMIT_MS, () =>
      node.process.output.includes('is that of a peer now'),
    );
    await cluster.serving();
    expect(await node.call('GET', 'k')).to.contain('poison');
    expect(new Set(await digests(node))).to.have.property('size', 1);
  });

  it('passes over an entry that no node can apply, by order', async () => {
    cluster = await TestCluster.plan(3, {}, [POISON]);
    await cluster.heal();
    await cluster.node(0).call('SET', 'before', 'kept');
    const client = await cluster.node(0).client();
    void client.set('k', 'poison').catch(() => undefined);
    // The last one may never learn that the entry is committed.
    await waitFor(
      'two of them to end',
      LIMIT_MS,
      () => cluster.nodes.filter(node => !node.running).length >= 2,
    );
    client.disconnect();
    await Promise.all(cluster.nodes.map(node => node.kill()));
    const output = cluster.nodes.map(({ process }) => process.output).join('');
    const index = /cannot apply the entry at (\d+)/.exec(output)?.[1] ?? '';
    for (const node of cluster.nodes) await node.start({ 'skip-entry': index });
    await cluster.serving();
    expect(await cluster.node(1).call('GET', 'before')).to.contain('kept');
    expect(await cluster.node(2).call('INCR', 'n')).to.match(/^:/);
    expect(new Set(await digests(cluster.node(0)))).to.have.property('size', 1);
  });
});
