import type { ReadContext, WriteContext } from '../../machine/context.js';
import { SUBSCRIPTION_KINDS, type SubscriptionKind } from '../../machine/subscriptions.js';
import { Frames, OK, Push } from '../../resp/reply.js';
import { type KeySpec, keysAt, type WriteCommand } from '../spec.js';

const shared = {
  class: 'write',
  flags: ['pubsub', 'noscript', 'loading', 'stale'],
  categories: [],
  group: 'pubsub',
  complexity: 'O(N) with N the number of names',
} as const;

const shardChannels: readonly KeySpec[] = [keysAt(['not_key'], 1, -1)];

/** How the names that a client is subscribed to are counted: shard channels on their own. */
export function countOf(
  kind: SubscriptionKind,
  context: Pick<ReadContext, 'subscriptions'>,
  uuid: string,
  lane: number,
): number {
  const { subscriptions } = context;
  if (kind === 'shard') return subscriptions.count('shard', uuid, lane);
  return subscriptions.count('channel', uuid, lane) + subscriptions.count('pattern', uuid, lane);
}

function subscribeTo(kind: SubscriptionKind, word: string) {
  return (context: WriteContext, argv: readonly string[]): Frames => {
    const { subscriptions, uuid, lane } = context;
    const frames = argv.slice(1).map(name => {
      subscriptions.add(kind, name, uuid, lane);
      return new Push([word, name, countOf(kind, context, uuid, lane)]);
    });
    return new Frames(frames);
  };
}

/** Without names: all of the kind. */
function unsubscribeFrom(kind: SubscriptionKind, word: string) {
  return (context: WriteContext, argv: readonly string[]): Frames => {
    const { subscriptions, uuid, lane } = context;
    const names = argv.length > 1 ? argv.slice(1) : subscriptions.names(kind, uuid, lane);
    if (names.length === 0) return new Frames([new Push([word, null, countOf(kind, context, uuid, lane)])]);
    const frames = names.map(name => {
      subscriptions.remove(kind, name, uuid, lane);
      return new Push([word, name, countOf(kind, context, uuid, lane)]);
    });
    return new Frames(frames);
  };
}

export const subscribe: WriteCommand = {
  ...shared,
  name: 'subscribe',
  arity: -2,
  since: '2.0.0',
  summary: 'Lets the connection get every message on these channels, from whatever node it is sent',
  syntax: 'channel [channel ...]',
  apply: subscribeTo('channel', 'subscribe'),
};

export const psubscribe: WriteCommand = {
  ...shared,
  name: 'psubscribe',
  arity: -2,
  since: '2.0.0',
  summary: 'Lets the connection get every message on channels whose names match one of these patterns',
  syntax: 'pattern [pattern ...]',
  apply: subscribeTo('pattern', 'psubscribe'),
};

export const ssubscribe: WriteCommand = {
  ...shared,
  name: 'ssubscribe',
  arity: -2,
  keys: shardChannels,
  since: '7.0.0',
  summary: 'Lets the connection get every message on these shard channels',
  syntax: 'shardchannel [shardchannel ...]',
  apply: subscribeTo('shard', 'ssubscribe'),
};

export const unsubscribe: WriteCommand = {
  ...shared,
  name: 'unsubscribe',
  arity: -1,
  since: '2.0.0',
  summary: 'Ends subscriptions to these channels, or to all',
  syntax: '[channel [channel ...]]',
  apply: unsubscribeFrom('channel', 'unsubscribe'),
};

export const punsubscribe: WriteCommand = {
  ...shared,
  name: 'punsubscribe',
  arity: -1,
  since: '2.0.0',
  summary: 'Ends subscriptions to these patterns, or to all',
  syntax: '[pattern [pattern ...]]',
  apply: unsubscribeFrom('pattern', 'punsubscribe'),
};

export const sunsubscribe: WriteCommand = {
  ...shared,
  name: 'sunsubscribe',
  arity: -1,
  keys: shardChannels,
  since: '7.0.0',
  summary: 'Ends subscriptions to these shard channels, or to all',
  syntax: '[shardchannel [shardchannel ...]]',
  apply: unsubscribeFrom('shard', 'sunsubscribe'),
};

const internal = {
  ...shared,
  flags: ['pubsub'],
  group: 'quorate',
  since: '0.1.0',
  internal: true,
} as const;

/** RESET of a subscriber. */
export const leave: WriteCommand = {
  ...internal,
  name: 'quorate.leave',
  arity: 1,
  summary: 'Ends all subscriptions of the connection',
  syntax: '',
  apply: ({ subscriptions, uuid, lane }) => {
    subscriptions.removeLane(uuid, lane);
    return OK;
  },
};

/** What a node does for its subscribers when another incarnation of it begins: the names as pairs of kind and name. */
export const rejoin: WriteCommand = {
  ...internal,
  name: 'quorate.rejoin',
  arity: -3,
  summary: 'Subscribes a connection again, after an end of its node',
  syntax: 'kind name [kind name ...]',
  apply: ({ subscriptions, uuid, lane }, argv) => {
    for (let at = 1; at + 1 < argv.length; at += 2) {
      const kind = SUBSCRIPTION_KINDS.find(each => each === argv[at]);
      if (kind !== undefined) subscriptions.add(kind, argv[at + 1]!, uuid, lane);
    }
    return OK;
  },
};
