import { ErrorReply, OK, Verbatim } from '../../resp/reply.js';
import { integer, keyword, wrongSubcommandArity } from '../arguments.js';
import type { NodeCommand } from '../spec.js';
import { killFilter, listFilter } from './client-filter.js';

/** Subcommands of CLIENT that concern other connections, on whatever node they are. */

const NO_SUCH_CLIENT = new ErrorReply('ERR No such client');
const BAD_TIMEOUT = new ErrorReply('ERR timeout is not an integer or out of range');
const NEGATIVE_TIMEOUT = new ErrorReply('ERR timeout is negative');
const BAD_PAUSE_MODE = new ErrorReply('ERR CLIENT PAUSE mode must be WRITE or ALL');
const BAD_UNBLOCK_REASON = new ErrorReply('ERR CLIENT UNBLOCK reason should be TIMEOUT or ERROR');

const common = {
  class: 'node',
  group: 'connection',
  categories: ['dangerous', 'connection'],
  flags: ['admin', 'noscript', 'loading', 'stale'],
} as const;

const list: NodeCommand = {
  ...common,
  name: 'list',
  arity: -2,
  since: '2.4.0',
  summary: 'Lists the connections of all nodes, a line each',
  complexity: 'O(N) with N the number of connections',
  syntax: '[TYPE <NORMAL | MASTER | REPLICA | PUBSUB>] [ID client-id [client-id ...]]',
  run(node, _session, argv, done) {
    node.clientList(listFilter(argv), lines => done(new Verbatim('txt', lines)));
  },
};

const kill: NodeCommand = {
  ...common,
  name: 'kill',
  arity: -3,
  since: '2.4.0',
  summary: 'Closes connections by address, id or other properties, on whatever node they are',
  complexity: 'O(N) with N the number of connections',
  syntax:
    'ip:port | [ID client-id] [TYPE <NORMAL | MASTER | REPLICA | PUBSUB>] [USER username] [ADDR ip:port] ' +
    '[LADDR ip:port] [MAXAGE seconds] [SKIPME <YES | NO>]',
  run(node, session, argv, done) {
    if (argv.length === 3) {
      const address = argv[2] ?? '';
      node.clientKill({ address }, killed => done(killed > 0 ? OK : NO_SUCH_CLIENT));
    } else node.clientKill(killFilter(argv, session.id), done);
  },
};

const pause: NodeCommand = {
  ...common,
  name: 'pause',
  arity: -3,
  since: '2.9.50',
  summary: 'Holds the commands of all clients of all nodes for a time, or those that write',
  complexity: 'O(1)',
  syntax: 'timeout [WRITE | ALL]',
  run(node, _session, argv, done) {
    if (argv.length > 4) throw wrongSubcommandArity(argv);
    const mode = argv.length === 3 ? 'ALL' : keyword(argv[3], 'WRITE', 'ALL');
    if (mode === undefined) throw BAD_PAUSE_MODE;
    const milliseconds = integer(argv[2] ?? '', BAD_TIMEOUT);
    if (milliseconds < 0) throw NEGATIVE_TIMEOUT;
    node.clientPause(milliseconds, mode === 'WRITE', () => done(OK));
  },
};

const unpause: NodeCommand = {
  ...common,
  name: 'unpause',
  arity: 2,
  since: '6.2.0',
  summary: 'Ends a pause of all nodes',
  complexity: 'O(N) with N the number of paused clients',
  syntax: '',
  run(node, _session, _argv, done) {
    node.clientUnpause(() => done(OK));
  },
};

const unblock: NodeCommand = {
  ...common,
  name: 'unblock',
  arity: -3,
  since: '5.0.0',
  summary: 'Ends the waiting of a blocked client, as if its time had run out, or with an error',
  complexity: 'O(log N) with N the number of connections',
  syntax: 'client-id [TIMEOUT | ERROR]',
  run(node, _session, argv, done) {
    if (argv.length > 4) throw wrongSubcommandArity(argv);
    const reason = argv.length === 3 ? 'TIMEOUT' : keyword(argv[3], 'TIMEOUT', 'ERROR');
    if (reason === undefined) throw BAD_UNBLOCK_REASON;
    const id = integer(argv[2] ?? '');
    node.clientUnblock(id, reason === 'ERROR', unblocked => done(unblocked ? 1 : 0));
  },
};

export const clientNode = [list, kill, pause, unpause, unblock];
