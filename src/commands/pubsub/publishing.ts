import { keysAt, type WriteCommand } from '../spec.js';

const shared = {
  class: 'write',
  arity: 3,
  flags: ['pubsub', 'loading', 'stale', 'fast'],
  categories: [],
  group: 'pubsub',
  complexity: 'O(N+M) with N the number of subscribers reached and M the number of patterns',
} as const;

export const publish: WriteCommand = {
  ...shared,
  name: 'publish',
  since: '2.0.0',
  summary: 'Sends a message to all subscribers of a channel on all nodes, and answers how many they are',
  syntax: 'channel message',
  apply: (context, argv) => context.publish('channel', argv[1]!, argv[2]!),
};

export const spublish: WriteCommand = {
  ...shared,
  name: 'spublish',
  keys: [keysAt(['not_key'], 1)],
  since: '7.0.0',
  summary: 'Sends a message to all subscribers of a shard channel, and answers how many they are',
  complexity: 'O(N) with N the number of subscribers reached',
  syntax: 'shardchannel message',
  apply: (context, argv) => context.publish('shard', argv[1]!, argv[2]!),
};
