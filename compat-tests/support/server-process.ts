import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RawConnection } from './raw-connection.js';
import { waitFor, within } from './wait.js';

const READY_LIMIT_MS = 30_000;
const STOP_LIMIT_MS = 10_000;
const QUORATE = join(import.meta.dirname, '..', '..', 'bin', 'quorate.mjs');

/** Processes that live: whatever happens to the test, they end with it. */
const alive = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of alive) killGroup(child);
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => process.exit(130)); // so that 'exit' runs
}

/** Ends a process and those that it started, at once. Each is launched as the leader of a group. */
function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // all of them have ended
  }
}

/** A server that a test started; `port` is where its clients connect. */
export interface TestServer {
  readonly name: string;
  readonly port: number;
  /** `kill -9`, then a new process on the same folder and ports. */
  crashAndRestart(): Promise<void>;
  /** Ends it the polite way, and removes its folder. */
  stop(): Promise<void>;
}

/** Three nodes behind one launcher process. */
export interface TestCluster {
  readonly ports: readonly number[];
  stop(): Promise<void>;
}

/** `count` loopback ports that nobody listens on, all different. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer());
  const ports: number[] = [];
  for (const server of servers) {
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    if (address !== null && typeof address === 'object') ports.push(address.port);
  }
  await Promise.all(servers.map(server => new Promise(resolve => server.close(resolve))));
  return ports;
}

interface Launched {
  readonly child: ChildProcess;
  /** The last lines that the process wrote, for the message when it fails. */
  readonly output: () => string;
}

const newFolder = (name: string): string => mkdtempSync(join(tmpdir(), `quorate-test-${name}-`));
const removeFolder = (folder: string): void =>
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });

function launch(command: string, args: readonly string[], folder: string): Launched {
  const child = spawn(command, args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => (output = (output + chunk.toString()).slice(-4000)));
  }
  alive.add(child);
  child.once('exit', () => alive.delete(child));
  return { child, output: () => output };
}

/** Waits until every port answers PING with PONG; a process that ends before fails with its last words. */
async function ready(name: string, launched: Launched, ports: readonly number[]): Promise<void> {
  for (const port of ports) {
    await waitFor(`${name} on ${port}`, READY_LIMIT_MS, async () => {
      if (launched.child.exitCode !== null) {
        throw new Error(`${name} ended with ${launched.child.exitCode}:\n${launched.output()}`);
      }
      const connection = await RawConnection.open(port).catch(() => undefined);
      const pong = await connection?.call('PING').catch(() => undefined);
      connection?.close();
      return pong === '+PONG\r\n';
    });
  }
}

async function end(child: ChildProcess, politely: boolean): Promise<void> {
  const ended = new Promise(resolve => child.once('close', resolve));
  if (politely && child.exitCode === null && child.signalCode === null) {
    child.kill('SIGTERM');
    await within('the end of the process', STOP_LIMIT_MS, ended).catch(() => undefined);
  }
  killGroup(child);
}

/** A process that serves clients on `ports`, all of its files in a folder of its own. */
class Running implements TestServer, TestCluster {
  #launched: Launched | undefined;

  private constructor(
    readonly name: string,
    readonly ports: readonly number[],
    readonly folder: string,
    readonly command: string,
    readonly args: readonly string[],
  ) {}

  static async start(
    name: string,
    ports: readonly number[],
    command: string,
    args: (folder: string) => readonly string[],
  ): Promise<Running> {
    const folder = newFolder(name);
    const running = new Running(name, ports, folder, command, args(folder));
    try {
      await running.#launch();
    } catch (error) {
      await running.stop();
      throw error;
    }
    return running;
  }

  get port(): number {
    return this.ports[0] ?? 0;
  }

  async crashAndRestart(): Promise<void> {
    if (this.#launched !== undefined) await end(this.#launched.child, false);
    await this.#launch();
  }

  async stop(): Promise<void> {
    if (this.#launched !== undefined) await end(this.#launched.child, true);
    removeFolder(this.folder);
  }

  async #launch(): Promise<void> {
    this.#launched = launch(this.command, this.args, this.folder);
    await ready(this.name, this.#launched, this.ports);
  }
}

/** The yardstick. */
export async function startRedis(...options: readonly string[]): Promise<TestServer> {
  const [port = 0] = await freePorts(1);
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', ...options];
  return Running.start('redis', [port], 'redis-server', () => args);
}

/** One node of what `npm run build` made. */
export async function startQuorate(...options: readonly string[]): Promise<TestServer> {
  const [port = 0, raftPort = 0] = await freePorts(2);
  const ports = ['--port', String(port), '--raft-port', String(raftPort)];
  const args = (folder: string): string[] => [
    QUORATE,
    'server',
    ...ports,
    '--data',
    join(folder, 'data'),
    ...options,
  ];
  return Running.start('quorate', [port], process.execPath, args);
}

/** Three nodes on three neighbouring ports, their Raft ports 10,000 above, as `quorate cluster` lays them out. */
export async function startCluster(): Promise<TestCluster> {
  const first = await firstOfThree();
  const ports = [first, first + 1, first + 2];
  const options = ['--nodes', '3', '--port', String(first)];
  const args = (folder: string): string[] => [
    QUORATE,
    'cluster',
    ...options,
    '--data',
    join(folder, 'cluster'),
  ];
  return Running.start('cluster', ports, process.execPath, args);
}

/** A port with two free neighbours, and the three Raft ports above them free too. */
async function firstOfThree(): Promise<number> {
  const isFree = (port: number): Promise<boolean> =>
    new Promise(resolve => {
      const probe = createServer().once('error', () => resolve(false));
      probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
    });
  for (let first = 21_000 + (process.pid % 1000) * 4; first < 31_000; first += 3) {
    const wanted = [0, 1, 2].flatMap(i => [first + i, first + i + 10_000]);
    const free = await Promise.all(wanted.map(isFree));
    if (free.every(Boolean)) return first;
  }
  throw new Error('no six free ports');
}
