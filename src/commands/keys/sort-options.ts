import { SYNTAX_ERROR } from '../../resp/reply.js';
import { integer, isKeyword } from '../arguments.js';

/** What SORT and SORT_RO are asked for. */
export interface SortOptions {
  /** Undefined: by the elements themselves. Without `*` in it: not at all. */
  by: string | undefined;
  readonly get: string[];
  start: number;
  /** Below 0: all. */
  count: number;
  isDescending: boolean;
  isAlpha: boolean;
  /** Key of the list that takes the result. */
  store: string | undefined;
}

/** `canStore`: STORE is an option. */
export function readSortOptions(argv: readonly string[], canStore: boolean): SortOptions {
  const options: SortOptions = {
    by: undefined,
    get: [],
    start: 0,
    count: -1,
    isDescending: false,
    isAlpha: false,
    store: undefined,
  };
  for (let at = 2; at < argv.length; ) at += 1 + readOption(options, argv, at, canStore);
  return options;
}

/** Reads the option at `at`; answers how many arguments it took besides. */
function readOption(options: SortOptions, argv: readonly string[], at: number, canStore: boolean): number {
  const word = argv[at];
  const argument = argv[at + 1];
  if (isKeyword(word, 'ASC') || isKeyword(word, 'DESC')) {
    options.isDescending = isKeyword(word, 'DESC');
    return 0;
  }
  if (isKeyword(word, 'ALPHA')) {
    options.isAlpha = true;
    return 0;
  }
  if (argument === undefined) throw SYNTAX_ERROR;
  if (isKeyword(word, 'LIMIT') && at + 2 < argv.length) {
    options.start = integer(argument);
    options.count = integer(argv[at + 2]!);
    return 2;
  }
  if (isKeyword(word, 'BY')) options.by = argument;
  else if (isKeyword(word, 'GET')) options.get.push(argument);
  else if (canStore && isKeyword(word, 'STORE')) options.store = argument;
  else throw SYNTAX_ERROR;
  return 1;
}

/** The part of `total` elements that LIMIT asks for: from `start` up to, and without, `end`. */
export function limitsOf({ start, count }: SortOptions, total: number): { start: number; end: number } {
  const from = Math.min(Math.max(start, 0), total);
  return { start: from, end: count < 0 ? total : Math.min(from + count, total) };
}
