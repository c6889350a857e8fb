import { expect } from 'chai';
import { RawConnection } from '../../compat-tests/support/raw-connection.js';
import { waitFor } from '../../compat-tests/support/wait.js';
import { useCluster } from './support/cluster.js';
import { Load } from './support/load.js';
import type { TestNode } from './support/node.js';

describe('a node that is paused and comes back', function () {
  this.timeout(60_000);
  const cluster = useCluster(3);

  /** What waits in the sockets of a paused leader must be answered with what was written meanwhile. */
  it('reads nothing stale as the former leader, not even what was asked while it slept', async () => {
    for (let round = 0; round < 3; round++) {
      const paused = await cluster().leader();
      const [other] = cluster().others(paused) as [TestNode];
      await other.call('SET', 'k', `old ${round}`);
      expect(await paused.call('GET', 'k')).to.contain(`old ${round}`);
      const connections = await Promise.all([1, 2, 3].map(() => RawConnection.open(paused.port)));
      paused.pause();
      const writer = await other.client();
      expect(await writer.set('k', `new ${round}`)).to.equal('OK');
      writer.disconnect();
      for (const connection of connections) connection.send(['GET', 'k'], ['GET', 'k']);
      paused.resume();
      for (const connection of connections) {
        await connection.until(() => connection.pending >= 2 || connection.closed);
        for (const reply of [connection.take(), connection.take()]) expect(reply).to.contain(`new ${round}`);
        expect(await connection.call('GET', 'k')).to.contain(`new ${round}`);
        connection.close();
      }
      await cluster().serving();
    }
  });

  it('a leader: clients of the others see no error, its own get their answers late, nothing is lost', async () => {
    const paused = await cluster().leader();
    const living = cluster().others(paused);
    const load = new Load(cluster().nodes, 2);
    await load.progress(100, cluster().nodes);
    paused.pause();
    await load.progress(400, living);
    paused.resume();
    await load.progress(100, [paused]);
    await load.stop();
    await cluster().level();
    await load.check(cluster().nodes);
    expect(load.troubles(living)).to.deep.equal([]);
  });

  it('a follower: nobody but its own clients notices', async () => {
    const paused = await cluster().follower();
    const living = cluster().others(paused);
    const leader = await cluster().leader();
    const term = await leader.info('raft_term');
    const load = new Load(cluster().nodes, 2);
    await load.progress(100, cluster().nodes);
    paused.pause();
    await load.progress(800, living);
    paused.resume();
    await load.progress(100, [paused]);
    await load.stop();
    await cluster().level();
    await load.check(cluster().nodes);
    expect(load.troubles(living)).to.deep.equal([]);
    expect(await leader.info('raft_term'), 'pre-vote keeps it from disturbing').to.equal(term);
  });

  it('two of three: the third answers nothing, and all goes on when they wake', async () => {
    const leader = await cluster().leader();
    const others = cluster().others(leader);
    const client = await leader.client();
    await client.set('n', 0);
    for (const node of others) node.pause();
    const waiting = client.incr('n');
    await waitFor(
      'the leader to step down',
      10_000,
      async () => (await leader.info('raft_role')) !== 'leader',
    );
    for (const node of others) node.resume();
    expect(await waiting).to.equal(1);
    expect(await client.get('n')).to.equal('1');
    client.disconnect();
  });
});
