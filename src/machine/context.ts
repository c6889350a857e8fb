import type { Random } from '../base/random.js';
import type { Blocked, ErrorReply, Reply } from '../resp/reply.js';
import type { Database } from './database.js';
import type { Keyspace } from './keyspace.js';
import type { EventClass } from './key-events.js';
import type { CommandTable } from './command-table.js';
import type { ScriptEngine } from './script-engine.js';
import type { Scripts } from './scripts.js';
import type { MachineSettings } from './settings.js';
import type { Subscriptions } from './subscriptions.js';
import type { TypeName } from './value.js';
import type { Waiters } from './waiters.js';

/** Who waits for what. */
export type Lines = Pick<Waiters, 'line' | 'first' | 'of' | 'ofOwner'>;

/** All that a command which reads can see. Nothing in it depends on the node: only on the log, and `now` on the fence. */
export interface ReadContext {
  readonly keyspace: Keyspace;
  /** The client's selected database. */
  readonly db: Database;
  readonly dbIndex: number;
  /** Milliseconds since the epoch: the entry's stamp, or the stamp of the fence of a query. */
  readonly now: number;
  /** From the entry's seed; in a query from the node's own source. */
  readonly random: Random;
  /** The machine version at which the cluster runs: what a command does to the state differs by it, never by the process. */
  readonly version: number;
  /** Replicated settings that change what commands do. */
  readonly settings: MachineSettings;
  readonly subscriptions: Subscriptions;
  readonly waiters: Lines;
  readonly scripting: Scripting;
  /**
   * Runs a command inside this one, in database `db` (default: the one at hand): what transactions, scripts and guards are
   * made of. Its reads are evaluated wherever it is. It never blocks, and what it throws is its reply.
   */
  call(argv: readonly string[], db?: number): Reply;
  /** Why {@link call} cannot run it, as its client is told; undefined: it can. */
  callable(argv: readonly string[]): ErrorReply | undefined;
}

/** What runs scripts, and what they may call. */
export interface Scripting {
  readonly scripts: Scripts;
  readonly engine: ScriptEngine;
  readonly commands: Pick<CommandTable, 'inScript'>;
}

/** What a command that changes the state has besides. */
export interface WriteContext extends ReadContext {
  /**
   * False in transactions, in scripts and while a waiter is served: a blocking command then answers at once, as if its
   * time had run out.
   */
  readonly mayBlock: boolean;
  /**
   * Registers the caller as a waiter. The handler returns what this returns. When one of the keys becomes ready, the
   * command's own {@link Waking} serves it: a waiter holds data only, so that a snapshot can hold it.
   */
  block(request: BlockRequest): Blocked;
  /** The node and the client that the command came from. */
  readonly uuid: string;
  readonly lane: number;
  /** What stands under `key` holds something for as long as the caller's connection lives. */
  bind(key: string): void;
  /** The node that the command came from tells where its clients connect. */
  announce(address: string): void;
  /** Sends a message to all who are subscribed, on every node; answers how many they are. */
  publish(kind: 'channel' | 'shard', channel: string, message: string): number;
  /** A keyspace event (of database `db`, default: the one at hand) that the command's `KeyEvents` do not tell of. */
  notify(eventClass: EventClass, event: string, key: string, db?: number): void;
  /**
   * Runs command `index` of the transaction at hand. What changes nothing in the state (classes read, session and node) is
   * evaluated by the origin alone; elsewhere, and where nobody waits for it, it answers `NoReply`.
   */
  callOfTransaction(index: number, argv: readonly string[], db: number): Reply;
  /** False: the keys weigh more than `maxmemory`, and the command might need more. */
  hasRoomFor(argv: readonly string[]): boolean;
  /** From here to the end of the item at hand whatever the keys weigh is enough. */
  ignoreWeight(): void;
}

export interface BlockRequest {
  /** Of the command's database. */
  readonly keys: readonly string[];
  /** Milliseconds; 0: for ever. Watched by the origin's own clock, never by the machine. */
  readonly timeout: number;
  /** Kept in the place of the command as it was sent, where that would mean something else later (`$` of XREAD). */
  readonly argv?: readonly string[];
  /** Who waits, as a node of the graph of those who wait for each other. */
  readonly owner?: string;
}

/** How a blocking command goes on once it waits. */
export interface Waking {
  /** Which kinds of value can serve it; others leave it waiting. `anything`: even a key that is gone. */
  readonly serves: readonly TypeName[] | 'anything';
  /**
   * Serves from a key that changed and holds one of `serves`; undefined: it goes on waiting, in its place. Called
   * within a later apply, after the command that made the key ready as a whole. May throw an `ErrorReply`.
   */
  readonly serve: (context: WriteContext, argv: readonly string[], key: string) => Served | undefined;
  /**
   * It is served before whoever stands behind it in a line, and whoever waits in such a way: `first` in front of all who are
   * there already.
   */
  readonly inOrder?: 'last' | 'first';
  /** The reply when the time runs out. */
  readonly timedOut: Reply;
}

export interface Served {
  readonly reply: Reply;
  /**
   * A command that gives back what was taken, proposed by the origin when the client was gone by then; null: it stays,
   * as in Redis (what BLMOVE moved).
   */
  readonly giveBack: readonly string[] | null;
}
