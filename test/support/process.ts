import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const STOP_LIMIT_MS = 15_000;
const KEPT_OUTPUT = 64 * 1024;

/** Processes that live: whatever happens to the test, they end with it. */
const alive = new Set<TestProcess>();
process.once('exit', () => {
  for (const each of alive) each.killNow();
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => process.exit(130)); // so that 'exit' runs
}

/** How a process ended: one of both is null. */
export interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A process that a test started, as the leader of a group of its own, so that its children end with it. */
export class TestProcess {
  readonly ended: Promise<Ending>;
  readonly #child: ChildProcess;
  #output = '';

  constructor(
    command: string,
    args: readonly string[],
    options: { cwd: string; environment?: Readonly<Record<string, string>> },
  ) {
    this.#child = spawn(command, args, {
      cwd: options.cwd,
      env: { ...process.env, ...options.environment },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.on('data', (chunk: Buffer) => {
        this.#output = (this.#output + chunk.toString()).slice(-KEPT_OUTPUT);
      });
    }
    alive.add(this);
    this.#child.once('exit', () => alive.delete(this));
    this.ended = new Promise(resolve => {
      this.#child.once('error', error => {
        this.#output += error.message;
        resolve({ code: null, signal: null });
      });
      this.#child.once('close', (code, signal) => resolve({ code, signal }));
    });
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  get running(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null && this.#child.pid !== undefined;
  }

  /** The end of what it wrote, on both channels. */
  get output(): string {
    return this.#output;
  }

  /** To this process alone. */
  signal(signal: NodeJS.Signals): void {
    if (this.running) this.#child.kill(signal);
  }

  /** SIGKILL, to the whole group. */
  async kill(): Promise<void> {
    this.killNow();
    await this.ended;
  }

  killNow(): void {
    if (this.#child.pid === undefined) return;
    try {
      process.kill(-this.#child.pid, 'SIGKILL');
    } catch {
      // all of them have ended
    }
  }

  /** The polite way; one that does not end in time is killed, which its ending shows. */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<Ending> {
    this.signal(signal);
    const timer = setTimeout(() => this.killNow(), STOP_LIMIT_MS);
    const ending = await this.ended;
    clearTimeout(timer);
    this.killNow(); // children that it left behind
    return ending;
  }
}

export const newFolder = (name: string): string => mkdtempSync(join(tmpdir(), `quorate-test-${name}-`));
export const removeFolder = (folder: string): void =>
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
