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
  /** RESET: back to what a new connection is, authentication included. */
  reset(): void;
  /** The line of CLIENT INFO and CLIENT LIST, without a line end. */
  describe(): string;
  /** Closes after the replies so far are written. */
  closeAfterReply(): void;
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

export type ConfigOutcome = { readonly ok: true } | { readonly ok: false; readonly error: string };

/** The process as node commands see it. The server implements it; answers that need other nodes come by callback. */
export interface NodePort {
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
  slowLog(count: number): readonly SlowLogEntry[];
  slowLogLength(): number;
  slowLogReset(): void;
  latencyLatest(): readonly { event: string; at: number; latest: number; max: number }[];
  latencyHistory(event: string): readonly { at: number; milliseconds: number }[];
  latencyReset(events: readonly string[]): number;
  /** Calls, microseconds and a cumulative histogram (upper bound in microseconds, count) for each command name. */
  latencyHistogram(
    names: readonly string[],
  ): readonly { name: string; calls: number; buckets: readonly (readonly [number, number])[] }[];
  /** By the wall clock of this node: TIME. Microseconds since the epoch. */
  time(): { seconds: number; microseconds: number };
  /** Seconds since the epoch. */
  lastSave(): number;
  /** How many other members hold the connection's last write on disk; answers by `timeout` ms (0: waits for ever). */
  wait(sessionId: number, replicas: number, timeout: number, done: (holders: number) => void): void;
  /** Blocks the whole process, as DEBUG SLEEP does. */
  sleep(seconds: number): void;
  shutdown(): void;
  /** The text form of RAFT STATUS and the pieces behind RAFT MEMBERS. */
  raftStatus(): [name: string, value: string][];
  /** Transfers leadership; null: done or begun. */
  raftTransfer(to: string | null, done: (error: string | null) => void): void;
}
