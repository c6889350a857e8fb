/** A node's name in the cluster, as in `--id n1`. */
export type MemberId = string;

/**
 * What an entry of the log holds. `noop`: the first entry of a term (Raft, section 8). `data`: opaque to the core.
 * `configuration`: the members from here on (see configuration.ts).
 */
export type EntryKind = 'noop' | 'data' | 'configuration';

export interface Entry {
  /** 1 and up, without holes. */
  readonly index: number;
  readonly term: number;
  readonly kind: EntryKind;
  /** Encoded once by the leader; the same bytes go to the disk, to the followers and into the machine. */
  readonly data: Uint8Array;
}

/** What must be on disk before a message that depends on it leaves (Raft, figure 2, "persistent state"). */
export interface HardState {
  readonly term: number;
  /** The uuid of the candidate: an id may be given to another node, which is another candidate. */
  readonly vote: string | null;
  /** The end of its log may be lost: see `RaftOptions`. */
  readonly doubtful?: boolean;
  /** Only a hint for a faster start: the commit index is volatile in Raft. */
  readonly commit: number;
}

interface Envelope {
  readonly from: MemberId;
  /** The sender's, as its handshake showed it: a vote or an acknowledgement of another node under the id counts nothing. */
  readonly uuid: string;
  readonly to: MemberId;
  readonly term: number;
}

export interface VoteRequest extends Envelope {
  readonly type: 'vote';
  /** A pre-vote (Raft thesis, 9.6) asks "would you?"; it changes no term. */
  readonly pre: boolean;
  /** Asked for by a leader that hands over: granted inside the leader's minimal election timeout too. */
  readonly transfer: boolean;
  readonly lastIndex: number;
  readonly lastTerm: number;
}

export interface VoteAnswer extends Envelope {
  readonly type: 'voteAnswer';
  readonly pre: boolean;
  readonly granted: boolean;
  /** The voter may have lost the end of its log: its vote counts only together with those of all voters. */
  readonly doubtful: boolean;
}

export interface AppendRequest extends Envelope {
  readonly type: 'append';
  readonly prevIndex: number;
  readonly prevTerm: number;
  readonly entries: readonly Entry[];
  readonly commit: number;
}

export interface AppendAnswer extends Envelope {
  readonly type: 'appendAnswer';
  readonly success: boolean;
  /** success: the last index known to match, on the follower's disk. Else the `prevIndex` that was refused. */
  readonly index: number;
  /** On refusal: where the leader should try next, so that it skips a whole term at a time (Raft, 5.3). */
  readonly hintIndex: number;
  readonly hintTerm: number;
}

/** Carries the commit index and a round, whose answers renew the lease and serve read-index requests. */
export interface HeartbeatRequest extends Envelope {
  readonly type: 'heartbeat';
  readonly commit: number;
  readonly round: number;
}

export interface HeartbeatAnswer extends Envelope {
  readonly type: 'heartbeatAnswer';
  readonly round: number;
}

/** "Start an election now" (Raft thesis, 3.10). */
export interface TimeoutNow extends Envelope {
  readonly type: 'timeoutNow';
}

export type RaftMessage =
  | VoteRequest
  | VoteAnswer
  | AppendRequest
  | AppendAnswer
  | HeartbeatRequest
  | HeartbeatAnswer
  | TimeoutNow;
