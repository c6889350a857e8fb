import { ErrorReply, MapReply, type Reply, Verbatim } from '../../resp/reply.js';
import { printed } from '../arguments.js';
import type { ContainerCommand, NodeCommand } from '../spec.js';
import { helpReply } from './help.js';
import { drawGraph, report } from './latency-report.js';

const common = {
  class: 'node',
  group: 'server',
  categories: [],
  flags: ['admin', 'noscript', 'loading', 'stale'],
  since: '2.8.13',
} as const;

const latest: NodeCommand = {
  ...common,
  name: 'latest',
  arity: 2,
  summary: 'Returns the latest and the largest sample of each event',
  complexity: 'O(1)',
  syntax: '',
  run(node, _session, _argv, done) {
    done(
      node.latencyLatest().map(({ event, at, latest: last, max }) => [event, at, last, max] satisfies Reply),
    );
  },
};

const history: NodeCommand = {
  ...common,
  name: 'history',
  arity: 3,
  summary: 'Returns the samples of an event, in order of time',
  complexity: 'O(1)',
  syntax: 'event',
  run(node, _session, argv, done) {
    done(node.latencyHistory(argv[2] ?? '').map(({ at, milliseconds }) => [at, milliseconds]));
  },
};

const reset: NodeCommand = {
  ...common,
  name: 'reset',
  arity: -2,
  summary: 'Forgets the samples of the events named, or of all',
  complexity: 'O(1)',
  syntax: '[event [event ...]]',
  run: (node, _session, argv, done) => done(node.latencyReset(argv.slice(2))),
};

const graph: NodeCommand = {
  ...common,
  name: 'graph',
  arity: 3,
  summary: 'Draws the samples of an event',
  complexity: 'O(1)',
  syntax: 'event',
  run(node, _session, argv, done) {
    const event = argv[2] ?? '';
    const samples = node.latencyHistory(event);
    if (samples.length === 0) throw new ErrorReply(`ERR No samples available for event '${printed(event)}'`);
    done(new Verbatim('txt', drawGraph(event, samples, node.time().seconds)));
  },
};

const doctor: NodeCommand = {
  ...common,
  name: 'doctor',
  arity: 2,
  summary: 'Explains the samples in words',
  complexity: 'O(1)',
  syntax: '',
  run(node, _session, _argv, done) {
    const events = node
      .latencyLatest()
      .map(summary => ({ ...summary, samples: node.latencyHistory(summary.event) }));
    done(new Verbatim('txt', report(node.latencyThreshold(), events)));
  },
};

const histogram: NodeCommand = {
  ...common,
  name: 'histogram',
  arity: -2,
  since: '7.0.0',
  summary: 'Returns how the times of commands are distributed',
  complexity: 'O(N) with N the number of commands',
  syntax: '[command [command ...]]',
  run(node, _session, argv, done) {
    const rows = node
      .latencyHistogram(argv.slice(2))
      .flatMap(({ name, calls, buckets }) => [
        name,
        new MapReply(['calls', calls, 'histogram_usec', new MapReply(buckets.flat())]),
      ]);
    done(new MapReply(rows));
  },
};

const HELP = helpReply('LATENCY', [
  ['DOCTOR', 'Explains the samples in words.'],
  ['GRAPH <event>', 'Draws the samples of an event.'],
  ['HISTOGRAM [<command> ...]', 'How the times of these commands, or of all, are distributed.'],
  ['HISTORY <event>', 'The samples of an event.'],
  ['LATEST', 'The latest and the largest sample of each event.'],
  ['RESET [<event> ...]', 'Forgets the samples of these events, or of all.'],
]);

const help: NodeCommand = {
  ...common,
  name: 'help',
  flags: ['loading', 'stale'],
  arity: 2,
  summary: 'Lists the subcommands of LATENCY',
  complexity: 'O(1)',
  syntax: '',
  run: (_node, _session, _argv, done) => done(HELP),
};

export const latency: ContainerCommand = {
  ...common,
  name: 'latency',
  class: 'container',
  flags: [],
  arity: -2,
  summary: 'Shows what took long, and how the times of commands are distributed',
  complexity: 'Depends on the subcommand',
  syntax: 'subcommand [argument ...]',
  subcommands: [doctor, graph, help, histogram, history, latest, reset],
};
