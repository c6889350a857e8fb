import { INT64_MAX, INT64_MIN, type Int64, narrow, parseDouble, parseInt64 } from '../base/numbers.js';
import type { Database } from '../machine/database.js';
import type { Value } from '../machine/value.js';
import { Bytes } from '../machine/values/bytes.js';
import type { StringValue } from '../machine/values/string.js';
import { ErrorReply, NOT_AN_INTEGER, NOT_A_FLOAT, SYNTAX_ERROR, WRONG_TYPE } from '../resp/reply.js';

/** What every family reads from its arguments. All of it throws an `ErrorReply` in Redis's words. */

/** A 64-bit integer, exact. */
export function integer64(text: string, error = NOT_AN_INTEGER): Int64 {
  const value = parseInt64(text);
  if (value === undefined) throw error;
  return value;
}

/** A 64-bit integer that counts or indexes something: saturated, because nothing here is that long. */
export function integer(text: string, error = NOT_AN_INTEGER): number {
  return saturate(integer64(text, error));
}

/** What leaves the safe range becomes its nearest end. */
export function saturate(value: Int64): number {
  if (typeof value === 'number') return value;
  return value > 0n ? Number.MAX_SAFE_INTEGER : Number.MIN_SAFE_INTEGER;
}

/** An integer from `least` to `most`; `error` for all else, numbers or not. */
export function integerWithin(text: string, least: number, most: number, error: ErrorReply): number {
  const value = integer(text, error);
  if (value < least || value > most) throw error;
  return value;
}

export function float(text: string, error = NOT_A_FLOAT): number {
  const value = parseDouble(text);
  if (value === undefined) throw error;
  return value;
}

/** Which of `options` (upper case) the argument is, in any case; undefined: none of them, or no argument. */
export function keyword<Option extends string>(
  text: string | undefined,
  ...options: readonly Option[]
): Option | undefined {
  if (text === undefined) return undefined;
  for (const option of options) if (isKeyword(text, option)) return option;
  return undefined;
}

/** Whether the argument is `option` (upper case), in any case. */
export function isKeyword(text: string | undefined, option: string): boolean {
  return text === option || (text?.length === option.length && text.toUpperCase() === option);
}

/** The string under a key; undefined: not there. */
export function stringAt(db: Database, key: string, error = WRONG_TYPE): StringValue | undefined {
  return stringOf(db.get(key), error);
}

/** The value of a key as a string; undefined: the key is not there. */
export function stringOf(value: Value | undefined, error = WRONG_TYPE): StringValue | undefined {
  if (value === undefined || typeof value === 'string' || value instanceof Bytes) return value;
  throw error;
}

/** Where an expiry argument counts from, and in what. */
export type ExpiryUnit = 'seconds' | 'milliseconds';

/**
 * A moment in milliseconds since the epoch from an expiry argument. `from` is `context.now` for a relative time and 0
 * for an absolute one; `command` is the name in lower case, for the error. The result may lie in the past, below 0 too.
 * A moment beyond the safe integers (the year 287396) is brought back to the last of them.
 */
export function deadlineOf(text: string, unit: ExpiryUnit, from: number, command: string): number {
  const amount = integer64(text);
  if (typeof amount === 'number') {
    const deadline = (unit === 'seconds' ? amount * 1000 : amount) + from;
    if (Number.isSafeInteger(deadline)) return deadline;
  }
  let exact = BigInt(amount) * (unit === 'seconds' ? 1000n : 1n);
  if (exact > INT64_MAX || exact < INT64_MIN) throw invalidExpireTime(command);
  exact += BigInt(from);
  if (exact > INT64_MAX) throw invalidExpireTime(command);
  return saturate(narrow(exact));
}

/** The same where only a positive argument makes sense: SET, SETEX, GETEX ... */
export function futureDeadlineOf(text: string, unit: ExpiryUnit, from: number, command: string): number {
  if (integer64(text) <= 0) throw invalidExpireTime(command);
  return deadlineOf(text, unit, from, command);
}

export function invalidExpireTime(command: string): ErrorReply {
  return new ErrorReply(`ERR invalid expire time in '${command}' command`);
}

const TIMEOUT_NOT_A_FLOAT = new ErrorReply('ERR timeout is not a float or out of range');
const TIMEOUT_OUT_OF_RANGE = new ErrorReply('ERR timeout is out of range');
const TIMEOUT_NEGATIVE = new ErrorReply('ERR timeout is negative');

/** How long a blocking command waits: seconds with a fraction in, whole milliseconds out (rounded up); 0: for ever. */
export function blockingTimeout(text: string, now: number): number {
  const milliseconds = Math.ceil(float(text, TIMEOUT_NOT_A_FLOAT) * 1000);
  if (milliseconds > 2 ** 63 - 1) throw TIMEOUT_OUT_OF_RANGE;
  if (milliseconds < 0) throw TIMEOUT_NEGATIVE;
  if (milliseconds > 2 ** 63 - 1 - now) throw TIMEOUT_OUT_OF_RANGE;
  return milliseconds === 0 ? 0 : Math.min(milliseconds, Number.MAX_SAFE_INTEGER);
}

const NOT_A_POSITIVE = new ErrorReply('ERR value is out of range, must be positive');

/** How many elements to take: 0 or more. */
export function positiveCount(argument: string): number {
  return integerWithin(argument, 0, Number.MAX_SAFE_INTEGER, NOT_A_POSITIVE);
}

const NO_KEYS = new ErrorReply('ERR numkeys should be greater than 0');
const NO_COUNT = new ErrorReply('ERR count should be greater than 0');

/** From index `from` on: `numkeys key [key ...] <end> [COUNT count]`; `endOf` reads the end to take from. */
export function poppingOptions<End>(
  argv: readonly string[],
  from: number,
  endOf: (argument: string | undefined) => End,
): { keys: readonly string[]; end: End; count: number } {
  const numkeys = integerWithin(argv[from]!, 1, Number.MAX_SAFE_INTEGER, NO_KEYS);
  const behind = from + 1 + numkeys;
  const end = endOf(argv[behind]);
  const options = argv.slice(behind + 1);
  if (options.length > 0 && (options.length !== 2 || !isKeyword(options[0], 'COUNT'))) {
    // A second COUNT is a syntax error, but only after the first was read.
    if (isKeyword(options[0], 'COUNT') && options.length > 1) takingCount(options[1]!);
    throw SYNTAX_ERROR;
  }
  const count = options.length === 0 ? 1 : takingCount(options[1]!);
  return { keys: argv.slice(from + 1, behind), end, count };
}

function takingCount(argument: string): number {
  return integerWithin(argument, 1, Number.MAX_SAFE_INTEGER, NO_COUNT);
}

/** Redis answers this when a command that takes pairs or a variable part got an odd number of arguments. */
export function wrongArity(command: string): ErrorReply {
  return new ErrorReply(`ERR wrong number of arguments for '${command}' command`);
}

/** What an error shows of an argument: as in Redis, no more than its bytes before the first zero. */
export function printed(argument: string): string {
  const end = argument.indexOf('\0');
  return end < 0 ? argument : argument.slice(0, end);
}

/** What Redis answers where the number of arguments is looked at by the subcommand itself. */
export function wrongSubcommandArity([command = '', subcommand = '']: readonly string[]): ErrorReply {
  const name = printed(subcommand).slice(0, 128);
  return new ErrorReply(
    `ERR unknown subcommand or wrong number of arguments for '${name}'. Try ${command.toUpperCase()} HELP.`,
  );
}
