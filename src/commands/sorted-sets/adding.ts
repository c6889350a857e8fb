import type { WriteContext } from '../../machine/context.js';
import { SortedSet } from '../../machine/values/sorted-set.js';
import { Double, ErrorReply, type Reply, SYNTAX_ERROR } from '../../resp/reply.js';
import { float, keyword } from '../arguments.js';
import { keysAt, type WriteCommand } from '../spec.js';
import { limitsOf, put, sortedSetToEdit } from './values.js';

const XX_WITH_NX = new ErrorReply('ERR XX and NX options at the same time are not compatible');
const GT_WITH_OTHERS = new ErrorReply('ERR GT, LT, and/or NX options at the same time are not compatible');
const INCR_OF_SEVERAL = new ErrorReply('ERR INCR option supports a single increment-element pair');
const NOT_A_NUMBER = new ErrorReply('ERR resulting score is not a number (NaN)');

type Option = 'NX' | 'XX' | 'GT' | 'LT' | 'CH' | 'INCR';
type Options = ReadonlySet<Option>;

const shared = {
  class: 'write',
  flags: ['write', 'denyoom', 'fast'],
  categories: ['sortedset'],
  group: 'sorted-set',
  complexity: 'O(log(N)) for each member, with N the size of the set',
} as const;

export const zadd: WriteCommand = {
  ...shared,
  name: 'zadd',
  arity: -4,
  keys: [keysAt(['RW', 'update'], 1)],
  since: '1.2.0',
  summary: 'Adds members to a sorted set, or gives them other scores',
  syntax: 'key [NX | XX] [GT | LT] [CH] [INCR] score member [score member ...]',
  apply: (context, argv) => {
    const options = new Set<Option>();
    let at = 2;
    for (; at < argv.length; at++) {
      const option = keyword(argv[at], 'NX', 'XX', 'GT', 'LT', 'CH', 'INCR');
      if (option === undefined) break;
      options.add(option);
    }
    const pairs = argv.slice(at);
    checkOptions(options, pairs.length);
    const scores: number[] = [];
    for (let pair = 0; pair < pairs.length; pair += 2) scores.push(float(pairs[pair]!));
    const members = pairs.filter((_, index) => index % 2 === 1);
    return add(context, argv[1]!, options, members, scores);
  },
};

export const zincrby: WriteCommand = {
  ...shared,
  name: 'zincrby',
  arity: 4,
  keys: [keysAt(['RW', 'access', 'update'], 1)],
  since: '1.2.0',
  summary: 'Adds to the score of a member, which is added when it is not there',
  complexity: 'O(log(N)) with N the size of the set',
  syntax: 'key increment member',
  apply: (context, argv) => add(context, argv[1]!, new Set(['INCR']), [argv[3]!], [float(argv[2]!)]),
};

function checkOptions(options: Options, argumentCount: number): void {
  if (argumentCount % 2 !== 0 || argumentCount === 0) throw SYNTAX_ERROR;
  if (options.has('NX') && options.has('XX')) throw XX_WITH_NX;
  const exclusive = Number(options.has('NX')) + Number(options.has('GT')) + Number(options.has('LT'));
  if (exclusive > 1) throw GT_WITH_OTHERS;
  if (options.has('INCR') && argumentCount > 2) throw INCR_OF_SEVERAL;
}

/** ZADD once its options are read; GEOADD is one too. */
export function add(
  context: WriteContext,
  key: string,
  options: Options,
  members: readonly string[],
  scores: readonly number[],
): Reply {
  const present = sortedSetToEdit(context.db, key);
  const isSum = options.has('INCR');
  if (present === undefined && options.has('XX')) return isSum ? null : 0;
  const set = present ?? new SortedSet();
  const limits = limitsOf(context.settings);
  let added = 0;
  let updated = 0;
  let sum: number | null = null;
  for (const [index, member] of members.entries()) {
    const before = set.score(member);
    const score = newScore(options, before, scores[index]!);
    if (score === undefined) continue;
    sum = score;
    if (before === undefined) added++;
    else if (score === before) continue;
    else updated++;
    put(set, limits, member, score);
  }
  if (present === undefined && added > 0) context.db.set(key, set);
  else if (added + updated > 0) context.db.touch(key);
  if (isSum) return sum === null ? null : new Double(sum);
  return options.has('CH') ? added + updated : added;
}

/** What the options let the score of a member become; undefined: nothing. */
function newScore(options: Options, before: number | undefined, given: number): number | undefined {
  if (before === undefined) return options.has('XX') ? undefined : given;
  if (options.has('NX')) return undefined;
  const score = options.has('INCR') ? before + given : given;
  if (Number.isNaN(score)) throw NOT_A_NUMBER;
  if (options.has('GT') && score <= before) return undefined;
  return options.has('LT') && score >= before ? undefined : score;
}
