import type { Codec } from './codec.js';
import type { Connections } from './connections.js';
import { retrying } from './retry.js';

export interface PushOptions {
  /** Milliseconds until it is given out. */
  readonly delay?: number;
  /** -32768 to 32767, larger first. Default 0. */
  readonly priority?: number;
  /** Messages of a group are worked on one at a time, in order. */
  readonly group?: string;
  /**
   * The message's name among all that are pushed within the queue's DEDUP: a second one adds nothing. With it a push is
   * tried again when its connection ends, without it that is an error, for it may have taken effect.
   */
  readonly id?: string;
}

export interface ProducerOptions<T> {
  readonly codec?: Codec<T>;
  /** For how long a push is tried again while no node takes it. Milliseconds, default 30 s. */
  readonly within?: number;
}

/** Adds messages of one type to a queue. */
export class Producer<T> {
  constructor(
    private readonly connections: Connections,
    private readonly queue: string,
    private readonly codec: Codec<T>,
    private readonly within: number,
  ) {}

  /**
   * The id of the message, which is on the disks of a majority then.
   *
   * @throws Error whose message begins with QUOTA when the queue is full.
   */
  async push(payload: T, options: PushOptions = {}): Promise<string> {
    const [id] = await this.#push([payload], options);
    return id as string;
  }

  /** Adds several as one: all of them, or none. */
  pushAll(payloads: readonly T[], options: Omit<PushOptions, 'id'> = {}): Promise<string[]> {
    return payloads.length === 0 ? Promise.resolve([]) : this.#push(payloads, options);
  }

  async #push(payloads: readonly T[], options: PushOptions): Promise<string[]> {
    const words = argumentsOf(options);
    const encoded = payloads.map(payload => this.codec.encode(payload));
    const send = (): Promise<unknown> =>
      this.connections.ask('DQUEUE', 'PUSH', this.queue, ...words, 'MSG', ...encoded);
    const isIdempotent = options.id !== undefined;
    const ids = (await retrying(send, { isIdempotent, within: this.within })) as Buffer[];
    return ids.map(String);
  }
}

function argumentsOf({ delay, priority, group, id }: PushOptions): string[] {
  const given = { DELAY: delay, PRIORITY: priority, GROUP: group, ID: id };
  return Object.entries(given).flatMap(([name, value]) => (value === undefined ? [] : [name, String(value)]));
}
