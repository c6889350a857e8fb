#!/usr/bin/env node
// The launcher. Plain Node without dependencies: it makes a fresh checkout ready, then starts Quorate with a heap that
// fits the machine, hands signals on, and ends as Quorate ends.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { constants, totalmem } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const HEAP_SHARE = 0.75;
const MIB = 1024 * 1024;

/** Bytes of memory that this process may use: the machine's, or less where a cgroup says so. */
function memory() {
  const limits = ['/sys/fs/cgroup/memory.max', '/sys/fs/cgroup/memory/memory.limit_in_bytes'].map(path => {
    try {
      return Number(readFileSync(path, 'utf8')) || Infinity; // "max" is not a number
    } catch {
      return Infinity;
    }
  });
  return Math.min(totalmem(), ...limits);
}

if (existsSync(join(root, 'src'))) {
  const { setUp } = await import('../scripts/setup.mjs');
  setUp();
}

const heap = Math.floor((memory() * HEAP_SHARE) / MIB);
const main = join(root, 'dist', 'cli', 'main.js');
/** With this code Quorate says that another start heals what is wrong with it. */
const START_AGAIN = 75;
let child;

function start() {
  child = spawn(
    process.execPath,
    [`--max-old-space-size=${heap}`, '--enable-source-maps', main, ...process.argv.slice(2)],
    { stdio: 'inherit', env: { UV_THREADPOOL_SIZE: '8', ...process.env } },
  );
  child.on('error', error => {
    process.stderr.write(`quorate: cannot start node: ${error.message}\n`);
    process.exit(1);
  });
  child.on('exit', (code, signal) => {
    if (code === START_AGAIN) start();
    else process.exit(signal === null ? (code ?? 1) : 128 + (constants.signals[signal] ?? 0));
  });
}

start();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
// npm ends by a signal without handing it on: its script, which is this process, would be left behind.
if (process.env.npm_lifecycle_event !== undefined) {
  const npm = process.ppid;
  setInterval(() => process.ppid !== npm && child.kill('SIGTERM'), 500).unref();
}
