import type { Reply } from '../resp/reply.js';
import type { MemberChange } from '../base/configuration.js';
import type { Command, LeafCommand } from './spec.js';

/** One connection as session commands see it. The server implements it. */
export interface SessionPort {
  readonly id: number;
  readonly address: string;
  readonly localAddress: string;
  protocol: 2 | 3;
  db: number;
  name: string;
  libraryName: string;
  libraryVersion: string;
  noEvict: boolean;
  noTouch: boolean;
  readonly authenticated: boolean;
  /** How many databases SELECT knows. */
  readonly databases: number;
  /** False: wrong name or password. Throws Redis's error when no password is configured (AUTH with one argument). */
  authenticate(user: string, password: string, explicitUser: boolean): boolean;
  /** CLIENT REPLY: `skip` holds for the next command only. */
  setReplyMode(mode: 'on' | 'off' | 'skip'): void;
  readonly transaction: TransactionPort;
  readonly tracking: TrackingPort;
  /** False inside a transaction: a command that would wait answers at once. */
  readonly mayBlock: boolean;
  /** It is subscribed to something. */
  readonly isSubscribed: boolean;
  /** MONITOR: shows it all commands of this node, until RESET. False: it sees them already. */
  monitor(): boolean;
  /** RESET: back to what a new connection is, authentication included. */
  reset(): void;
  /** The line of CLIENT INFO and CLIENT LIST, without a line end. */
  describe(): string;
  /** Closes after the replies so far are written. */
  closeAfterReply(): void;
}

/** The transaction of a connection. */
export interface TransactionPort {
  /** MULTI. Throws when one is open already. */
  open(): void;
  /** DISCARD. Throws when none is open. */
  discard(): void;
  /** Forgets the keys watched. */
  unwatch(): void;
}

/** CLIENT TRACKING ON. */
export interface TrackingOptions {
  /** The client that is told; 0: this one. */
  readonly redirect: number;
  readonly prefixes: readonly string[];
  readonly bcast: boolean;
  readonly optin: boolean;
  readonly optout: boolean;
  readonly noloop: boolean;
}

/** What a connection tracks. What it cannot do throws. */
export interface TrackingPort {
  readonly isOn: boolean;
  readonly redirect: number;
  readonly prefixes: readonly string[];
  readonly flags: readonly string[];
  /** Throws when this node has no client of that id. */
  checkRedirect(id: number): void;
  enable(options: TrackingOptions): void;
  disable(): void;
  /** Undefined: neither YES nor NO was said. */
  setCaching(yes: boolean | undefined): void;
}

/** One row of the slow log. */
export interface SlowLogEntry {
  readonly id: number;
  /** Seconds since the epoch. */
  readonly at: number;
  readonly microseconds: number;
  readonly argv: readonly string[];
  readonly client: string;
  readonly name: string;
}

/** Which connections CLIENT LIST and CLIENT KILL mean; every given field must match. */
export interface ClientFilter {
  readonly ids?: readonly number[];
  readonly address?: string;
  readonly localAddress?: string;
  readonly type?: 'normal' | 'master' | 'replica' | 'pubsub';
  readonly user?: string;
  readonly maxAge?: number;
  /** The caller itself is spared. */
  readonly except?: number;
}

/** `error`: the whole text, its code included. */
export type ConfigOutcome = { readonly ok: true } | { readonly ok: false; readonly error: string };

/** A row of LATENCY LATEST. */
export interface LatencySummary {
  readonly event: string;
  /** Seconds since the epoch. */
  readonly at: number;
  /** Milliseconds. */
  readonly latest: number;
  readonly max: number;
}

/** Times of one command: how often at most that many microseconds, each count with those before it. */
export interface LatencyHistogram {
  /** `get`, `config|set`. */
  readonly name: string;
  readonly calls: number;
  readonly buckets: readonly (readonly [microseconds: number, count: number])[];
}

/** A row of RAFT MEMBERS. */
export interface RaftMember {
  readonly id: string;
  readonly address: string;
  /** A learner gets the log and has no vote yet. */
  readonly role: 'leader' | 'follower' | 'learner';
  /** Known to the leader only. The last log index that the member has on disk. */
  readonly match: number | null;
  readonly active: boolean;
  /** The highest machine version that its last process could run; null: it never began an incarnation. */
  readonly highestVersion: number | null;
}

/** A member of the cluster as clients see it. */
export interface KnownNode {
  /** 40 hexadecimal digits. */
  readonly id: string;
  /** Where clients reach it. */
  readonly host: string;
  readonly port: number;
  readonly isSelf: boolean;
  /** It leads; where no leader is known, this node stands for it: every node takes every command. */
  readonly isMaster: boolean;
  /** This node is connected to it. */
  readonly isActive: boolean;
}

