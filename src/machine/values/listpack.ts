/** Head and end mark of a listpack. */
export const LISTPACK_HEAD_BYTES = 7;

/** The longest text of a 64-bit integer. */
const INTEGER_DIGITS = 20;
const INT64_MIN = -(2n ** 63n);
const INT64_MAX = 2n ** 63n - 1n;

/**
 * Bytes that Redis's listpack format needs for an element. Nothing here is stored that way; OBJECT ENCODING names depend
 * on this size, and clients can see them.
 */
export function listpackEntryBytes(element: string): number {
  const size = integerBytes(element) ?? stringBytes(element.length);
  return size + backLengthBytes(size);
}

/** Undefined when it is not the shortest text of a 64-bit integer. */
function integerBytes(element: string): number | undefined {
  const length = element.length;
  if (length === 0 || length > INTEGER_DIGITS) return undefined;
  const sign = element.charCodeAt(0) === 0x2d ? 1 : 0;
  const first = element.charCodeAt(sign);
  if (first === 0x30) return length === 1 ? 1 : undefined;
  let value = 0;
  for (let at = sign; at < length; at++) {
    const digit = element.charCodeAt(at) - 0x30;
    if (digit < 0 || digit > 9) return undefined;
    value = value * 10 + digit;
  }
  if (length === sign) return undefined;
  return bytesOfInteger(sign === 1 ? -value : value, element);
}

function bytesOfInteger(value: number, text: string): number | undefined {
  if (value >= 0 && value < 128) return 1;
  if (value >= -4096 && value < 4096) return 2;
  if (value >= -0x8000 && value < 0x8000) return 3;
  if (value >= -0x80_0000 && value < 0x80_0000) return 4;
  if (value >= -0x8000_0000 && value < 0x8000_0000) return 5;
  if (Number.isSafeInteger(value)) return 9;
  const exact = BigInt(text);
  return exact >= INT64_MIN && exact <= INT64_MAX ? 9 : undefined;
}

function stringBytes(length: number): number {
  if (length < 64) return 1 + length;
  return (length < 4096 ? 2 : 5) + length;
}

function backLengthBytes(size: number): number {
  if (size <= 127) return 1;
  if (size < 16_383) return 2;
  if (size < 2_097_151) return 3;
  return size < 268_435_455 ? 4 : 5;
}
