import { createHash } from 'node:crypto';
import { bullRate } from './bullmq.js';
import { measure } from './measure.js';
import type { Workload } from './workloads.js';

/** Locks that are held when the measurement begins: so many that most releases find theirs. */
const LOCKS = 500_000;
const LOCKS_A_SCRIPT = 100_000;
const REQUESTS = 200_000;
const JOBS = 10_000;
const PAYLOAD = 'x'.repeat(200);
/** The share of the yardstick that is promised. */
const PROMISE = 0.7;

const RELEASE =
  "if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) else return 0 end";
const TAKE_ALL =
  "for at = ARGV[1], ARGV[2] do redis.call('set', string.format('lock:%012d', at), 'token') end";

const unlock: Workload = {
  name: 'EVALSHA unlock',
  sends: {
    command: ['EVALSHA', createHash('sha1').update(RELEASE).digest('hex'), '1', 'lock:__rand_int__', 'token'],
  },
  keyspace: LOCKS,
  before: [
    { command: ['SCRIPT', 'LOAD', RELEASE], times: 'once' },
    ...Array.from({ length: LOCKS / LOCKS_A_SCRIPT }, (_, part) => ({
      command: [
        ...['EVAL', TAKE_ALL, '0'],
        ...[part * LOCKS_A_SCRIPT, (part + 1) * LOCKS_A_SCRIPT - 1].map(String),
      ],
      times: 'once' as const,
    })),
  ],
};

/** What one node does, beside redis-server that syncs every write. A second. */
export interface ScriptRates {
  readonly name: string;
  readonly ours: number;
  readonly redis: number;
}

/** Ports of one node, and of redis-server with appendfsync always. */
export async function measureScripts(one: number, always: number): Promise<ScriptRates[]> {
  const unlocks = warmedUp(async port => (await measure(port, unlock, 1, REQUESTS)).rate);
  const jobs = warmedUp(port => bullRate(port, JOBS, PAYLOAD));
  return [
    { name: 'lock released by EVALSHA, 50 clients', redis: await unlocks(always), ours: await unlocks(one) },
    { name: `BullMQ, ${JOBS} jobs added and done`, redis: await jobs(always), ours: await jobs(one) },
  ];
}

/** Once for nothing: node compiles what runs often. */
const warmedUp =
  (rate: (port: number) => Promise<number>) =>
  async (port: number): Promise<number> => {
    await rate(port);
    return rate(port);
  };

const isKept = ({ ours, redis }: ScriptRates): boolean => ours / redis >= PROMISE;

export function formatScripts(rates: readonly ScriptRates[]): string {
  const lines = rates.map(each => {
    const figures = `${Math.round(each.ours)} a second, redis-server ${Math.round(each.redis)}`;
    const ratio = (each.ours / each.redis).toFixed(2);
    return `  ${each.name.padEnd(38)} ${figures}: ${ratio} (promised ${PROMISE}: ${isKept(each) ? 'pass' : 'FAIL'})`;
  });
  return ['Scripts, one node beside redis-server with appendfsync always:', ...lines].join('\n');
}

export const scriptsPass = (rates: readonly ScriptRates[]): boolean => rates.every(isKept);
