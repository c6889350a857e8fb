import { OperatorError } from '../base/errors.js';
import { SeededRandom } from '../base/random.js';
import type { Commands } from '../commands/table.js';
import type { Settings } from '../config/settings.js';
import { bootstrapSettings } from '../config/sources.js';
import type { Peer } from '../config/special-types.js';
import type { Logger } from '../ports/logger.js';
import { Raft } from '../raft/raft.js';
import { ReplicaNode } from '../replica/replica.js';
import { type OpenNodeStore, openNodeStore } from '../storage/data-folder.js';
import { openLogStore } from '../storage/log-store.js';
import { createTransport, type TcpTransport } from '../transport/tcp-transport.js';
import { raftHost } from './ports.js';
import type { RealScheduler } from './real-scheduler.js';

/** By what part the monotonic clocks of two members may differ in rate; taken off the lease. */
const DRIFT_BOUND = 0.1;
const LIMITS = {
  inflightMessages: 64,
  inflightBytes: 8 << 20,
  appendBytes: 1 << 20,
  cacheBytes: 32 << 20,
};

export interface OpenReplica {
  readonly replica: ReplicaNode;
  /** Flushes, closes the log, gives the folder back. */
  close(): Promise<void>;
}

/**
 * Opens the data folder, the log and the Raft port, and starts the replica on them.
 *
 * @throws OperatorError for everything that the operator must know; nothing is left open then.
 */
export async function openReplica(
  settings: Settings,
  commands: Commands,
  scheduler: RealScheduler,
  options: { acceptTornTail: boolean; logger: Logger; failed: (error: Error) => void },
): Promise<OpenReplica> {
  const { logger, failed } = options;
  const id = settings.get('id');
  const members = membersOf(settings);
  // Settings hold bytes; the file system is asked in characters.
  const folder = Buffer.from(settings.get('data'), 'latin1').toString();
  const nodeStore = await openNodeStore(folder, id);
  let transport: TcpTransport | null = null;
  try {
    const alone = members.length === 1;
    const { store, doubt } = await openLogStore(folder, {
      acceptTornTail: alone || options.acceptTornTail,
    });
    if (doubt !== null) logger.warn({ doubt }, 'the end of the log may lack an acknowledged write');
    const { hardState, ...log } = store.initial;
    logger.info({ first: log.firstIndex, last: log.lastIndex }, 'the log reaches from first to last');
    transport = await openTransport(settings, members, nodeStore, scheduler, options);
    const raft = new Raft({
      id,
      voters: members.map(member => member.id),
      hardState,
      log,
      random: new SeededRandom(scheduler.random()),
      timing: {
        heartbeatMs: settings.get('heartbeat-interval'),
        electionMs: settings.get('election-timeout'),
        driftBound: DRIFT_BOUND,
      },
      limits: LIMITS,
      lazyCommits: true,
      now: scheduler.now(),
    });
    const replica = new ReplicaNode({
      id,
      memberNumber: 1 + members.findIndex(member => member.id === id),
      members: members.map(member => ({ id: member.id, address: addressOf(member), uuid: '' })),
      raft,
      store,
      nodeStore,
      transport,
      scheduler,
      commands,
      settings: {
        clientTimeout: () => settings.get('client-timeout'),
        nodeTimeout: () => settings.get('node-timeout'),
        applyLagLimit: () => settings.get('apply-lag-limit'),
        quorumReads: () => settings.get('read-mode') === 'quorum',
      },
      bootstrapSettings: bootstrapSettings(settings),
      logger,
      failed,
    });
    transport.start(replica);
    await new Promise<void>((resolve, reject) => replica.start(error => (error ? reject(error) : resolve())));
    return { replica, close: () => closeAll(replica, nodeStore) };
  } catch (error) {
    await closed(done => transport?.close(() => done(null)) ?? done(null));
    await closed(done => nodeStore.close(done));
    throw error;
  }
}

/** In order of id: a member's place is the high part of its client ids, the same on every node. */
function membersOf(settings: Settings): readonly Peer[] {
  const peers = [...settings.get('peers')].sort((a, b) => (a.id < b.id ? -1 : 1));
  if (peers.length > 255) throw new OperatorError('BAD_SETTING', 'peers names more than 255 members');
  return peers.length > 0
    ? peers
    : [{ id: settings.get('id'), host: '127.0.0.1', port: settings.get('raft-port') }];
}

function addressOf({ host, port }: Peer): string {
  return `${host}:${port}`;
}

function openTransport(
  settings: Settings,
  members: readonly Peer[],
  nodeStore: OpenNodeStore,
  scheduler: RealScheduler,
  { logger, failed }: { logger: Logger; failed: (error: Error) => void },
): Promise<TcpTransport> {
  const id = settings.get('id');
  const majority = Math.floor(members.length / 2) + 1;
  return createTransport({
    self: { id, uuid: nodeStore.identity.uuid },
    listen: { host: raftHost(settings), port: settings.get('raft-port') },
    peers: members.filter(member => member.id !== id),
    clusterId: () => nodeStore.identity.clusterId,
    scheduler,
    warn: text => logger.warn({}, text),
    foreign: peers => {
      // One foreigner is somebody else's mistake. If what is left is no majority, it is this node that is wrong here.
      if (members.length - peers.size >= majority) return;
      const [[peer, cluster] = []] = peers;
      const own = nodeStore.identity.clusterId;
      const text = `data folder ${settings.get('data')} belongs to cluster ${own}, but ${peer} to ${cluster}`;
      failed(new OperatorError('WRONG_CLUSTER', text));
    },
  });
}

async function closeAll(replica: ReplicaNode, nodeStore: OpenNodeStore): Promise<void> {
  await new Promise<void>(resolve => replica.stop(resolve));
  await closed(done => nodeStore.close(done));
}

function closed(close: (done: (error: Error | null) => void) => void): Promise<void> {
  return new Promise((resolve, reject) => close(error => (error ? reject(error) : resolve())));
}
