import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const CLIENTS = 50;
const LIMIT_MS = 120_000;

/** What redis-benchmark says of one run. */
export interface Sample {
  /** Requests a second. */
  readonly rate: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/** One run of redis-benchmark. A warning or an error of the server makes it worthless, so it throws. */
export async function measure(
  port: number,
  test: string,
  pipeline: number,
  requests: number,
): Promise<Sample> {
  const options = [
    '-p',
    port,
    '-c',
    CLIENTS,
    '-P',
    pipeline,
    '-n',
    requests,
    '-t',
    test.toLowerCase(),
    '--csv',
  ];
  const { stdout, stderr } = await promisify(execFile)('redis-benchmark', options.map(String), {
    timeout: LIMIT_MS,
  });
  if (/warning|error/i.test(stdout + stderr)) throw new Error(`redis-benchmark ${test}: ${stdout}${stderr}`);
  const [head = '', line = ''] = stdout.trim().split('\n').slice(-2);
  const fields = (text: string): string[] => text.split(',').map(field => field.replaceAll('"', ''));
  const names = fields(head);
  const value = (name: string): number => Number(fields(line)[names.indexOf(name)]);
  const sample = { rate: value('rps'), p50Ms: value('p50_latency_ms'), p99Ms: value('p99_latency_ms') };
  if (!(sample.rate > 0)) throw new Error(`redis-benchmark ${test} printed: ${stdout}`);
  return sample;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const [low = NaN, high = NaN] = [sorted[middle - 1], sorted[middle]];
  return sorted.length % 2 === 1 ? high : (low + high) / 2;
}
