import { join } from 'node:path';
import { Redis } from 'ioredis';
import { RawConnection } from '../../../compat-tests/support/raw-connection.js';
import { waitFor } from '../../../compat-tests/support/wait.js';
import { type Ending, TestProcess } from '../../support/process.js';

const MAIN = join(import.meta.dirname, '..', '..', '..', 'dist', 'cli', 'main.js');
const START_LIMIT_MS = 30_000;

export type Flags = Readonly<Record<string, string | number>>;

/** Runs `quorate` itself, without the launcher: what is killed is the server. */
export function quorate(
  cwd: string,
  command: string | readonly string[],
  flags: Flags,
  node: readonly string[] = [],
): TestProcess {
  const words = Object.entries(flags).flatMap(([name, value]) => [`--${name}`, String(value)]);
  return new TestProcess(process.execPath, [...node, MAIN, ...[command].flat(), ...words], { cwd });
}

/** One node of a cluster under test: the same folder and ports over all of its processes. */
export class TestNode {
  #process: TestProcess | null = null;
  #paused = false;

  constructor(
    readonly id: string,
    readonly port: number,
    readonly raftPort: number,
    /** Its own folder, which holds `data`. */
    readonly folder: string,
    readonly flags: Flags,
    /** Options of Node itself. */
    private readonly nodeOptions: readonly string[] = [],
  ) {}

  get data(): string {
    return join(this.folder, 'data');
  }

  get process(): TestProcess {
    if (this.#process === null) throw new Error(`${this.id} was never started`);
    return this.#process;
  }

  get running(): boolean {
    return this.#process?.running === true;
  }

  get paused(): boolean {
    return this.#paused;
  }

  /** Starts a process; `more`, `moreNode`: flags of Quorate and of Node for this one alone. */
  launch(more: Flags = {}, moreNode: readonly string[] = []): TestProcess {
    const { id, port } = this;
    const flags = { id, port, 'raft-port': this.raftPort, data: this.data, bind: '127.0.0.1' };
    this.#paused = false;
    const node = [...this.nodeOptions, ...moreNode];
    this.#process = quorate(this.folder, 'server', { ...flags, ...this.flags, ...more }, node);
    return this.#process;
  }

  /** Starts a process and waits until it takes clients; it need not have a leader then. */
  async start(more: Flags = {}, moreNode: readonly string[] = []): Promise<void> {
    const { id } = this;
    const started = this.launch(more, moreNode);
    await waitFor(`${id} to listen`, START_LIMIT_MS, async () => {
      if (!started.running) {
        const { code, signal } = await started.ended;
        throw new Error(`${id} ended with ${code ?? signal}:\n${started.output}`);
      }
      return started.output.includes('serves on port');
    });
  }

  kill(): Promise<void> {
    return this.process.kill();
  }

  stop(): Promise<Ending> {
    this.resume();
    return this.process.stop();
  }

  /** SIGSTOP: alive, with all its sockets open, and deaf. */
  pause(): void {
    this.#paused = true;
    this.process.signal('SIGSTOP');
  }

  resume(): void {
    if (this.#paused) this.process.signal('SIGCONT');
    this.#paused = false;
  }

  /** A client that never comes back by itself and never repeats a command: every error is seen. */
  async client(): Promise<Redis> {
    const client = new Redis({
      host: '127.0.0.1',
      port: this.port,
      lazyConnect: true,
      enableReadyCheck: false,
      autoResendUnfulfilledCommands: false,
      maxRetriesPerRequest: 0,
      retryStrategy: () => null,
    });
    client.on('error', () => undefined); // its commands reject
    await client.connect();
    return client;
  }

  /** One command on a connection of its own; the bytes of the reply. */
  async call(...argv: readonly string[]): Promise<string> {
    const connection = await RawConnection.open(this.port);
    try {
      return await connection.call(...argv);
    } finally {
      connection.close();
    }
  }

  /** One field of INFO. */
  async info(field: string): Promise<string> {
    const text = await this.call('INFO');
    return new RegExp(`^${field}:(.*)\r$`, 'm').exec(text)?.[1] ?? '';
  }
}
