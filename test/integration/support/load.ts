import type { Redis } from 'ioredis';
import { waitFor } from '../../../compat-tests/support/wait.js';
import { type Random, SeededRandom, below } from '../../../src/base/random.js';
import { History, type Operation } from './history.js';
import type { TestNode } from './node.js';

const COUNTERS = ['c0', 'c1'];
const LISTS = ['l0', 'l1'];
const QUEUES = ['q0', 'q1'];
/** A command that takes longer is a failure of the server: more than `client-timeout` and an election. */
const ANSWER_LIMIT_MS = 30_000;

/** Commands that a client sends before it waits for their answers. */
const PIPELINE = 8;

/** A client of one node. What it sees goes into the history; when its connection ends, it makes another. */
class LoadClient {
  /** Errors, and ends of the connection, that were not to be expected of a node that lives. */
  readonly troubles: string[] = [];
  /** How many it has had. */
  connections = 0;
  #redis: Redis | null = null;
  #sent = 0;
  #stopping = false;
  readonly #random: Random;
  readonly ended: Promise<void>;

  constructor(
    private readonly number: number,
    private readonly node: TestNode,
    private readonly history: History,
  ) {
    this.#random = new SeededRandom(number);
    this.ended = this.#run();
  }

  stop(): void {
    this.#stopping = true;
  }

  async #run(): Promise<void> {
    while (!this.#stopping) {
      this.#redis ??= await this.#connect();
      if (this.#redis === null) return;
      const redis = this.#redis;
      const isPop = below(this.#random, 100) < 15;
      const count = isPop ? 1 : 1 + below(this.#random, PIPELINE);
      const sent = Array.from({ length: count }, () => this.#send(redis, isPop));
      await Promise.all(sent);
    }
    this.#redis?.disconnect();
  }

  /** Null: it was stopped meanwhile. */
  async #connect(): Promise<Redis | null> {
    return waitFor(`client ${this.number} to connect to ${this.node.id}`, 60_000, async () => {
      if (this.#stopping) return null;
      const client = await this.node.client().catch(() => undefined);
      if (client !== undefined) this.connections++;
      return client;
    });
  }

  async #send(redis: Redis, isPop: boolean): Promise<void> {
    const operation = this.#operation(isPop);
    try {
      const reply = await withLimit(call(redis, operation));
      operation.outcome = 'ok';
      operation.endedAt = performance.now();
      if (operation.kind === 'pop')
        operation.popped = reply === null ? null : ((reply as string[])[1] ?? null);
      else operation.value = Number(reply ?? 0);
    } catch (error) {
      this.#failed(operation, (error as Error).message);
    }
  }

  #failed(operation: Operation, message: string): void {
    this.troubles.push(`${operation.kind} ${operation.key} on ${this.node.id}: ${message}`);
    operation.outcome = /^(CLUSTERDOWN|LOADING) /.test(message) ? 'refused' : 'unknown';
    if (/Connection is closed|ECONN|EPIPE|writeable/.test(message)) this.#redis = null;
    else if (!/^(CLUSTERDOWN|LOADING|TIMEOUT outcome unknown)/.test(message)) throw new Error(message);
  }

  #operation(isPop: boolean): Operation {
    const pick = (names: readonly string[]): string => names[below(this.#random, names.length)] ?? '';
    const begin = (kind: Operation['kind'], key: string, element = ''): Operation =>
      this.history.begin(this.number, kind, key, element, performance.now());
    if (isPop) return begin('pop', pick(QUEUES));
    const choice = below(this.#random, 100);
    const element = `${this.number}:${++this.#sent}`;
    if (choice < 25) return begin('push', pick(LISTS), element);
    if (choice < 40) return begin('push', pick(QUEUES), element);
    return begin(choice < 75 ? 'incr' : 'get', pick(COUNTERS));
  }
}

function call(redis: Redis, { kind, key, element }: Operation): Promise<unknown> {
  switch (kind) {
    case 'push':
      return redis.rpush(key, element);
    case 'incr':
      return redis.incr(key);
    case 'get':
      return redis.get(key);
    case 'pop':
      return redis.blpop(key, 0.3);
  }
}

async function withLimit<T>(promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer in ${ANSWER_LIMIT_MS} ms`)), ANSWER_LIMIT_MS);
  });
  return Promise.race([promise, limit]).finally(() => clearTimeout(timer));
}

/** Clients that push, count, read and pop on several nodes, and the history of what they saw. */
export class Load {
  readonly history = new History();
  readonly #clients: readonly { node: TestNode; client: LoadClient }[];

  constructor(nodes: readonly TestNode[], clientsPerNode: number) {
    this.#clients = nodes.flatMap((node, at) =>
      Array.from({ length: clientsPerNode }, (_, i) => {
        const client = new LoadClient(1 + at * clientsPerNode + i, node, this.history);
        client.ended.catch(() => undefined); // stop() tells
        return { node, client };
      }),
    );
  }

  get acknowledged(): number {
    return this.history.count('ok');
  }

  /** Waits until `count` more commands were acknowledged to the clients of `nodes`. */
  async progress(count: number, nodes: readonly TestNode[]): Promise<void> {
    const numbers = new Set<number>();
    this.#clients.forEach(({ node }, at) => nodes.includes(node) && numbers.add(at + 1));
    const from = this.history.operations.length;
    await waitFor(`${count} more acknowledged commands`, 60_000, () => {
      let seen = 0;
      for (let at = from; at < this.history.operations.length; at++) {
        const operation = this.history.operations[at];
        if (operation?.outcome === 'ok' && numbers.has(operation.client)) seen++;
      }
      return seen >= count;
    });
  }

  /** What clients of these nodes met that they should not have. */
  troubles(nodes: readonly TestNode[]): string[] {
    return this.#clients.filter(({ node }) => nodes.includes(node)).flatMap(({ client }) => client.troubles);
  }

  /** How many connections the clients of this node have had, the most of any. */
  connections(node: TestNode): number {
    return Math.max(
      ...this.#clients.filter(each => each.node === node).map(({ client }) => client.connections),
    );
  }

  /** Lets every client finish what it has on its way. */
  async stop(): Promise<void> {
    for (const { client } of this.#clients) client.stop();
    await Promise.all(this.#clients.map(({ client }) => client.ended));
  }

  /** Holds what is there now, as each of the nodes reads it, against what the clients saw. */
  async check(nodes: readonly TestNode[]): Promise<void> {
    for (const node of nodes) {
      const redis = await node.client();
      for (const key of COUNTERS) this.history.checkCounter(key, Number((await redis.get(key)) ?? 0));
      for (const key of LISTS) this.history.checkList(key, await redis.lrange(key, 0, -1));
      for (const key of QUEUES) this.history.checkQueue(key, await redis.lrange(key, 0, -1));
      redis.disconnect();
    }
  }
}
