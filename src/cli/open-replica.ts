import { getHeapStatistics } from 'node:v8';
import { OperatorError } from '../base/errors.js';
import type { Commands } from '../commands/table.js';
import type { Settings } from '../config/settings.js';
import { bootstrapSettings } from '../config/sources.js';
import type { Peer } from '../config/special-types.js';
import type { Logger } from '../ports/logger.js';
import type { NodeIdentity, Trouble } from '../ports/node-store.js';
import { MACHINE_VERSION } from '../machine/version.js';
import { DEATHS } from '../replica/own-state.js';
import { ReplicaNode } from '../replica/replica.js';
import { SharedState } from '../replica/shared-state.js';
import type { SnapshotSettings } from '../replica/snapshot-taker.js';
import { openNodeStore } from '../storage/data-folder.js';
import { type ConsensusThread, startConsensusThread } from './consensus-thread.js';
import type { ConsensusConfig } from './open-consensus.js';
import { raftHost } from './ports.js';
import type { RealScheduler } from './real-scheduler.js';

export interface OpenReplica {
  readonly replica: ReplicaNode;
  /** Flushes, closes the log, gives the folder back. */
  close(): Promise<void>;
}

interface OpenOptions {
  readonly acceptTornTail: boolean;
  /** See {@link ReplicaOptions}. */
  readonly skipEntry: number | null;
  readonly logger: Logger;
  readonly failed: (error: Error) => void;
}

/**
 * Opens the data folder, starts the thread of the consensus half, and the replica on them.
 *
 * @throws OperatorError for everything that the operator must know; nothing is left open then.
 */
export async function openReplica(
  settings: Settings,
  commands: Commands,
  scheduler: RealScheduler,
  options: OpenOptions,
): Promise<OpenReplica> {
  const { logger, failed, skipEntry } = options;
  const members = membersOf(settings);
  // Settings hold bytes; the file system is asked in characters.
  const folder = Buffer.from(settings.get('data'), 'latin1').toString();
  const id = settings.get('id');
  const nodeStore = await openNodeStore(folder, id);
  const shared = new SharedState();
  const config = {
    ...configOf(settings, nodeStore.identity, members),
    distrusted: distrusted(nodeStore.identity.trouble, skipEntry),
    ...{ folder, acceptTornTail: options.acceptTornTail, memory: shared.memory },
  };
  let thread: ConsensusThread | null = null;
  try {
    thread = await startConsensusThread(config, scheduler, logger, failed);
    const replica = new ReplicaNode({
      ...{ id, nodeStore, shared, scheduler, commands, logger, failed },
      ...{ skipEntry, highestVersion: MACHINE_VERSION },
      memberNumber: 1 + members.findIndex(member => member.id === id),
      members: config.members,
      join: config.join === null ? null : config.address,
      consensus: thread.channel,
      settings: {
        clientTimeout: () => settings.get('client-timeout'),
        nodeTimeout: () => settings.get('node-timeout'),
        applyLagLimit: () => settings.get('apply-lag-limit'),
        ...snapshotSettings(settings),
        digestInterval: () => settings.get('digest-interval') * 1000,
        quorumReads: () => settings.get('read-mode') === 'quorum',
      },
      bootstrapSettings: bootstrapSettings(settings, getHeapStatistics().heap_size_limit),
    });
    thread.channel.attach(message => replica.receive(message));
    await new Promise<void>((resolve, reject) => replica.start(error => (error ? reject(error) : resolve())));
    return {
      replica,
      close: async () => {
        await new Promise<void>(resolve => replica.stop(resolve));
        await thread?.terminate();
        await closed(done => nodeStore.close(done));
      },
    };
  } catch (error) {
    await thread?.terminate();
    await closed(done => nodeStore.close(done));
    throw error;
  }
}

function snapshotSettings(settings: Settings): SnapshotSettings {
  return {
    snapshotLogSize: () => settings.get('snapshot-log-size'),
    snapshotInterval: () => settings.get('snapshot-interval') * 1000,
    logKeep: () => ({ tail: settings.get('log-tail-keep'), origin: settings.get('origin-log-keep') }),
  };
}

/** The entry from which on only a peer knows the state; null: this node knows it, or is told to pass over what it cannot do. */
function distrusted(trouble: Trouble | null, skipEntry: number | null): number | null {
  if (trouble === null || trouble.deaths < DEATHS || trouble.index === skipEntry) return null;
  return trouble.index;
}

function configOf(
  settings: Settings,
  { id, uuid, clusterId }: NodeIdentity,
  members: readonly Peer[],
): Omit<ConsensusConfig, 'folder' | 'distrusted' | 'acceptTornTail' | 'memory'> {
  return {
    ...{ id, uuid, clusterId },
    members: members.map(({ id, host, port }) => ({ id, host, port, address: `${host}:${port}`, uuid: '' })),
    join: joinOf(settings),
    address: addressOf(settings, members),
    listen: { host: raftHost(settings), port: settings.get('raft-port') },
    heartbeatMs: settings.get('heartbeat-interval'),
    electionMs: settings.get('election-timeout'),
    diskReserve: settings.get('disk-reserve'),
  };
}

/** In order of id: a member's place is the high part of its client ids, the same on every node. */
function membersOf(settings: Settings): readonly Peer[] {
  const peers = [...settings.get('peers')].sort((a, b) => (a.id < b.id ? -1 : 1));
  if (peers.length > 255) throw new OperatorError('BAD_SETTING', 'peers names more than 255 members');
  return peers.length > 0 || settings.get('join') !== ''
    ? peers
    : [{ id: settings.get('id'), host: '127.0.0.1', port: settings.get('raft-port') }];
}

function joinOf(settings: Settings): { host: string; port: number } | null {
  const text = settings.get('join');
  if (text === '') return null;
  const [, host = '', port = ''] = /^(.+):(\d{1,5})$/.exec(text) ?? [];
  if (host === '' || settings.get('peers').length > 0) {
    throw new OperatorError(
      'BAD_SETTING',
      'join takes host:raftport of a member, and takes the place of peers',
    );
  }
  return { host: host.replace(/^\[(.*)\]$/, '$1'), port: Number(port) };
}

/** Where the others find this node: as `peers` says, else where it listens. */
function addressOf(settings: Settings, members: readonly Peer[]): string {
  const listed = members.find(member => member.id === settings.get('id'));
  if (listed !== undefined) return `${listed.host}:${listed.port}`;
  const bind = settings.get('raft-bind');
  const host = bind === '' || bind === '0.0.0.0' || bind === '::' ? '127.0.0.1' : bind;
  return `${host}:${settings.get('raft-port')}`;
}

function closed(close: (done: (error: Error | null) => void) => void): Promise<void> {
  return new Promise((resolve, reject) => close(error => (error ? reject(error) : resolve())));
}
