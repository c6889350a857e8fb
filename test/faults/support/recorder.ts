import type { Redis } from 'ioredis';
import { waitFor, within } from '../../../compat-tests/support/wait.js';
import { below, type Random, SeededRandom } from '../../../src/base/random.js';
import type { TestNode } from '../../integration/support/node.js';
import type { Command } from '../../support/linearizability/models.js';
import { commandOf, isWrite, lastOf, perform, type Use, USES } from './uses.js';

/** Commands on the keys of one epoch; then the clients go on with new keys, so that no history gets too long to check. */
const EPOCH_COMMANDS = 400;
/** How far back a client looks for what it has seen. Commands. */
const RECENT = 1_000;
/** The connection ended before the answer. */
const CLOSED = /connection (is )?closed?|ECONN|EPIPE|writeable/i;
/** More than `client-timeout` and an election. Milliseconds. */
const ANSWER_LIMIT_MS = 30_000;

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

  /** Writes on their way at this node. */
  inFlight(node: TestNode): number {
    return [...this.#pending.keys()].filter(each => each.node === node.id && isWrite(each.argv)).length;
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
      const read = (): Promise<unknown> => this.#send(redis, node, 'last', use, lastOf(use, key));
      const empties = use === 'queue' || use === 'stream';
      while ((await read()) !== null && empties);
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
      const argv = commandOf(use, key, `${lane}.${this.history.length}`, random, this.#seen(use, key, lane));
      await this.#send(redis, node, lane, use, argv).catch((error: Error) => {
        if (!CLOSED.test(error.message)) throw error;
        redis?.disconnect();
        redis = null;
      });
    }
    redis?.disconnect();
  }

  /** What a compare-and-set may compare with: the last value that was read; of a lock what this client holds, perhaps. */
  #seen(use: Use, key: string, lane: string): string {
    const recent = this.history.slice(-RECENT);
    if (use === 'lock') {
      const taken = recent.findLast(each => each.key === key && each.lane === lane && each.reply === 'OK');
      return taken?.argv[2] ?? '';
    }
    const read = recent.findLast(
      each => each.key === key && typeof each.reply === 'string' && each.argv[0] === 'GET',
    );
    return (read?.reply as string | undefined) ?? '';
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
    const [, key = ''] = argv;
    const from = performance.now();
    const command: Recorded = { use, key, node: node.id, argv, from, to: Infinity, reply: undefined, lane };
    this.history.push(command);
    this.#pending.set(command, node.id);
    try {
      command.reply = await within(argv.join(' '), ANSWER_LIMIT_MS, perform(redis, argv));
      command.to = performance.now();
      return command.reply;
    } catch (error) {
      const { message } = error as Error;
      if (/^(CLUSTERDOWN|LOADING|TRYAGAIN|MISCONF|EXECABORT) /.test(message)) {
        this.refused++;
        this.history.splice(this.history.indexOf(command), 1);
      } else if (!/^TIMEOUT outcome unknown/.test(message)) {
        if (!CLOSED.test(message)) throw new Error(`${argv.join(' ')}: ${message}`);
        throw error;
      }
      return undefined;
    } finally {
      this.#pending.delete(command);
    }
  }
}
