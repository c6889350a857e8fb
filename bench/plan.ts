/** Who is measured. `always` and `plain` are redis-server, with every write synced and as it comes. */
export type Target = 'always' | 'plain' | 'one' | 'leader' | 'follower';

export const TARGET_NAMES: Readonly<Record<Target, string>> = {
  always: 'redis-server, appendfsync always',
  plain: 'redis-server',
  one: 'one node',
  leader: 'three nodes, leader',
  follower: 'three nodes, follower',
};

/** One row of the table: a test of redis-benchmark, against Quorate and against its yardstick. */
export interface Row {
  readonly test: string;
  readonly pipeline: number;
  readonly target: Target;
  readonly yardstick: Target;
  /** The least ratio of the two that counts as a pass. */
  readonly atLeast?: number;
}

const TESTS = ['SET', 'GET', 'LPUSH', 'RPOP', 'INCR', 'MSET'];
const PIPELINES = [1, 16];

/** What is promised: at least this share of the yardstick's rate. */
const PROMISES: readonly { test: string; pipeline: number; target: Target; atLeast: number }[] = [
  { test: 'SET', pipeline: 1, target: 'one', atLeast: 0.8 },
  { test: 'GET', pipeline: 1, target: 'one', atLeast: 0.9 },
  { test: 'SET', pipeline: 1, target: 'leader', atLeast: 0.3 },
];

function row(test: string, pipeline: number, target: Target): Row {
  const promise = PROMISES.find(p => p.test === test && p.pipeline === pipeline && p.target === target);
  const yardstick = test === 'GET' ? 'plain' : 'always';
  return { test, pipeline, target, yardstick, ...(promise && { atLeast: promise.atLeast }) };
}

/** All rows, or those whose test is one of `only`. */
export function rowsOf(only: readonly string[]): Row[] {
  const one = TESTS.flatMap(test => PIPELINES.map(pipeline => row(test, pipeline, 'one')));
  const three = (['leader', 'follower'] as const).flatMap(target =>
    ['SET', 'GET'].flatMap(test => PIPELINES.map(pipeline => row(test, pipeline, target))),
  );
  const wanted = only.map(name => name.toUpperCase());
  return [...one, ...three].filter(({ test }) => wanted.length === 0 || wanted.includes(test));
}

/** How many requests take a second or more at the rates of a small machine. */
export function requestsOf(pipeline: number, quick: boolean): number {
  return (pipeline === 1 ? 100_000 : 400_000) / (quick ? 10 : 1);
}
