import { closeSync, fdatasyncSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { measure } from './measure.js';
import { WORKLOADS } from './workloads.js';

const SYNCS = 500;
const REQUESTS = 2000;
/** What one small write of the log makes dirty. */
const WRITE_BYTES = 256;

/** Milliseconds. */
export interface Quantiles {
  readonly p50: number;
  readonly p99: number;
}

/** How long one client waits for a SET on the leader of three nodes, beside one fdatasync of this disk. */
export interface Latency {
  readonly sync: Quantiles;
  readonly set: Quantiles;
}

/** At most these multiples of one fdatasync are promised. */
export const LATENCY_PROMISE: Quantiles = { p50: 2.5, p99: 6 };

/** Syncs of small appends to one file, alone. */
export function measureSync(): Quantiles {
  const path = join(tmpdir(), `quorate-bench-sync-${process.pid}`);
  const file = openSync(path, 'w');
  try {
    const times: number[] = [];
    for (let count = 0; count < SYNCS; count++) {
      const before = process.hrtime.bigint();
      writeSync(file, Buffer.alloc(WRITE_BYTES, count));
      fdatasyncSync(file);
      times.push(Number(process.hrtime.bigint() - before) / 1e6);
    }
    times.sort((a, b) => a - b);
    return { p50: times[Math.floor(SYNCS * 0.5)] ?? NaN, p99: times[Math.floor(SYNCS * 0.99)] ?? NaN };
  } finally {
    closeSync(file);
    rmSync(path);
  }
}

/** `port`: of the leader. */
export async function measureLatency(port: number): Promise<Latency> {
  const set = WORKLOADS.find(({ name }) => name === 'SET');
  if (set === undefined) throw new Error('no workload SET');
  await measure(port, set, 1, REQUESTS / 4, 1);
  const sync = measureSync();
  const { p50Ms, p99Ms } = await measure(port, set, 1, REQUESTS, 1);
  return { sync, set: { p50: p50Ms, p99: p99Ms } };
}

export function formatLatency({ sync, set }: Latency): string {
  const line = (name: 'p50' | 'p99'): string => {
    const ratio = set[name] / sync[name];
    const verdict = ratio <= LATENCY_PROMISE[name] ? 'pass' : 'FAIL';
    const compared = `${(set[name]).toFixed(2)} ms, ${ratio.toFixed(1)} x one fdatasync (${sync[name].toFixed(2)} ms)`;
    return `  ${name}  ${compared}, at most ${LATENCY_PROMISE[name]}  ${verdict}`;
  };
  return ['One client, SET, three nodes:', line('p50'), line('p99')].join('\n');
}

export const latencyPasses = ({ sync, set }: Latency): boolean =>
  set.p50 / sync.p50 <= LATENCY_PROMISE.p50 && set.p99 / sync.p99 <= LATENCY_PROMISE.p99;
