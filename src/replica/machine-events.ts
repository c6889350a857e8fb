import { isLoss, type LockEvent } from '../machine/lock-events.js';
import type { Client, MachineObserver } from '../machine/observer.js';
import type { UnblockReason } from '../machine/payload.js';
import type { Subscriber, Topic } from '../machine/subscriptions.js';
import type { Logger } from '../ports/logger.js';
import type { Reply } from '../resp/reply.js';
import type { BlockedClients } from './blocked.js';
import type { Proposer } from './proposer.js';
import type { Subscribers } from './subscribers.js';

/** Who is told, asked for anew at each event: they come into being after the machine. */
export interface Listeners {
  readonly uuid: string;
  readonly logger: Logger;
  readonly subscribers: Subscribers;
  blocked(): BlockedClients;
  proposer(): Proposer;
  /** A handler broke an invariant. */
  failed(): void;
}

/** Takes what the machine tells of the clients of all nodes to those that care for the clients of this one. */
export class MachineEvents implements MachineObserver {
  constructor(private readonly listeners: Listeners) {}

  served(uuid: string, lane: number, reply: Reply, giveBack: readonly string[] | null, db: number): void {
    if (uuid !== this.listeners.uuid) return;
    this.listeners.blocked().served(lane, reply, () => {
      if (giveBack !== null) this.listeners.proposer().own({ lane, db, argv: giveBack });
    });
  }

  /** After `end` the waiters of this node rejoin under its next incarnation. */
  waiterEnded(uuid: string, lane: number, reason: UnblockReason | 'end', reply: Reply): void {
    if (uuid === this.listeners.uuid && reason !== 'end') this.listeners.blocked().ended(lane, reply);
  }

  published(topics: readonly Topic[], channel: string, message: string, from: Client): void {
    this.listeners.subscribers.published(topics, channel, message, from);
  }

  subscriptionsEnded(uuid: string, subscribers: readonly Subscriber[]): void {
    this.listeners.subscribers.subscriptionsEnded(uuid, subscribers);
  }

  keysChanged(keys: readonly string[], from: Client): void {
    this.listeners.subscribers.keysChanged(keys, from);
  }

  flushed(from: Client): void {
    this.listeners.subscribers.flushed(from);
  }

  /** Its connection is told when it is one of this node. */
  lockChanged({ change, name, hold }: LockEvent): void {
    if (hold.uuid === this.listeners.uuid && isLoss(change))
      this.listeners.subscribers.lockLost(hold.lane, name, hold.token);
  }

  failed(index: number, error: unknown): void {
    this.listeners.logger.error({ index, error }, 'a command broke an invariant; its client was told so');
    this.listeners.failed();
  }
}
