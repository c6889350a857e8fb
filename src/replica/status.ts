import type { MemberId } from '../base/raft-message.js';
import type { Machine } from '../machine/machine.js';
import type { DigestStatus, ReplicaStatus } from './api.js';
import type { ConsensusView } from './consensus-view.js';

/** INFO raft, of what the consensus half says and of what the machine half adds. */
export function statusOf(
  self: MemberId,
  consensus: ConsensusView,
  own: {
    readonly applied: number;
    readonly stamp: number;
    readonly counters: Readonly<Record<string, number>>;
    readonly machine: Pick<Machine, 'rows' | 'version' | 'highestVersion'>;
    readonly digest: DigestStatus;
  },
): ReplicaStatus {
  const { role, leader, status, configuration } = consensus;
  const { members } = configuration;
  const { term, commitIndex, firstIndex, lastIndex, persistedIndex } = consensus.figures;
  const match = new Map(status?.raft.leading?.peers.map(peer => [peer.id, peer.match]));
  match.set(self, persistedIndex);
  const rows = new Map(own.machine.rows().map(row => [row.id, row]));
  return {
    nodeId: self,
    role,
    leaderId: leader,
    leaderAddress: members.find(member => member.id === leader)?.address ?? null,
    term,
    commitIndex,
    appliedIndex: own.applied,
    firstLogIndex: firstIndex,
    lastLogIndex: lastIndex,
    snapshotIndex: status?.snapshotIndex ?? 0,
    stamp: own.stamp,
    digest: own.digest,
    machineVersion: own.machine.version,
    highestVersion: own.machine.highestVersion,
    members: members.map(({ id, address, votes }) => ({
      id,
      address,
      votes,
      uuid: rows.get(id)?.uuid ?? '',
      clientAddress: rows.get(id)?.clientAddress ?? '',
      highestVersion: rows.get(id)?.highestVersion ?? null,
      match: match.get(id) ?? null,
      active: id === self || consensus.isConnected(id),
    })),
    counters: {
      ...status?.counters,
      ...own.counters,
      campaigns: status?.raft.campaigns ?? 0,
      log_cached_bytes: status?.raft.cachedBytes ?? 0,
    },
  };
}
