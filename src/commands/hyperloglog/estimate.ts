import { RANK_MAX, REGISTERS } from './layout.js';

/** 1 / (2 ln 2). */
const ALPHA = 0.72134752044448170368;
/** Ranks that the hash can tell apart, without the one that means "all zeros". */
const Q = RANK_MAX - 1;

/**
 * How many different elements the registers have seen: Ertl, "New cardinality estimation algorithms for HyperLogLog
 * sketches" (2017), Algorithm 6. Basic arithmetic and square roots only, so every node comes to the same number.
 */
export function estimate(ranks: Uint8Array): number {
  const histogram = new Array<number>(64).fill(0);
  for (const rank of ranks) histogram[rank]!++;
  let z = REGISTERS * tau((REGISTERS - histogram[Q + 1]!) / REGISTERS);
  for (let rank = Q; rank >= 1; rank--) z = (z + histogram[rank]!) * 0.5;
  z += REGISTERS * sigma(histogram[0]! / REGISTERS);
  return Math.round((ALPHA * REGISTERS * REGISTERS) / z);
}

function sigma(x: number): number {
  if (x === 1) return Infinity;
  let y = 1;
  let z = x;
  for (let last = NaN; z !== last; ) {
    x *= x;
    last = z;
    z += x * y;
    y += y;
  }
  return z;
}

function tau(x: number): number {
  if (x === 0 || x === 1) return 0;
  let y = 1;
  let z = 1 - x;
  for (let last = NaN; z !== last; ) {
    x = Math.sqrt(x);
    last = z;
    y *= 0.5;
    z -= (1 - x) ** 2 * y;
  }
  return z / 3;
}
