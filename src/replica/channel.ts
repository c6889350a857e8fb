import type { Configuration, MemberChange } from '../base/configuration.js';
import type { Ask, BatchId, Tell } from '../base/peer-message.js';
import type { MemberId } from '../base/raft-message.js';
import type { RaftStatus, Role } from '../raft/types.js';

/**
 * What the two halves of a node say to each other. The machine half serves clients and applies; the consensus half has the
 * core, the log and the peers, in a thread of its own: a command that runs for a second costs no heartbeat. They speak in
 * whole messages only, in order; what must be known at once stands in {@link SharedState}.
 */
export type ToConsensus =
  /** Puts a batch of this node to the leader. Answered by `refused` when it was certainly not appended. */
  | { readonly type: 'propose'; readonly batch: BatchId; readonly body: Uint8Array }
  /** Something of the leader's own; dropped by a node that does not lead. */
  | { readonly type: 'append'; readonly body: Uint8Array }
  /** Answered by `fenced`, unless the leader or the connection to it is lost: then it is to be asked again. */
  | { readonly type: 'fence'; readonly id: number; readonly quorum: boolean; readonly tick: number }
  | { readonly type: 'send'; readonly to: MemberId; readonly message: Ask | Tell }
  /** Members with clients that any entry may concern: they are told of each commit at once. */
  | { readonly type: 'listeners'; readonly members: readonly MemberId[] }
  /** How many members but `asker` hold the entry at `index` on disk? Answered by `held`. */
  | { readonly type: 'holders'; readonly id: number; readonly index: number; readonly asker: MemberId }
  /** Answered by `transferring`. Null: to whoever has most of the log. */
  | { readonly type: 'transfer'; readonly id: number; readonly to: MemberId | null }
  /** Answered by `changed`, when it is committed or cannot be made. */
  | { readonly type: 'change'; readonly id: number; readonly change: MemberChange; readonly again: boolean }
  /** The clocks of this machine parted: the process may have been suspended. */
  | { readonly type: 'doubt' }
  /** The data folder names its cluster now. */
  | { readonly type: 'joined'; readonly clusterId: string }
  | { readonly type: 'snapshots'; readonly word: SnapshotWord }
  /** Flush, close; answered by `stopped`. */
  | { readonly type: 'stop' };

export type ToMachine =
  /** Committed entries, consecutive, each once: see {@link packEntries}. */
  | { readonly type: 'entries'; readonly packed: Uint8Array }
  /** The leader or the term changed, or the connection to the leader is new: what was handed over may be lost. */
  | {
      readonly type: 'leader';
      readonly role: Role;
      readonly term: number;
      readonly leader: MemberId | null;
    }
  | { readonly type: 'refused'; readonly batch: BatchId; readonly diskFull: boolean }
  /** `index` -1: refused. */
  | { readonly type: 'fenced'; readonly id: number; readonly index: number; readonly stamp: number }
  | { readonly type: 'node'; readonly from: MemberId; readonly message: Ask | Tell }
  | { readonly type: 'peer'; readonly peer: MemberId; readonly connected: boolean }
  /** `holders` -1: this node does not lead. */
  | { readonly type: 'held'; readonly id: number; readonly holders: number }
  | { readonly type: 'transferring'; readonly id: number; readonly begun: boolean }
  /** `error` null: it is committed. */
  | { readonly type: 'changed'; readonly id: number; readonly error: string | null }
  /** The members, as the log of this node has them; not committed yet, perhaps. */
  | { readonly type: 'members'; readonly configuration: Configuration }
  | { readonly type: 'status'; readonly status: ConsensusStatus }
  /** The disk failed: final. Nothing is acknowledged from here on. */
  | { readonly type: 'failed'; readonly error: Error }
  | { readonly type: 'stopped' }
  | { readonly type: 'snapshots'; readonly word: SnapshotAnswer };

/** What the machine half says about snapshots. */
export type SnapshotWord =
  /** A snapshot as of this entry begins. Its chunks follow, each after `chunkSaved` for the one before. */
  | { readonly type: 'snapshot'; readonly index: number; readonly term: number }
  | { readonly type: 'chunk'; readonly bytes: Uint8Array }
  /** After the last chunk; answered by `snapshotSaved`. The log is compacted then, but for so many bytes. */
  | { readonly type: 'snapshotEnd'; readonly keep: LogKeep }
  | { readonly type: 'snapshotGivenUp' }
  /** A peer asked for the newest one. */
  | { readonly type: 'send'; readonly to: MemberId }
  /** A `restoreChunk` was read. With the last one the machine is as of the snapshot's `index`; 0: there is more to come. */
  | { readonly type: 'restored'; readonly index: number; readonly stamp: number };

/** What the consensus half says about them. */
export type SnapshotAnswer =
  | { readonly type: 'chunkSaved' }
  | { readonly type: 'snapshotSaved'; readonly index: number; readonly bytes: number }
  /** Another one is being written, or has replaced what it was of. */
  | { readonly type: 'snapshotRefused' }
  /** A snapshot takes the place of all that was applied: at the start (0 chunks: there is none), or of the leader. */
  | { readonly type: 'restore'; readonly index: number; readonly chunks: number }
  /** At the start, instead of `restore`: nothing that this node has is to be trusted; a peer's that covers `index` is. */
  | { readonly type: 'wanted'; readonly index: number }
  /** The next one, after `restored` for the one before. */
  | { readonly type: 'restoreChunk'; readonly bytes: Uint8Array };

/** What of a log stays when it is compacted behind a snapshot. Bytes. */
export interface LogKeep {
  readonly tail: number;
  /** At most so much for members that are further behind. */
  readonly origin: number;
}

/** Figures that may be a moment old: for INFO, and for decisions that take seconds. */
export interface ConsensusStatus {
  readonly raft: RaftStatus;
  readonly counters: Readonly<Record<string, number>>;
  /** Milliseconds since a leader heard of each member, or since it leads and listens when that is shorter. */
  readonly silence: Readonly<Record<MemberId, number>>;
  readonly snapshotIndex: number;
  /** Bytes of the entries behind the snapshot. */
  readonly logBytes: number;
}

/** One direction between the halves: messages arrive in order, none is lost while both live. */
export interface Channel<M> {
  post(message: M): void;
}
