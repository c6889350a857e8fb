/**
 * Clients of other languages: each language has a program in a folder of its own here, which is told the ports of one
 * node and of three and ends with the line `N passed, M failed`. It may kill one of the three.
 * Go and Java are skipped where the language is missing, or its packages are and cannot be fetched. With `--long` Java's
 * tests use the one node too.
 */
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startCluster, startQuorate } from './support/server-process.js';

type Arguments = readonly [string, ...string[]];

interface Language {
  /** Makes the program, and succeeds where it can run. */
  readonly make: Arguments;
  readonly run: Arguments;
  readonly mayBeMissing: boolean;
}

/** For making a program, its packages fetched, and for running it. */
const MAKE_LIMIT_MS = 120_000;
const RUN_LIMIT_MS = 300_000;

/** Packages, but no other version of Go. */
const GO = ['env', 'GOTOOLCHAIN=local', 'go'] as const;
const CACHE = join(import.meta.dirname, '..', '.cache');
const GO_PROGRAM = join(CACHE, 'go-clients');
const JARS = join(CACHE, 'java', 'lib');

const LANGUAGES: Readonly<Record<string, Language>> = {
  // The interpreter that Debian's python3-redis belongs to, whatever else is installed.
  python: {
    make: ['/usr/bin/python3', '-c', 'import redis'],
    run: ['/usr/bin/python3', 'main.py'],
    mayBeMissing: false,
  },
  go: {
    make: [...GO, 'build', '-o', GO_PROGRAM, '.'],
    run: [GO_PROGRAM],
    mayBeMissing: true,
  },
  java: {
    make: ['mvn', '-q', '-B', 'compile', 'dependency:copy-dependencies', `-DoutputDirectory=${JARS}`],
    run: [
      'java',
      '-XX:TieredStopAtLevel=1',
      '-cp',
      `${join(CACHE, 'java', 'classes')}:${JARS}/*`,
      'quorate.Main',
    ],
    mayBeMissing: true,
  },
};

interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

const folderOf = (name: string): string => join(import.meta.dirname, name);

async function test(name: string, language: Language, isLong: boolean): Promise<Counts> {
  const missing = whyMissing(name, language);
  if (missing !== undefined) {
    console.log(`${name} or its packages are missing: ${missing}`);
    return { passed: 0, failed: language.mayBeMissing ? 0 : 1, skipped: language.mayBeMissing ? 1 : 0 };
  }
  const [one, three] = await Promise.all([startQuorate(), startCluster()]);
  try {
    const told = { QUORATE_ONE: String(one.port), QUORATE_THREE: three.ports.join(',') };
    return await count(name, language.run, isLong ? { ...told, QUORATE_LONG: '1' } : told);
  } finally {
    await Promise.all([one.stop(), three.stop()]);
  }
}

function whyMissing(name: string, { make: [program, ...args] }: Language): string | undefined {
  const options = { cwd: folderOf(name), encoding: 'utf8', timeout: MAKE_LIMIT_MS } as const;
  const made = spawnSync(program, args, options);
  if (made.status === 0) return undefined;
  return made.error === undefined ? `${made.stdout}${made.stderr}`.trim() : made.error.message;
}

/** Runs the program; what it prints is shown. One that ends without a count, or not in time, has failed. */
async function count(
  name: string,
  [program, ...args]: Arguments,
  told: Readonly<Record<string, string>>,
): Promise<Counts> {
  const child = spawn(program, args, {
    cwd: folderOf(name),
    env: { ...process.env, ...told, PYTHONDONTWRITEBYTECODE: '1' },
    stdio: ['ignore', 'pipe', 'inherit'],
    timeout: RUN_LIMIT_MS,
    killSignal: 'SIGKILL',
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString();
    process.stdout.write(chunk);
  });
  const code = await new Promise<number | null>(resolve => child.once('close', resolve));
  const [, passed, failed] = /^(\d+) passed, (\d+) failed\s*$/m.exec(output) ?? [];
  if (passed === undefined) return { passed: 0, failed: 1, skipped: 0 };
  return {
    passed: Number(passed),
    failed: Math.max(Number(failed), code === 0 ? 0 : 1),
    skipped: 0,
  };
}

const { values, positionals } = parseArgs({ options: { long: { type: 'boolean' } }, allowPositionals: true });
mkdirSync(CACHE, { recursive: true });
const names = positionals.length > 0 ? positionals : Object.keys(LANGUAGES);
const total = { passed: 0, failed: 0, skipped: 0 };
for (const name of names) {
  const language = LANGUAGES[name];
  if (language === undefined) throw new Error(`no tests of ${name}`);
  const counts = await test(name, language, values.long === true);
  total.passed += counts.passed;
  total.failed += counts.failed;
  total.skipped += counts.skipped;
}
const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : '';
console.log(`${total.passed} passed, ${total.failed} failed${skipped}`);
process.exitCode = total.failed === 0 ? 0 : 1;
