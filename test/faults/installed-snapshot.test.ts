import { expect } from 'chai';
import { waitFor, within } from '../../compat-tests/support/wait.js';
import { RawConnection } from '../../compat-tests/support/raw-connection.js';
import { useCluster } from '../integration/support/cluster.js';
import { Load } from '../integration/support/load.js';
import type { TestNode } from '../integration/support/node.js';

const LIMIT_MS = 30_000;

/** Compacts the log of every node that runs, so that one which is paused cannot go on from where it stood. */
async function compact(nodes: readonly TestNode[]): Promise<void> {
  for (const node of nodes) expect(await node.call('RAFT', 'SNAPSHOT')).to.match(/^:/);
}

/** More than a leader sends to a member that does not answer. */
async function writeMore(node: TestNode): Promise<void> {
  const client = await node.client();
  for (let megabyte = 0; megabyte < 24; megabyte++) await client.set('large', 'x'.repeat(1 << 20));
  client.disconnect();
}

const ended = (connection: RawConnection): Promise<void> => connection.until(() => connection.closed);

async function next(connection: RawConnection): Promise<string | undefined> {
  await connection.until(() => connection.pending > 0 || connection.closed);
  return connection.take();
}

describe('a snapshot that is installed at a node with clients', function () {
  this.timeout(60_000);
  const cluster = useCluster(3, { 'log-tail-keep': 0, 'origin-log-keep': 0 });

  it('ends each of them truthfully: served waiters and subscribers are cut, waiters in line stay, near caches are emptied', async () => {
    const node = await cluster().follower();
    const others = cluster().others(node);
    const load = new Load([node], 3);
    const served = await RawConnection.open(node.port);
    const waiting = await RawConnection.open(node.port);
    const subscriber = await RawConnection.open(node.port);
    const tracker = await RawConnection.open(node.port);
    await subscriber.call('SUBSCRIBE', 'channel');
    await tracker.call('HELLO', '3');
    await tracker.call('CLIENT', 'TRACKING', 'ON');
    await tracker.call('GET', 'near');
    served.send(['BLPOP', 'taken', '0']);
    waiting.send(['BLPOP', 'later', '0']);
    await waitFor('two waiters', LIMIT_MS, async () => Number(await node.info('blocked_clients')) >= 2);
    await load.progress(100, [node]);

    node.pause();
    const began = await others[0]!.info('raft_last_log_index');
    await writeMore(others[0]!);
    await others[0]!.call('RPUSH', 'taken', 'element');
    await others[0]!.call('PUBLISH', 'channel', 'missed');
    await others[0]!.call('SET', 'near', 'changed');
    await compact(others);
    node.resume();

    await within('the served waiter to be cut', LIMIT_MS, ended(served));
    await within('the subscriber to be cut', LIMIT_MS, ended(subscriber));
    expect(await within('the near cache to be emptied', LIMIT_MS, next(tracker))).to.equal(
      '>2\r\n$10\r\ninvalidate\r\n_\r\n',
    );
    expect(Number(await node.info('raft_snapshot_index'))).to.be.above(Number(began));
    await others[0]!.call('RPUSH', 'later', 'element');
    expect(await within('the waiter in line', LIMIT_MS, next(waiting))).to.include('element');
    await load.progress(100, [node]);
    await load.stop();
    await cluster().level();
    await load.check(cluster().nodes);
    for (const each of [served, waiting, subscriber, tracker]) each.close();
  });
});
