import type { MemberChange } from '../base/configuration.js';
import type { Push, Reply } from '../resp/reply.js';

/**
 * One connection as the replica sees it: the lane in which its commands keep their order. The server opens one for each
 * connection and hands it in with each request; the fields belong to the replica.
 */
export interface Lane {
  /** The client id: unique over the cluster's life. */
  readonly id: number;
}

/** One logged or reading command on its way. Made by the server, one object a command. */
export interface Request {
  readonly lane: Lane;
  readonly argv: readonly string[];
  readonly db: number;
  readonly kind: 'write' | 'read';
  /** Called once with the reply, unless the lane was closed before. Replies of one lane may come out of order. */
  done(reply: Reply): void;
  /**
   * Of a transaction: runs its command `index`, which changes nothing in the state, as its entry is applied. `evaluate`
   * answers what the command reads, if it is a read.
   */
  inside?(index: number, evaluate: () => Reply): Reply;
  /** The outcome can never be told: the socket must be closed. Called instead of `done`. */
  lost(): void;
}

/** How many names a client is subscribed to. */
export interface SubscriptionCounts {
  readonly channels: number;
  readonly patterns: number;
  readonly shards: number;
}

/** What clients are told without having asked, in the order of the log. `origin`: the client whose command it came of; 0: none here. */
export interface News {
  /** A message for a client of this node. */
  message(lane: number, frame: Push, origin: number): void;
  /** Keys of any database that changed, some perhaps more than once. */
  keysChanged(keys: readonly string[], origin: number): void;
  /** The client does not hold a lock any more, and did not release it. */
  lockLost(lane: number, name: string, token: number): void;
  /** This node leads now; `previous`: who led before, as far as it knows. */
  leads(previous: string): void;
  /** Any key may have changed. */
  flushed(origin: number): void;
  /** Messages for the client may be lost: its socket must be closed. */
  missed(lane: number): void;
}

/** What the keys of all databases weigh in bytes, the same on every node, and how many this process has seen leave. */
export interface KeyspaceMemory {
  readonly weight: number;
  readonly expired: number;
  readonly evicted: number;
}

/** What the server needs of the replica. */
export interface Replica {
  openLane(): Lane;
  /** The connection ended: what was not handed over is dropped, a waiter is taken out through the log. */
  closeLane(lane: Lane): void;
  /**
   * Takes a command. Commands of one lane take effect in the order of these calls. The server does not submit anything
   * behind a command that may block before that is answered.
   */
  submit(request: Request): void;
  /** CLIENT UNBLOCK: proposes that the waiter of the lane leaves; `done` says if it was still waiting. */
  unblock(lane: Lane, withError: boolean, done: (unblocked: boolean) => void): void;
  isBlocked(lane: Lane): boolean;
  subscriptions(lane: Lane): SubscriptionCounts;
  /** Who is told from now on. */
  listen(news: News): void;
  /** Whether `keysChanged` and `flushed` are wanted. */
  trackKeys(isTracking: boolean): void;
  /** True while what waits is at its bound: the server stops reading sockets. */
  readonly congested: boolean;
  onRelief(run: () => void): void;
  /** Puts a question to every other member; those silent for `timeoutMs` are left out. */
  askAll(topic: string, body: string, timeoutMs: number, done: (answers: string[]) => void): void;
  /** Answers questions of other nodes. One handler a topic. */
  answer(topic: string, handler: (body: string, done: (answer: string) => void) => void): void;
  /** WAIT: how many other members hold the lane's last write on disk; answers once `replicas` do or `timeoutMs` (0: never) is over. */
  wait(lane: Lane, replicas: number, timeoutMs: number, done: (holders: number) => void): void;
  /** A replicated setting (scope `cluster`), as the log holds it; undefined: its default. */
  setting(name: string): string | undefined;
  /** Keys and keys with a life time of each database that is not empty, as this node has applied them: INFO keyspace. */
  keyspace(): readonly { db: number; keys: number; expires: number }[];
  memory(): KeyspaceMemory;
  status(): ReplicaStatus;
  readonly members: {
    /** RAFT ADD and the like, from any node; `done` when the change is committed, or with an error for the client. */
    change(change: MemberChange, done: (error: string | null) => void): void;
    /** `done` when it has begun. */
    transfer(to: string | null, done: (error: string | null) => void): void;
    /** `done` when another leads, nobody took over within a second, or this node did not lead: before it stops. */
    handOver(done: () => void): void;
  };
  readonly state: StateCare;
  /** Hands over, flushes, closes. */
  stop(done: () => void): void;
}

