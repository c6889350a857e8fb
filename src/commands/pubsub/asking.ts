import { Glob } from '../../base/glob.js';
import type { ReadHandler } from '../../machine/command-table.js';
import type { SubscriptionKind } from '../../machine/subscriptions.js';
import { wrongSubcommandArity } from '../arguments.js';
import { helpReply } from '../server/help.js';
import type { ContainerCommand, ReadCommand, NodeCommand } from '../spec.js';

const shared = {
  class: 'read',
  arity: -2,
  flags: ['pubsub', 'loading', 'stale'],
  categories: [],
  group: 'pubsub',
} as const;

function namesOf(kind: SubscriptionKind): ReadHandler {
  return ({ subscriptions }, argv) => {
    if (argv.length > 3) throw wrongSubcommandArity(argv);
    const glob = argv[2] === undefined ? null : new Glob(argv[2], false);
    return subscriptions.topics(kind).filter(name => glob === null || glob.matches(name));
  };
}

function numbersOf(kind: SubscriptionKind): ReadHandler {
  return ({ subscriptions }, argv) =>
    argv.slice(2).flatMap(name => [name, subscriptions.subscribers(kind, name)]);
}

const channels: ReadCommand = {
  ...shared,
  name: 'channels',
  since: '2.8.0',
  summary: 'Lists the channels with subscribers on any node',
  complexity: 'O(N log N) with N the number of channels',
  syntax: '[pattern]',
  query: namesOf('channel'),
};

const numsub: ReadCommand = {
  ...shared,
  name: 'numsub',
  since: '2.8.0',
  summary: 'Answers how many subscribers channels have on all nodes, patterns aside',
  complexity: 'O(N) with N the number of channels named',
  syntax: '[channel [channel ...]]',
  query: numbersOf('channel'),
};

const numpat: ReadCommand = {
  ...shared,
  name: 'numpat',
  arity: 2,
  since: '2.8.0',
  summary: 'Answers how many different patterns are subscribed to on all nodes',
  complexity: 'O(1)',
  syntax: '',
  query: ({ subscriptions }) => subscriptions.patternCount,
};

const shardchannels: ReadCommand = {
  ...channels,
  name: 'shardchannels',
  since: '7.0.0',
  summary: 'Lists the shard channels with subscribers',
  query: namesOf('shard'),
};

const shardnumsub: ReadCommand = {
  ...numsub,
  name: 'shardnumsub',
  since: '7.0.0',
  summary: 'Answers how many subscribers shard channels have',
  syntax: '[shardchannel [shardchannel ...]]',
  query: numbersOf('shard'),
};

const HELP = helpReply('PUBSUB', [
  ['CHANNELS [<pattern>]', 'Channels with subscribers.'],
  ['NUMPAT', 'How many patterns are subscribed to.'],
  ['NUMSUB [<channel> ...]', 'How many subscribers channels have.'],
  ['SHARDCHANNELS [<pattern>]', 'Shard channels with subscribers.'],
  ['SHARDNUMSUB [<shardchannel> ...]', 'How many subscribers shard channels have.'],
]);

const help: NodeCommand = {
  ...shared,
  class: 'node',
  name: 'help',
  arity: 2,
  flags: ['loading', 'stale'],
  since: '6.2.0',
  summary: 'Lists the subcommands of PUBSUB',
  complexity: 'O(1)',
  syntax: '',
  run: (_node, _session, _argv, done) => done(HELP),
};

export const pubsub: ContainerCommand = {
  ...shared,
  name: 'pubsub',
  class: 'container',
  flags: [],
  since: '2.8.0',
  summary: 'Tells about subscriptions',
  complexity: 'Depends on the subcommand',
  syntax: 'subcommand [argument ...]',
  subcommands: [channels, numsub, numpat, shardchannels, shardnumsub, help],
};
