import type { Bytes } from '../../machine/values/bytes.js';
import type { StringValue } from '../../machine/values/string.js';
import { byteAt } from './runs.js';

/** An integer within a string: `bits` of them from `offset` on, the highest first, signed in two's complement. */
export interface Field {
  readonly offset: number;
  readonly bits: number;
  readonly isSigned: boolean;
}

/** What happens when a number does not fit into its field. */
export type Overflow = 'WRAP' | 'SAT' | 'FAIL';

export function readField(value: StringValue | undefined, field: Field): bigint {
  const { from, to, shift } = bytesOf(field);
  let word = 0n;
  for (let at = from; at <= to; at++) word = (word << 8n) | BigInt(byteAt(value, at));
  return cut(word >> shift, field);
}

export function writeField(bytes: Bytes, field: Field, number: bigint): void {
  const { from, to, shift } = bytesOf(field);
  let mask = ((1n << BigInt(field.bits)) - 1n) << shift;
  let word = (number << shift) & mask;
  for (let at = to; at >= from; at--) {
    bytes.setByte(at, (bytes.byteAt(at) & Number(~mask & 0xffn)) | Number(word & 0xffn));
    mask >>= 8n;
    word >>= 8n;
  }
}

/** `number` as the field can hold it; undefined: it does not fit, and shall not be changed to. */
export function fit(number: bigint, field: Field, overflow: Overflow): bigint | undefined {
  const wrapped = cut(number, field);
  if (wrapped === number || overflow === 'WRAP') return wrapped;
  if (overflow === 'FAIL') return undefined;
  const ends = field.isSigned ? BigInt(field.bits - 1) : BigInt(field.bits);
  if (number > 0n) return (1n << ends) - 1n;
  return field.isSigned ? -(1n << ends) : 0n;
}

function cut(word: bigint, { bits, isSigned }: Field): bigint {
  return isSigned ? BigInt.asIntN(bits, word) : BigInt.asUintN(bits, word);
}

/** The bytes that hold the field, and by how many bits it stands away from the end of the last. */
function bytesOf({ offset, bits }: Field): { from: number; to: number; shift: bigint } {
  const last = offset + bits - 1;
  return { from: Math.floor(offset / 8), to: Math.floor(last / 8), shift: BigInt(7 - (last % 8)) };
}
