import type { Connections } from './connections.js';
import { type Message, RetryAfter } from './message.js';
import { retrying } from './retry.js';

/** Of a reason, what is stored. Characters. */
const REASON_LENGTH = 500;

/** A message in the hands of a worker. */
export class Delivery implements Message {
  readonly id: string;
  readonly payload: Buffer;
  readonly receipt: string;
  readonly deliveries: number;
  readonly #lost = new AbortController();
  #keeping: NodeJS.Timeout | null = null;
  /** The message is certainly its own until then, by this process's own clock. Milliseconds. */
  #until: number;

  /** `row`: of what PULL answers. */
  constructor(
    private readonly connections: Connections,
    readonly queue: string,
    private readonly visibility: number,
    [id, payload, receipt, deliveries]: readonly unknown[],
  ) {
    this.id = String(id);
    this.payload = payload as Buffer;
    this.receipt = String(receipt);
    this.deliveries = Number(deliveries);
    this.#until = performance.now() + visibility;
  }

  get signal(): AbortSignal {
    return this.#lost.signal;
  }

  /** Extends it again and again, until {@link rest}. */
  keep(): void {
    this.#keeping = setTimeout(() => void this.#extend(), this.visibility / 3);
  }

  rest(): void {
    if (this.#keeping !== null) clearTimeout(this.#keeping);
    this.#keeping = null;
  }

  async #extend(): Promise<void> {
    const asked = performance.now();
    const extended = await this.#call('EXTEND', this.receipt, this.visibility).catch(() => undefined);
    if (this.#keeping === null) return;
    if (extended === 1) this.#until = asked + this.visibility;
    // Without an answer it may still be ours, as long as its time is not over.
    const isLost = extended === 0 || (extended === undefined && performance.now() >= this.#until);
    if (isLost) this.#lost.abort(new Error(`message ${this.id} is in other hands`));
    else this.keep();
  }

  /** False: it was lost before. */
  async acknowledge(): Promise<boolean> {
    return (await this.#call('ACK', this.receipt)) === 1;
  }

  /** After so many milliseconds somebody gets it again. False: it was lost before. */
  async giveBack(delay: number, error: unknown): Promise<boolean> {
    const reason = error instanceof Error ? error.message : String(error);
    const wait = error instanceof RetryAfter ? error.delay : delay;
    return (
      (await this.#call('NACK', this.receipt, 'DELAY', wait, 'REASON', reason.slice(0, REASON_LENGTH))) === 1
    );
  }

  /** A receipt is good once, so all of this may be sent twice. */
  #call(verb: string, ...args: (string | number)[]): Promise<unknown> {
    const send = (): Promise<unknown> => this.connections.ask('DQUEUE', verb, this.queue, ...args);
    return retrying(send, { isIdempotent: true, within: this.visibility });
  }
}
