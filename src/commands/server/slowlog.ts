import { ErrorReply, OK, type Reply } from '../../resp/reply.js';
import { integerWithin } from '../arguments.js';
import type { ContainerCommand, NodeCommand } from '../spec.js';
import { helpReply } from './help.js';

const BAD_COUNT = new ErrorReply('ERR count should be greater than or equal to -1');
const BAD_GET = new ErrorReply(
  "ERR unknown subcommand or wrong number of arguments for 'get'. Try SLOWLOG HELP.",
);
const DEFAULT_COUNT = 10;

const common = {
  class: 'node',
  group: 'server',
  categories: [],
  flags: ['admin', 'loading', 'stale'],
  since: '2.2.12',
} as const;

const get: NodeCommand = {
  ...common,
  name: 'get',
  arity: -2,
  summary: 'Returns the latest commands that took long on this node',
  complexity: 'O(N) with N the number of rows returned',
  syntax: '[count]',
  run(node, _session, argv, done) {
    if (argv.length > 3) throw BAD_GET;
    const text = argv[2];
    const count =
      text === undefined ? DEFAULT_COUNT : integerWithin(text, -1, Number.MAX_SAFE_INTEGER, BAD_COUNT);
    const rows = node.slowLog(count === -1 ? Infinity : count);
    done(rows.map(row => [row.id, row.at, row.microseconds, row.argv, row.client, row.name] satisfies Reply));
  },
};

const len: NodeCommand = {
  ...common,
  name: 'len',
  arity: 2,
  summary: 'Returns how many rows the slow log holds',
  complexity: 'O(1)',
  syntax: '',
  run: (node, _session, _argv, done) => done(node.slowLogLength()),
};

const reset: NodeCommand = {
  ...common,
  name: 'reset',
  arity: 2,
  summary: 'Empties the slow log',
  complexity: 'O(N) with N the number of rows',
  syntax: '',
  run(node, _session, _argv, done) {
    node.slowLogReset();
    done(OK);
  },
};

const HELP = helpReply('SLOWLOG', [
  [
    'GET [<count>]',
    'The latest rows (10 unless told; -1: all), each with id, time, duration in microseconds,',
    'arguments, address and name of the client.',
  ],
  ['LEN', 'How many rows there are.'],
  ['RESET', 'Forgets them.'],
]);

const help: NodeCommand = {
  ...common,
  name: 'help',
  flags: ['loading', 'stale'],
  arity: 2,
  since: '6.2.0',
  summary: 'Lists the subcommands of SLOWLOG',
  complexity: 'O(1)',
  syntax: '',
  run: (_node, _session, _argv, done) => done(HELP),
};

export const slowlog: ContainerCommand = {
  ...common,
  name: 'slowlog',
  class: 'container',
  flags: [],
  arity: -2,
  summary: 'Shows the commands that took long',
  complexity: 'Depends on the subcommand',
  syntax: 'subcommand [argument ...]',
  subcommands: [get, help, len, reset],
};
