import type { ReadHandler, WriteHandler } from '../machine/command-table.js';
import type { Waking } from '../machine/context.js';
import type { Reply } from '../resp/reply.js';
import type { NodePort, SessionPort } from './ports.js';

/** Flags as COMMAND shows them. `write`, `readonly` and `blocking` decide how a command travels. */
export type CommandFlag =
  | 'write'
  | 'readonly'
  | 'denyoom'
  | 'admin'
  | 'pubsub'
  | 'sentinel'
  | 'noscript'
  | 'blocking'
  | 'loading'
  | 'stale'
  | 'skip_monitor'
  | 'skip_slowlog'
  | 'fast'
  | 'no_auth'
  | 'may_replicate'
  | 'no_mandatory_keys'
  | 'movablekeys'
  | 'no_async_loading'
  | 'no_multi'
  | 'allow_busy';

/** Families, as COMMAND DOCS groups them. */
export type CommandGroup =
  | 'string'
  | 'generic'
  | 'list'
  | 'bitmap'
  | 'hyperloglog'
  | 'hash'
  | 'set'
  | 'sorted-set'
  | 'geo'
  | 'stream'
  | 'connection'
  | 'server'
  | 'transactions'
  | 'scripting'
  | 'pubsub'
  | 'cluster'
  | 'sentinel'
  | 'quorate';

export type KeyFlag =
  | 'RO'
  | 'RW'
  | 'OW'
  | 'RM'
  | 'not_key'
  | 'access'
  | 'update'
  | 'insert'
  | 'delete'
  | 'variable_flags';

/** Where keys stand among the arguments, as in COMMAND's key specifications. */
export interface KeySpec {
  readonly flags: readonly KeyFlag[];
  readonly begin: { readonly index: number } | { readonly keyword: string; readonly startFrom: number };
  readonly find:
    | { readonly lastKey: number; readonly step: number; readonly limit: number }
    | { readonly numKeysIndex: number; readonly firstKey: number; readonly step: number };
  /** COMMAND shows it as "unknown", because arguments or values decide on the keys; what stands here finds those it can. */
  readonly isUnknown?: true;
}

/** What every command declares; arity errors, COMMAND and the reference page derive from it. */
interface Definition {
  /** Lower case. A subcommand has its own definition under its own name ("id" of `client`). */
  readonly name: string;
  /** As Redis counts: the name included; -n: at least n. */
  readonly arity: number;
  readonly flags: readonly CommandFlag[];
  /** Without @, and without those that derive from the flags: write, read, fast, slow, blocking, admin. */
  readonly categories: readonly string[];
  readonly keys?: readonly KeySpec[];
  readonly group: CommandGroup;
  readonly since: string;
  /** One sentence, our own words, without a full stop. */
  readonly summary: string;
  /** Like "O(1)" or "O(N) with N the number of keys". */
  readonly complexity: string;
  /** The arguments behind the name in the notation of the Redis manual: `key value [NX | XX] [GET] [EX seconds | ...]`. */
  readonly syntax: string;
  /** Proposed by the node itself, never reachable for a client and not shown by COMMAND. */
  readonly internal?: true;
}

/** Logged; runs on every node when its entry is applied. */
export interface WriteCommand extends Definition {
  readonly class: 'write';
  readonly apply: WriteHandler;
  /** Of a command that may block: how it goes on. */
  readonly waking?: Waking;
  /** Of a blocking command that never waits with some arguments: whether it may with these. */
  readonly mayWait?: (argv: readonly string[]) => boolean;
  /** Of a command that changes nothing with some arguments: what those ask for; undefined: these must be logged. */
  readonly asRead?: (argv: readonly string[]) => ReadCommand | undefined;
}

/** A pure query; runs on the client's node behind a fence. */
export interface ReadCommand extends Definition {
  readonly class: 'read';
  readonly query: ReadHandler;
}

/** Changes or shows this connection only. Runs when it arrives. */
export interface SessionCommand extends Definition {
  readonly class: 'session';
  readonly run: (session: SessionPort, argv: readonly string[]) => Reply;
  /** The database that it chooses, of `databases`; undefined: none, and `run` says why. */
  readonly chooses?: (argv: readonly string[], databases: number) => number | undefined;
}

/**
 * Changes or shows this process, or asks the cluster. Runs when all earlier commands of its connection are answered.
 * It answers through `done` exactly once, at once or later.
 */
export interface NodeCommand extends Definition {
  readonly class: 'node';
  readonly run: (
    node: NodePort,
    session: SessionPort,
    argv: readonly string[],
    done: (reply: Reply) => void,
  ) => void;
}

/** A name with subcommands only: CLIENT, CONFIG, OBJECT ... */
export interface ContainerCommand extends Definition {
  readonly class: 'container';
  readonly subcommands: readonly LeafCommand[];
  /** What the name alone does, where it does something: COMMAND. */
  readonly alone?: LeafCommand;
}

export type LeafCommand = WriteCommand | ReadCommand | SessionCommand | NodeCommand;
export type Command = LeafCommand | ContainerCommand;

/** Keys at fixed places: `key(1)`, `key(1, -1)`, `key(1, -1, 2)`; positions count the name as 0, as in Redis. */
export function keysAt(flags: readonly KeyFlag[], first: number, last = first, step = 1): KeySpec {
  return {
    flags,
    begin: { index: first },
    find: { lastKey: last < 0 ? last : last - first, step, limit: 0 },
  };
}

/** A count at `index`, then that many keys: `LMPOP 2 a b`. */
export function keysCounted(flags: readonly KeyFlag[], index: number): KeySpec {
  return { flags, begin: { index }, find: { numKeysIndex: 0, firstKey: 1, step: 1 } };
}
