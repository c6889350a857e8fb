const PRECISION = 17;

/** A double as Redis prints it: C's `%.17g`, and inf, -inf, nan. */
export function formatDouble(value: number): string {
  if (Number.isSafeInteger(value)) return Object.is(value, -0) ? '-0' : `${value}`;
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  const [mantissa = '', power = ''] = value.toExponential(PRECISION - 1).split('e');
  const exponent = Number(power);
  const sign = mantissa.startsWith('-') ? '-' : '';
  const digits = evened(mantissa.replace(/[-.]/g, ''), value, exponent).replace(/0+$/, '');
  return (
    sign + (exponent < -4 || exponent >= PRECISION ? scientific(digits, exponent) : fixed(digits, exponent))
  );
}

/**
 * Halfway between two numbers of 17 digits JavaScript takes the larger one, C the even one. A double is halfway when it has
 * exactly one decimal place more, and so exactly as many binary places: its last bit is that of 2^(exponent - 17).
 */
function evened(digits: string, value: number, exponent: number): string {
  const last = digits.charCodeAt(PRECISION - 1) - 48;
  const isHalfway = last % 2 === 1 && Math.abs((value * 2 ** (PRECISION - exponent)) % 2) === 1;
  return isHalfway ? `${digits.slice(0, -1)}${last - 1}` : digits;
}

function scientific(digits: string, exponent: number): string {
  const fraction = digits.length > 1 ? `.${digits.slice(1)}` : '';
  const power = `${Math.abs(exponent)}`.padStart(2, '0');
  return `${digits.charAt(0)}${fraction}e${exponent < 0 ? '-' : '+'}${power}`;
}

function fixed(digits: string, exponent: number): string {
  if (exponent < 0) return `0.${'0'.repeat(-exponent - 1)}${digits}`;
  if (digits.length <= exponent + 1) return digits.padEnd(exponent + 1, '0');
  return `${digits.slice(0, exponent + 1)}.${digits.slice(exponent + 1)}`;
}
