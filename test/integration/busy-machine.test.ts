import { expect } from 'chai';
import { useCluster } from './support/cluster.js';

/** Above twice the election timeout: every follower would have given up a leader that sends no heartbeats. */
const BUSY_SECONDS = 3;

describe('a node whose commands keep it busy', function () {
  this.timeout(60_000);
  const cluster = useCluster(3, { 'enable-debug-command': 'local' });

  it('misses no heartbeat: leader and followers alike keep their roles and their term', async () => {
    const leader = await cluster().leader();
    const term = await leader.info('raft_term');
    const campaigns = await Promise.all(cluster().nodes.map(node => node.info('raft_campaigns')));
    const busy = await Promise.all(cluster().nodes.map(node => node.client()));
    await Promise.all(busy.map(client => client.call('DEBUG', 'SLEEP', String(BUSY_SECONDS))));
    for (const client of busy) client.disconnect();
    expect(await leader.info('raft_role')).to.equal('leader');
    expect(await leader.info('raft_term')).to.equal(term);
    expect(await Promise.all(cluster().nodes.map(node => node.info('raft_campaigns')))).to.deep.equal(
      campaigns,
    );
  });

  it('lets the others go on, one follower or the leader', async () => {
    const leader = await cluster().leader();
    const term = await leader.info('raft_term');
    for (const busy of cluster().nodes) {
      const client = await busy.client();
      const sleep = client.call('DEBUG', 'SLEEP', String(BUSY_SECONDS));
      const [other] = cluster().others(busy);
      const began = Date.now();
      for (let write = 0; write < 50; write++) await other?.call('INCR', 'n');
      expect(Date.now() - began, `ms while ${busy.id} is busy`).to.be.below((BUSY_SECONDS * 1_000) / 2);
      await sleep;
      client.disconnect();
    }
    expect(await leader.info('raft_term')).to.equal(term);
  });
});