/** What COMMAND knows of the commands. */
export interface Catalogue {
  readonly all: readonly Command[];
  /** The top-level command of that name, in any case. */
  find(name: string): Command | undefined;
  /** The subcommand of a container, in any case. */
  subcommand(container: Command, name: string): LeafCommand | undefined;
}

/** What the members have as digest of their state as of one entry; null: not told. */
export interface DigestReport {
  readonly index: number;
  readonly digest: string;
  readonly members: readonly (readonly [id: string, digest: string | null])[];
}

/** The process as node commands see it. The server implements it; answers that need other nodes come by callback. */
export interface NodePort {
  readonly catalogue: Catalogue;
  /** INFO, by sections as asked for; `default`, `all`, `everything` included. */
  info(sections: readonly string[]): string;
  configGet(patterns: readonly string[]): [name: string, value: string][];
  configSet(
    pairs: readonly (readonly [name: string, value: string])[],
    done: (outcome: ConfigOutcome) => void,
  ): void;
  configResetStat(): void;
  configRewrite(done: (outcome: ConfigOutcome) => void): void;
  clientList(filter: ClientFilter, done: (lines: string) => void): void;
  clientKill(filter: ClientFilter, done: (killed: number) => void): void;
  clientPause(milliseconds: number, writesOnly: boolean, done: () => void): void;
  clientUnpause(done: () => void): void;
  /** True when that client was blocked. */
  clientUnblock(id: number, withError: boolean, done: (unblocked: boolean) => void): void;
  /** The latest `count` rows, the last one first. */
  slowLog(count: number): readonly SlowLogEntry[];
  slowLogLength(): number;
  slowLogReset(): void;
  /** `latency-monitor-threshold` in milliseconds; 0: nothing is recorded. */
  latencyThreshold(): number;
  latencyLatest(): readonly LatencySummary[];
  /** In order of time. `at`: seconds since the epoch. */
  latencyHistory(event: string): readonly { readonly at: number; readonly milliseconds: number }[];
  /** Forgets these events, or all; answers how many there were. */
  latencyReset(events: readonly string[]): number;
  /** Of the commands named (a container: all its subcommands), or of all; those never called are left out. */
  latencyHistogram(names: readonly string[]): readonly LatencyHistogram[];
  /** By the wall clock of this node: TIME. */
  time(): { readonly seconds: number; readonly microseconds: number };
  /** Seconds since the epoch. */
  lastSave(): number;
  /** Begins a snapshot; `done` when it is on disk. `error`: the whole text. */
  snapshot(done: (error: string | null, index: number) => void): void;
  snapshotInProgress(): boolean;
  /** How many other members hold the connection's last write on disk; answers by `timeout` ms (0: waits for ever). */
  wait(sessionId: number, replicas: number, timeout: number, done: (holders: number) => void): void;
  /** What MEMORY STATS shows. Bytes, ratios and percentages. */
  memoryFigures(): readonly (readonly [name: string, value: number])[];
  /** Evaluates a read in database `db`, behind all that this connection did before. */
  read(argv: readonly string[], db: number, done: (reply: Reply) => void): void;
  /** `enable-debug-command`. */
  debugAllowed(): 'no' | 'yes' | 'local';
  /** Begins a snapshot that is read chunk by chunk; answers the index of the last entry in it. */
  backupBegin(): number;
  /** Null: there was no more; undefined: none was begun, or it was given up. */
  backupNext(): Uint8Array | null | undefined;
  /** Makes the state anew from a snapshot of it, while everything waits. */
  reload(): void;
  /** Blocks the whole process, as DEBUG SLEEP does. */
  sleep(seconds: number): void;
  shutdown(): void;
  /** The members that have told where their clients connect, this one always among them. */
  nodes(session: SessionPort): KnownNode[];
  /** The term of the Raft group: the epoch of its configuration, to clients. */
  term(): number;
  /** This node leads now, after another: subscribers of `+switch-master` are told. */
  masterSwitched(previous: string): void;
  /** The name of the master in SENTINEL MASTERS and in messages. */
  masterName(): string;
  /** What INFO raft shows. */
  raftStatus(): [name: string, value: string | number][];
  raftMembers(): readonly RaftMember[];
  /** Transfers leadership; null: done or begun; else the whole text of the error. */
  /** `done` when the change is committed, or with an error. */
  raftChange(change: MemberChange, done: (error: string | null) => void): void;
  /** Compares the states of all nodes; `done` with the whole text of an error when that cannot be. */
  raftDigest(done: (report: DigestReport | string) => void): void;
  /** Gives a key of database 0 another value on this node alone, as a fault would. */
  corrupt(key: string, value: string): void;
  raftTransfer(to: string | null, done: (error: string | null) => void): void;
}
