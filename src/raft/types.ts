import type { Configuration, SnapshotMeta } from '../base/configuration.js';
import type { Entry, HardState, MemberId, RaftMessage } from '../base/raft-message.js';
import type { Random } from '../base/random.js';

/** A run of entries of one term: from `index` on, until the next span begins. */
export interface TermSpan {
  readonly index: number;
  readonly term: number;
}

/** An entry, by its place. */
export interface LogPosition {
  readonly index: number;
  readonly term: number;
}

export type Role = 'follower' | 'precandidate' | 'candidate' | 'leader';

/** All in milliseconds. */
export interface RaftTiming {
  readonly heartbeatMs: number;
  /** The minimal election timeout. A member waits a random time from this to twice this. */
  readonly electionMs: number;
  /** By what part two members' monotonic clocks may differ in rate: 0.1 takes a tenth off the lease. */
  readonly driftBound: number;
}

export interface RaftLimits {
  /** Appends on their way to one follower, by count and by bytes. The last one may pass the bytes by its own size. */
  readonly inflightMessages: number;
  readonly inflightBytes: number;
  /** Entries of one append, in bytes; a larger entry travels alone. */
  readonly appendBytes: number;
  /** Entries that are persisted and committed, kept in memory for followers and for the machine, in bytes. */
  readonly cacheBytes: number;
  /** Entries not yet committed, in bytes; beyond it the leader takes no proposals. 256 MB when left out. */
  readonly uncommittedBytes?: number;
}

export interface RaftOptions {
  readonly id: MemberId;
  /** Of its data folder. */
  readonly uuid: string;
  /**
   * The members before any entry or snapshot says otherwise; the same on all nodes, but for uuids that are not known yet.
   * None: this node waits until a leader of the cluster that it joins sends it a log.
   */
  readonly bootstrap: Configuration;
  /**
   * `doubtful`: the end of the log may be lost, entries that this member has acknowledged among it. Its vote counts only
   * in an election that has the votes of all voters, until it has caught up with a leader. It begins in a new term.
   */
  readonly hardState: HardState;
  /**
   * The newest snapshot, when there is one: the machine begins with it. A log that does not reach to it, or contradicts
   * it, is dropped (the first `Ready.persist` says `reset`).
   */
  readonly snapshot?: SnapshotMeta | null;
  /** What the store holds; the entries themselves stay on the disk. An empty log: 1 and 0, or behind what is compacted. */
  readonly log: {
    readonly firstIndex: number;
    /** Of the entry before the first; 0 for none. */
    readonly baseTerm: number;
    readonly lastIndex: number;
    readonly terms: readonly TermSpan[];
    /** What the entries of kind `configuration` say, in order. */
    readonly configurations: readonly Configuration[];
  };
  readonly random: Random;
  readonly timing: RaftTiming;
  readonly limits: RaftLimits;
  /**
   * Left out: every member hears of each new commit index at once. True: only those for whom `Raft.awaits` asked do, the
   * others hear of it with the next entries or the next tick. Saves a leader under load half of its messages.
   */
  readonly lazyCommits?: boolean;
  /** Monotonic milliseconds, as handed to every input. */
  readonly now: number;
}

/** One synced write. Entries on the disk from `entries[0].index` on are replaced. */
export interface Persist {
  readonly hardState?: HardState;
  /** All entries on the disk are dropped first: the log begins anew behind this place, which a snapshot covers. */
  readonly reset?: LogPosition;
  readonly entries: readonly Entry[];
}

/** Entries that a follower needs and that are no longer in memory; answered by `Raft.loaded`. */
export interface Load {
  readonly peer: MemberId;
  readonly from: number;
  /** Inclusive; all up to here is on the disk. */
  readonly to: number;
  readonly maxBytes: number;
}

/**
 * Why the members cannot be changed now. `busy`: the last change is not committed yet, leadership is being handed over, or
 * the leader has not committed an entry of its own term yet. `unsafe`: more than one voter would change, none would be
 * left, or two would share an id or a number.
 */
export type ChangeRefusal = 'notLeader' | 'busy' | 'unsafe';

export interface FenceResult {
  readonly id: number;
  /** The read may be evaluated once the machine has applied this; -1: refused, this member does not lead. */
  readonly index: number;
}

/** What the driver has to do. Taken once; everything in it is handed over. */
export interface Ready {
  /** To be written and synced, then answered by `Raft.persisted`. At most one is in flight. */
  readonly persist: Persist | null;
  /** May leave at once, but after `commitIndex` was made visible to the own machine. */
  readonly messages: RaftMessage[];
  /** Leave once this Ready's `persist` is synced; when it is null, the one in flight. */
  readonly afterPersist: RaftMessage[];
  /** Entries up to here may be applied, whether the own disk has them or not: a majority has. */
  readonly commitIndex: number;
  readonly loads: Load[];
  /**
   * Peers that need entries which are compacted: the driver sends each its newest snapshot, beside the core, in its own
   * time, and reports with `Raft.snapshotSent` or `snapshotFailed`. A peer that was lost meanwhile is asked for again.
   */
  readonly snapshots: MemberId[];
  readonly fences: FenceResult[];
  /** The members have changed: an entry that says so was appended, or cut off, or a snapshot has others. Not yet committed. */
  readonly configuration: Configuration | null;
  readonly change: { readonly role: Role; readonly term: number; readonly leader: MemberId | null } | null;
}

/** For INFO and for tests. */
export interface RaftStatus {
  readonly id: MemberId;
  readonly role: Role;
  readonly term: number;
  /** The uuid of the candidate. */
  readonly vote: string | null;
  readonly doubtful: boolean;
  readonly configuration: Configuration;
  readonly leader: MemberId | null;
  readonly commitIndex: number;
  readonly firstIndex: number;
  readonly lastIndex: number;
  readonly persistedIndex: number;
  /** First index still in memory; `lastIndex` + 1: none. */
  readonly cachedFrom: number;
  readonly cachedBytes: number;
  /** Elections begun by this member since its start. */
  readonly campaigns: number;
  /** What only a leader knows. */
  readonly leading: LeaderStatus | null;
}

export interface LeaderStatus {
  /** Milliseconds for which the lease holds from now on; 0: it does not. */
  readonly leaseMs: number;
  readonly fencesWaiting: number;
  readonly transferee: MemberId | null;
  readonly uncommittedBytes: number;
  readonly peers: readonly PeerStatus[];
}

export interface PeerStatus {
  readonly id: MemberId;
  readonly state: 'probe' | 'replicate' | 'snapshot';
  readonly match: number;
  readonly next: number;
  readonly inflight: number;
  readonly votes: boolean;
  /** Heard from within the minimal election timeout. */
  readonly active: boolean;
}
