import { fork } from 'node:child_process';
import { parseArgs } from 'node:util';
import { SimCluster, type SimReport } from './cluster.js';

/**
 * `npm run sim -- --seeds 2000 --seed 1 --processes 2 [--queues]`: seeds in parallel processes, at low priority. Prints each
 * failing seed with its reason, and what all runs together went through. A seed runs again with `--seed N --seeds 1`.
 * `--queues`: all clients are producers and consumers.
 */
interface Result {
  readonly seed: number;
  readonly report: SimReport | null;
  readonly error: string | null;
}

interface Order {
  readonly seed: number;
  readonly workload: 'mixed' | 'queues';
}

function runSeed({ seed, workload }: Order): Result {
  try {
    return { seed, report: new SimCluster(seed, workload).run(), error: null };
  } catch (error) {
    return {
      seed,
      report: null,
      error: error instanceof Error ? (error.stack ?? error.message) : String(error),
    };
  }
}

/** Sums up runs as they come. */
class Summary {
  readonly #figures = new Map<string, number>();
  readonly #faults = new Map<string, number>();
  readonly failed: number[] = [];
  runs = 0;

  add({ seed, report, error }: Result): void {
    this.runs++;
    if (report === null) {
      this.failed.push(seed);
      console.log(`seed ${seed}: ${error}\n`);
      return;
    }
    const { faults, ...figures } = report;
    for (const [name, value] of Object.entries(figures)) count(this.#figures, name, value);
    for (const [name, value] of Object.entries(faults)) count(this.#faults, name, value);
  }

  print(): void {
    const line = (figures: Map<string, number>): string =>
      [...figures].map(([name, value]) => `${value} ${name}`).join(', ');
    console.log(`faults: ${line(this.#faults)}`);
    console.log(`in sum: ${line(this.#figures)}`);
    const failed = this.failed.sort((a, b) => a - b);
    console.log(
      `${this.runs} seeds, ${failed.length} failed${failed.length > 0 ? `: ${failed.join(' ')}` : ''}`,
    );
  }
}

function count(figures: Map<string, number>, name: string, value: number): void {
  figures.set(name, (figures.get(name) ?? 0) + value);
}

function main(): void {
  const { values } = parseArgs({
    options: {
      seeds: { type: 'string', default: '1000' },
      seed: { type: 'string', default: '1' },
      processes: { type: 'string', default: '2' },
      queues: { type: 'boolean', default: false },
    },
  });
  const first = Number(values.seed);
  const seeds = Number(values.seeds);
  const processes = Math.min(Number(values.processes), seeds);
  const workload = values.queues ? 'queues' : 'mixed';
  const summary = new Summary();
  let next = first;
  let running = processes;
  for (let number = 0; number < processes; number++) {
    const child = fork(import.meta.filename, { env: { ...process.env, QUORATE_SIM_CHILD: '1' } });
    const feed = (): void => {
      if (next < first + seeds) child.send({ seed: next++, workload } satisfies Order);
      else child.disconnect();
    };
    child.on('message', message => {
      summary.add(message as Result);
      feed();
    });
    child.on('exit', code => {
      if (code !== 0) process.exitCode = 1;
      running--;
      if (running > 0) return;
      summary.print();
      if (summary.failed.length > 0 || summary.runs < seeds) process.exitCode = 1;
    });
    feed();
  }
}

if (process.env['QUORATE_SIM_CHILD'] === undefined) main();
else process.on('message', order => process.send?.(runSeed(order as Order)));
