import { INT64_MIN } from '../base/numbers.js';
import { below, type Random } from '../base/random.js';
import { ErrorReply } from '../resp/reply.js';
import { integer64, saturate } from './arguments.js';

/** Picks of one call at most where they may repeat: Redis would go on until its memory ends. */
const REPEATED_MAX = 10_000_000;

export const OUT_OF_RANGE = new ErrorReply('ERR value is out of range');
const COUNT_TOO_LOW = new ErrorReply(
  'ERR value is out of range, value must between -9223372036854775807 and 9223372036854775807',
);
/** With values the reply is twice as long, and its length must fit 64 bits. */
const PAIRS_MAX = (2n ** 63n - 1n) / 2n;

/** How many to pick, as the RANDMEMBER family takes it; below 0: any of them each time. */
export function pickCount(argument: string): number {
  const count = integer64(argument);
  if (count === INT64_MIN) throw COUNT_TOO_LOW;
  return saturate(count);
}

/** To be called after {@link pickCount} where pairs are asked for. */
export function checkPairCount(argument: string): void {
  const count = integer64(argument);
  if (count > PAIRS_MAX || count < -PAIRS_MAX) throw OUT_OF_RANGE;
}

/** Of `size` things: `count` different ones, or all of them; below 0: any of them, -count times. */
export function randomRanks(random: Random, size: number, count: number): number[] {
  if (-count > REPEATED_MAX) throw OUT_OF_RANGE;
  if (count < 0) return Array.from({ length: -count }, () => below(random, size));
  if (count >= size) return Array.from({ length: size }, (_, rank) => rank);
  return [...differentRanks(random, size, count)];
}

/** Each choice is as likely as any other: Floyd's method (Bentley and Floyd 1987). */
function differentRanks(random: Random, size: number, count: number): Set<number> {
  const chosen = new Set<number>();
  for (let last = size - count; last < size; last++) {
    const rank = below(random, last + 1);
    chosen.add(chosen.has(rank) ? last : rank);
  }
  return chosen;
}
