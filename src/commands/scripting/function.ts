import { ErrorReply, OK } from '../../resp/reply.js';
import { isKeyword, wrongSubcommandArity } from '../arguments.js';
import type { ContainerCommand, NodeCommand, WriteCommand } from '../spec.js';
import { functionHelp } from './function-help.js';
import { listFunctions, statistics } from './function-list.js';
import { dumpFunctions, restoreFunctions } from './function-payload.js';
import { LIBRARY_UNITS, loadLibrary } from './library.js';

const NOT_BUSY = new ErrorReply('NOTBUSY No scripts in execution right now.');
const FLUSH_MODES = new ErrorReply('ERR FUNCTION FLUSH only supports SYNC|ASYNC option');
const NO_CODE = new ErrorReply('ERR Function code is missing');
const NO_LIBRARY = new ErrorReply('ERR Library not found');

const shared = { categories: ['scripting'], group: 'scripting', since: '7.0.0' } as const;

const load: WriteCommand = {
  ...shared,
  name: 'load',
  class: 'write',
  arity: -3,
  flags: ['write', 'denyoom', 'noscript'],
  summary: 'Loads a library of functions, on all nodes; answers its name',
  complexity: 'O(N) with N the length of the code',
  syntax: '[REPLACE] function-code',
  apply(context, argv) {
    const options = argv.slice(2, -1);
    const unknown = options.find(option => !isKeyword(option, 'REPLACE'));
    if (unknown !== undefined) throw new ErrorReply(`ERR Unknown option given: ${unknown}`);
    const code = argv.at(-1);
    if (argv.length < 3 || code === undefined) throw NO_CODE;
    const { scripts } = context.scripting;
    const { library } = loadLibrary(context, scripts, code, options.length > 0, LIBRARY_UNITS);
    scripts.addLibrary(library);
    return library.name;
  },
};

const remove: WriteCommand = {
  ...shared,
  name: 'delete',
  class: 'write',
  arity: 3,
  flags: ['write', 'noscript'],
  summary: 'Removes a library with its functions, on all nodes',
  complexity: 'O(N) with N the number of its functions',
  syntax: 'library-name',
  apply({ scripting }, argv) {
    if (!scripting.scripts.removeLibrary(argv[2] ?? '')) throw NO_LIBRARY;
    return OK;
  },
};

const flush: WriteCommand = {
  ...shared,
  name: 'flush',
  class: 'write',
  arity: -2,
  flags: ['write', 'noscript'],
  summary: 'Removes all libraries, on all nodes',
  complexity: 'O(N) with N the number of functions',
  syntax: '[ASYNC | SYNC]',
  apply({ scripting }, argv) {
    if (argv.length > 3) throw wrongSubcommandArity(argv);
    if (argv.length === 3 && !isKeyword(argv[2], 'SYNC') && !isKeyword(argv[2], 'ASYNC')) throw FLUSH_MODES;
    scripting.scripts.flushLibraries();
    return OK;
  },
};

/** A function runs as a part of an entry: nobody can ask for anything before it has ended by itself or by its budget. */
const kill: NodeCommand = {
  ...shared,
  name: 'kill',
  class: 'node',
  arity: 2,
  flags: ['noscript', 'allow_busy'],
  summary: 'Says that no function is running: a budget ends those that take too long',
  complexity: 'O(1)',
  syntax: '',
  run: (_node, _session, _argv, done) => done(NOT_BUSY),
};

export const functions: ContainerCommand = {
  ...shared,
  name: 'function',
  class: 'container',
  arity: -2,
  flags: [],
  categories: [],
  summary: 'Keeps libraries of functions',
  complexity: 'Depends on the subcommand',
  syntax: '',
  subcommands: [
    remove,
    dumpFunctions,
    flush,
    functionHelp,
    kill,
    listFunctions,
    load,
    restoreFunctions,
    statistics,
  ],
};
