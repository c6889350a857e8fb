import type { Configuration } from './configuration.js';
import type { MemberId, RaftMessage } from './raft-message.js';

/** The identity of one batch: a node's folder, its incarnation, and the number of the batch in it. */
export interface BatchId {
  /** 32 hexadecimal digits, made with the data folder. */
  readonly uuid: string;
  readonly incarnation: number;
  /** 1 and up, without holes. 0 is the `open` entry of the incarnation. */
  readonly sequence: number;
}

/** "Append this." Sent to the node believed to lead; forwarding is one hop. `body` is an encoded log payload. */
export interface Propose {
  readonly type: 'propose';
  readonly batch: BatchId;
  readonly body: Uint8Array;
}

/** Answers exactly one `propose`, which was certainly not appended: its receiver does not lead, or has no room on its disk. */
export interface Refuse {
  readonly type: 'refuse';
  readonly batch: BatchId;
  /** The leader that the refusing node knows, or null. */
  readonly leader: MemberId | null;
  readonly diskFull: boolean;
}

/** Asks the leader for a read fence: a commit index known after this request arrived. `dueBy`: see `FenceAnswer`. */
export interface FenceRequest {
  readonly type: 'fence';
  readonly id: number;
  /** Confirm leadership by a round of heartbeats, trust no clock. */
  readonly quorum: boolean;
  /** When above 0: log a tick with a stamp of at least this before answering, so that keys due by then are gone. */
  readonly tick: number;
}

export interface FenceAnswer {
  readonly type: 'fenceAnswer';
  readonly id: number;
  /** The index that the machine must have applied; -1: refused, the receiver does not lead. */
  readonly index: number;
  /** The leader's stamp: `now` of the query. Milliseconds since the epoch. */
  readonly stamp: number;
}

/** A question from node to node that is not about the log: CLIENT LIST of all nodes, CLIENT KILL by id ... */
export interface Ask {
  readonly type: 'ask';
  readonly id: number;
  readonly topic: string;
  /** UTF-8. */
  readonly body: string;
}

export interface Tell {
  readonly type: 'tell';
  readonly id: number;
  readonly body: string;
}

/** A leader has a snapshot for a member whose log it cannot bring up to date. Answered with the chunk to begin with. */
export interface SnapshotOffer {
  readonly type: 'snapshotOffer';
  readonly index: number;
  readonly term: number;
  readonly configuration: Configuration;
  readonly chunks: number;
  /** Of all chunks. */
  readonly bytes: number;
}

export interface SnapshotChunk {
  readonly type: 'snapshotChunk';
  /** Of the snapshot. */
  readonly index: number;
  /** From 0. */
  readonly chunk: number;
  readonly body: Uint8Array;
}

export interface SnapshotAnswer {
  readonly type: 'snapshotAnswer';
  readonly index: number;
  /** The chunks in front of this one are on disk. */
  readonly next: number;
  /** All of it is on disk and in the machine, or was not needed any more. */
  readonly done: boolean;
}

export type NodeMessage =
  | Propose
  | Refuse
  | FenceRequest
  | FenceAnswer
  | Ask
  | Tell
  | SnapshotOffer
  | SnapshotChunk
  | SnapshotAnswer;

/** All that travels between nodes. */
export type PeerMessage =
  | { readonly kind: 'raft'; readonly message: RaftMessage; readonly clocks: Clocks }
  | { readonly kind: 'node'; readonly message: NodeMessage };

/** Rides on every Raft message. */
export interface Clocks {
  /** The sender's wall clock, milliseconds since the epoch. */
  readonly wall: number;
  /** The latest stamp that the sender has made or seen; 0: none. */
  readonly stamp: number;
}
