// Runs the checks and suites named, or all that belong to `npm test`, each in a process of its own. The last line sums
// them up: `N passed, M failed`. The exit code is 1 unless everything passed.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setUp } from './setup.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const folder = mkdtempSync(join(tmpdir(), 'quorate-test-'));

/** What counts as one test each: it passes when the command succeeds. */
const CHECKS = {
  types: ['typescript/bin/tsc', '-p', 'tsconfig.test.json'],
  lint: ['eslint/bin/eslint.js', 'src', 'test', 'compat-tests', 'bench', 'examples', '--max-warnings=0'],
  format: ['@biomejs/biome/bin/biome', 'format'],
  proto: ['./scripts/proto.mjs', '--check'],
  docs: ['./scripts/docs.mjs', '--check'],
};

/** Two files at a time, each by a process of its own: most of these wait for the disk and for elections. */
const IN_PAIRS = ['--parallel', '--jobs=2'];

/** Arguments for mocha. */
const SUITES = {
  unit: ['test/unit/**/*.test.ts', 'test/raft-cluster/**/*.test.ts'],
  interaction: ['test/interaction/**/*.test.ts'],
  simulation: ['test/sim/**/*.test.ts', '--ignore', 'test/sim/mutations.test.ts'],
  mutations: ['test/sim/mutations.test.ts'],
  integration: [...IN_PAIRS, '--timeout=60000', 'test/integration/**/*.test.ts'],
  compat: [...IN_PAIRS, '--config', 'compat-tests/.mocharc.json'],
  faults: [...IN_PAIRS, '--timeout=240000', 'test/faults/**/*.test.ts'],
  timing: ['--timeout=240000', 'test/timing/**/*.test.ts'],
};

/** A suite that hangs is ended, so that what it said can be read. */
const LIMIT_MS = 600_000;

/** The groups one after another, the longest of each first: two of a group run side by side. */
const DEFAULT = [
  ['simulation', 'mutations', 'unit', 'lint', 'types', 'format', 'proto', 'docs', 'interaction'],
  ['integration'],
];

const started = performance.now();
const groups = process.argv.length > 2 ? process.argv.slice(2).map(name => [name]) : DEFAULT;
setUp();
const results = [];
for (const group of groups) await Promise.all([work(group), work(group)]);
rmSync(folder, { recursive: true, force: true });

const sum = field => results.reduce((total, result) => total + result[field], 0);
console.log(`\nin ${seconds(started)} s`);
console.log(`${sum('passed')} passed, ${sum('failed')} failed`);
process.exitCode = sum('failed') === 0 ? 0 : 1;

/** Runs one after another of those that nobody has begun. */
async function work(queue) {
  for (let name = queue.shift(); name !== undefined; name = queue.shift()) results.push(await run(name));
}

async function run(name) {
  const isSuite = Object.hasOwn(SUITES, name);
  if (!isSuite && !Object.hasOwn(CHECKS, name)) {
    console.log(`${name}: no such check or suite`);
    return { passed: 0, failed: 1 };
  }
  const began = performance.now();
  const { output, code } = await execute(isSuite ? mocha(name) : CHECKS[name]);
  const result = isSuite ? counts(name, code) : { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1 };
  if (result.failed > 0) process.stdout.write(output);
  console.log(`${name}: ${result.passed} passed, ${result.failed} failed (${seconds(began)} s)`);
  return result;
}

function mocha(name) {
  const report = `output=${join(folder, name)}`;
  return [
    'mocha/bin/mocha.js',
    '--reporter',
    './scripts/reporter.cjs',
    '--reporter-option',
    report,
    ...SUITES[name],
  ];
}

/** A suite that ended without counts could not run: that is a failure. So is one that ran no test. */
function counts(name, code) {
  try {
    const { passed, failed } = JSON.parse(readFileSync(join(folder, name), 'utf8'));
    return { passed, failed: failed === 0 && (code !== 0 || passed === 0) ? 1 : failed };
  } catch {
    return { passed: 0, failed: 1 };
  }
}

/** Scripts of ours are named from the root, those of packages by their package. */
function execute([script, ...args]) {
  const path = script.startsWith('./') ? join(root, script) : resolved(script);
  return new Promise(resolve => {
    const child = spawn(process.execPath, [path, ...args], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const timer = setTimeout(() => {
      output += `ended after ${LIMIT_MS / 1000} s\n`;
      child.kill('SIGINT'); // mocha hands it on
    }, LIMIT_MS);
    for (const stream of [child.stdout, child.stderr]) stream.on('data', chunk => (output += chunk));
    child.on('error', error => resolve({ output: `${error.message}\n`, code: 1 }));
    child.on('close', code => {
      clearTimeout(timer);
      resolve({ output, code });
    });
  });
}

/** Packages may not export their programs: found through the folder of the package. */
function resolved(script) {
  const [, name, file] = /^((?:@[^/]+\/)?[^/]+)\/(.+)$/.exec(script);
  return join(dirname(createRequire(import.meta.url).resolve(`${name}/package.json`)), file);
}

function seconds(since) {
  return ((performance.now() - since) / 1000).toFixed(1);
}
