import { ErrorReply, OK, Status, SYNTAX_ERROR } from '../../resp/reply.js';
import { isKeyword } from '../arguments.js';
import type { NodeCommand } from '../spec.js';

/** Snapshots by order. Nothing is lost without them: they keep the log short. */

const common = {
  class: 'node',
  group: 'server',
  categories: ['dangerous'],
  flags: ['admin', 'noscript', 'no_multi'],
  since: '1.0.0',
  complexity: 'O(N) with N the number of elements in all databases',
} as const;

const STARTED = new Status('Background saving started');
const REWRITING = new Status('Background append only file rewriting started');
const IN_PROGRESS = new ErrorReply('ERR Background save already in progress');

export const bgsave: NodeCommand = {
  ...common,
  name: 'bgsave',
  arity: -1,
  summary: 'Begins a snapshot of this node and answers at once',
  syntax: '[SCHEDULE]',
  run(node, _session, argv, done) {
    if (argv.length > 2 || (argv.length === 2 && !isKeyword(argv[1], 'SCHEDULE'))) throw SYNTAX_ERROR;
    if (node.snapshotInProgress()) throw IN_PROGRESS;
    node.snapshot(() => undefined);
    done(STARTED);
  },
};

/** What it asks for is what a snapshot does here: it shortens the log. */
export const bgrewriteaof: NodeCommand = {
  ...common,
  name: 'bgrewriteaof',
  arity: 1,
  flags: ['admin', 'noscript', 'no_async_loading'],
  summary: 'Begins a snapshot of this node, which shortens its log, and answers at once',
  syntax: '',
  run(node, _session, _argv, done) {
    if (!node.snapshotInProgress()) node.snapshot(() => undefined);
    done(REWRITING);
  },
};

export const save: NodeCommand = {
  ...common,
  name: 'save',
  arity: 1,
  summary: 'Takes a snapshot of this node and answers when it is on disk',
  syntax: '',
  run(node, _session, _argv, done) {
    if (node.snapshotInProgress()) throw IN_PROGRESS;
    node.snapshot(error => done(error === null ? OK : new ErrorReply(error)));
  },
};
