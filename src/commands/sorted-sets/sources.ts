import type { Database } from '../../machine/database.js';
import { MemberSet } from '../../machine/values/member-set.js';
import { SortedSet } from '../../machine/values/sorted-set.js';
import { ErrorReply, SYNTAX_ERROR, WRONG_TYPE } from '../../resp/reply.js';
import { float, integer, integerWithin, keyword } from '../arguments.js';

const WEIGHT_NOT_A_FLOAT = new ErrorReply('ERR weight value is not a float');
const LIMIT_NEGATIVE = new ErrorReply("ERR LIMIT can't be negative");

/** One of the sets that are combined. */
export interface Source {
  readonly size: number;
  readonly weight: number;
  /** Undefined: not a member. */
  score(member: string): number | undefined;
  forEach(visit: (member: string, score: number) => boolean | undefined): void;
}

/** How the scores of one member become one. */
export type Aggregate = 'SUM' | 'MIN' | 'MAX';

/** The options that a command of the family takes; a union or an intersection takes weights and AGGREGATE too. */
export interface Grammar {
  readonly weighs: boolean;
  readonly showsScores: boolean;
  readonly limits: boolean;
}

export interface Combination {
  readonly sources: readonly Source[];
  readonly aggregate: Aggregate;
  readonly withScores: boolean;
  /** 0: none. */
  readonly limit: number;
}

/** From index `at` on: `numkeys key [key ...]` and options. */
export function combinationOf(
  db: Database,
  argv: readonly string[],
  at: number,
  grammar: Grammar,
): Combination {
  const numkeys = integer(argv[at]!);
  if (numkeys < 1) {
    throw new ErrorReply(`ERR at least 1 input key is needed for '${argv[0]!.toLowerCase()}' command`);
  }
  const behind = at + 1 + numkeys;
  if (behind > argv.length) throw SYNTAX_ERROR;
  const values = argv.slice(at + 1, behind).map(key => memberedAt(db, key));
  const { weights, ...rest } = readOptions(argv.slice(behind), numkeys, grammar);
  return { ...rest, sources: values.map((value, index) => sourceOf(value, weights[index] ?? 1)) };
}

function memberedAt(db: Database, key: string): SortedSet | MemberSet | undefined {
  const value = db.get(key);
  if (value === undefined || value instanceof SortedSet || value instanceof MemberSet) return value;
  throw WRONG_TYPE;
}

function sourceOf(value: SortedSet | MemberSet | undefined, weight: number): Source {
  if (value === undefined) return { size: 0, weight, score: () => undefined, forEach: () => undefined };
  const { size } = value;
  if (value instanceof SortedSet) {
    const score = (member: string): number | undefined => value.score(member);
    return { size, weight, score, forEach: visit => value.forEach(0, size, visit) };
  }
  // Each member of a set counts as one.
  const score = (member: string): number | undefined => (value.has(member) ? 1 : undefined);
  const forEach: Source['forEach'] = visit => {
    for (const member of value) if (visit(member, 1) === false) return;
  };
  return { size, weight, score, forEach };
}

interface Options {
  weights: readonly number[];
  aggregate: Aggregate;
  withScores: boolean;
  limit: number;
}

function readOptions(args: readonly string[], numkeys: number, grammar: Grammar): Options {
  const options: Options = { weights: [], aggregate: 'SUM', withScores: false, limit: 0 };
  for (let at = 0; at < args.length; at++) {
    const option = keyword(args[at], 'WEIGHTS', 'AGGREGATE', 'WITHSCORES', 'LIMIT');
    const left = args.length - at - 1;
    if (option === 'WEIGHTS' && grammar.weighs && left >= numkeys) {
      options.weights = args.slice(at + 1, at + 1 + numkeys).map(text => float(text, WEIGHT_NOT_A_FLOAT));
      at += numkeys;
    } else if (option === 'AGGREGATE' && grammar.weighs && left > 0) {
      const aggregate = keyword(args[++at], 'SUM', 'MIN', 'MAX');
      if (aggregate === undefined) throw SYNTAX_ERROR;
      options.aggregate = aggregate;
    } else if (option === 'WITHSCORES' && grammar.showsScores) {
      options.withScores = true;
    } else if (option === 'LIMIT' && grammar.limits && left > 0) {
      options.limit = integerWithin(args[++at]!, 0, Number.MAX_SAFE_INTEGER, LIMIT_NEGATIVE);
    } else {
      throw SYNTAX_ERROR;
    }
  }
  return options;
}
