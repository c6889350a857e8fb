/**
 * Sine, cosine and arcsine from additions, multiplications and square roots alone, which IEEE 754 defines to the last bit:
 * `Math.sin` and its kin differ from one version of V8 to the next, and so might the state of two nodes. Results are
 * nearly always the doubles nearest to the true values, as those of glibc.
 *
 * Sums and products that need more than 53 bits are pairs of doubles, high and low (Dekker 1971; Knuth, TAOCP 2, 4.2.2).
 */
type Pair = readonly [high: number, low: number];

/** Pi / 2 in three parts of 53 bits. */
const HALF_PI = [1.5707963267948966, 6.123233995736766e-17, -1.4973849048591833e-33] as const;

/** Splits 53 bits into two halves of 26. */
const SPLITTER = 2 ** 27 + 1;

/** a + b, exactly. */
function sum(a: number, b: number): Pair {
  const high = a + b;
  const part = high - a;
  return [high, a - (high - part) + (b - part)];
}

/** a x b, exactly. */
function product(a: number, b: number): Pair {
  const high = a * b;
  const aScaled = SPLITTER * a;
  const aHigh = aScaled - (aScaled - a);
  const aLow = a - aHigh;
  const bScaled = SPLITTER * b;
  const bHigh = bScaled - (bScaled - b);
  const bLow = b - bHigh;
  return [high, aLow * bLow - (high - aHigh * bHigh - aLow * bHigh - aHigh * bLow)];
}

function add([a, aLow]: Pair, [b, bLow]: Pair): Pair {
  const [high, low] = sum(a, b);
  return sum(high, low + aLow + bLow);
}

function multiply([a, aLow]: Pair, [b, bLow]: Pair): Pair {
  const [high, low] = product(a, b);
  return sum(high, low + a * bLow + aLow * b);
}

/** 1 / n. */
function reciprocal(n: number): Pair {
  const high = 1 / n;
  const [back, rest] = product(high, n);
  return [high, (1 - back - rest) / n];
}

const MINUS_SIXTH = reciprocal(-6);
/** Denominators of the Taylor series: of the sine from x^3 and from x^5 on, of the cosine from x^4 on. */
const SINE_FROM_3 = [-6, 120, -5040, 362880];
const SINE_FROM_5 = [120, -5040, 362880, -39916800, 6227020800, -1307674368000, 355687428096000];
const COSINE_FROM_4 = [24, -720, 40320, -3628800, 479001600, -87178291200, 20922789888000, -6402373705728000];
/** Of the arcsine from x^3 on. */
const ARCSINE_FROM_3 = [6, 40 / 3, 336 / 15, 3456 / 105, 42240 / 945];

/** Below this all terms but the first are so small that their last bits play no part. */
const SMALL = 1 / 64;

/** 1 / n0 + x / n1 + x^2 / n2 ... */
function series(denominators: readonly number[], x: number): number {
  let value = 0;
  for (let at = denominators.length - 1; at >= 0; at--) value = value * x + 1 / (denominators[at] as number);
  return value;
}

/** For at most pi / 4, either sign. */
function sineNearZero(x: Pair): Pair {
  const square = multiply(x, x);
  const [cube, low] = multiply(multiply(x, square), MINUS_SIXTH);
  const rest = x[0] * square[0] * square[0] * series(SINE_FROM_5, square[0]);
  return add(x, [cube, low + rest]);
}

/** For at most pi / 4, either sign. */
function cosineNearZero(x: Pair): Pair {
  const [square, low] = multiply(x, x);
  const rest = square * square * series(COSINE_FROM_4, square);
  return add([1, 0], [-square / 2, rest - low / 2]);
}

/** x less so many quarter turns; exact enough for a few of them. */
function reduced(x: number, quarters: number): Pair {
  let rest: Pair = sum(x, -quarters * HALF_PI[0]);
  rest = add(rest, [-quarters * HALF_PI[1], 0]);
  return add(rest, [-quarters * HALF_PI[2], 0]);
}

/** `shift` 0: sine; 1: cosine, a quarter turn ahead. */
function sineOf(x: number, shift: 0 | 1): number {
  const quarters = Math.round(x / HALF_PI[0]);
  const rest = reduced(x, quarters);
  const turn = (((quarters + shift) % 4) + 4) % 4;
  const [high] = turn % 2 === 0 ? sineNearZero(rest) : cosineNearZero(rest);
  return turn < 2 ? high : -high;
}

/** Of an angle of at most a few turns, in radians. */
export function sine(x: number): number {
  if (Math.abs(x) < SMALL) return x + x * x * x * series(SINE_FROM_3, x * x);
  return sineOf(x, 0);
}

export function cosine(x: number): number {
  return sineOf(x, 1);
}

/** The arcsine of a number from 0 to 1, in radians. */
export function arcsine(x: number): number {
  if (x < SMALL) return x + x * x * x * series(ARCSINE_FROM_3, x * x);
  if (x <= 0.5) return arcsineOf([x, 0])[0];
  // asin(x) = pi / 2 - 2 asin(sqrt((1 - x) / 2)), where the steep end of the curve is flat.
  const half = (1 - x) / 2;
  const root = Math.sqrt(half);
  if (root === 0) return HALF_PI[0];
  const [square, rest] = product(root, root);
  const [high, low] = arcsineOf([root, (half - square - rest) / (2 * root)]);
  return add([HALF_PI[0], HALF_PI[1]], [-2 * high, -2 * low])[0];
}

/** For at most 1 / 2: Newton's method from the first terms of the series, the last step in pairs. */
function arcsineOf([x, low]: Pair): Pair {
  const square = x * x;
  let angle = x * (1 + square * (1 / 6 + square * (3 / 40 + square * (15 / 336))));
  for (let step = 0; step < 2; step++)
    angle += (x - sineNearZero([angle, 0])[0]) / cosineNearZero([angle, 0])[0];
  const [high, rest] = sineNearZero([angle, 0]);
  return sum(angle, (x - high - rest + low) / cosineNearZero([angle, 0])[0]);
}
