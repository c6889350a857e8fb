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
  for (const child of alive) child.kill('SIGKILL');
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => process.exit(130)); // so that 'exit' runs
}

/** A server that a test started; `port` is where its clients connect. */
export interface TestServer {
  readonly name: string;
  readonly port: number;
  readonly pid: number;
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
  readonly pid: number;
  readonly folder: string;
  /** The last lines that the process wrote, for the message when it fails. */
  readonly output: () => string;
}

function launch(name: string, command: string, args: (folder: string) => readonly string[]): Launched {
  const folder = mkdtempSync(join(tmpdir(), `quorate-${name}-`));
  const child = spawn(command, args(folder), {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => (output = (output + chunk.toString()).slice(-4000)));
  }
  alive.add(child);
  child.once('exit', () => alive.delete(child));
  if (child.pid === undefined) throw new Error(`${command} did not start`);
  return { child, pid: child.pid, folder, output: () => output };
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

async function stop(launched: Launched): Promise<void> {
  const { child, folder } = launched;
  if (child.exitCode === null && child.signalCode === null) {
    const ended = new Promise(resolve => child.once('exit', resolve));
    child.kill('SIGTERM');
    await within('the end of the process', STOP_LIMIT_MS, ended).catch(() => {
      child.kill('SIGKILL');
      return ended;
    });
  }
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}

async function server(name: string, launched: Launched, port: number): Promise<TestServer> {
  try {
    await ready(name, launched, [port]);
  } catch (error) {
    await stop(launched);
    throw error;
  }
  return { name, port, pid: launched.pid, stop: () => stop(launched) };
}

/** The yardstick. `hz` at its highest lets it notice a timeout of a blocked client within 2 ms. */
export async function startRedis(...options: readonly string[]): Promise<TestServer> {
  const [port = 0] = await freePorts(1);
  const common = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--hz', '500'];
  return server(
    'redis',
    launch('redis', 'redis-server', () => [...common, ...options]),
    port,
  );
}

/** One node of what `npm run build` made. */
export async function startQuorate(...options: readonly string[]): Promise<TestServer> {
  const [port = 0, raftPort = 0] = await freePorts(2);
  const args = (folder: string): string[] => [
    QUORATE,
    'server',
    '--port',
    String(port),
    '--raft-port',
    String(raftPort),
    '--data',
    join(folder, 'data'),
    ...options,
  ];
  return server('quorate', launch('node', process.execPath, args), port);
}

/** Three nodes on three neighbouring ports, their Raft ports 10,000 above, as `quorate cluster` lays them out. */
export async function startCluster(): Promise<TestCluster> {
  const first = await firstOfThree();
  const ports = [first, first + 1, first + 2];
  const args = (folder: string): string[] => [
    QUORATE,
    'cluster',
    '--nodes',
    '3',
    '--port',
    String(first),
    '--data',
    join(folder, 'cluster'),
  ];
  const launched = launch('cluster', process.execPath, args);
  try {
    await ready('quorate cluster', launched, ports);
  } catch (error) {
    await stop(launched);
    throw error;
  }
  return { ports, stop: () => stop(launched) };
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
