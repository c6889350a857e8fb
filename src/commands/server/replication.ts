import { ErrorReply, OK, SYNTAX_ERROR } from '../../resp/reply.js';
import { isKeyword } from '../arguments.js';
import type { NodeCommand } from '../spec.js';

/** To its clients every node is a master without replicas, and stays one: what copies it is its log, by a majority. */

const common = {
  class: 'node',
  group: 'server',
  categories: [],
  complexity: 'O(1)',
} as const;

const NO_REPLICATION = new ErrorReply(
  'ERR REPLICAOF is for NO ONE only: nodes are copies of each other by their log, see RAFT ADD',
);
const NO_REPLICAS = new ErrorReply('ERR FAILOVER requires connected replicas.');
const NO_FAILOVER = new ErrorReply('ERR No failover in progress.');

export const replicaof: NodeCommand = {
  ...common,
  name: 'replicaof',
  arity: 3,
  flags: ['admin', 'noscript', 'stale', 'no_async_loading'],
  since: '5.0.0',
  summary:
    'Takes NO ONE, which changes nothing: a node is no replica. RAFT ADD makes nodes copies of each other',
  syntax: 'NO ONE',
  run(_node, _session, argv, done) {
    if (!isKeyword(argv[1], 'NO') || !isKeyword(argv[2], 'ONE')) throw NO_REPLICATION;
    done(OK);
  },
};

export const slaveof: NodeCommand = {
  ...replicaof,
  name: 'slaveof',
  since: '1.0.0',
};

export const failover: NodeCommand = {
  ...common,
  name: 'failover',
  arity: -1,
  flags: ['admin', 'noscript', 'stale'],
  since: '6.2.0',
  summary: 'Refused, for there are no replicas; RAFT TRANSFER hands leadership to another node',
  syntax: '[TO host port [FORCE]] [ABORT] [TIMEOUT milliseconds]',
  run(_node, _session, argv) {
    if (argv.length === 1) throw NO_REPLICAS;
    if (isKeyword(argv[1], 'ABORT')) throw argv.length === 2 ? NO_FAILOVER : SYNTAX_ERROR;
    if (!isKeyword(argv[1], 'TO') && !isKeyword(argv[1], 'TIMEOUT') && !isKeyword(argv[1], 'FORCE'))
      throw SYNTAX_ERROR;
    throw NO_REPLICAS;
  },
};
