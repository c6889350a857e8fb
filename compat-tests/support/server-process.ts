import { join } from 'node:path';
import { firstOfThreePorts, freePorts } from '../../test/support/ports.js';
import { newFolder, removeFolder, TestProcess } from '../../test/support/process.js';
import { RawConnection } from './raw-connection.js';
import { waitFor } from './wait.js';

const READY_LIMIT_MS = 30_000;
const QUORATE = join(import.meta.dirname, '..', '..', 'bin', 'quorate.mjs');

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

/** Waits until every port answers PING with PONG; a process that ends before fails with its last words. */
async function ready(name: string, launched: TestProcess, ports: readonly number[]): Promise<void> {
  for (const port of ports) {
    await waitFor(`${name} on ${port}`, READY_LIMIT_MS, async () => {
      if (!launched.running) {
        const { code, signal } = await launched.ended;
        throw new Error(`${name} ended with ${code ?? signal}:\n${launched.output}`);
      }
      const connection = await RawConnection.open(port).catch(() => undefined);
      const pong = await connection?.call('PING').catch(() => undefined);
      connection?.close();
      return pong === '+PONG\r\n';
    });
  }
}

/** A process that serves clients on `ports`, all of its files in a folder of its own. */
class Running implements TestServer, TestCluster {
  #launched: TestProcess | undefined;

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
    await this.#launched?.kill();
    await this.#launch();
  }

  async stop(): Promise<void> {
    await this.#launched?.stop();
    removeFolder(this.folder);
  }

  async #launch(): Promise<void> {
    this.#launched = new TestProcess(this.command, this.args, { cwd: this.folder });
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
  const first = await firstOfThreePorts();
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
