import type { MemberId } from '../base/raft-message.js';
import type { MemberRecord } from '../machine/payload.js';
import type { RaftStatus } from '../raft/types.js';
import type { ReplicaStatus } from './api.js';

/** INFO raft, of what the core says and of what the replica adds. */
export function statusOf(
  raft: RaftStatus,
  members: readonly MemberRecord[],
  isActive: (id: MemberId) => boolean,
  figures: {
    readonly applied: number;
    readonly stamp: number;
    readonly counters: Readonly<Record<string, number>>;
  },
): ReplicaStatus {
  const match = new Map(raft.leading?.peers.map(peer => [peer.id, peer.match]));
  match.set(raft.id, raft.persistedIndex);
  return {
    nodeId: raft.id,
    role: raft.role,
    leaderId: raft.leader,
    leaderAddress: members.find(member => member.id === raft.leader)?.address ?? null,
    term: raft.term,
    commitIndex: raft.commitIndex,
    appliedIndex: figures.applied,
    firstLogIndex: raft.firstIndex,
    lastLogIndex: raft.lastIndex,
    snapshotIndex: raft.firstIndex - 1,
    stamp: figures.stamp,
    members: members.map(({ id, address }) => ({
      id,
      address,
      match: match.get(id) ?? null,
      active: isActive(id),
    })),
    counters: { ...figures.counters, campaigns: raft.campaigns, log_cached_bytes: raft.cachedBytes },
  };
}
