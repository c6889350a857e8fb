import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const QUORATE = join(import.meta.dirname, '..', '..', 'bin', 'quorate.mjs');
const LIMIT_MS = 20_000;

/** Whatever happens to the tests, what they started ends with them; the launcher hands the signal on. */
const alive = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of alive) child.kill('SIGTERM');
});

/** How a process ended, and all that it said. */
export interface Ended {
  /** Null: by a signal. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** One run of `quorate`, from a folder of its own that goes with it. */
export class QuorateProcess {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  stdout = '';
  stderr = '';

  constructor(args: readonly string[], options: { cwd: string; environment?: Record<string, string> }) {
    this.child = spawn(process.execPath, [QUORATE, ...args], {
      cwd: options.cwd,
      env: { ...process.env, ...options.environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    alive.add(this.child);
    this.child.once('exit', () => alive.delete(this.child));
    this.child.stdout?.on('data', (chunk: Buffer) => (this.stdout += chunk.toString()));
    this.child.stderr?.on('data', (chunk: Buffer) => (this.stderr += chunk.toString()));
    this.ended = new Promise(resolve => {
      this.child.once('close', code => resolve({ code, stdout: this.stdout, stderr: this.stderr }));
    });
  }

  /** Resolves when the output holds the text; rejects when the process ends before, or takes too long. */
  says(text: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(
        () => reject(new Error(`no "${text}" in\n${this.stdout}${this.stderr}`)),
        LIMIT_MS,
      );
      const look = (): void => {
        if (!this.stdout.includes(text)) return;
        clearTimeout(timer);
        resolve();
      };
      this.child.stdout?.on('data', look);
      void this.ended.then(({ code, stderr }) => {
        clearTimeout(timer);
        reject(new Error(`ended with ${code}: ${stderr}`));
      });
      look();
    });
  }

  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<Ended> {
    this.child.kill(signal);
    return this.ended;
  }
}

/** A folder that is removed after use. */
export async function inFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'quorate-'));
  try {
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Sends an inline command, and answers what comes until it ends with `end`. */
export function ask(port: number, command: string, end = '\r\n'): Promise<string> {
  return new Promise((resolve, reject) => {
    let received = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(`${command}\r\n`));
    socket.setTimeout(LIMIT_MS, () => socket.destroy(new Error(`no answer to ${command}`)));
    socket.on('error', reject);
    socket.on('close', () => resolve(received));
    socket.on('data', (chunk: Buffer) => {
      received += chunk.toString('latin1');
      if (received.endsWith(end)) socket.end();
    });
  });
}
