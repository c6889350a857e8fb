import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { waitFor } from '../../../compat-tests/support/wait.js';
import { SETTINGS } from '../../../src/config/table.js';
import { freePorts } from '../../support/ports.js';
import { newFolder, removeFolder } from '../../support/process.js';
import { type Flags, TestNode } from './node.js';

const AGREE_LIMIT_MS = 30_000;

/** Shorter than the defaults, so that an election takes a second; long enough for two busy cores. Milliseconds. */
export const QUICK: Flags = { 'heartbeat-interval': 60, 'election-timeout': 600 };

/** As every cluster has them that is not told otherwise. */
export const DEFAULT_TIMES: Flags = {
  'heartbeat-interval': SETTINGS['heartbeat-interval'].default,
  'election-timeout': SETTINGS['election-timeout'].default,
};

/** Some nodes on this machine, each a process that can be killed alone. */
export class TestCluster {
  private constructor(
    readonly nodes: readonly TestNode[],
    readonly folder: string,
  ) {}

  /** Lays out `count` nodes; none is started. One is a cluster by itself. */
  static plan(count: number, flags: Flags = {}, nodeOptions: readonly string[] = []): Promise<TestCluster> {
    return TestCluster.#layOut(
      count,
      peers => ({ ...(count > 1 ? { peers: peers.join(',') } : {}), ...flags }),
      nodeOptions,
    );
  }

  /** The first node is a cluster by itself; the others ask it to be added when they are started. */
  static planGrowing(count: number): Promise<TestCluster> {
    return TestCluster.#layOut(
      count,
      ([first = ''], at) => (at === 0 ? {} : { join: first.replace('n1@', '') }),
      [],
    );
  }

  /** All nodes find each other at the ports that `proxy` answers. */
  static planThrough(
    count: number,
    proxy: (id: string, raftPort: number) => Promise<number>,
    flags: Flags = {},
    nodeOptions: readonly string[] = [],
  ): Promise<TestCluster> {
    return TestCluster.#layOut(count, peers => ({ peers: peers.join(','), ...flags }), nodeOptions, proxy);
  }

  static async #layOut(
    count: number,
    flagsOf: (peers: readonly string[], at: number) => Flags,
    nodeOptions: readonly string[],
    proxy: (id: string, raftPort: number) => Promise<number> = (_, raftPort) => Promise.resolve(raftPort),
  ): Promise<TestCluster> {
    const folder = newFolder('cluster');
    const ports = await freePorts(count);
    const raftPorts = await freePorts(count);
    const ids = ports.map((_, at) => `n${at + 1}`);
    const found = await Promise.all(ids.map((id, at) => proxy(id, raftPorts[at] ?? 0)));
    const peers = ids.map((id, at) => `${id}@127.0.0.1:${found[at]}`);
    const nodes = ids.map((id, at) => {
      const own = join(folder, id);
      mkdirSync(own);
      const all = { ...QUICK, ...flagsOf(peers, at) };
      return new TestNode(id, ports[at] ?? 0, raftPorts[at] ?? 0, own, all, nodeOptions);
    });
    return new TestCluster(nodes, folder);
  }

  node(at: number): TestNode {
    const node = this.nodes[at];
    if (node === undefined) throw new Error(`no node ${at}`);
    return node;
  }

  /** Starts what is down, resumes what is paused, and waits until every node serves reads. */
  async heal(): Promise<void> {
    for (const node of this.nodes) node.resume();
    await Promise.all(this.nodes.filter(node => !node.running).map(node => node.start()));
    await this.serving();
  }

  /** Waits until each of the nodes answers a read: it has a leader, and has caught up with it. */
  async serving(nodes: readonly TestNode[] = this.nodes): Promise<void> {
    await Promise.all(
      nodes.map(node =>
        waitFor(`${node.id} to serve`, AGREE_LIMIT_MS, async () =>
          (await node.call('DBSIZE').catch(() => '')).startsWith(':'),
        ),
      ),
    );
  }

  /** The node that says it leads, and that all running nodes call their leader. */
  async leader(): Promise<TestNode> {
    return waitFor('one leader', AGREE_LIMIT_MS, async () => {
      const asked = this.nodes.filter(node => node.running && !node.paused);
      const named = await Promise.all(asked.map(node => node.info('raft_leader_id').catch(() => '')));
      const leader = asked.find(node => node.id === named[0]);
      if (leader === undefined || named.some(id => id !== leader.id)) return undefined;
      return (await leader.info('raft_role').catch(() => '')) === 'leader' && leader;
    });
  }

  others(node: TestNode): TestNode[] {
    return this.nodes.filter(other => other !== node);
  }

  async follower(): Promise<TestNode> {
    const [follower] = this.others(await this.leader()).filter(node => node.running);
    if (follower === undefined) throw new Error('no follower runs');
    return follower;
  }

  /** Waits until all nodes have applied the same entries. */
  async level(): Promise<void> {
    await waitFor('all nodes to have applied the same', AGREE_LIMIT_MS, async () => {
      const applied = await Promise.all(this.nodes.map(node => node.info('raft_applied_index')));
      return applied.every(index => index !== '' && index === applied[0]);
    });
  }

  /** Ends everything, whatever state it is in, and removes its files. */
  async remove(): Promise<void> {
    await Promise.all(this.nodes.map(async node => node.running && node.kill()));
    removeFolder(this.folder);
  }
}

/** A cluster for the tests of one `describe`: whole and empty before each of them, gone after the last. */
export function useCluster(
  count: number,
  flags: Flags = {},
  nodeOptions: readonly string[] = [],
): () => TestCluster {
  let cluster: TestCluster | null = null;
  const get = (): TestCluster => {
    if (cluster === null) throw new Error('the cluster is there within tests only');
    return cluster;
  };
  before(async () => {
    cluster = await TestCluster.plan(count, flags, nodeOptions);
  });
  beforeEach(async function () {
    this.timeout(60_000);
    await get().heal();
    await get().node(0).call('FLUSHALL');
  });
  afterEach(function () {
    if (this.currentTest?.state !== 'failed') return;
    for (const { id, process } of get().nodes) console.error(`--- ${id}\n${process.output.slice(-3000)}`);
  });
  after(async () => {
    await cluster?.remove();
  });
  return get;
}
