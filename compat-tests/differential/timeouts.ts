/** Where a blocking command carries its timeout: its last argument, the first, or behind BLOCK. */
const BLOCKING: ReadonlyMap<string, 'first' | 'last' | 'block'> = new Map([
  ['blpop', 'last'],
  ['brpop', 'last'],
  ['blmove', 'last'],
  ['brpoplpush', 'last'],
  ['blmpop', 'first'],
  ['bzpopmin', 'last'],
  ['bzpopmax', 'last'],
  ['bzmpop', 'first'],
  ['xread', 'block'],
  ['xreadgroup', 'block'],
]);

export interface Timeouts {
  /** These end within a step. All others that a script uses are errors, or longer than any test. */
  readonly short: readonly string[];
  /** For ever, and longer than any test runs. */
  readonly long: readonly string[];
  /** No timeouts at all: the command answers an error. */
  readonly bad: readonly string[];
}

export const SECONDS: Timeouts = {
  short: ['0.005', '0.01', '.02', '1e-2'],
  long: ['0', '0.0', '1000', '1e5'],
  bad: ['-1', '-0.5', 'abc', '', 'nan', '1e400', '-inf', '1 ', ' 1', '99999999999999999999', '1,5', 'inf'],
};

/** Of XREAD and XREADGROUP. */
export const MILLISECONDS: Timeouts = {
  short: ['5', '10', '20'],
  long: ['0', '1000000'],
  bad: ['-1', '0.5', 'abc', '', '1e3', ' 1', '01', '9223372036854775808'],
};

/** The place of the timeout in `command`, or undefined when it has none. */
export function timeoutIndex(command: readonly unknown[]): number | undefined {
  const place = placeOf(command);
  if (place === undefined || command.length < 2) return undefined;
  if (place === 'first') return 1;
  if (place === 'last') return command.length - 1;
  const words = command.map(word => (typeof word === 'string' ? word.toLowerCase() : ''));
  const streams = words.indexOf('streams');
  const block = words.lastIndexOf('block', streams < 0 ? words.length : streams);
  return block < 0 || block + 1 >= command.length ? undefined : block + 1;
}

/** Those that a command with a timeout takes. */
export function timeoutsOf(command: readonly unknown[]): Timeouts {
  return placeOf(command) === 'block' ? MILLISECONDS : SECONDS;
}

function placeOf([name]: readonly unknown[]): 'first' | 'last' | 'block' | undefined {
  return typeof name === 'string' ? BLOCKING.get(name.toLowerCase()) : undefined;
}

/** True when `command` may stay unanswered beyond its step. WAIT is only sent with a timeout of milliseconds. */
export function mayStayBlocked(command: readonly string[]): boolean {
  const index = timeoutIndex(command);
  return index !== undefined && timeoutsOf(command).long.includes(command[index] ?? '');
}
