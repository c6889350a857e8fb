import { expect } from 'chai';
import { rmSync } from 'node:fs';
import { RawConnection } from '../../compat-tests/support/raw-connection.js';
import { waitFor, within } from '../../compat-tests/support/wait.js';
import { useCluster } from '../integration/support/cluster.js';
import { lead } from '../integration/support/members.js';
import { quorate, type TestNode } from '../integration/support/node.js';
import { FAULT_FLAGS, FAULT_OPTIONS, order } from './support/fault-orders.js';

const LIMIT_MS = 30_000;
/** Longer than any of these tests: whoever waited for such a sync would fail. */
const FOR_EVER_MS = 600_000;
const HOUR_MS = 3_600_000;

describe('three nodes in hardship', function () {
  this.timeout(120_000);
  const cluster = useCluster(3, { ...FAULT_FLAGS, 'log-tail-keep': 0, 'origin-log-keep': 0 }, FAULT_OPTIONS);
  let written = 0;

  /** Writes through this node are acknowledged. */
  async function write(node: TestNode, count = 5): Promise<void> {
    for (let i = 0; i < count; i++) expect(await node.call('SET', 'k', `${++written}`)).to.equal('+OK\r\n');
  }
  async function leaderAndOther(): Promise<[TestNode, TestNode]> {
    const leader = await cluster().leader();
    return [leader, cluster().others(leader)[0]!];
  }
  async function link(node: TestNode, what: 'cut' | 'restore', direction: 'in' | 'out'): Promise<void> {
    for (const { id } of cluster().others(node)) await order(node, { order: what, peer: id, direction });
  }
  async function clocks(ms: number): Promise<void> {
    for (const node of cluster().nodes) await order(node, { order: 'clock', ms });
  }
  /** What another node wrote, in an answer or behind one that certainly is no answer. */
  async function readsNoOld(asked: RawConnection, restored: () => Promise<void>): Promise<void> {
    asked.send(['GET', 'k']);
    await restored();
    await asked.until(() => asked.pending > 0 || asked.closed);
    expect(asked.take()).to.match(new RegExp(`^(\\$\\d+\r\n${written}\r\n|-CLUSTERDOWN .*\r\n)$`));
  }

  describe('of the disk', () => {
    /** The node ends with the code for what it cannot mend, and says why; the others go on; it comes back level. */
    async function endsAndComesBack(node: TestNode, reason: string): Promise<void> {
      const { code } = await within(`the end of ${node.id}`, LIMIT_MS, node.process.ended);
      expect(code).to.equal(1);
      expect(node.process.output).to.match(
        new RegExp(`"reason":"[^"]*${reason}[^"]*","msg":"this node cannot go on"`),
      );
      await cluster().serving(cluster().others(node));
      await write(cluster().others(node)[0]!);
      await cluster().heal();
      await cluster().level();
      expect(await node.call('GET', 'k')).to.contain(`\r\n${written}\r\n`);
    }

    it('a leader whose sync takes for ever commits with the syncs of the others', async () => {
      const [leader, other] = await leaderAndOther();
      await order(leader, { order: 'sync', ms: FOR_EVER_MS });
      await write(other, 20);
      await write(leader, 20);
      expect((await order(leader, { order: 'state' })).slow).to.equal(1);
      expect(await cluster().leader()).to.equal(leader);
      await order(leader, { order: 'healthy' });
    });

    it('a follower whose sync takes for ever costs nobody a write, not even its own clients', async () => {
      const [, slow] = await leaderAndOther();
      await order(slow, { order: 'sync', ms: FOR_EVER_MS });
      await write(slow, 20);
      expect((await order(slow, { order: 'state' })).slow).to.equal(1);
      await order(slow, { order: 'healthy' });
    });

    it('a sync that fails is the last of its process, which says so and ends', async () => {
      const [leader] = await leaderAndOther();
      await order(leader, { order: 'sync', error: 'EIO' });
      await leader.call('SET', 'k', 'in doubt').catch(() => '');
      await endsAndComesBack(leader, 'EIO');
    });

    it('a disk that becomes read-only ends its node', async () => {
      const [leader, other] = await leaderAndOther();
      await order(other, { order: 'sync', error: 'EROFS' });
      await write(leader, 1);
      await endsAndComesBack(other, 'EROFS');
    });

    it('a disk that gets full, between snapshot and compaction say, ends its node and leaves its log whole', async () => {
      const [, node] = await leaderAndOther();
      const client = await node.client();
      await client.call('RAFT', 'SNAPSHOT');
      await order(node, { order: 'full' });
      await client.call('RAFT', 'SNAPSHOT').catch(() => undefined);
      client.disconnect();
      await endsAndComesBack(node, 'ENOSPC');
    });

    it('without room on any disk writes are refused for certain, and reads are answered', async () => {
      const [, node] = await leaderAndOther();
      for (const each of cluster().nodes) await order(each, { order: 'low' });
      await waitFor('writes to be refused', LIMIT_MS, async () =>
        /^-MISCONF /.test(await node.call('SET', 'k', 'before')),
      );
      expect(await node.call('SET', 'k', 'behind')).to.match(/^-MISCONF /);
      expect(await node.call('GET', 'k')).to.not.contain('behind');
      for (const each of cluster().nodes) await order(each, { order: 'healthy' });
      await waitFor('writes to be taken', LIMIT_MS, async () =>
        /^\+OK/.test(await node.call('SET', 'k', '')),
      );
    });
  });

  describe('of the network', () => {
    it('a leader that hears nobody gives way, and reads nothing old', async () => {
      const [leader, other] = await leaderAndOther();
      const asked = await RawConnection.open(leader.port);
      await link(leader, 'cut', 'in');
      await write(other);
      await readsNoOld(asked, () => link(leader, 'restore', 'in'));
      await cluster().serving();
    });

    it('a leader that nobody hears gives way, and reads nothing old', async () => {
      const [leader, other] = await leaderAndOther();
      const asked = await RawConnection.open(leader.port);
      await link(leader, 'cut', 'out');
      await write(other);
      await readsNoOld(asked, () => link(leader, 'restore', 'out'));
      await cluster().serving();
    });

    it("a follower that hears nobody, or that nobody hears, ends nobody's term", async () => {
      const [leader, other] = await leaderAndOther();
      const term = await leader.info('raft_term');
      for (const direction of ['in', 'out'] as const) {
        await link(other, 'cut', direction);
        await waitFor(`${other.id} to miss its leader`, LIMIT_MS, async () =>
          direction === 'out' ? true : (await other.info('raft_leader_id')) !== leader.id,
        );
        await write(leader);
        await link(other, 'restore', direction);
        await cluster().serving();
      }
      expect(await leader.info('raft_term')).to.equal(term);
      await cluster().level();
    });

    it('a link that comes and goes costs those nothing who do not use it', async () => {
      const [leader, other] = await leaderAndOther();
      for (let times = 0; times < 10; times++) {
        await link(other, times % 2 === 0 ? 'cut' : 'restore', 'in');
        await link(other, times % 2 === 0 ? 'cut' : 'restore', 'out');
        await write(leader);
      }
      await cluster().serving();
      await cluster().level();
    });
  });

  describe('of a thread', () => {
    it('a leader whose consensus stands still comes back believing that it leads, and reads nothing old', async () => {
      const [leader, other] = await leaderAndOther();
      const asked = await RawConnection.open(leader.port);
      await order(leader, { order: 'stop', thread: 'consensus', ms: 1200 });
      await write(other);
      await readsNoOld(asked, () => Promise.resolve());
      await cluster().serving();
    });

    it('a leader whose clients wait for its busy front end leads on', async () => {
      const [leader, other] = await leaderAndOther();
      const term = await leader.info('raft_term');
      await order(leader, { order: 'stop', thread: 'server', ms: 1200 });
      await write(other);
      expect(await leader.info('raft_role')).to.equal('leader');
      expect(await leader.info('raft_term')).to.equal(term);
    });
  });

  describe('of the clock', () => {
    const ttl = async (node: TestNode): Promise<number> => Number((await node.call('PTTL', 'k')).slice(1));

    for (const ms of [HOUR_MS, -HOUR_MS]) {
      it(`one clock that jumps by ${ms / HOUR_MS} hour moves no deadline, though its node leads`, async () => {
        const [leader, other] = await leaderAndOther();
        await leader.call('SET', 'k', 'v', 'PX', String(HOUR_MS / 2));
        for (const node of [leader, other]) {
          await clocks(0);
          await order(node, { order: 'clock', ms });
          await lead(cluster(), node);
          await write(node, 0);
          expect(await ttl(node)).to.be.within(1, HOUR_MS / 2);
        }
        await clocks(0);
      });
    }

    it('all clocks that jump by an hour burn no lock lease, in this term or the next', async () => {
      const [leader, other] = await leaderAndOther();
      const reply = await leader.call('DLOCK', 'ACQUIRE', 'lock', String(HOUR_MS / 2));
      const [, token = ''] = /^\*2\r\n:(\d+)\r\n/.exec(reply) ?? [];
      await leader.call('SET', 'k', 'v', 'PX', String(HOUR_MS / 2));
      await clocks(HOUR_MS);
      expect(await ttl(other)).to.be.within(1, HOUR_MS / 2);
      await lead(cluster(), other);
      // A new term begins with the clock of the majority: what is not a lease follows it.
      expect(await ttl(other)).to.equal(-2);
      expect(await leader.call('DLOCK', 'GUARD', 'lock', token, 'SET', 'guarded', 'v')).to.equal('+OK\r\n');
      await clocks(0);
    });
  });

  describe('of the folder', () => {
    it('a folder that is deleted under a running node ends it', async () => {
      const [, node] = await leaderAndOther();
      rmSync(node.data, { recursive: true });
      expect((await within('its end', LIMIT_MS, node.process.ended)).code).to.equal(1);
      expect(node.process.output).to.match(/"reason":"data folder [^"]* was deleted"/);
      await write(cluster().others(node)[0]!);
    });
  });

  it('the option that all this needs is none of a release', async () => {
    const { port, raftPort, folder, data } = cluster().node(0);
    const flags = { port, 'raft-port': raftPort, data, ...FAULT_FLAGS };
    const refused = quorate(folder, 'server', flags);
    expect((await refused.ended).code).to.equal(1);
    expect(refused.output).to.match(/^quorate: Unknown argument.*fault-socket/m);
  });
});
