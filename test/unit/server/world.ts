import { connect, type Socket } from 'node:net';
import { connection } from '../../../src/commands/connection/index.js';
import type { NodePort } from '../../../src/commands/ports.js';
import {
  type Command,
  keysAt,
  type NodeCommand,
  type ReadCommand,
  type WriteCommand,
} from '../../../src/commands/spec.js';
import { Commands } from '../../../src/commands/table.js';
import { transactions } from '../../../src/commands/transactions/index.js';
import type { Scheduler } from '../../../src/ports/scheduler.js';
import type { Request } from '../../../src/replica/api.js';
import { BLOCKED, OK, type Reply } from '../../../src/resp/reply.js';
import { ClientDirectory } from '../../../src/server/clients.js';
import { ServerCounters } from '../../../src/server/counters.js';
import type { ListenOptions } from '../../../src/server/listener.js';
import type { CommandObserver } from '../../../src/server/observer.js';
import { RedisServer } from '../../../src/server/server.js';
import type { ServerSettings } from '../../../src/server/settings.js';
import { LocalReplica } from './local-replica.js';

const NO_LIMIT = { hardBytes: 0, softBytes: 0, softSeconds: 0 };

export function defaultSettings(): { -readonly [name in keyof ServerSettings]: ServerSettings[name] } {
  return {
    maxClients: 100,
    timeout: 0,
    tcpKeepAlive: 300,
    tcpNoDelay: true,
    protectedMode: true,
    requirePass: '',
    databases: 16,
    maxBulkBytes: 536_870_888,
    maxQueryBytes: 1 << 30,
    maxTrackedKeys: 0,
    outputLimit: () => NO_LIMIT,
  };
}

/** Real time; timers run only when a test says so. */
export class TestScheduler implements Scheduler {
  /** Added to the clock. */
  ahead = 0;
  readonly #timers = new Set<{ at: number; run: () => void }>();

  now(): number {
    return performance.now() + this.ahead;
  }

  wall(): number {
    return Date.now() + this.ahead;
  }

  endOfTurn(run: () => void): void {
    setImmediate(run);
  }

  after(ms: number, run: () => void): () => void {
    const timer = { at: this.now() + ms, run };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  random(): number {
    return 4;
  }

  /** Lets time pass, and runs what is due. */
  advance(ms: number): void {
    this.ahead += ms;
    for (const timer of [...this.#timers]) {
      if (timer.at > this.now()) continue;
      this.#timers.delete(timer);
      timer.run();
    }
  }
}

const definition = {
  flags: [],
  categories: [],
  group: 'string',
  since: '1.0.0',
  summary: 'of a test',
  complexity: 'O(1)',
  syntax: '',
} as const;

function read(name: string, arity: number): ReadCommand {
  return {
    ...definition,
    class: 'read',
    name,
    arity,
    flags: ['readonly'],
    keys: [keysAt(['RO'], 1)],
    query: () => null,
  };
}

function write(name: string, arity: number, blocking = false): WriteCommand {
  const flags = blocking ? (['write', 'blocking'] as const) : (['write'] as const);
  return { ...definition, class: 'write', name, arity, flags, apply: () => OK };
}

/** What a running node command of a test is answered by. */
export type Answer = (reply: Reply) => void;

/** A server over a map: GET, SET, `later` (a read that the test answers), `wait` (blocks), `node` (answered by the test). */
export class ServerWorld {
  readonly values = new Map<string, string>();
  readonly replica = new LocalReplica(request => this.#run(request));
  readonly settings = defaultSettings();
  readonly scheduler = new TestScheduler();
  readonly counters = new ServerCounters();
  readonly clients = new ClientDirectory(this.replica, this.scheduler);
  readonly failures: unknown[] = [];
  readonly nodeCommands: Answer[] = [];
  /** Names of the commands that were answered, and how long they took in milliseconds. */
  readonly executed: [name: string, milliseconds: number][] = [];
  observer: CommandObserver = {
    executed: (command, _argv, _reply, milliseconds) => this.executed.push([command.name, milliseconds]),
    rejected: () => undefined,
  };
  server!: RedisServer;
  port = 0;
  readonly #open: TestClient[] = [];

  async start(listen: Partial<ListenOptions> = {}): Promise<this> {
    const node: NodeCommand = {
      ...definition,
      class: 'node',
      name: 'node',
      arity: 1,
      run: (_node, _session, _argv, done) => this.nodeCommands.push(done),
    };
    const fails: NodeCommand = {
      ...node,
      name: 'fails',
      run: () => {
        throw new Error('a defect');
      },
    };
    const hidden: Command = { ...write('hidden', 2), internal: true };
    const family = [
      read('get', 2),
      write('set', 3),
      read('later', -1),
      write('wait', -1, true),
      node,
      fails,
      hidden,
    ];
    this.server = new RedisServer({
      replica: this.replica,
      commands: new Commands([family, connection, transactions]),
      node: this.#nodePort(),
      settings: this.settings,
      scheduler: this.scheduler,
      logger: {
        debug: () => undefined,
        info: () => undefined,
        warn: () => undefined,
        error: fields => this.failures.push((fields as { err: unknown }).err),
      },
      observer: this.observer,
      counters: this.counters,
      clients: this.clients,
    });
    const [first] = await this.server.listen({ bind: ['127.0.0.1'], port: 0, ...listen });
    this.port = first?.port ?? 0;
    return this;
  }

  async client(target: string | null = null): Promise<TestClient> {
    const socket = target === null ? connect(this.port, '127.0.0.1') : connect(target);
    const client = new TestClient(socket);
    this.#open.push(client);
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve);
      socket.once('error', reject);
    });
    return client;
  }

