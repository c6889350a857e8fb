import { readDouble } from '../../base/numbers.js';
import type { SortedSet } from '../../machine/values/sorted-set.js';
import { ErrorReply } from '../../resp/reply.js';
import { printed } from '../arguments.js';

/** Ranks from the first to before the second; empty when they are equal. */
export type Ranks = readonly [from: number, to: number];

export const NOTHING: Ranks = [0, 0];

const NO_SCORES = new ErrorReply('ERR min or max is not a float');
const NO_TEXTS = new ErrorReply('ERR min or max not valid string range item');

/** Which members of a set a range holds. `backwards`: it is looked for from the end. */
export type Range = (set: SortedSet, backwards?: boolean) => Ranks;

/** From `start` to `stop`, both included, negative ones counted from the end of a set of `size`. */
export function ranksBetween(size: number, start: number, stop: number): Ranks {
  const from = Math.max(start < 0 ? size + start : start, 0);
  const to = Math.min(stop < 0 ? size + stop : stop, size - 1) + 1;
  return from < to ? [from, to] : NOTHING;
}

/** `1.5`, `(1.5`, `-inf` ... */
export function scoreRange(min: string, max: string): Range {
  const low = scoreBound(min);
  const high = scoreBound(max);
  return set => {
    const from = set.countBelow(low.score, low.excluded);
    const to = set.countBelow(high.score, !high.excluded);
    return from < to ? [from, to] : NOTHING;
  };
}

interface ScoreBound {
  readonly score: number;
  readonly excluded: boolean;
}

/** Redis hands it to C's strtod, which passes over spaces in front, and takes no text at all for zero. */
function scoreBound(argument: string): ScoreBound {
  const excluded = argument.startsWith('(');
  const text = printed(excluded ? argument.slice(1) : argument);
  const score = text === '' ? 0 : readDouble(text.replace(/^[ \t-\r]+/, ''));
  if (score === undefined) throw NO_SCORES;
  return { score, excluded };
}

/** Where a range of texts ends: behind a text, before it, before all, or behind all. */
interface TextBound {
  readonly text: string;
  readonly place: 'first' | 'before' | 'behind' | 'last';
}

/**
 * `[text`, `(text`, `-`, `+`: for sets whose members all have one score. In others the order of the texts is not that of
 * the members: Redis leaves open what is found there, and so does this, except that it depends on the members alone. Of
 * a listpack it is what Redis finds, but for LIMIT.
 */
export function textRange(min: string, max: string): Range {
  const low = textBound(min, 'before', 'behind');
  const high = textBound(max, 'behind', 'before');
  return (set, backwards = false) => {
    if (set.size === 0 || isEmpty(low, high)) return NOTHING;
    const [from, to] = set.isSkiplist
      ? [countBelow(set, low), countBelow(set, high)]
      : ranksInListpack(set, low, high, backwards);
    return from < to ? [from, to] : NOTHING;
  };
}

function textBound(argument: string, included: TextBound['place'], excluded: TextBound['place']): TextBound {
  const text = argument.slice(1);
  switch (argument.charAt(0)) {
    case '[':
      return { text, place: included };
    case '(':
      return { text, place: excluded };
    case '-':
    case '+':
      if (printed(text) !== '') throw NO_TEXTS;
      return { text: '', place: argument.startsWith('-') ? 'first' : 'last' };
    default:
      throw NO_TEXTS;
  }
}

function isEmpty(low: TextBound, high: TextBound): boolean {
  if (low.place === 'last' || high.place === 'first') return true;
  return low.place !== 'first' && high.place !== 'last' && low.text > high.text;
}

/** Whether a member lies below a bound. */
function isBelow(member: string, { text, place }: TextBound): boolean {
  switch (place) {
    case 'first':
      return false;
    case 'last':
      return true;
    case 'before':
      return member < text;
    case 'behind':
      return member <= text;
  }
}

/** By ranks, not by nodes of the tree: where members are not in the order of their texts, that alone is repeatable. */
function countBelow(set: SortedSet, bound: TextBound): number {
  let low = 0;
  let high = set.size;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isBelow(set.at(middle).member, bound)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * From the first member in order that is not below the range to before the next one above it; backwards, from the last
 * one that is not above it to behind the next one below it.
 */
function ranksInListpack(set: SortedSet, low: TextBound, high: TextBound, backwards: boolean): Ranks {
  const { size } = set;
  if (isBelow(set.at(size - 1).member, low) || !isBelow(set.at(0).member, high)) return NOTHING;
  if (backwards) {
    let to = size;
    set.forEachBack(0, size, member => !isBelow(member, high) && to-- > 0);
    let from = to;
    set.forEachBack(0, to, member => !isBelow(member, low) && from-- > 0);
    return [from, to];
  }
  let from = 0;
  set.forEach(0, size, member => isBelow(member, low) && from++ < size);
  let to = from;
  set.forEach(from, size, member => isBelow(member, high) && to++ < size);
  return [from, to];
}
