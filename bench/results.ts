import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, statfsSync, writeFileSync } from 'node:fs';
import { cpus, release, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import type { Row } from './plan.js';
import type { Latency } from './latency.js';
import type { Sample } from './measure.js';
import type { Memory } from './memory.js';

const TMPFS_MAGIC = 0x01021994;
const RESULTS = join(import.meta.dirname, 'results');

/** Figures of two machines say nothing about each other: results carry where they were measured. */
export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGb: number;
  readonly kernel: string;
  readonly node: string;
  readonly redis: string;
}

export interface MeasuredRow extends Row {
  readonly samples: readonly Sample[];
  readonly yardstickSamples: readonly Sample[];
}

export interface Results {
  readonly date: string;
  readonly commit: string;
  readonly machine: Machine;
  readonly rounds: number;
  readonly rows: readonly MeasuredRow[];
  readonly latency?: Latency;
  readonly memory?: Memory;
}

const output = (command: string, ...args: readonly string[]): string =>
  execFileSync(command, args, { stdio: ['ignore', 'pipe', 'ignore'] })
    .toString()
    .trim();

export function describeMachine(): Machine {
  return {
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    kernel: release(),
    node: process.version,
    redis: /v=(\S+)/.exec(output('redis-server', '--version'))?.[1] ?? 'unknown',
  };
}

/** What was measured; `unknown` where the sources are not a checkout. */
export function currentCommit(): string {
  try {
    return output('git', '-C', import.meta.dirname, 'describe', '--always', '--dirty');
  } catch {
    return 'unknown';
  }
}

/** Synced writes to a file system in memory cost nothing: such figures would be worthless. */
export function refuseMemoryDisk(): void {
  if (statfsSync(tmpdir()).type === TMPFS_MAGIC) {
    throw new Error(`${tmpdir()} is a tmpfs: set TMPDIR to a folder on a real disk`);
  }
}

/** Writes results into a file of their own; answers its path. */
export function save<T extends { readonly date: string }>(results: T): string {
  mkdirSync(RESULTS, { recursive: true });
  const path = join(RESULTS, `${results.date.replaceAll(/[:.]/g, '-')}.json`);
  writeFileSync(path, `${JSON.stringify(results, null, 2)}\n`);
  return path;
}

/** Writes a picture beside the results at `path`; answers its own path. */
export function savePicture(path: string, svg: string): string {
  const picture = path.replace(/\.json$/, '.svg');
  writeFileSync(picture, svg);
  return picture;
}

/** Earlier results; throws when they come from another machine than `machine`. */
export function load(path: string, machine: Machine): Results {
  const results = JSON.parse(readFileSync(path, 'utf8')) as Results;
  if (JSON.stringify(results.machine) !== JSON.stringify(machine)) {
    throw new Error(`${path} was measured on another machine: ${JSON.stringify(results.machine)}`);
  }
  return results;
}
