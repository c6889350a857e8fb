import { jsonCodec } from './codec.js';
import type { Connections } from './connections.js';
import { Producer, type ProducerOptions } from './producer.js';
import { type Handler, Worker, type WorkerOptions } from './worker.js';

/** Queues of a cluster: {@link Producer} adds messages, {@link Worker} works on them. */
export class Queues {
  constructor(private readonly connections: Connections) {}

  producer<T>(
    queue: string,
    { codec = jsonCodec<T>(), within = 30_000 }: ProducerOptions<T> = {},
  ): Producer<T> {
    return new Producer(this.connections, queue, codec, within);
  }

  /** Begins to pull at once. */
  worker<T>(queue: string, handler: Handler<T>, options: WorkerOptions<T> = {}): Worker<T> {
    return new Worker(this.connections, queue, handler, { codec: jsonCodec<T>(), ...options });
  }
}
