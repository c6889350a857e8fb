import { Glob } from '../../base/glob.js';
import { ErrorReply, SYNTAX_ERROR } from '../../resp/reply.js';
import { integer, keyword } from '../arguments.js';

const INVALID_CURSOR = new ErrorReply('ERR invalid cursor');
const DEFAULT_COUNT = 10;
const UINT64_MAX = 2n ** 64n - 1n;

export interface ScanOptions {
  /** Undefined: everything. */
  readonly glob: Glob | undefined;
  readonly count: number;
  /** Lower case; undefined: any. A type that does not exist matches nothing. */
  readonly type: string | undefined;
  /** Of a hash: with the values of the fields. */
  readonly withValues: boolean;
}

/**
 * The cursor of a SCAN command: what C's strtoul takes, up to the first zero byte, but no space in front. A negative one
 * wraps around in C, and is far behind the last position then; so it is here.
 */
export function scanCursor(text: string): number {
  const digits = text.split('\0', 1)[0] ?? '';
  if (digits === '') return 0;
  const [, sign, amount] = /^([+-]?)(\d+)$/.exec(digits) ?? [];
  if (amount === undefined) throw INVALID_CURSOR;
  const value = BigInt(amount);
  if (value > UINT64_MAX) throw INVALID_CURSOR;
  return Number(sign === '-' ? (UINT64_MAX + 1n - value) & UINT64_MAX : value);
}

const ONLY_HSCAN = new ErrorReply('ERR NOVALUES option can only be used in HSCAN');

/** The options from `index` on; the last of each kind counts. `of`: what is scanned. */
export function scanOptions(
  argv: readonly string[],
  index: number,
  of: 'keys' | 'hash' | 'others',
): ScanOptions {
  let glob: Glob | undefined;
  let count = DEFAULT_COUNT;
  let type: string | undefined;
  let withValues = true;
  for (let i = index; i < argv.length; i++) {
    const option = keyword(
      argv[i],
      'MATCH',
      'COUNT',
      'NOVALUES',
      ...(of === 'keys' ? ['TYPE' as const] : []),
    );
    if (option === 'NOVALUES') {
      if (of !== 'hash') throw ONLY_HSCAN;
      withValues = false;
      continue;
    }
    const argument = argv[++i];
    if (argument === undefined) throw SYNTAX_ERROR;
    switch (option) {
      case 'MATCH':
        glob = argument === '*' ? undefined : new Glob(argument);
        break;
      case 'COUNT':
        count = integer(argument);
        if (count < 1) throw SYNTAX_ERROR;
        break;
      case 'TYPE':
        type = argument.toLowerCase();
        break;
      case undefined:
        throw SYNTAX_ERROR;
    }
  }
  return { glob, count, type, withValues };
}
