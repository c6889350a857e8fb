import type { Random } from '../base/random.js';
import type { Blocked, Reply } from '../resp/reply.js';
import type { Database } from './database.js';
import type { Keyspace } from './keyspace.js';
import type { MachineSettings } from './settings.js';

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
  /** Replicated settings that change what commands do. */
  readonly settings: MachineSettings;
}

/** What a command that changes the state has besides. */
export interface WriteContext extends ReadContext {
  /** False in transactions and scripts: a blocking command then answers at once, as if its time had run out. */
  readonly mayBlock: boolean;
  /** Registers the caller as a waiter for `keys` of its database. The handler returns what this returns. */
  block(request: BlockRequest): Blocked;
}

export interface BlockRequest {
  /** In order of priority. */
  readonly keys: readonly string[];
  /** Milliseconds; 0: for ever. Watched by the origin's own clock, never by the machine. */
  readonly timeout: number;
  /** Which kinds of value can serve this waiter; others leave it waiting. */
  readonly serves: 'list';
  /** Tries to serve from a key that became ready: the reply, or undefined to go on waiting. Called within a later apply. */
  readonly serve: (context: WriteContext, key: string) => Reply | undefined;
  /**
   * A command (argv) that gives back what `serve` took, proposed by the origin when the client was gone by then;
   * null: it stays, as in Redis (what BLMOVE moved).
   */
  readonly giveBack: (key: string, reply: Reply) => readonly string[] | null;
  /** The reply when the time runs out. */
  readonly timeoutReply: Reply;
}
