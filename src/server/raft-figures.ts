import type { ReplicaStatus } from '../replica/api.js';

/** INFO raft and RAFT STATUS: the part of this node in its cluster, then the replica's own counters. */
export function raftFigures(status: ReplicaStatus): [name: string, value: string | number][] {
  const counters = Object.entries(status.counters).map(([name, value]): [string, number] => [
    `raft_${snakeCase(name)}`,
    value,
  ]);
  return [
    ['raft_node_id', status.nodeId],
    ['raft_role', status.role],
    ['raft_leader_id', status.leaderId ?? ''],
    ['raft_leader_addr', status.leaderAddress ?? ''],
    ['raft_term', status.term],
    ['raft_commit_index', status.commitIndex],
    ['raft_applied_index', status.appliedIndex],
    ['raft_first_log_index', status.firstLogIndex],
    ['raft_last_log_index', status.lastLogIndex],
    ['raft_snapshot_index', status.snapshotIndex],
    ['raft_digest_index', status.digest.index],
    ['raft_digest', status.digest.digest],
    ['raft_digest_differs', status.digest.differs.join(',')],
    ['raft_machine_version', status.machineVersion],
    ['raft_highest_machine_version', status.highestVersion],
    ['raft_stamp', Math.floor(status.stamp)],
    ['raft_members', status.members.map(({ id, address }) => `${id}@${address}`).join(',')],
    ...counters,
  ];
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, letter => `_${letter.toLowerCase()}`);
}
