import type { LeafCommand } from '../commands/spec.js';
import type { Scheduler } from '../ports/scheduler.js';

/** CLIENT PAUSE: holds the commands of all clients, or those that may write, for a time. */
export class PauseGate {
  readonly #scheduler: Scheduler;
  /** Runs whenever commands may be dispatched again. */
  readonly #opened: () => void;
  #until = 0;
  #writesOnly = false;
  #cancel: (() => void) | null = null;

  constructor(scheduler: Scheduler, opened: () => void) {
    this.#scheduler = scheduler;
    this.#opened = opened;
  }

  get isClosed(): boolean {
    return this.#cancel !== null;
  }

  /** A pause in force is made longer or stricter, never shorter or weaker, as in Redis. */
  pause(milliseconds: number, writesOnly: boolean): void {
    const now = this.#scheduler.now();
    this.#writesOnly = writesOnly && (this.#cancel === null || this.#writesOnly);
    this.#until = Math.max(this.#until, now + milliseconds);
    this.#arm(now);
  }

  unpause(): void {
    if (this.#cancel === null) return;
    this.#cancel();
    this.#open();
  }

  /** `writes`: it runs others, some of which write. */
  holds(command: LeafCommand, writes: boolean): boolean {
    if (this.#cancel === null) return false;
    return (
      !this.#writesOnly || writes || command.class === 'write' || command.flags.includes('may_replicate')
    );
  }

  /** In steps: a timer cannot run for longer than 2^31 ms. */
  #arm(now: number): void {
    this.#cancel?.();
    this.#cancel = this.#scheduler.after(Math.min(Math.max(0, this.#until - now), LONGEST_TIMER), () => {
      const later = this.#scheduler.now();
      if (later < this.#until) this.#arm(later);
      else this.#open();
    });
  }

  #open(): void {
    this.#cancel = null;
    this.#until = 0;
    this.#opened();
  }
}

const LONGEST_TIMER = 2 ** 31 - 1;
