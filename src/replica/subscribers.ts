import type { Machine } from '../machine/machine.js';
import type { Client, MachineObserver } from '../machine/observer.js';
import type { Item } from '../machine/payload.js';
import type { Subscriber, Topic } from '../machine/subscriptions.js';
import { Push } from '../resp/reply.js';
import type { News, SubscriptionCounts } from './api.js';
import type { LaneState } from './lane.js';

type Told = Pick<MachineObserver, 'published' | 'subscriptionsEnded' | 'keysChanged' | 'flushed'>;

/**
 * The subscribers of this node: gives them what is published, and lets them rejoin after an end of the incarnation. What
 * concerns near caches goes through here too.
 */
export class Subscribers implements Told {
  news: News | null = null;
  #leader: string | null = null;
  /** Lanes that are open, by id. */
  readonly #lanes = new Map<number, LaneState>();
  /** Those that an incarnation which ended left without their subscriptions. */
  #ended: readonly Subscriber[] = [];

  constructor(
    private readonly uuid: string,
    private readonly machine: () => Pick<Machine, 'subscriptions' | 'bindings'>,
  ) {}

  opened(lane: LaneState): LaneState {
    this.#lanes.set(lane.id, lane);
    return lane;
  }

  closed(lane: LaneState): void {
    this.#lanes.delete(lane.id);
  }

  /** The machine holds something for it that must not outlive it: subscriptions, or what is bound to it. */
  has(lane: LaneState): boolean {
    const { subscriptions, bindings } = this.machine();
    return subscriptions.has(this.uuid, lane.id) || bindings.has(this.uuid, lane.id);
  }

  /** Those that the machine holds something for although they are closed: it learnt of it by a snapshot. */
  strays(): number[] {
    const { subscriptions, bindings } = this.machine();
    const held = new Set([...subscriptions.lanes(this.uuid), ...bindings.lanes(this.uuid)]);
    return [...held].filter(lane => !this.#lanes.has(lane));
  }

  counts({ id }: LaneState): SubscriptionCounts {
    const { subscriptions } = this.machine();
    return {
      channels: subscriptions.count('channel', this.uuid, id),
      patterns: subscriptions.count('pattern', this.uuid, id),
      shards: subscriptions.count('shard', this.uuid, id),
    };
  }

  /** What puts the subscriptions of an incarnation that ended in again, in front of all that clients have sent since. */
  rejoin(): Item[] {
    const ended = this.#ended.filter(({ lane }) => this.#lanes.has(lane));
    this.#ended = [];
    return ended.map(({ lane, names }) => ({ lane, db: 0, argv: ['quorate.rejoin', ...names.flat()] }));
  }

  /** `isSelf`: this node leads. */
  leaderChanged(leader: string, isSelf: boolean): void {
    const previous = this.#leader;
    this.#leader = leader;
    if (isSelf && previous !== null && previous !== leader) this.news?.leads(previous);
  }

  /** A snapshot took the place of entries that this node has not applied: there were messages in them, and changes. */
  restored(): void {
    for (const lane of this.#lanes.values()) if (this.has(lane)) this.news?.missed(lane.id);
    this.news?.flushed(0);
  }

  // ---- what the machine tells ----------------------------------------------------------------------------------------

  published(topics: readonly Topic[], channel: string, message: string, from: Client): void {
    if (this.news === null) return;
    const origin = this.#originOf(from);
    for (const topic of topics) {
      let frame: Push | undefined;
      for (const lane of topic.lanes(this.uuid)) {
        frame ??= frameOf(topic, channel, message);
        this.news.message(lane, frame, origin);
      }
    }
  }

  subscriptionsEnded(uuid: string, subscribers: readonly Subscriber[]): void {
    if (uuid !== this.uuid) return;
    this.#ended = [...this.#ended, ...subscribers].filter(({ lane }) => this.#lanes.has(lane));
  }

  keysChanged(keys: readonly string[], from: Client): void {
    this.news?.keysChanged(keys, this.#originOf(from));
  }

  flushed(from: Client): void {
    this.news?.flushed(this.#originOf(from));
  }

  lockLost(lane: number, name: string, token: number): void {
    this.news?.lockLost(lane, name, token);
  }

  #originOf({ uuid, lane }: Client): number {
    return uuid === this.uuid ? lane : 0;
  }
}

function frameOf({ kind, name }: Topic, channel: string, message: string): Push {
  switch (kind) {
    case 'channel':
      return new Push(['message', channel, message]);
    case 'pattern':
      return new Push(['pmessage', name, channel, message]);
    case 'shard':
      return new Push(['smessage', channel, message]);
  }
}
