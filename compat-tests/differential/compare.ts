import { type ReplyNode, isError, parseReply } from '../support/reply.js';
import { findDifference } from './differences.js';
import { DISTANCES_KEY } from './generate/words.js';
import { samePending, sameStreamInfo } from './stream-replies.js';
import type { Received } from './side.js';

/** True when the two replies to a command count as equal although their bytes differ. */
type Rule = (reference: ReplyNode, ours: ReplyNode, command: readonly string[]) => boolean;

/** Between the two servers a command may take this long to run, on a busy machine. */
const CLOCK_TOLERANCE_MS = 3000;

const near =
  (tolerance: number): Rule =>
  (reference, ours) => {
    const [a, b] = [Number(reference.text), Number(ours.text)];
    return reference.type === ours.type && a >= 0 && b >= 0 && Math.abs(a - b) <= tolerance;
  };

const unordered: Rule = (reference, ours) => {
  const texts = (node: ReplyNode): string => JSON.stringify(node.items.map(item => item.text).sort());
  return reference.type === ours.type && texts(reference) === texts(ours);
};

/** So little do the sines of two libraries differ. */
const DISTANCE_TOLERANCE = 1e-14;

/** Members and their distances: equal but for the last digits of these. */
const distances: Rule = (reference, ours, command) =>
  reference.type === ours.type &&
  reference.items.length === ours.items.length &&
  reference.items.every((item, i) => {
    const other = ours.items[i];
    if (other === undefined || item.items.length > 0)
      return other !== undefined && distances(item, other, command);
    const [a, b] = [Number(item.text), Number(other.text)];
    return item.text === other.text || Math.abs(a - b) <= DISTANCE_TOLERANCE * Math.abs(a);
  });

/** Fields with their values, in any order. */
const unorderedPairs: Rule = (reference, ours) => {
  const pairs = ({ items }: ReplyNode): string =>
    JSON.stringify(items.map((item, i) => (i % 2 === 0 ? [item.text, items[i + 1]?.text] : [])).sort());
  return reference.type === ours.type && pairs(reference) === pairs(ours);
};

/** Same types all the way down; what the scalars say is up to each server. */
const sameShape: Rule = (reference, ours, command) =>
  reference.type === ours.type &&
  reference.none === ours.none &&
  reference.items.length === ours.items.length &&
  reference.items.every((item, i) => {
    const other = ours.items[i];
    return other !== undefined && sameShape(item, other, command);
  });

/** One page of an iteration says nothing: whole ones have a step of their own. */
const anyPage: Rule = (reference, ours) => reference.items.length === 2 && ours.items.length === 2;

/** As {@link anyPage}; where both are whole, they hold the same. */
const page: Rule = (reference, ours, command) => {
  const [left, right] = [reference.items, ours.items];
  const isWhole = command[2] === '0' && left[0]?.text === '0' && right[0]?.text === '0';
  return isWhole && left[1] && right[1]
    ? unordered(left[1], right[1], command)
    : anyPage(reference, ours, command);
};

/** All of COMMAND: another suite compares it entry by entry. */
const wholeTable: Rule = (reference, ours) => reference.items.length > 90 && ours.items.length > 90;

/**
 * Commands whose replies may differ in bytes, by name or by name and subcommand. All others are equal byte by byte,
 * and so are errors, always.
 */
const RULES: ReadonlyMap<string, Rule> = new Map([
  ['command', wholeTable],
  ['keys', unordered],
  ['scan', anyPage],
  ['hscan', page],
  ['hgetall', unorderedPairs],
  ['hkeys', unordered],
  ['hvals', unordered],
  ['hrandfield', sameShape],
  ['sscan', page],
  ['smembers', unordered],
  ['spop', unordered],
  ['srandmember', sameShape],
  ['sinter', unordered],
  ['sunion', unordered],
  ['sdiff', unordered],
  ['zscan', page],
  ['zrandmember', sameShape],
  ['ttl', near(CLOCK_TOLERANCE_MS / 1000)],
  ['pttl', near(CLOCK_TOLERANCE_MS)],
  ['expiretime', near(CLOCK_TOLERANCE_MS / 1000)],
  ['pexpiretime', near(CLOCK_TOLERANCE_MS)],
  // Small integers are one object each to redis-server, used when it was made.
  ['object idletime', sameShape],
  ['randomkey', sameShape],
  ['time', sameShape],
  ['lastsave', sameShape],
  ['hello', sameShape],
  ['info', sameShape],
  ['xpending', samePending],
  ['xinfo', sameStreamInfo],
  ['client id', sameShape],
  ['client info', sameShape],
  ['client list', sameShape],
]);

function ruleOf(command: readonly string[]): Rule | undefined {
  const [name = '', subcommand = ''] = command.map(arg => arg.toLowerCase());
  if (name === 'zrange' && subcommand === DISTANCES_KEY) return distances;
  return RULES.get(`${name} ${subcommand}`) ?? RULES.get(name);
}

/** True when `ours` is what the reference server would say, or differs as `differences.json` says. */
export function sameReply(command: readonly string[], reference: string, ours: string): boolean {
  if (reference === ours) return true;
  if (findDifference(command, reference, ours) !== undefined) return true;
  if (isError(reference) || isError(ours)) return false;
  return ruleOf(command)?.(parseReply(reference), parseReply(ours), command) ?? false;
}

/** What differs first, on one connection in one step. */
export interface Mismatch {
  readonly on: number;
  readonly command: readonly string[];
  readonly reference: string;
  readonly ours: string;
}

const NOTHING: Received = { answers: [], rest: '', closed: false };

/** Compares all that two servers sent in one step. */
export function compareStep(
  reference: ReadonlyMap<number, Received>,
  ours: ReadonlyMap<number, Received>,
): Mismatch | undefined {
  for (const on of new Set([...reference.keys(), ...ours.keys()])) {
    const [a, b] = [reference.get(on) ?? NOTHING, ours.get(on) ?? NOTHING];
    for (let i = 0; i < Math.max(a.answers.length, b.answers.length); i++) {
      const [left, right] = [a.answers[i], b.answers[i]];
      const command = left?.command ?? right?.command ?? ['(no command)'];
      if (left === undefined || right === undefined || !sameReply(command, left.reply, right.reply)) {
        return { on, command, reference: left?.reply ?? '(nothing)', ours: right?.reply ?? '(nothing)' };
      }
    }
    if (a.rest !== b.rest || a.closed !== b.closed) {
      const state = (side: Received): string => `${side.closed ? 'closed' : 'open'}, then ${side.rest}`;
      return { on, command: ['(connection)'], reference: state(a), ours: state(b) };
    }
  }
  return undefined;
}
