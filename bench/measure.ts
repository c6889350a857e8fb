import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Workload } from './workloads.js';

const CLIENTS = 50;
/** What fills a server before it is measured travels in pipelines of this many commands. */
const FILL_PIPELINE = 64;
const LIMIT_MS = 120_000;

/** What redis-benchmark says of one run. */
export interface Sample {
  /** Requests a second. */
  readonly rate: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

interface Load {
  readonly port: number;
  readonly clients: number;
  readonly pipeline: number;
  readonly requests: number;
  /** How many different numbers `__rand_int__` stands for. */
  readonly keyspace: number | undefined;
}

/** One run of redis-benchmark. A warning or an error of the server makes it worthless, so it throws. */
async function run(load: Load, what: readonly string[]): Promise<string> {
  const random = load.keyspace === undefined ? [] : ['-r', load.keyspace];
  const { port, clients, pipeline, requests } = load;
  const options = ['-p', port, '-c', clients, '-P', pipeline, '-n', requests, '--csv', ...random, ...what];
  const { stdout, stderr } = await promisify(execFile)('redis-benchmark', options.map(String), {
    timeout: LIMIT_MS,
  });
  if (/warning|error/i.test(stdout + stderr))
    throw new Error(`redis-benchmark ${what.join(' ')}: ${stdout}${stderr}`);
  return stdout;
}

/** Puts there what the workload needs, then measures it. */
export async function measure(
  port: number,
  workload: Workload,
  pipeline: number,
  requests: number,
  clients = CLIENTS,
): Promise<Sample> {
  const { sends, keyspace, valueBytes, before = [] } = workload;
  for (const { command, times } of before) {
    const each = times === 'each request';
    const load = { port, clients: each ? CLIENTS : 1, pipeline: each ? FILL_PIPELINE : 1, keyspace };
    await run({ ...load, requests: each ? requests : 1 }, command);
  }
  const size = valueBytes === undefined ? [] : ['-d', String(valueBytes)];
  const what = 'test' in sends ? ['-t', sends.test] : sends.command;
  return sampleOf(await run({ port, clients, pipeline, requests, keyspace }, [...size, ...what]));
}

function sampleOf(stdout: string): Sample {
  const [head = '', line = ''] = stdout.trim().split('\n').slice(-2);
  // The name of a command is in quotes and may hold commas: the figures are counted from the end.
  const fields = (text: string): string[] => text.split(',').map(field => field.replaceAll('"', ''));
  const names = fields(head).reverse();
  const values = fields(line).reverse();
  const value = (name: string): number => Number(values[names.indexOf(name)]);
  const sample = { rate: value('rps'), p50Ms: value('p50_latency_ms'), p99Ms: value('p99_latency_ms') };
  if (!(sample.rate > 0)) throw new Error(`redis-benchmark printed: ${stdout}`);
  return sample;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const [low = NaN, high = NaN] = [sorted[middle - 1], sorted[middle]];
  return sorted.length % 2 === 1 ? high : (low + high) / 2;
}
