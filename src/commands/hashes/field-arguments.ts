import { ErrorReply } from '../../resp/reply.js';
import { type ExpiryUnit, integer64, integerWithin, invalidExpireTime, isKeyword } from '../arguments.js';

export const FIELDS_MISSING = new ErrorReply(
  'ERR Mandatory argument FIELDS is missing or not at the right position',
);
const NO_POSITIVE_COUNT = new ErrorReply('ERR Number of fields must be a positive integer');
const WRONG_COUNT = new ErrorReply('ERR The `numfields` parameter must match the number of arguments');
const NEGATIVE_TIME = new ErrorReply('ERR invalid expire time, must be >= 0');

/** Fields end before the year 4199: Redis has so many bits for that. Milliseconds since the epoch. */
const DEADLINE_MAX = 2 ** 46 - 1;

/** From index `from` on: `FIELDS numfields field [field ...]`. */
export function fieldsFrom(
  argv: readonly string[],
  from: number,
  badCount: ErrorReply = NO_POSITIVE_COUNT,
): readonly string[] {
  if (!isKeyword(argv[from], 'FIELDS')) throw FIELDS_MISSING;
  const count = integerWithin(argv[from + 1] ?? '', 1, Number.MAX_SAFE_INTEGER, badCount);
  if (count !== argv.length - from - 2) throw WRONG_COUNT;
  return argv.slice(from + 2);
}

/**
 * When fields end, in milliseconds since the epoch. `from`: what the argument counts from, as for `deadlineOf`;
 * `command` is the name in lower case, for the error.
 */
export function fieldDeadline(text: string, unit: ExpiryUnit, from: number, command: string): number {
  const amount = integer64(text);
  if (amount < 0) throw NEGATIVE_TIME;
  const deadline = Number(amount) * (unit === 'seconds' ? 1000 : 1) + from;
  if (deadline > DEADLINE_MAX) throw invalidExpireTime(command);
  return deadline;
}

/** The units and starting points of EX, PX, EXAT and PXAT. */
export const TIME_OPTIONS = {
  EX: { unit: 'seconds', isRelative: true },
  PX: { unit: 'milliseconds', isRelative: true },
  EXAT: { unit: 'seconds', isRelative: false },
  PXAT: { unit: 'milliseconds', isRelative: false },
} as const;
