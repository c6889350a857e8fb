import { shaOf } from '../../machine/scripts.js';
import { ErrorReply, OK } from '../../resp/reply.js';
import { isKeyword } from '../arguments.js';
import { helpReply } from '../server/help.js';
import type { ContainerCommand, NodeCommand, ReadCommand, WriteCommand } from '../spec.js';
import { checkCompiles } from './running.js';

const NOT_BUSY = new ErrorReply('NOTBUSY No scripts in execution right now.');
const NO_DEBUGGER = new ErrorReply('ERR scripts cannot be debugged here: they run on every node');
const FLUSH_MODES = new ErrorReply('ERR SCRIPT FLUSH only support SYNC|ASYNC option');
const CACHE_FULL = new ErrorReply('OOM the script cache is full, use SCRIPT FLUSH');

const shared = { categories: ['scripting'], group: 'scripting', complexity: 'O(1)' } as const;

const load: WriteCommand = {
  ...shared,
  name: 'load',
  class: 'write',
  arity: 3,
  flags: ['noscript', 'stale'],
  since: '2.6.0',
  summary: 'Remembers a script until SCRIPT FLUSH, on all nodes; answers its SHA1',
  complexity: 'O(N) with N the length of the script',
  syntax: 'script',
  apply(context, argv) {
    const code = argv[2] ?? '';
    const sha = shaOf(code);
    checkCompiles(context, sha, code);
    if (!context.scripting.scripts.add(sha, code, true)) throw CACHE_FULL;
    return sha;
  },
};

const exists: ReadCommand = {
  ...shared,
  name: 'exists',
  class: 'read',
  arity: -3,
  flags: ['noscript'],
  since: '2.6.0',
  summary: 'Tells which scripts the server knows',
  complexity: 'O(N) with N the number of scripts asked for',
  syntax: 'sha1 [sha1 ...]',
  query: ({ scripting }, argv) =>
    argv.slice(2).map(sha => (scripting.scripts.code(sha.toLowerCase()) === undefined ? 0 : 1)),
};

const flush: WriteCommand = {
  ...shared,
  name: 'flush',
  class: 'write',
  arity: -2,
  flags: ['noscript'],
  since: '2.6.0',
  summary: 'Forgets all scripts, on all nodes',
  complexity: 'O(N) with N the number of scripts',
  syntax: '[ASYNC | SYNC]',
  apply({ scripting }, argv) {
    const isMode = isKeyword(argv[2], 'sync') || isKeyword(argv[2], 'async');
    if (argv.length > 3 || (argv.length === 3 && !isMode)) throw FLUSH_MODES;
    scripting.scripts.flush();
    return OK;
  },
};

/** A script runs as a part of an entry: nobody can ask for anything before it has ended by itself or by its budget. */
const kill: NodeCommand = {
  ...shared,
  name: 'kill',
  class: 'node',
  arity: 2,
  flags: ['noscript', 'allow_busy'],
  since: '2.6.0',
  summary: 'Says that no script is running: a budget ends those that take too long',
  syntax: '',
  run: (_node, _session, _argv, done) => done(NOT_BUSY),
};

const debug: NodeCommand = {
  ...shared,
  name: 'debug',
  class: 'node',
  arity: 3,
  flags: ['noscript'],
  since: '3.2.0',
  summary: 'Refuses: there is no debugger',
  syntax: 'YES | SYNC | NO',
  run(_node, _session, argv, done) {
    done(isKeyword(argv[2], 'no') ? OK : NO_DEBUGGER);
  },
};

const help: NodeCommand = {
  ...shared,
  name: 'help',
  class: 'node',
  arity: 2,
  flags: ['loading', 'stale'],
  since: '5.0.0',
  summary: 'Explains the subcommands',
  syntax: '',
  run: (_node, _session, _argv, done) =>
    done(
      helpReply('SCRIPT', [
        ['LOAD <script>', 'Remembers a script without running it.'],
        ['DEBUG YES|SYNC|NO', 'Is refused: there is no debugger.'],
        ['EXISTS <sha1> [<sha1> ...]', 'Tells which scripts are known.'],
        ['FLUSH [ASYNC|SYNC]', 'Forgets all scripts.'],
        ['KILL', 'Answers that no script is running.'],
      ]),
    ),
};

export const script: ContainerCommand = {
  ...shared,
  name: 'script',
  class: 'container',
  arity: -2,
  flags: [],
  categories: [],
  since: '2.6.0',
  summary: 'Keeps scripts',
  complexity: 'Depends on the subcommand',
  syntax: '',
  subcommands: [debug, exists, flush, help, kill, load],
};
