/**
 * The 80-bit floating point of the x87, in which INCRBYFLOAT adds: 64 bits of mantissa, where JavaScript has 53. Values
 * are exact integers times a power of two; every operation rounds once, to nearest, ties to even, as IEEE 754 says.
 */
export interface LongDouble {
  /** At most 2^64 in magnitude. */
  readonly mantissa: bigint;
  /** The value is mantissa x 2^exponent. Not below {@link EXPONENT_MIN}. */
  readonly exponent: number;
}

const PRECISION = 64;
/** Of the last bit of the smallest number that is not zero. */
const EXPONENT_MIN = -16_445;
/** Every finite value is below 2^16384. */
const MAGNITUDE_BITS_MAX = 16_384;
/** Redis reads a number into a buffer of 5 KB. */
const TEXT_MAX = 5 * 1024 - 1;
/** Digits behind the point that Redis prints (`%.17Lf`). */
const FRACTION_DIGITS = 17;

export const ZERO: LongDouble = { mantissa: 0n, exponent: 0 };

const DECIMAL = /^([+-]?)(?=\.?\d)(\d*)\.?(\d*)(?:[eE]([+-]?\d+))?$/;
const HEXADECIMAL = /^([+-]?)0[xX](?=\.?[\da-fA-F])([\da-fA-F]*)\.?([\da-fA-F]*)(?:[pP]([+-]?\d+))?$/;
const INFINITE = /^[+-]?inf(?:inity)?$/i;

/**
 * Reads a number as C's strtold does. Undefined for what Redis refuses: NaN, spaces, a magnitude too large, one that is
 * not zero but too small. Infinity is a number to Redis, though one that cannot be added: `infinite`.
 */
export function parseLongDouble(text: string): LongDouble | 'infinite' | undefined {
  if (text.length > TEXT_MAX) return undefined;
  if (INFINITE.test(text)) return 'infinite';
  const decimal = DECIMAL.exec(text);
  const match = decimal ?? HEXADECIMAL.exec(text);
  if (match === null) return undefined;
  const [, sign, whole = '', fraction = '', power = '0'] = match;
  const base = decimal === null ? '0x' : '';
  const digits = BigInt(`${base}${whole}${fraction}`);
  if (digits === 0n) return ZERO;
  const value =
    decimal === null
      ? round(digits, clamp(Number(power)) - 4 * fraction.length, false)
      : scaleDecimal(digits, clamp(Number(power)) - fraction.length);
  if (value === 'infinite' || value.mantissa === 0n) return undefined; // ERANGE to strtold
  return sign === '-' ? { mantissa: -value.mantissa, exponent: value.exponent } : value;
}

export function addLongDoubles(left: LongDouble, right: LongDouble): LongDouble | 'infinite' {
  const exponent = Math.min(left.exponent, right.exponent);
  const sum =
    (left.mantissa << BigInt(left.exponent - exponent)) +
    (right.mantissa << BigInt(right.exponent - exponent));
  if (sum >= 0n) return round(sum, exponent, false);
  const magnitude = round(-sum, exponent, false);
  return magnitude === 'infinite'
    ? magnitude
    : { mantissa: -magnitude.mantissa, exponent: magnitude.exponent };
}

/** As Redis prints it: 17 digits behind the point, then without the zeros at the end; never an exponent. */
export function formatLongDouble({ mantissa, exponent }: LongDouble): string {
  const magnitude = mantissa < 0n ? -mantissa : mantissa;
  const scaled = shiftRounded(magnitude * 10n ** BigInt(FRACTION_DIGITS), exponent, false);
  if (scaled === 0n) return '0';
  const digits = scaled.toString().padStart(FRACTION_DIGITS + 1, '0');
  const fraction = digits.slice(-FRACTION_DIGITS).replace(/0+$/, '');
  const whole = digits.slice(0, -FRACTION_DIGITS);
  return `${mantissa < 0n ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`;
}

/** Keeps an exponent from costing more than its outcome, zero or infinity, is worth. The digits reach 5119 places. */
function clamp(power: number): number {
  return Math.max(-50_000, Math.min(power, 50_000));
}

/** digits x 10^power. */
function scaleDecimal(digits: bigint, power: number): LongDouble | 'infinite' {
  const places = digits.toString().length + power; // the value is below 10^places
  if (places > 5000) return 'infinite';
  if (places < -5000) return ZERO;
  if (power >= 0) return round(digits * 10n ** BigInt(power), 0, false);
  const divisor = 10n ** BigInt(-power);
  // Enough bits for the quotient to have more than the mantissa takes; the remainder only says whether there is more.
  const shift = Math.max(bitLength(divisor) - bitLength(digits) + PRECISION + 2, 0);
  const dividend = digits << BigInt(shift);
  const quotient = dividend / divisor;
  return round(quotient, -shift, quotient * divisor !== dividend);
}

/** The nearest long double to a magnitude of `bits` x 2^exponent, and a little more if `more` says so. */
function round(bits: bigint, exponent: number, more: boolean): LongDouble | 'infinite' {
  const target = Math.max(exponent + bitLength(bits) - PRECISION, EXPONENT_MIN);
  if (target <= exponent && !more) return finite(bits, exponent);
  return finite(shiftRounded(bits, exponent - target, more), target);
}

function finite(mantissa: bigint, exponent: number): LongDouble | 'infinite' {
  return bitLength(mantissa) + exponent > MAGNITUDE_BITS_MAX ? 'infinite' : { mantissa, exponent };
}

/** bits x 2^shift as an integer, ties to even. `more`: the true value is a little above `bits`. */
function shiftRounded(bits: bigint, shift: number, more: boolean): bigint {
  if (shift >= 0) return bits << BigInt(shift);
  const places = BigInt(-shift);
  const whole = bits >> places;
  const rest = bits - (whole << places);
  const half = 1n << (places - 1n);
  if (rest > half || (rest === half && (more || whole % 2n === 1n))) return whole + 1n;
  return whole;
}

function bitLength(value: bigint): number {
  if (value === 0n) return 0;
  const hexadecimal = value.toString(16);
  return 4 * hexadecimal.length - Math.clz32(Number.parseInt(hexadecimal[0] ?? '0', 16)) + 28;
}
