import type { Reply } from '../resp/reply.js';
import type { LockEvent } from './lock-events.js';
import type { Item, UnblockReason } from './payload.js';
import type { Subscriber, Topic } from './subscriptions.js';

/** A client of any node. */
export interface Client {
  readonly uuid: string;
  readonly lane: number;
}

/** What the machine tells besides replies. Called for the clients of every node; each node picks its own. */
export interface MachineObserver {
  /** `giveBack`: proposed (for database `db`) when the client was gone by then; null: what was taken stays taken. */
  served(uuid: string, lane: number, reply: Reply, giveBack: readonly string[] | null, db: number): void;
  /** A waiter left unserved. `end`: its node's incarnation is over. `reply` is for `timeout` and `error`. */
  waiterEnded(uuid: string, lane: number, reason: UnblockReason | 'end', reply: Reply): void;
  /** A message for the subscribers of these topics. `from`: the client whose command it came of. */
  published(topics: readonly Topic[], channel: string, message: string, from: Client): void;
  /** The incarnation of a node is over, and its subscriptions with it. */
  subscriptionsEnded(uuid: string, subscribers: readonly Subscriber[]): void;
  /** Keys of any database that changed, some perhaps more than once. Only while somebody tracks keys. */
  keysChanged(keys: readonly string[], from: Client): void;
  /** Any key of a database may have changed. Only while somebody tracks keys. */
  flushed(from: Client): void;
  /** A lock was granted, or a hold of it is over. */
  lockChanged(event: LockEvent): void;
  /** A handler broke an invariant at this index; its client was answered `-ERR internal error`. */
  failed(index: number, error: unknown): void;
}

/** A batch of this node itself: its items are at hand, and reads may stand between them. */
export interface LocalBatch {
  /** Exactly what the entry holds. */
  readonly items: readonly Item[];
  /** Called before the item at `position` takes effect. */
  before(position: number): void;
  /**
   * Runs command `index` of the transaction at `position`, one that changes nothing in the state: the origin alone
   * evaluates it. `NoReply`: nobody waits for it any more.
   */
  inside(position: number, index: number, argv: readonly string[], db: number): Reply;
  /**
   * Called after it, and after it served waiters. `Blocked`: its client is a waiter now. An unblock item answers 1 or 0:
   * was it still waiting? A part that is not the last answers `NoReply`.
   */
  replied(position: number, reply: Reply): void;
}
