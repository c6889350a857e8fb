import { parseArgs } from 'node:util';
import { formatFailovers, measureFailovers } from './failover.js';
import { drawBars, drawSvg } from './chart.js';
import { formatLatency, latencyPasses, measureLatency } from './latency.js';
import { formatLocks, locksPass, measureLocks } from './locks.js';
import { formatMemory, MEMORY_PROMISE, measureMemory, memoryRatio } from './memory.js';
import { formatQueues, measureQueues, queuesPass } from './queues.js';
import { rowsOf } from './plan.js';
import { measureAll } from './rounds.js';
import { startAll } from './stage.js';
import { formatScripts, measureScripts, scriptsPass } from './scripts.js';
import {
  type Results,
  currentCommit,
  describeMachine,
  load,
  refuseMemoryDisk,
  save,
  savePicture,
} from './results.js';
import { formatTable, passes } from './table.js';
import { WORKLOADS } from './workloads.js';

const HELP = `npm run bench -- failover [--runs N]
Kills the leader of three nodes N times (50), and stops it, and has it hand over: milliseconds to the next acknowledged write.

npm run bench -- latency
One client on the leader of three nodes, beside one fdatasync of this disk.

npm run bench -- queues
Jobs a second through DQUEUE, beside lists and BullMQ on redis-server that syncs every write.

npm run bench -- scripts
Locks released by a cached script, and BullMQ, on one node beside redis-server that syncs every write.

npm run bench -- locks [--seconds N]
DLOCK on one node and on three beside redlock on one redis-server, N seconds (3) each: pairs a second, and hand-over with
100 waiting. The yardstick is a redis-server that syncs every write: another one forgets its locks.

npm run bench -- memory [--keys N]
Resident memory for N keys (1,000,000) of 20 bytes with 100 bytes each, beside redis-server.

npm run bench -- [--rounds N] [--only SET,GET] [--quick] [--compare FILE]
Measures Quorate beside redis-server on this machine, with redis-benchmark -c 50, in rounds that take turns; without
--only the latency and the memory too. Draws the ratios here and as an SVG, and keeps all samples as JSON.
  --rounds N      medians of N rounds (3)
  --only TESTS    some of ${WORKLOADS.map(({ name }) => name).join(',')}
  --quick         a tenth of the requests, one round
  --compare FILE  shows earlier ratios beside; refused when they come from another machine`;

/** One line that is written over, where somebody may be looking. */
function progress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${text}`);
}

/** A leader that is killed is followed by one that acknowledges within this. Milliseconds. */
const FAILOVER_MS = 1_000;

async function failover(runs: number): Promise<void> {
  const machine = describeMachine();
  const results = await measureFailovers(runs, undefined, progress);
  progress('');
  console.log(formatFailovers(results));
  console.log(save({ date: new Date().toISOString(), commit: currentCommit(), machine, failovers: results }));
  if (results.some(({ p99 }) => p99 >= FAILOVER_MS)) process.exitCode = 1;
}

function isPassed({ rows, latency: times, memory: bytes }: Results): boolean {
  return (
    rows.every(passes) &&
    (times === undefined || latencyPasses(times)) &&
    (bytes === undefined || memoryRatio(bytes) <= MEMORY_PROMISE)
  );
}

async function latency(): Promise<void> {
  const stage = await startAll(new Set(['leader']));
  try {
    const times = await measureLatency(stage.ports.get('leader') ?? 0);
    console.log(formatLatency(times));
    if (!latencyPasses(times)) process.exitCode = 1;
  } finally {
    await stage.stop();
  }
}

async function queues(): Promise<void> {
  const stage = await startAll(new Set(['one', 'leader', 'always']));
  try {
    const [one = 0, leader = 0, always = 0] = (['one', 'leader', 'always'] as const).map(at =>
      stage.ports.get(at),
    );
    const measured = await measureQueues(one, leader, always);
    console.log(formatQueues(measured));
    if (!queuesPass(measured)) process.exitCode = 1;
  } finally {
    await stage.stop();
  }
}

async function locks(seconds: number): Promise<void> {
  const stage = await startAll(new Set(['plain', 'always', 'one', 'leader']));
  try {
    const [plain = 0, always = 0, one = 0, leader = 0] = (['plain', 'always', 'one', 'leader'] as const).map(
      at => stage.ports.get(at),
    );
    const figures = await measureLocks({ plain, always, one, leader }, seconds);
    console.log(formatLocks(figures));
    if (!locksPass(figures)) process.exitCode = 1;
  } finally {
    await stage.stop();
  }
}

async function scripts(): Promise<void> {
  const stage = await startAll(new Set(['one', 'always']));
  try {
    const rates = await measureScripts(stage.ports.get('one') ?? 0, stage.ports.get('always') ?? 0);
    console.log(formatScripts(rates));
    if (!scriptsPass(rates)) process.exitCode = 1;
  } finally {
    await stage.stop();
  }
}

async function memory(keys: number): Promise<void> {
  const bytes = await measureMemory(keys);
  console.log(formatMemory(bytes));
  if (memoryRatio(bytes) > MEMORY_PROMISE) process.exitCode = 1;
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      runs: { type: 'string', default: '50' },
      rounds: { type: 'string' },
      only: { type: 'string', default: '' },
      keys: { type: 'string', default: '1000000' },
      seconds: { type: 'string', default: '3' },
      quick: { type: 'boolean', default: false },
      compare: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(HELP);
    return;
  }
  refuseMemoryDisk();
  const [mode] = positionals;
  if (mode === 'failover') return failover(Number(values.runs));
  if (mode === 'latency') return latency();
  if (mode === 'queues') return queues();
  if (mode === 'scripts') return scripts();
  if (mode === 'locks') return locks(Number(values.seconds));
  if (mode === 'memory') return memory(Number(values.keys));
  const machine = describeMachine();
  const earlier = values.compare === undefined ? undefined : load(values.compare, machine);
  const rounds = Number(values.rounds ?? (values.quick ? 1 : 3));
  const rows = rowsOf(values.only.split(',').filter(name => name !== ''));
  if (!(rounds >= 1) || rows.length === 0) throw new Error(HELP);

  const isWhole = values.only === '';
  const stage = await startAll(new Set(rows.flatMap(({ target, yardstick }) => [yardstick, target])));
  try {
    const measured = await measureAll(rows, rounds, values.quick, stage, progress);
    const results: Results = {
      date: new Date().toISOString(),
      commit: currentCommit(),
      machine,
      rounds,
      rows: measured,
      ...(isWhole && { latency: await measureLatency(stage.ports.get('leader') ?? 0) }),
      ...(isWhole && { memory: await measureMemory(Number(values.keys) / (values.quick ? 10 : 1)) }),
    };
    console.log(
      `${machine.cpu}, ${machine.cores} cores, ${machine.memoryGb} GB, node ${machine.node}, redis ${machine.redis}\n`,
    );
    console.log(formatTable(results, earlier));
    console.log(`\n${drawBars(results, process.stdout.columns ?? 120)}\n`);
    if (results.latency !== undefined) console.log(formatLatency(results.latency));
    if (results.memory !== undefined) console.log(formatMemory(results.memory));
    const path = save(results);
    console.log(`\n${path}\n${savePicture(path, drawSvg(results))}`);
    if (!isPassed(results)) process.exitCode = 1;
  } finally {
    await stage.stop();
  }
}

await main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
