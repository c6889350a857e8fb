import { EventEmitter } from 'node:events';
import type { Redis } from 'ioredis';
import type { Codec } from './codec.js';
import type { Connections } from './connections.js';
import { Delivery } from './delivery.js';
import type { Message } from './message.js';
import { pause } from './retry.js';

/** How long one PULL waits: after it the worker looks whether its connection is still good. Milliseconds. */
const WAIT_MS = 5_000;

/** The message is done when what it answers is: a promise is waited for. */
export type Handler<T> = (payload: T, message: Message) => unknown;

export interface WorkerOptions<T> {
  readonly codec?: Codec<T>;
  /** Messages worked on at a time. Default 1. */
  readonly concurrency?: number;
  /** How long a message stays with a worker that says nothing more. Milliseconds, default 30 s. */
  readonly visibility?: number;
  /** Messages come back at once when the worker's connection ends, not only when their time is over. Default true. */
  readonly bound?: boolean;
  /** Milliseconds until a message that failed is given out again; default: 1 s, doubled with each delivery, up to 10 min. */
  readonly backoff?: (deliveries: number, error: unknown) => number;
}

interface WorkerEvents {
  /** A message was handled and acknowledged. */
  completed: [message: Message];
  /** Its handler threw: it comes back, or it is dead. */
  failed: [message: Message, error: unknown];
  /** It went to somebody else while its handler ran: time ran out, or the connection ended. */
  lost: [message: Message];
  /** The worker could not pull, and goes on. */
  error: [error: unknown];
}

/**
 * Takes messages off a queue and hands each to the handler: keeps it while the handler runs, acknowledges it when that is
 * done, and gives it back with a pause when it throws.
 */
export class Worker<T> extends EventEmitter<WorkerEvents> {
  readonly #options: Required<WorkerOptions<T>>;
  readonly #running = new Set<Promise<void>>();
  #redis: Redis | null = null;
  /** Of the connection that pulls: by it a PULL that waits is ended. */
  #clientId = 0;
  #stopping = false;
  #pulling: Promise<void>;
  #freed: () => void = () => undefined;

  constructor(
    private readonly connections: Connections,
    readonly queue: string,
    private readonly handler: Handler<T>,
    options: WorkerOptions<T> & { readonly codec: Codec<T> },
  ) {
    super();
    this.on('error', () => undefined); // an error that nobody listens for must not end the process
    this.#options = { concurrency: 1, visibility: 30_000, bound: true, backoff: doubling, ...options };
    this.#pulling = this.#pull();
  }

  /** Messages in the hands of the handler. */
  get active(): number {
    return this.#running.size;
  }

  /** Pulls nothing more and comes back when all handlers are done. */
  async stop(): Promise<void> {
    this.#stopping = true;
    this.#freed();
    await this.#endWait();
    await this.#pulling;
    await Promise.all(this.#running);
    if (this.#redis !== null) this.connections.release(this.#redis);
    this.#redis = null;
  }

  async #endWait(): Promise<void> {
    if (this.#clientId === 0) return;
    // Should it fail, the PULL ends by itself.
    await this.connections.shared.client('UNBLOCK', this.#clientId).catch(() => 0);
  }

  async #pull(): Promise<void> {
    for (let failures = 0; !this.#stopping; ) {
      const free = this.#options.concurrency - this.#running.size;
      if (free <= 0) {
        await new Promise<void>(resolve => (this.#freed = resolve));
        continue;
      }
      try {
        for (const delivery of await this.#deliveries(free)) this.#run(delivery);
        failures = 0;
      } catch (error) {
        this.#clientId = 0;
        this.emit('error', error);
        await pause(Math.min(50 * ++failures, 1_000));
      }
    }
  }

  async #deliveries(count: number): Promise<Delivery[]> {
    const redis = (this.#redis ??= this.connections.own());
    if (this.#clientId === 0) this.#clientId = await redis.client('ID');
    const { visibility, bound } = this.#options;
    const options = ['COUNT', count, 'WAIT', WAIT_MS, 'VISIBILITY', visibility, ...(bound ? ['BOUND'] : [])];
    const argv = ['DQUEUE', 'PULL', this.queue, ...options];
    const rows = (await this.connections.askOf(redis, 3 * WAIT_MS, argv)) as unknown[][];
    return rows.map(row => new Delivery(this.connections, this.queue, visibility, row));
  }

  #run(delivery: Delivery): void {
    const done = this.#handle(delivery).finally(() => {
      this.#running.delete(done);
      this.#freed();
    });
    this.#running.add(done);
  }

  async #handle(delivery: Delivery): Promise<void> {
    delivery.keep();
    try {
      await this.handler(this.#options.codec.decode(delivery.payload), delivery);
    } catch (error) {
      await this.#failed(delivery, error);
      return;
    } finally {
      delivery.rest();
    }
    const acknowledged = await delivery.acknowledge().catch(() => false);
    if (acknowledged) this.emit('completed', delivery);
    else this.emit('lost', delivery);
  }

  async #failed(delivery: Delivery, error: unknown): Promise<void> {
    const delay = this.#options.backoff(delivery.deliveries, error);
    // Should that not reach anybody, the message comes back when its time is over.
    const back = await delivery.giveBack(delay, error).catch(() => false);
    if (back) this.emit('failed', delivery, error);
    else this.emit('lost', delivery);
  }
}

function doubling(deliveries: number): number {
  return Math.min(1_000 * 2 ** (deliveries - 1), 600_000);
}
