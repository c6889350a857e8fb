/** Where a blocking command carries its timeout: its last argument, or the first. */
const BLOCKING: ReadonlyMap<string, 'first' | 'last'> = new Map([
  ['blpop', 'last'],
  ['brpop', 'last'],
  ['blmove', 'last'],
  ['brpoplpush', 'last'],
  ['blmpop', 'first'],
  ['bzpopmin', 'last'],
  ['bzpopmax', 'last'],
  ['bzmpop', 'first'],
]);

/** Timeouts that end within a step. All others that a script uses are errors, or longer than any test. */
export const SHORT_TIMEOUTS = ['0.005', '0.01', '.02', '1e-2'];
/** For ever, and longer than any test runs. */
export const LONG_TIMEOUTS = ['0', '0.0', '1000', '1e5'];
/** No timeouts at all: the command answers an error. */
export const BAD_TIMEOUTS = [
  '-1',
  '-0.5',
  'abc',
  '',
  'nan',
  '1e400',
  '-inf',
  '1 ',
  ' 1',
  '99999999999999999999',
  '1,5',
  'inf',
];

/** The place of the timeout in `command`, or undefined when it has none. */
export function timeoutIndex(command: readonly unknown[]): number | undefined {
  const [name] = command;
  const place = typeof name === 'string' ? BLOCKING.get(name.toLowerCase()) : undefined;
  if (place === undefined || command.length < 2) return undefined;
  return place === 'first' ? 1 : command.length - 1;
}

/** True when `command` may stay unanswered beyond its step. WAIT is only sent with a timeout of milliseconds. */
export function mayStayBlocked(command: readonly string[]): boolean {
  const index = timeoutIndex(command);
  return index !== undefined && LONG_TIMEOUTS.includes(command[index] ?? '');
}
