import { Glob } from '../base/glob.js';

export const SUBSCRIPTION_KINDS = ['channel', 'pattern', 'shard'] as const;
/** What a subscriber named: a channel, a pattern of channels, or a shard channel. */
export type SubscriptionKind = (typeof SUBSCRIPTION_KINDS)[number];

/** A name that somebody is subscribed to. */
export class Topic {
  count = 0;
  readonly #nodes = new Map<string, Set<number>>();
  #glob: Glob | undefined;

  constructor(
    readonly kind: SubscriptionKind,
    readonly name: string,
  ) {}

  /** Those of a node. */
  lanes(uuid: string): Iterable<number> {
    return this.#nodes.get(uuid) ?? [];
  }

  matches(channel: string): boolean {
    this.#glob ??= new Glob(this.name, false);
    return this.#glob.matches(channel);
  }

  add(uuid: string, lane: number): void {
    const lanes = this.#nodes.get(uuid);
    if (lanes === undefined) this.#nodes.set(uuid, new Set([lane]));
    else lanes.add(lane);
    this.count++;
  }

  remove(uuid: string, lane: number): void {
    const lanes = this.#nodes.get(uuid);
    lanes?.delete(lane);
    if (lanes?.size === 0) this.#nodes.delete(uuid);
    this.count--;
  }
}

type Names = Readonly<Record<SubscriptionKind, Set<string>>>;

/** A subscriber, and what it named in the order in which it did. */
export interface Subscriber {
  readonly uuid: string;
  readonly lane: number;
  readonly names: readonly (readonly [kind: SubscriptionKind, name: string])[];
}

/**
 * Who is subscribed to what, on all nodes. Part of the state: every node knows how many a message reaches, and a
 * subscription has its place in the order of the log.
 */
export class Subscriptions {
  readonly #topics: Readonly<Record<SubscriptionKind, Map<string, Topic>>> = {
    channel: new Map(),
    pattern: new Map(),
    shard: new Map(),
  };
  readonly #nodes = new Map<string, Map<number, Names>>();
  /** All patterns in order of their bytes: the order in which a message that several match is delivered. */
  #patterns: readonly Topic[] | null = null;

  /** False: it was there. */
  add(kind: SubscriptionKind, name: string, uuid: string, lane: number): boolean {
    const names = this.#namesOf(uuid, lane);
    if (names[kind].has(name)) return false;
    names[kind].add(name);
    let topic = this.#topics[kind].get(name);
    if (topic === undefined) {
      this.#topics[kind].set(name, (topic = new Topic(kind, name)));
      if (kind === 'pattern') this.#patterns = null;
    }
    topic.add(uuid, lane);
    return true;
  }

  /** False: it was not there. */
  remove(kind: SubscriptionKind, name: string, uuid: string, lane: number): boolean {
    const lanes = this.#nodes.get(uuid);
    const names = lanes?.get(lane);
    if (names?.[kind].delete(name) !== true) return false;
    if (SUBSCRIPTION_KINDS.every(each => names[each].size === 0)) lanes?.delete(lane);
    if (lanes?.size === 0) this.#nodes.delete(uuid);
    const topic = this.#topics[kind].get(name);
    topic?.remove(uuid, lane);
    if (topic?.count === 0) {
      this.#topics[kind].delete(name);
      if (kind === 'pattern') this.#patterns = null;
    }
    return true;
  }

  /** What a client named, in the order in which it did. */
  names(kind: SubscriptionKind, uuid: string, lane: number): string[] {
    return [...(this.#nodes.get(uuid)?.get(lane)?.[kind] ?? [])];
  }

  /** How many names a client is subscribed to. */
  count(kind: SubscriptionKind, uuid: string, lane: number): number {
    return this.#nodes.get(uuid)?.get(lane)?.[kind].size ?? 0;
  }

  has(uuid: string, lane: number): boolean {
    return this.#nodes.get(uuid)?.has(lane) ?? false;
  }

  /** Clients of a node that are subscribed to something. */
  lanes(uuid: string): number[] {
    return [...(this.#nodes.get(uuid)?.keys() ?? [])];
  }

  /** Ids of nodes with a subscriber. */
  hasNode(uuid: string): boolean {
    return this.#nodes.has(uuid);
  }

  removeLane(uuid: string, lane: number): void {
    for (const kind of SUBSCRIPTION_KINDS) {
      for (const name of this.names(kind, uuid, lane)) this.remove(kind, name, uuid, lane);
    }
  }

  /** Answers who they were. */
  removeNode(uuid: string): Subscriber[] {
    const subscribers = this.all().filter(subscriber => subscriber.uuid === uuid);
    for (const { lane } of subscribers) this.removeLane(uuid, lane);
    return subscribers;
  }

  /** In order of node and client. */
  all(): Subscriber[] {
    const all: Subscriber[] = [];
    for (const [uuid, lanes] of this.#nodes) {
      for (const [lane, names] of lanes) {
        const pairs = SUBSCRIPTION_KINDS.flatMap(kind => [...names[kind]].map(name => [kind, name] as const));
        all.push({ uuid, lane, names: pairs });
      }
    }
    return all.sort((a, b) => (a.uuid === b.uuid ? a.lane - b.lane : a.uuid < b.uuid ? -1 : 1));
  }

  // ---- topics --------------------------------------------------------------------------------------------------------

  /** Everything that a message on this channel reaches: the channel, then the patterns that match. */
  reached(kind: 'channel' | 'shard', channel: string): Topic[] {
    const topic = this.#topics[kind].get(channel);
    const reached = topic === undefined ? [] : [topic];
    if (kind === 'channel' && this.#topics.pattern.size > 0) {
      for (const pattern of this.#sortedPatterns()) if (pattern.matches(channel)) reached.push(pattern);
    }
    return reached;
  }

  /** Names with a subscriber, in order of their bytes. */
  topics(kind: SubscriptionKind): string[] {
    return [...this.#topics[kind].keys()].sort();
  }

  subscribers(kind: SubscriptionKind, name: string): number {
    return this.#topics[kind].get(name)?.count ?? 0;
  }

  get patternCount(): number {
    return this.#topics.pattern.size;
  }

  #sortedPatterns(): readonly Topic[] {
    this.#patterns ??= [...this.#topics.pattern.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
    return this.#patterns;
  }

  #namesOf(uuid: string, lane: number): Names {
    let lanes = this.#nodes.get(uuid);
    if (lanes === undefined) this.#nodes.set(uuid, (lanes = new Map<number, Names>()));
    let names = lanes.get(lane);
    if (names === undefined) {
      names = { channel: new Set(), pattern: new Set(), shard: new Set() };
      lanes.set(lane, names);
    }
    return names;
  }
}
