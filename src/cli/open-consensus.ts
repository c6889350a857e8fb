import { statfs } from 'node:fs';
import { bootstrapOf } from '../base/configuration.js';
import { OperatorError } from '../base/errors.js';
import { SeededRandom } from '../base/random.js';
import type { MemberRecord } from '../machine/payload.js';
import type { Logger } from '../ports/logger.js';
import { Raft } from '../raft/raft.js';
import { ConsensusHalf, type MachineChannel } from '../replica/consensus/half.js';
import { SharedState } from '../replica/shared-state.js';
import type { SnapshotStore } from '../ports/snapshot-store.js';
import { openLogStore } from '../storage/log-store.js';
import { openSnapshotStore, putSnapshotsAside } from '../storage/snapshot-store.js';
import { createTransport, type TcpTransport } from '../transport/tcp-transport.js';
import { BootstrapGate } from './bootstrap-gate.js';
import type { RealScheduler } from './real-scheduler.js';

/** Kept free on any disk. Bytes. */
const MIN_RESERVE = 256 << 20;
/** By what part the monotonic clocks of two members may differ in rate; taken off the lease. */
const DRIFT_BOUND = 0.1;
const LIMITS = {
  inflightMessages: 64,
  inflightBytes: 8 << 20,
  appendBytes: 1 << 20,
  cacheBytes: 32 << 20,
};

/** All that the consensus half needs to know; plain data, for it goes to another thread. */
export interface ConsensusConfig {
  readonly id: string;
  readonly uuid: string;
  readonly clusterId: string | null;
  /** Of the node; the log is in it. As the file system names it. */
  readonly folder: string;
  readonly acceptTornTail: boolean;
  /** The members of a new cluster; none for a node that joins one. */
  readonly members: readonly (MemberRecord & { readonly host: string; readonly port: number })[];
  /** A member that is to be asked to be let in; null: none. */
  readonly join: { readonly host: string; readonly port: number } | null;
  /** host:port at which the others find this node. */
  readonly address: string;
  readonly listen: { readonly host: string; readonly port: number };
  readonly heartbeatMs: number;
  readonly electionMs: number;
  /** Percent. */
  readonly diskReserve: number;
  /** See {@link ConsensusHalf}. */
  readonly distrusted: number | null;
  readonly memory: SharedArrayBuffer;
}

/**
 * Opens the log and the Raft port, and starts the consensus half on them.
 *
 * @throws OperatorError for everything that the operator must know; nothing is left open then.
 */
export async function openConsensus(
  config: ConsensusConfig,
  scheduler: RealScheduler,
  machine: MachineChannel,
  logger: Logger,
): Promise<ConsensusHalf> {
  const { id, members } = config;
  // An only member has nobody to hear while its disk is at work.
  let isAlone = (): boolean => false;
  const { store, doubt } = await openLogStore(config.folder, {
    acceptTornTail: config.acceptTornTail,
    mayWait: () => isAlone(),
  });
  if (doubt !== null)
    logger.warn(
      { doubt },
      'the end of the log may lack an acknowledged write: this node votes only with all others',
    );
  const { hardState, ...log } = store.initial;
  logger.info({ first: log.firstIndex, last: log.lastIndex }, 'the log reaches from first to last');
  const snapshots = await openSnapshots(config.folder, log.firstIndex, logger);
  const cluster = { id: config.clusterId };
  const failed = (error: Error): void => machine.post({ type: 'failed', error });
  const bootstrap = bootstrapOf(
    members.map(member => (member.id === id ? { ...member, uuid: config.uuid } : member)),
  );
  const isNew = members.length !== 1 && log.lastIndex === 0 && hardState.term === 0 && cluster.id === null;
  const gate = new BootstrapGate(id, members.length, { open: () => half.bootstrap(bootstrap), failed });
  const met = isNew && config.join === null ? gate : null;
  const transport = await openTransport(config, cluster, met, scheduler, logger, failed);
  const raft = new Raft({
    id,
    uuid: config.uuid,
    bootstrap: isNew ? bootstrapOf([]) : bootstrap,
    hardState,
    log,
    snapshot: snapshots.current?.meta ?? null,
    random: new SeededRandom(scheduler.random()),
    timing: { heartbeatMs: config.heartbeatMs, electionMs: config.electionMs, driftBound: DRIFT_BOUND },
    limits: LIMITS,
    lazyCommits: true,
    now: scheduler.now(),
  });
  isAlone = () => raft.configuration.members.length === 1;
  const half = new ConsensusHalf({
    ...{ id, raft, store, transport, scheduler, machine },
    peers: members.map(member => member.id).filter(member => member !== id),
    shared: new SharedState(config.memory),
    isDiskFull: done => lookAtDisk(config, done, failed),
    snapshots,
    distrusted: config.distrusted,
    bootstrap,
    logger,
    joined: clusterId => {
      cluster.id = clusterId;
    },
  });
  transport.start(half);
  half.start();
  if (met !== null) scheduler.after(config.electionMs / 2, () => gate.waited());
  return half;
}

