import { Glob } from '../../base/glob.js';
import type { RegisteredFunction } from '../../machine/script-engine.js';
import type { Library } from '../../machine/scripts.js';
import { ErrorReply, MapReply, type Reply, SetReply, Status } from '../../resp/reply.js';
import { keyword } from '../arguments.js';
import type { ReadCommand } from '../spec.js';

const ENGINE = 'LUA';
const NO_PATTERN = new ErrorReply('ERR library name argument was not given');

const shared = {
  class: 'read',
  categories: ['scripting'],
  group: 'scripting',
  since: '7.0.0',
} as const;

export const listFunctions: ReadCommand = {
  ...shared,
  name: 'list',
  arity: -2,
  flags: ['noscript'],
  summary: 'Lists libraries and their functions, in order of name',
  complexity: 'O(N) with N the number of functions',
  syntax: '[LIBRARYNAME library-name-pattern] [WITHCODE]',
  query({ scripting }, argv) {
    const { pattern, withCode } = listOptions(argv);
    const libraries = scripting.scripts.libraries();
    return libraries
      .filter(({ name }) => pattern === null || pattern.matches(name))
      .map(library => described(library, withCode));
  },
};

interface ListOptions {
  readonly pattern: Glob | null;
  readonly withCode: boolean;
}

function listOptions(argv: readonly string[]): ListOptions {
  let [pattern, withCode]: [Glob | null, boolean] = [null, false];
  for (let at = 2; at < argv.length; at++) {
    const option = keyword(argv[at], 'WITHCODE', 'LIBRARYNAME');
    if (option === 'WITHCODE' && !withCode) {
      withCode = true;
    } else if (option === 'LIBRARYNAME' && pattern === null) {
      const text = argv[++at];
      if (text === undefined) throw NO_PATTERN;
      pattern = new Glob(text, true);
    } else throw new ErrorReply(`ERR Unknown argument ${argv[at]}`);
  }
  return { pattern, withCode };
}

function described({ name, code, functions }: Library, withCode: boolean): Reply {
  return new MapReply([
    ...['library_name', name, 'engine', ENGINE],
    'functions',
    functions.map(describedFunction),
    ...(withCode ? ['library_code', code] : []),
  ]);
}

function describedFunction({ name, description, flags }: RegisteredFunction): Reply {
  return new MapReply([
    ...['name', name, 'description', description],
    'flags',
    new SetReply(flags.map(flag => new Status(flag))),
  ]);
}

export const statistics: ReadCommand = {
  ...shared,
  name: 'stats',
  arity: 2,
  flags: ['noscript', 'allow_busy'],
  summary: 'Counts libraries and functions; no function is ever seen running',
  complexity: 'O(N) with N the number of libraries',
  syntax: '',
  query({ scripting }) {
    const libraries = scripting.scripts.libraries();
    const count = libraries.reduce((total, { functions }) => total + functions.length, 0);
    const figures = new MapReply(['libraries_count', libraries.length, 'functions_count', count]);
    return new MapReply(['running_script', null, 'engines', new MapReply([ENGINE, figures])]);
  },
};
