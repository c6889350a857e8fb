/**
 * Clients of other languages: each language has a program in a folder of its own here, which is told the ports of one
 * node and of three and ends with the line `N passed, M failed`. It may kill one of the three.
 * Go and Java are skipped where the language or its packages are missing.
 */
import { spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { startCluster, startQuorate } from './support/server-process.js';

type Arguments = readonly [string, ...string[]];

interface Language {
  /** Succeeds where the program can run. */
  readonly check: Arguments;
  readonly run: Arguments;
  readonly mayBeMissing: boolean;
}

/** With what is on this machine: nothing is downloaded. */
const GO = ['env', 'GOPROXY=off', 'GOTOOLCHAIN=local', 'go'] as const;

const LANGUAGES: Readonly<Record<string, Language>> = {
  // The interpreter that Debian's python3-redis belongs to, whatever else is installed.
  python: {
    check: ['/usr/bin/python3', '-c', 'import redis'],
    run: ['/usr/bin/python3', 'main.py'],
    mayBeMissing: false,
  },
  go: {
    check: [...GO, 'build', '-o', '/dev/null', '.'],
    run: [...GO, 'run', '.'],
    mayBeMissing: true,
  },
};

interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

const folderOf = (name: string): string => join(import.meta.dirname, name);

async function test(name: string, language: Language): Promise<Counts> {
  const [program, ...args] = language.check;
  const check = spawnSync(program, args, { cwd: folderOf(name), encoding: 'utf8' });
  if (check.status !== 0) {
    console.log(`${name} or its packages are missing: ${check.stderr || String(check.error ?? '')}`);
    return { passed: 0, failed: language.mayBeMissing ? 0 : 1, skipped: language.mayBeMissing ? 1 : 0 };
  }
  const [one, three] = await Promise.all([startQuorate(), startCluster()]);
  try {
    const ports = { QUORATE_ONE: String(one.port), QUORATE_THREE: three.ports.join(',') };
    return await count(name, language.run, ports);
  } finally {
    await Promise.all([one.stop(), three.stop()]);
  }
}

/** Runs the program; what it prints is shown. One that ends without a count has failed. */
async function count(
  name: string,
  [program, ...args]: Arguments,
  ports: Readonly<Record<string, string>>,
): Promise<Counts> {
  const child = spawn(program, args, {
    cwd: folderOf(name),
    env: { ...process.env, ...ports, PYTHONDONTWRITEBYTECODE: '1' },
    stdio: ['ignore', 'pipe', 'inherit'],
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

const names = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(LANGUAGES);
const total = { passed: 0, failed: 0, skipped: 0 };
for (const name of names) {
  const language = LANGUAGES[name];
  if (language === undefined) throw new Error(`no tests of ${name}`);
  const counts = await test(name, language);
  total.passed += counts.passed;
  total.failed += counts.failed;
  total.skipped += counts.skipped;
}
const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : '';
console.log(`${total.passed} passed, ${total.failed} failed${skipped}`);
process.exitCode = total.failed === 0 ? 0 : 1;
