import type { Redis } from 'ioredis';
import { waitFor, within } from '../../../compat-tests/support/wait.js';
import { below, type Random, SeededRandom } from '../../../src/base/random.js';
import type { TestNode } from '../../integration/support/node.js';
import type { Command } from '../../support/linearizability/models.js';

/** Commands on the keys of one epoch; then the clients go on with new keys, so that no history gets too long to check. */
const EPOCH_COMMANDS = 400;
/** More than `client-timeout` and an election. Milliseconds. */
const ANSWER_LIMIT_MS = 30_000;

/** What its keys are used for, and so which model explains what was seen of them. */
export type Use = 'register' | 'counter' | 'list' | 'text' | 'queue';
const USES: readonly Use[] = ['register', 'register', 'counter', 'list', 'text', 'queue'];

export interface Recorded extends Command {
  readonly use: Use;
  readonly key: string;
  readonly node: string;
  reply: unknown;
  /** Milliseconds; Infinity while there is no answer, and for ever when there is none that tells the outcome. */
  to: number;
}

/** Clients of all nodes, each with one command on its way, and everything that they saw. */
export class Recorder {
  readonly history: Recorded[] = [];
  /** Certainly not applied: no part of any history. */
  refused = 0;
  #stopping = false;
  readonly #pending = new Map<Recorded, string>();
  readonly #clients: Promise<void>[];

  constructor(nodes: readonly TestNode[], clientsPerNode: number, seed: number) {
    this.#clients = nodes.flatMap((node, at) =>
      Array.from({ length: clientsPerNode }, (_, i) =>
        this.#run(node, `${node.id}/${i}`, new SeededRandom(seed * 1000 + at * 100 + i)),
      ),
    );
    for (const client of this.#clients) client.catch(() => undefined); // stop() tells
  }

  get answered(): number {
    return this.history.reduce((sum, { to }) => sum + (to < Infinity ? 1 : 0), 0);
  }

  get unknown(): number {
    return this.history.length - this.answered - this.#pending.size;
  }

  /** Commands on their way at this node. */
  inFlight(node: TestNode): number {
    return [...this.#pending.keys()].filter(each => each.node === node.id).length;
  }

  /** Lets every client finish what it has on its way. */
  async stop(): Promise<void> {
    this.#stopping = true;
    await Promise.all(this.#clients);
  }

  /** Reads what is left in every key, so that the histories end with it. */
  async readAll(node: TestNode): Promise<void> {
    const redis = await node.client();
    for (const [key, use] of new Map(this.history.map(({ key, use }) => [key, use]))) {
      if (use === 'queue') {
        while ((await this.#send(redis, node, 'last', use, ['RPOP', key])) !== null);
      } else
        await this.#send(
          redis,
          node,
          'last',
          use,
          use === 'list' ? ['LRANGE', key, '0', '-1'] : ['GET', key],
        );
    }
    redis.disconnect();
  }

  async #run(node: TestNode, lane: string, random: Random): Promise<void> {
    let redis: Redis | null = null;
    while (!this.#stopping) {
      redis ??= await this.#connect(node);
      if (redis === null) return;
      const use = USES[below(random, USES.length)] as Use;
      const key = `${use}:${below(random, 2)}:${Math.floor(this.history.length / EPOCH_COMMANDS)}`;
      const argv = commandOf(use, key, `${lane}.${this.history.length}`, random, this.#lastSeen(key));
      await this.#send(redis, node, lane, use, argv).catch(() => {
        redis?.disconnect();
        redis = null;
      });
    }
    redis?.disconnect();
  }

  /** What a compare-and-set may compare with. */
  #lastSeen(key: string): string {
    const seen = this.history.findLast(
      each => each.key === key && typeof each.reply === 'string' && each.argv[0] === 'GET',
    );
    return (seen?.reply as string | undefined) ?? '';
  }

  async #connect(node: TestNode): Promise<Redis | null> {
    return waitFor(`a client to connect to ${node.id}`, 60_000, async () =>
      this.#stopping ? null : await node.client().catch(() => undefined),
    );
  }

  async #send(
    redis: Redis,
    node: TestNode,
    lane: string,
    use: Use,
    argv: readonly string[],
  ): Promise<unknown> {
    const [name = '', key = '', ...rest] = argv;
    const from = performance.now();
    const command: Recorded = { use, key, node: node.id, argv, from, to: Infinity, reply: undefined, lane };
    this.history.push(command);
    this.#pending.set(command, node.id);
    try {
      command.reply = await within(argv.join(' '), ANSWER_LIMIT_MS, redis.call(name, key, ...rest));
      command.to = performance.now();
      return command.reply;
    } catch (error) {
      const { message } = error as Error;
      if (/^(CLUSTERDOWN|LOADING|TRYAGAIN) /.test(message)) {
        this.refused++;
        this.history.splice(this.history.indexOf(command), 1);
      } else if (!/^TIMEOUT outcome unknown/.test(message)) {
        if (!/Connection is closed|ECONN|EPIPE|writeable/.test(message))
          throw new Error(`${argv.join(' ')}: ${message}`);
        throw error;
      }
      return undefined;
    } finally {
      this.#pending.delete(command);
    }
  }
}

function commandOf(use: Use, key: string, value: string, random: Random, seen: string): string[] {
  const choice = below(random, 10);
  switch (use) {
    case 'register':
      if (choice < 5) return ['GET', key];
      return choice < 8 ? ['SET', key, value] : ['SET', key, value, 'IFEQ', seen];
    case 'counter':
      return choice < 7 ? ['INCR', key] : ['GET', key];
    case 'list':
      return choice < 6 ? ['RPUSH', key, value] : ['LRANGE', key, '0', '-1'];
    case 'text':
      return choice < 6 ? ['APPEND', key, `${value};`] : ['GET', key];
    case 'queue':
      return choice < 6 ? ['LPUSH', key, value] : ['BRPOP', key, '0.2'];
  }
}
