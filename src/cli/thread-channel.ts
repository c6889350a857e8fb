import type { MessagePort } from 'node:worker_threads';
import type { Channel } from '../replica/channel.js';
import type { Scheduler } from '../ports/scheduler.js';

/** Messages of one turn travel together. Buffers that are handed over as a whole are not copied. */
export class ThreadChannel<M extends object> implements Channel<M> {
  #turn: M[] = [];

  constructor(
    private readonly port: Pick<MessagePort, 'postMessage'>,
    private readonly scheduler: Pick<Scheduler, 'endOfTurn'>,
  ) {}

  post(message: M): void {
    if (this.#turn.push(message) === 1) this.scheduler.endOfTurn(this.#flush);
  }

  readonly #flush = (): void => {
    const turn = this.#turn;
    this.#turn = [];
    const transferred: ArrayBuffer[] = [];
    for (const message of turn) {
      if ('packed' in message) transferred.push((message.packed as Uint8Array).buffer as ArrayBuffer);
    }
    this.port.postMessage(turn, transferred);
  };
}
