import type { ReadContext } from '../../machine/context.js';
import { type Library, type Scripts, shaOf } from '../../machine/scripts.js';
import { ErrorReply } from '../../resp/reply.js';
import { splitArguments } from '../../resp/inline.js';

/** What loading one library may take; it only registers functions. Not a setting: a library must load again, whatever was set since. */
export const LIBRARY_UNITS = 20_000_000;

const NO_METADATA = new ErrorReply('ERR Missing library metadata');
const BAD_METADATA = new ErrorReply('ERR Invalid library metadata');
const NAME_TWICE = new ErrorReply('ERR Invalid metadata value, name argument was given multiple times');
const NO_NAME = new ErrorReply('ERR Library name was not given');
const BAD_NAME = new ErrorReply(
  'ERR Library names can only contain letters, numbers, or underscores(_) and must be at least one character long',
);
const NO_FUNCTIONS = new ErrorReply('ERR No functions registered');
export const NO_ROOM_FOR_LIBRARIES = new ErrorReply('OOM the libraries of functions take too much room');
const NAME = /^\w+$/;

interface ParsedLibrary {
  readonly name: string;
  /** Without the first line. */
  readonly code: string;
}

/** @throws ErrorReply for what is wrong with the first line, `#!lua name=...` */
export function parseLibrary(text: string): ParsedLibrary {
  if (!text.startsWith('#!')) throw NO_METADATA;
  const end = text.indexOf('\n');
  const words = end < 0 ? null : splitArguments(text.slice(0, end));
  if (words === null) throw BAD_METADATA;
  const [engine = '', ...options] = words;
  let name: string | undefined;
  for (const option of options) {
    if (!/^name=/i.test(option)) throw new ErrorReply(`ERR Invalid metadata value given: ${option}`);
    if (name !== undefined) throw NAME_TWICE;
    name = option.slice('name='.length);
  }
  if (name === undefined) throw NO_NAME;
  if (!NAME.test(name)) throw BAD_NAME;
  if (engine.toLowerCase() !== '#!lua') throw new ErrorReply(`ERR Engine '${engine.slice(2)}' not found`);
  return { name, code: codeOf(text) };
}

/** A library without its first line; the end of that stays, so that lines keep their numbers. */
export function codeOf(text: string): string {
  return text.slice(text.indexOf('\n'));
}

/**
 * Runs the code of a library that is to stand among those of `scripts`; the caller adds it.
 * @throws ErrorReply when it cannot
 */
export function loadLibrary(
  context: ReadContext,
  scripts: Scripts,
  text: string,
  replaces: boolean,
  units: number,
): { readonly library: Library; readonly units: number } {
  const { name, code } = parseLibrary(text);
  if (!replaces && scripts.library(name) !== undefined)
    throw new ErrorReply(`ERR Library '${name}' already exists`);
  const sha = shaOf(text);
  const loaded = context.scripting.engine.load({ code, sha }, units);
  if (loaded instanceof ErrorReply) throw loaded;
  if (loaded.functions.length === 0) throw NO_FUNCTIONS;
  const library: Library = { name, code: text, sha, functions: loaded.functions };
  refuseSharedNames(scripts, library, owner => owner === name);
  if (!scripts.hasRoomFor([library])) throw NO_ROOM_FOR_LIBRARIES;
  return { library, units: loaded.units };
}

/**
 * The names of functions are unique over all libraries, but for those that `goes`.
 * @throws ErrorReply that names one which is not
 */
export function refuseSharedNames(
  scripts: Scripts,
  { functions }: Library,
  goes: (library: string) => boolean,
): void {
  for (const { name } of functions) {
    const owner = scripts.functionOf(name);
    if (owner !== undefined && !goes(owner.library.name))
      throw new ErrorReply(`ERR Function ${name} already exists`);
  }
}
