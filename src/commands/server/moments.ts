import { REDIS_VERSION } from '../../base/version.js';
import { ErrorReply, NO_REPLY, SYNTAX_ERROR, Verbatim } from '../../resp/reply.js';
import { integer, isKeyword, keyword } from '../arguments.js';
import type { NodeCommand } from '../spec.js';
import { picture } from './lolwut-picture.js';

/** Commands about the process as a whole that are no containers. */

const common = { class: 'node', group: 'server', categories: [] } as const;
const NEGATIVE_TIMEOUT = new ErrorReply('ERR timeout is negative');
const NO_SHUTDOWN = new ErrorReply('ERR No shutdown in progress.');
export const info: NodeCommand = {
  ...common,
  name: 'info',
  arity: -1,
  flags: ['loading', 'stale'],
  categories: ['dangerous'],
  since: '1.0.0',
  summary: 'Shows figures of this node: all, or the sections named',
  complexity: 'O(1)',
  syntax: '[section [section ...]]',
  run(node, _session, argv, done) {
    done(new Verbatim('txt', node.info(argv.slice(1))));
  },
};

export const time: NodeCommand = {
  ...common,
  name: 'time',
  arity: 1,
  flags: ['loading', 'stale', 'fast'],
  since: '2.6.0',
  summary: 'Returns the time of this node: seconds since the epoch, and the microseconds of this second',
  complexity: 'O(1)',
  syntax: '',
  run(node, _session, _argv, done) {
    const { seconds, microseconds } = node.time();
    done([String(seconds), String(microseconds)]);
  },
};

export const lastsave: NodeCommand = {
  ...common,
  name: 'lastsave',
  arity: 1,
  flags: ['loading', 'stale', 'fast'],
  categories: ['admin', 'dangerous'],
  since: '1.0.0',
  summary: 'Returns since when all data is on disk: the start of the node, for every write is at once',
  complexity: 'O(1)',
  syntax: '',
  run: (node, _session, _argv, done) => done(node.lastSave()),
};

/** To its clients every node is a master without replicas: what is acknowledged is on a majority anyway. */
export const role: NodeCommand = {
  ...common,
  name: 'role',
  arity: 1,
  flags: ['noscript', 'loading', 'stale', 'fast'],
  categories: ['admin', 'dangerous'],
  since: '2.8.12',
  summary: 'Says that this node takes writes, as every node does',
  complexity: 'O(1)',
  syntax: '',
  run: (_node, _session, _argv, done) => done(['master', 0, []]),
};

export const wait: NodeCommand = {
  ...common,
  name: 'wait',
  group: 'generic',
  arity: 3,
  flags: ['noscript'],
  categories: ['connection'],
  since: '3.0.0',
  summary: "Returns how many other members hold this connection's last write on disk, once that many do",
  complexity: 'O(1)',
  syntax: 'numreplicas timeout',
  run(node, session, argv, done) {
    const replicas = integer(argv[1] ?? '');
    const timeout = integer(argv[2] ?? '', TIMEOUT_NOT_AN_INTEGER);
    if (timeout < 0) throw NEGATIVE_TIMEOUT;
    node.wait(session.id, session.mayBlock ? replicas : 0, timeout, done);
  },
};

const TIMEOUT_NOT_AN_INTEGER = new ErrorReply('ERR timeout is not an integer or out of range');

export const lolwut: NodeCommand = {
  ...common,
  name: 'lolwut',
  arity: -1,
  flags: ['readonly', 'fast'],
  since: '5.0.0',
  summary: 'Draws something, and tells the version',
  complexity: 'O(1)',
  syntax: '[VERSION version]',
  run(_node, _session, argv, done) {
    if (isKeyword(argv[1], 'VERSION') && argv.length > 2) integer(argv[2] ?? '');
    done(new Verbatim('txt', `${picture()}\nRedis ver. ${REDIS_VERSION}\n`));
  },
};

export const shutdown: NodeCommand = {
  ...common,
  name: 'shutdown',
  arity: -1,
  flags: ['admin', 'noscript', 'loading', 'stale', 'no_multi', 'allow_busy'],
  since: '1.0.0',
  summary: 'Stops this node; its data is on disk already',
  complexity: 'O(1)',
  syntax: '[NOSAVE | SAVE] [NOW] [FORCE] [ABORT]',
  run(node, _session, argv, done) {
    const given = argv.slice(1).map(word => keyword(word, 'NOSAVE', 'SAVE', 'NOW', 'FORCE', 'ABORT'));
    const has = (word: string): boolean => given.some(each => each === word);
    if (given.includes(undefined) || (has('NOSAVE') && has('SAVE'))) throw SYNTAX_ERROR;
    if (has('ABORT')) throw given.length > 1 ? SYNTAX_ERROR : NO_SHUTDOWN;
    node.shutdown();
    done(NO_REPLY);
  },
};
