const MAX = 2n ** 64n - 1n;
const NUMBER = /^[ \t\n\v\f\r]*([+-]?)(0x)?([0-9a-z]+)[ \t\n\v\f\r]*$/i;

/** What C's `strtoul` makes of a text in `base`, with blanks around it; null: something else is in there. */
export function parseUnsigned(text: string, base: number): bigint | null {
  const found = NUMBER.exec(text);
  if (found === null) return null;
  const [, sign = '', prefix = '', digits = ''] = found;
  const all = base === 16 ? digits : prefix + digits;
  let value = 0n;
  for (const digit of all.toLowerCase()) {
    const number = Number.parseInt(digit, 36);
    if (number >= base) return null;
    value = value * BigInt(base) + BigInt(number);
    if (value > MAX) return MAX;
  }
  return sign === '-' ? BigInt.asUintN(64, -value) : value;
}