/** Damaged snapshots are put aside when the log reaches back to the beginning without them. */
async function openSnapshots(folder: string, firstIndex: number, logger: Logger): Promise<SnapshotStore> {
  try {
    const store = await openSnapshotStore(folder);
    const covered = store.current?.meta.index ?? 0;
    if (covered >= firstIndex - 1) return store;
    await new Promise<void>(resolve => store.close(() => resolve()));
    throw new OperatorError(
      'CORRUPT',
      `the log in ${folder} begins at ${firstIndex}, but the newest snapshot ends at ${covered}: one is missing`,
    );
  } catch (error) {
    const isDamaged = error instanceof OperatorError && error.code === 'CORRUPT';
    if (!isDamaged || firstIndex > 1) throw error;
    const aside = await putSnapshotsAside(folder);
    logger.warn(
      { error: error.message, aside },
      'the snapshots are damaged: the whole log is applied instead',
    );
    return openSnapshotStore(folder);
  }
}

function openTransport(
  { id, uuid, address, folder, members, listen, join }: ConsensusConfig,
  cluster: { readonly id: string | null },
  gate: BootstrapGate | null,
  scheduler: RealScheduler,
  logger: Logger,
  failed: (error: Error) => void,
): Promise<TcpTransport> {
  const majority = Math.floor(members.length / 2) + 1;
  return createTransport({
    self: { id, uuid, address },
    listen,
    join,
    met: (peer, clusterId, stranger) => gate?.met(peer, clusterId, stranger),
    peers: members.filter(member => member.id !== id),
    clusterId: () => cluster.id,
    scheduler,
    warn: text => logger.warn({}, text),
    foreign: peers => {
      // One foreigner is somebody else's mistake. If what is left is no majority, it is this node that is wrong here.
      if (members.length - peers.size >= majority) return;
      const [[peer, other] = []] = peers;
      const text = `data folder ${folder} belongs to cluster ${cluster.id}, but ${peer} to ${other}`;
      failed(new OperatorError('WRONG_CLUSTER', text));
    },
  });
}

/**
 * A disk that does not say counts as one with room: its own errors end the node. A folder that was deleted raises none for
 * long, because files that are open stay: what is written to them is on no disk, and must not be acknowledged.
 */
function lookAtDisk(
  { folder, diskReserve }: ConsensusConfig,
  done: (full: boolean) => void,
  failed: (error: Error) => void,
): void {
  statfs(folder, (error, disk) => {
    if (error?.code === 'ENOENT')
      failed(new OperatorError('DISK', `data folder ${folder} was deleted`, { cause: error }));
    if (error !== null || diskReserve === 0) done(false);
    else
      done(disk.bavail * disk.bsize < Math.max(MIN_RESERVE, (disk.blocks * disk.bsize * diskReserve) / 100));
  });
}
