import { longestCommonSubsequence, type Match } from '../../base/longest-common-subsequence.js';
import { ErrorReply, MapReply, type Reply, SYNTAX_ERROR } from '../../resp/reply.js';
import { integer, isKeyword, stringAt } from '../arguments.js';
import { keysAt, type ReadCommand } from '../spec.js';
import { stringLimit } from './limits.js';

const NOT_STRINGS = new ErrorReply('ERR The specified keys must contain string values');
const LENGTH_OR_INDEXES = new ErrorReply('ERR If you want both the length and indexes, please just use IDX.');
const TABLE_TOO_LARGE = new ErrorReply(
  'ERR Insufficient memory, transient memory for LCS exceeds proto-max-bulk-len',
);

export const lcs: ReadCommand = {
  name: 'lcs',
  class: 'read',
  arity: -3,
  flags: ['readonly'],
  categories: ['string'],
  keys: [keysAt(['RO', 'access'], 1, 2)],
  group: 'string',
  since: '7.0.0',
  summary: 'Returns the longest sequence of bytes that two strings have in common, in order but with gaps',
  complexity: 'O(N*M) with N and M the lengths of the two strings',
  syntax: 'key1 key2 [LEN] [IDX] [MINMATCHLEN length] [WITHMATCHLEN]',
  query: ({ db, settings }, argv) => {
    const first = stringAt(db, argv[1]!, NOT_STRINGS)?.toString() ?? '';
    const second = stringAt(db, argv[2]!, NOT_STRINGS)?.toString() ?? '';
    const options = readOptions(argv);
    // The table of a textbook solution, 4 bytes a cell: Redis's own measure of what is too much.
    if ((first.length + 1) * (second.length + 1) * 4 > stringLimit(settings)) throw TABLE_TOO_LARGE;
    const { text, matches } = longestCommonSubsequence(first, second);
    if (options.indexes) {
      const shown = matches.filter(match => match.length >= options.shortest);
      return new MapReply([
        'matches',
        shown.map(match => describe(match, options.lengths)),
        'len',
        text.length,
      ]);
    }
    return options.length ? text.length : text;
  },
};

interface LcsOptions {
  length: boolean;
  indexes: boolean;
  lengths: boolean;
  shortest: number;
}

function readOptions(argv: readonly string[]): LcsOptions {
  const options: LcsOptions = { length: false, indexes: false, lengths: false, shortest: 0 };
  for (let index = 3; index < argv.length; index++) {
    const option = argv[index]!;
    if (isKeyword(option, 'IDX')) options.indexes = true;
    else if (isKeyword(option, 'LEN')) options.length = true;
    else if (isKeyword(option, 'WITHMATCHLEN')) options.lengths = true;
    else if (isKeyword(option, 'MINMATCHLEN') && index + 1 < argv.length)
      options.shortest = integer(argv[++index]!);
    else throw SYNTAX_ERROR;
  }
  if (options.indexes && options.length) throw LENGTH_OR_INDEXES;
  return options;
}

/** Both ends are included. */
function describe({ first, second, length }: Match, withLength: boolean): Reply {
  const ranges: Reply[] = [
    [first, first + length - 1],
    [second, second + length - 1],
  ];
  return withLength ? [...ranges, length] : ranges;
}
