import { xxh3 } from '../../base/xxh3.js';
import { ErrorReply } from '../../resp/reply.js';
import { keyword } from '../arguments.js';

/** Conditions on the present value, or on its digest: SET, DELEX. */
export type Comparison = 'IFEQ' | 'IFNE' | 'IFDEQ' | 'IFDNE';

const DIGEST_LENGTH = 16;
const BAD_DIGEST = new ErrorReply('ERR digest must be exactly 16 hexadecimal characters');

export function comparisonOf(text: string | undefined): Comparison | undefined {
  return keyword(text, 'IFEQ', 'IFNE', 'IFDEQ', 'IFDNE');
}

/** Whether the condition holds for `text`; a missing value differs from everything. */
export function compare(comparison: Comparison, operand: string, text: string | undefined): boolean {
  if (text === undefined) return comparison === 'IFNE' || comparison === 'IFDNE';
  switch (comparison) {
    case 'IFEQ':
      return text === operand;
    case 'IFNE':
      return text !== operand;
    case 'IFDEQ':
      return matchesDigest(text, operand);
    case 'IFDNE':
      return !matchesDigest(text, operand);
  }
}

/** XXH3, 64 bits, as hexadecimal digits. */
export function digestOf(text: string): string {
  return xxh3(Buffer.from(text, 'latin1')).toString(16).padStart(DIGEST_LENGTH, '0');
}

function matchesDigest(text: string, digest: string): boolean {
  if (digest.length !== DIGEST_LENGTH) throw BAD_DIGEST;
  return digestOf(text) === digest.toLowerCase();
}
