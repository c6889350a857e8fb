import type { MemberId } from '../base/raft-message.js';
import type { CommandTable } from '../machine/command-table.js';
import type { MemberRecord } from '../machine/payload.js';
import type { Logger } from '../ports/logger.js';
import type { NodeStore } from '../ports/node-store.js';
import type { Scheduler } from '../ports/scheduler.js';
import type { Channel, ToConsensus } from './channel.js';
import type { SharedState } from './shared-state.js';
import type { SnapshotSettings } from './snapshot-taker.js';

/** Settings of the replica, read anew at each use: CONFIG SET takes effect at once. Milliseconds. */
export interface ReplicaSettings extends SnapshotSettings {
  clientTimeout(): number;
  nodeTimeout(): number;
  applyLagLimit(): number;
  quorumReads(): boolean;
  /** Between two comparisons of the states of all nodes; 0: none by time. */
  digestInterval(): number;
}

export interface ReplicaOptions {
  readonly id: MemberId;
  /** This node's place among the members, 1 to 255: the high bits of its client ids. */
  readonly memberNumber: number;
  /** All members, this one included, with the addresses of their Raft ports. */
  readonly members: readonly MemberRecord[];
  /** Its own address, when this node is to ask the first member that it meets to be added; else null. */
  readonly join: string | null;
  readonly consensus: Channel<ToConsensus>;
  readonly shared: SharedState;
  readonly nodeStore: NodeStore;
  readonly scheduler: Scheduler;
  readonly commands: CommandTable;
  readonly settings: ReplicaSettings;
  /** Cluster-scope settings: what the log begins with, when this node is the one to bootstrap. */
  readonly bootstrapSettings: readonly (readonly [name: string, value: string])[];
  /** An entry that is not to be applied, by order of the operator, on every node; null: none. */
  readonly skipEntry: number | null;
  /** The highest machine version that it can run. */
  readonly highestVersion: number;
  readonly logger: Logger;
  /** The node cannot go on: its disk failed, or its machine did. The process must end. */
  readonly failed: (error: Error) => void;
}
