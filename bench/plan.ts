import { WORKLOADS, type Workload } from './workloads.js';

/** Who is measured. `always` and `plain` are redis-server, with every write synced and as it comes. */
export type Target = 'always' | 'plain' | 'one' | 'leader' | 'follower';

export const TARGET_NAMES: Readonly<Record<Target, string>> = {
  always: 'redis-server, appendfsync always',
  plain: 'redis-server',
  one: 'one node',
  leader: 'three nodes, leader',
  follower: 'three nodes, follower',
};

/** One row of the table: a workload, against Quorate and against its yardstick. */
export interface Row {
  /** Name of the workload. */
  readonly test: string;
  readonly pipeline: number;
  readonly target: Target;
  readonly yardstick: Target;
  /** The least ratio of the two that counts as a pass. */
  readonly atLeast?: number;
}

/** What is promised where nothing more is said of a row: at least this share of the yardstick's rate, one node, P=1. */
const USUAL_PROMISE = 0.7;
/** Those of which more is said: workload, pipeline, target, share. */
const PROMISES: readonly (readonly [test: string, pipeline: number, target: Target, atLeast: number])[] = [
  ['SET', 1, 'one', 0.85],
  ['SET', 16, 'one', 0.6],
  ['GET', 1, 'one', 0.97],
  ['GET', 16, 'one', 0.5],
  ['LPUSH', 1, 'one', 0.9],
  ['RPOP', 1, 'one', 0.9],
  ['INCR', 1, 'one', 0.9],
  ['MSET', 1, 'one', 0.9],
  ['SET', 1, 'leader', 0.35],
  ['SET', 16, 'leader', 0.25],
  ['GET', 1, 'leader', 0.9],
  ['GET', 1, 'follower', 0.5],
];

function promiseOf(test: string, pipeline: number, target: Target): number | undefined {
  const own = PROMISES.find(([t, p, to]) => t === test && p === pipeline && to === target);
  return own?.[3] ?? (target === 'one' && pipeline === 1 ? USUAL_PROMISE : undefined);
}

function row({ name, reads }: Workload, pipeline: number, target: Target): Row {
  const atLeast = promiseOf(name, pipeline, target);
  const yardstick = reads === true ? 'plain' : 'always';
  return { test: name, pipeline, target, yardstick, ...(atLeast !== undefined && { atLeast }) };
}

/** Those that are measured with a pipeline, and those on three nodes. */
const PIPELINED = ['SET', 'GET', 'SET 1 KB', 'INCR', 'LPUSH', 'RPOP', 'MSET'];
const ON_THREE = ['SET', 'GET'];

/** All rows, or those whose workload is one of `only` (any case). */
export function rowsOf(only: readonly string[]): Row[] {
  const pipelinesOf = ({ name }: Workload): number[] => (PIPELINED.includes(name) ? [1, 16] : [1]);
  const rowsOn = (target: Target, workloads: readonly Workload[]): Row[] =>
    workloads.flatMap(workload => pipelinesOf(workload).map(pipeline => row(workload, pipeline, target)));
  const three = WORKLOADS.filter(({ name }) => ON_THREE.includes(name));
  const all = [...rowsOn('one', WORKLOADS), ...rowsOn('leader', three), ...rowsOn('follower', three)];
  const wanted = only.map(name => name.toUpperCase());
  return all.filter(({ test }) => wanted.length === 0 || wanted.includes(test.toUpperCase()));
}

export function workloadOf({ test }: Row): Workload {
  const workload = WORKLOADS.find(({ name }) => name === test);
  if (workload === undefined) throw new Error(`no workload ${test}`);
  return workload;
}

/** How many requests take two seconds or more at the rates of a small machine: a server that node has compiled is measured. */
export function requestsOf(pipeline: number, quick: boolean): number {
  return (pipeline === 1 ? 200_000 : 400_000) / (quick ? 10 : 1);
}
