/** A signed 64-bit integer: a number while it is safe, a bigint beyond that, never the other way round. */
export type Int64 = number | bigint;

export const INT64_MAX = 2n ** 63n - 1n;
export const INT64_MIN = -(2n ** 63n);

/**
 * Reads a signed 64-bit integer as strictly as Redis's own values are written: no sign but `-`, no leading zeros, no
 * spaces, no `-0`. So whatever this accepts is printed again with the same bytes.
 */
export function parseInt64(text: string): Int64 | undefined {
  const length = text.length;
  if (length === 0 || length > 20) return undefined;
  const negative = text.charCodeAt(0) === 45;
  const digits = negative ? length - 1 : length;
  const start = negative ? 1 : 0;
  if (digits === 0) return undefined;
  if (text.charCodeAt(start) === 48) return length === 1 ? 0 : undefined;
  let value = 0;
  for (let i = start; i < length; i++) {
    const digit = text.charCodeAt(i) - 48;
    if (digit < 0 || digit > 9) return undefined;
    value = value * 10 + digit;
  }
  if (digits <= 15) return negative ? -value : value;
  const exact = BigInt(text);
  return exact >= INT64_MIN && exact <= INT64_MAX ? narrow(exact) : undefined;
}

/** The one form of a 64-bit integer that the rest of the code expects: see {@link Int64}. */
export function narrow(value: bigint): Int64 {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

/** The sum, or undefined when it leaves the 64 bits. */
export function addInt64(left: Int64, right: Int64): Int64 | undefined {
  if (typeof left === 'number' && typeof right === 'number') {
    const sum = left + right;
    if (Number.isSafeInteger(sum)) return sum;
  }
  const exact = BigInt(left) + BigInt(right);
  return exact >= INT64_MIN && exact <= INT64_MAX ? narrow(exact) : undefined;
}

const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const HEXADECIMAL = /^([+-]?)0[xX](?=\.?[\da-fA-F])([\da-fA-F]*)\.?([\da-fA-F]*)(?:[pP]([+-]?\d+))?$/;
/** A number without a digit other than zero in front of its exponent. */
const ZERO = /^[+-]?(?:0x[0.]*(?:p|$)|[0.]+(?:e|$))/i;
const INFINITE = /^([+-]?)inf(?:inity)?$/i;

/**
 * Reads a double as C's strtod does, hexadecimal and `inf` included. Undefined for what Redis refuses: NaN, spaces, a
 * magnitude too large, and one that is not zero but too small.
 */
export function parseDouble(text: string): number | undefined {
  const value = readDouble(text);
  if (value === undefined || INFINITE.test(text)) return value;
  if (!Number.isFinite(value)) return undefined;
  return value === 0 && !ZERO.test(text) ? undefined : value;
}

/** The same, but a magnitude too large is infinite and one too small is zero. Undefined: NaN, spaces, no number. */
export function readDouble(text: string): number | undefined {
  if (DECIMAL.test(text)) return Number(text);
  const infinite = INFINITE.exec(text);
  if (infinite !== null) return infinite[1] === '-' ? -Infinity : Infinity;
  const hexadecimal = HEXADECIMAL.exec(text);
  if (hexadecimal === null) return undefined;
  const [, sign, whole = '', fraction = '', exponent = '0'] = hexadecimal;
  const mantissa = Number(BigInt(`0x${whole}${fraction}`));
  if (mantissa === 0) return sign === '-' ? -0 : 0;
  const power = Number(exponent) - 4 * fraction.length;
  // In two steps, so that neither factor overflows before the product does.
  const value = mantissa * 2 ** Math.trunc(power / 2) * 2 ** (power - Math.trunc(power / 2));
  return sign === '-' ? -value : value;
}
