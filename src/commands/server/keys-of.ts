import { ErrorReply } from '../../resp/reply.js';
import { parseInt64 } from '../../base/numbers.js';
import type { KeyFlag, KeySpec, LeafCommand } from '../spec.js';

const NO_KEYS = new ErrorReply('ERR The command has no key arguments');
const INVALID = new ErrorReply('ERR Invalid arguments specified for command');

export interface FoundKey {
  readonly name: string;
  readonly flags: readonly KeyFlag[];
}

/** The keys among the arguments of a command, by its key specifications: COMMAND GETKEYS. */
export function keysOf(command: LeafCommand, argv: readonly string[]): FoundKey[] {
  const { keys: specs = [] } = command;
  if (specs.length === 0) throw NO_KEYS;
  const found = specs.flatMap(spec =>
    positions(spec, argv).map(at => ({ name: argv[at] ?? '', flags: spec.flags })),
  );
  if (found.length === 0 && !command.flags.includes('no_mandatory_keys')) throw INVALID;
  return found;
}

/** The names of the keys that a command which was evaluated has read; none where it names none. */
export function keysRead(command: LeafCommand, argv: readonly string[]): string[] {
  if (command.keys === undefined || command.keys.length === 0) return [];
  try {
    return keysOf(command, argv).map(({ name }) => name);
  } catch (error) {
    if (error instanceof ErrorReply) return []; // it was refused for the same reason
    throw error;
  }
}

function positions(spec: KeySpec, argv: readonly string[]): number[] {
  const start = 'index' in spec.begin ? spec.begin.index : keywordAt(spec.begin, argv);
  if (start <= 0 || start >= argv.length) return [];
  const { find } = spec;
  if ('lastKey' in find) {
    const last = find.lastKey >= 0 ? start + find.lastKey : lastFromEnd(find, start, argv.length);
    return steps(start, Math.min(last, argv.length - 1), find.step);
  }
  const count = parseInt64(argv[start + find.numKeysIndex] ?? '');
  const first = start + find.firstKey;
  if (typeof count !== 'number' || count < 0) throw INVALID;
  if (first + (count - 1) * find.step >= argv.length) throw INVALID;
  return steps(first, first + (count - 1) * find.step, find.step);
}

/** The position behind a keyword, looked for from `startFrom` on, or from the end when that is below 0. */
function keywordAt(
  { keyword, startFrom }: { readonly keyword: string; readonly startFrom: number },
  argv: readonly string[],
): number {
  const matches = (word: string): boolean => word.toUpperCase() === keyword;
  const at =
    startFrom >= 0
      ? argv.findIndex((word, index) => index >= startFrom && matches(word))
      : argv.findLastIndex((word, index) => index <= argv.length + startFrom && matches(word));
  return at < 0 ? -1 : at + 1;
}

/** A limit n means: only the first n-th part of what is left holds keys. */
function lastFromEnd(find: { lastKey: number; limit: number }, start: number, length: number): number {
  if (find.limit <= 1) return length + find.lastKey;
  return start + Math.trunc((length - start) / find.limit + find.lastKey);
}

function steps(first: number, last: number, step: number): number[] {
  const all: number[] = [];
  for (let at = first; at <= last; at += step) all.push(at);
  return all;
}