export interface MemberStatus {
  readonly id: string;
  /** Of its Raft port. */
  readonly address: string;
  /** False: a learner. */
  readonly votes: boolean;
  /** Empty: it never began an incarnation. */
  readonly uuid: string;
  /** Where its clients connect, as host:port; empty: it has not told. */
  readonly clientAddress: string;
  /** The highest machine version that its last process could run; null: it never began an incarnation. */
  readonly highestVersion: number | null;
  readonly match: number | null;
  readonly active: boolean;
}

/** The state of this node as a whole: taken, compared, handed out. */
export interface StateCare {
  readonly snapshots: {
    /** Begins one; `done` when it is on disk. `error`: the whole text. */
    take(done: (error: string | null, index: number) => void): void;
    /** Makes the state anew from a snapshot of it, while everything waits. */
    reload(): void;
    readonly status: SnapshotStatus;
  };
  /** A snapshot that is read chunk by chunk. */
  readonly backups: {
    /** Answers the index of the last entry in it. */
    begin(): number;
    /** Null: there was no more; undefined: none was begun, or it was given up. */
    next(): Uint8Array | null | undefined;
  };
  readonly digests: {
    /** Compares the states of all nodes; `done` with an error text for the client when that cannot be. */
    compare(done: (report: DigestReport | string) => void): void;
    /** Gives a key of database 0 another value on this node alone, as a fault would: for tests. */
    corrupt(key: string, value: string): void;
  };
}

/** The snapshots of this node. */
export interface SnapshotStatus {
  readonly inProgress: boolean;
  /** The end of the last one that was taken, or the start of the process. Milliseconds since the epoch. */
  readonly savedAt: number;
  /** The last one came to its end. */
  readonly ok: boolean;
  /** Changes of keys since the last one began. */
  readonly changes: number;
  /** Milliseconds: that the last one took; that the present one takes so far. */
  readonly lastMs: number;
  readonly currentMs: number;
}

/** The newest digest of this node's state. */
export interface DigestStatus {
  /** As of this entry; 0: none was taken. */
  readonly index: number;
  /** 64 hexadecimal digits, or empty. */
  readonly digest: string;
  /** Members that had another state then. */
  readonly differs: readonly string[];
}

/** RAFT DIGEST: null for members that have told none as of that entry. */
export interface DigestReport {
  readonly index: number;
  readonly digest: string;
  readonly members: readonly (readonly [id: string, digest: string | null])[];
}

/** INFO raft. */
export interface ReplicaStatus {
  readonly nodeId: string;
  readonly role: 'follower' | 'precandidate' | 'candidate' | 'leader';
  readonly leaderId: string | null;
  readonly leaderAddress: string | null;
  readonly term: number;
  readonly commitIndex: number;
  readonly appliedIndex: number;
  readonly firstLogIndex: number;
  readonly lastLogIndex: number;
  readonly snapshotIndex: number;
  readonly stamp: number;
  readonly digest: DigestStatus;
  /** At which the cluster runs, and the highest that this process can run. */
  readonly machineVersion: number;
  readonly highestVersion: number;
  readonly members: readonly MemberStatus[];
  readonly counters: Readonly<Record<string, number>>;
}