  /** Takes the next `count` requests that the replica left unanswered, once they are there. */
  async requests(count: number): Promise<Request[]> {
    while (this.replica.unanswered.length < count) await new Promise(resolve => setImmediate(resolve));
    return this.replica.unanswered.splice(0, count);
  }

  stop(): void {
    for (const client of this.#open) client.socket.destroy();
    this.server.close(() => undefined);
  }

  #run(request: Request): Reply | undefined {
    const [name = '', key = '', value = ''] = request.argv;
    switch (name.toLowerCase()) {
      case 'get':
        return this.values.get(`${request.db}:${key}`) ?? null;
      case 'set':
        this.values.set(`${request.db}:${key}`, value);
        return OK;
      case 'wait':
        return BLOCKED;
      default:
        return undefined;
    }
  }

  #nodePort(): NodePort {
    const clients = this.clients;
    const port: Partial<NodePort> = {
      clientList: (filter, done) => clients.list(filter, done),
      clientKill: (filter, done) => clients.kill(filter, done),
      clientPause: (milliseconds, writesOnly, done) => clients.pauseAll(milliseconds, writesOnly, done),
      clientUnpause: done => clients.unpauseAll(done),
      clientUnblock: (id, withError, done) => clients.unblock(id, withError, done),
    };
    return port as NodePort;
  }
}

/** A socket whose bytes a test awaits. */
export class TestClient {
  received = '';
  closed = false;
  #notify: () => void = () => undefined;

  constructor(readonly socket: Socket) {
    socket.setEncoding('latin1');
    socket.on('data', (text: string) => {
      this.received += text;
      this.#notify();
    });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      this.closed = true;
      this.#notify();
    });
  }

  send(text: string): void {
    this.socket.write(text, 'latin1');
  }

  /** Sends, and answers the next `length` bytes that come, or what came until the socket closed. */
  async ask(text: string, length: number): Promise<string> {
    this.send(text);
    return this.take(length);
  }

  async take(length: number): Promise<string> {
    await this.#until(() => this.received.length >= length || this.closed);
    const taken = this.received.slice(0, length);
    this.received = this.received.slice(length);
    return taken;
  }

  /** Sends inline commands, a line each, and answers one line. */
  async line(...commands: string[]): Promise<string> {
    this.send(commands.map(command => `${command}\r\n`).join(''));
    await this.#until(() => this.received.includes('\r\n') || this.closed);
    return this.take(
      this.received.includes('\r\n') ? this.received.indexOf('\r\n') + 2 : this.received.length,
    );
  }

  /** One bulk string, or verbatim text with its format. */
  async bulk(command: string): Promise<string> {
    const head = await this.line(command);
    return (await this.take(Number(head.slice(1)) + 2)).slice(0, -2);
  }

  /** All that comes until the server closes the socket. */
  async rest(): Promise<string> {
    await this.#until(() => this.closed);
    return this.take(this.received.length);
  }

  async #until(condition: () => boolean): Promise<void> {
    while (!condition()) {
      await new Promise<void>(resolve => {
        this.#notify = resolve;
      });
    }
  }
}
