import type { Scheduler } from '../ports/scheduler.js';

/** Work that all input of one turn of the event loop shares: done once, at its end. */
export class Turn {
  #planned = false;

  constructor(
    private readonly scheduler: Pick<Scheduler, 'endOfTurn'>,
    private readonly run: () => void,
  ) {}

  plan(): void {
    if (this.#planned) return;
    this.#planned = true;
    this.scheduler.endOfTurn(() => {
      this.#planned = false;
      this.run();
    });
  }
}
