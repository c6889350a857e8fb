import { HashTable } from '../../machine/values/hash-table.js';
import type { ReadHandler, WriteHandler } from '../../machine/command-table.js';
import { type CommandFlag, keysAt, keysCounted, type ReadCommand, type WriteCommand } from '../spec.js';
import { type Aggregate, combinationOf, type Grammar, type Source } from './sources.js';
import { limitsOf, membersReply, setOf, store } from './values.js';

type Scored = Iterable<readonly [member: string, score: number]>;

/** Which members come out of some sources, and with which score. */
type Combine = (sources: readonly Source[], aggregate: Aggregate) => Scored;

const read = {
  class: 'read',
  arity: -3,
  flags: ['readonly', 'movablekeys'] satisfies CommandFlag[],
  categories: ['sortedset'],
  keys: [keysCounted(['RO', 'access'], 1)],
  group: 'sorted-set',
  since: '6.2.0',
} as const;

const write = {
  class: 'write',
  arity: -4,
  flags: ['write', 'denyoom', 'movablekeys'] satisfies CommandFlag[],
  categories: ['sortedset'],
  keys: [keysAt(['OW', 'update'], 1), keysCounted(['RO', 'access'], 2)],
  group: 'sorted-set',
} as const;

const UNION_COST = 'O(N)+O(M*log(M)) with N the sizes of all sets together and M the size of the outcome';
const INTER_COST =
  'O(N*K)+O(M*log(M)) with N the size of the smallest set, K the number of sets and M the size of the outcome';
const DIFF_COST =
  'O(N*K)+O(M*log(M)) with N the size of the first set, K the number of sets and M the size of the outcome';
const WEIGHED = '[WEIGHTS weight [weight ...]] [AGGREGATE <SUM | MIN | MAX>]';

export const zunion: ReadCommand = {
  ...read,
  name: 'zunion',
  summary: 'Returns the members of any of several sorted sets',
  complexity: UNION_COST,
  syntax: `numkeys key [key ...] ${WEIGHED} [WITHSCORES]`,
  query: show(union, true),
};

export const zunionstore: WriteCommand = {
  ...write,
  name: 'zunionstore',
  since: '2.0.0',
  summary: 'Stores the members of any of several sorted sets under another key',
  complexity: UNION_COST,
  syntax: `destination numkeys key [key ...] ${WEIGHED}`,
  apply: keep(union, true),
};

export const zinter: ReadCommand = {
  ...read,
  name: 'zinter',
  summary: 'Returns the members that several sorted sets have in common',
  complexity: INTER_COST,
  syntax: `numkeys key [key ...] ${WEIGHED} [WITHSCORES]`,
  query: show(intersection, true),
};

export const zinterstore: WriteCommand = {
  ...write,
  name: 'zinterstore',
  since: '2.0.0',
  summary: 'Stores the members that several sorted sets have in common under another key',
  complexity: INTER_COST,
  syntax: `destination numkeys key [key ...] ${WEIGHED}`,
  apply: keep(intersection, true),
};

export const zdiff: ReadCommand = {
  ...read,
  name: 'zdiff',
  summary: 'Returns the members of a sorted set that are in none of several others',
  complexity: DIFF_COST,
  syntax: 'numkeys key [key ...] [WITHSCORES]',
  query: show(difference, false),
};

export const zdiffstore: WriteCommand = {
  ...write,
  name: 'zdiffstore',
  since: '6.2.0',
  summary: 'Stores the members of a sorted set that are in none of several others under another key',
  complexity: DIFF_COST,
  syntax: 'destination numkeys key [key ...]',
  apply: keep(difference, false),
};

export const zintercard: ReadCommand = {
  ...read,
  name: 'zintercard',
  since: '7.0.0',
  summary: 'Returns how many members several sorted sets have in common',
  complexity: 'O(N*K) with N the size of the smallest set and K the number of sets',
  syntax: 'numkeys key [key ...] [LIMIT limit]',
  query: ({ db }, argv) => {
    const grammar: Grammar = { weighs: false, showsScores: false, limits: true };
    const { sources, limit } = combinationOf(db, argv, 1, grammar);
    const [smallest, ...others] = bySize(sources) as [Source, ...Source[]];
    let count = 0;
    smallest.forEach(member => {
      if (others.every(other => other.score(member) !== undefined)) count++;
      return limit === 0 || count < limit;
    });
    return count;
  },
};

function show(combine: Combine, weighs: boolean): ReadHandler {
  return ({ db }, argv) => {
    const grammar: Grammar = { weighs, showsScores: true, limits: false };
    const { sources, aggregate, withScores } = combinationOf(db, argv, 1, grammar);
    const set = setOf(combine(sources, aggregate), undefined);
    return membersReply(set, [0, set.size], withScores);
  };
}

function keep(combine: Combine, weighs: boolean): WriteHandler {
  return (context, argv) => {
    const grammar: Grammar = { weighs, showsScores: false, limits: false };
    const { sources, aggregate } = combinationOf(context.db, argv, 2, grammar);
    return store(context, argv[1]!, setOf(combine(sources, aggregate), limitsOf(context.settings)));
  };
}

/** The smallest first: scores are summed up in this order, as in Redis, which may be seen in the last digit of a sum. */
function bySize(sources: readonly Source[]): Source[] {
  return [...sources].sort((a, b) => a.size - b.size);
}

function union(sources: readonly Source[], aggregate: Aggregate): Scored {
  const scores = new HashTable<number>();
  for (const source of bySize(sources)) {
    source.forEach((member, score) => {
      const before = scores.get(member);
      const weighed = zeroForNaN(source.weight * score);
      scores.set(member, before === undefined ? weighed : aggregated(aggregate, before, weighed));
      return true;
    });
  }
  return scores.entries();
}

function intersection(sources: readonly Source[], aggregate: Aggregate): Scored {
  const [smallest, ...others] = bySize(sources) as [Source, ...Source[]];
  const common: [string, number][] = [];
  smallest.forEach((member, own) => {
    let score = zeroForNaN(own * smallest.weight);
    for (const other of others) {
      const its = other.score(member);
      if (its === undefined) return true;
      score = aggregated(aggregate, score, its * other.weight);
    }
    common.push([member, score]);
    return true;
  });
  return common;
}

function difference([first, ...others]: readonly Source[]): Scored {
  const left: [string, number][] = [];
  first?.forEach((member, score) => {
    if (others.every(other => other.score(member) === undefined)) left.push([member, score]);
    return true;
  });
  return left;
}

/** Infinity and its opposite add up to nothing; a product of infinity and zero is never the lesser or the greater one. */
function aggregated(aggregate: Aggregate, target: number, score: number): number {
  switch (aggregate) {
    case 'SUM':
      return zeroForNaN(target + score);
    case 'MIN':
      return score < target ? score : target;
    case 'MAX':
      return score > target ? score : target;
  }
}

function zeroForNaN(score: number): number {
  return Number.isNaN(score) ? 0 : score;
}
