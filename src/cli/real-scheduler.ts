import { randomInt } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import type { Scheduler } from '../ports/scheduler.js';
import type { Turns } from './thread-channel.js';

/** The clocks and timers of this process: the only place where they are read. */
export class RealScheduler implements Scheduler, Turns {
  #ending: (() => void)[] = [];
  #turnBegan: () => void = () => undefined;
  #turnEnded: () => void = () => undefined;
  /** `performance.now` counts from the start of its thread; the halves of a node speak of the same moments. */
  readonly #threadStart = Number(process.hrtime.bigint()) / 1e6 - performance.now();

  now(): number {
    return this.#threadStart + performance.now();
  }

  wall(): number {
    return Date.now();
  }

  /**
   * After all sockets that had something to say in this turn of the event loop were heard. What is planned by what runs
   * then still belongs to the same end: replies leave in the turn that made them.
   */
  endOfTurn(run: () => void): void {
    if (this.#ending.push(run) > 1) return;
    this.#turnBegan();
    setImmediate(this.#end);
  }

  onTurn(began: () => void, ended: () => void): void {
    this.#turnBegan = began;
    this.#turnEnded = ended;
  }

  readonly #end = (): void => {
    const ending = this.#ending;
    try {
      for (let at = 0; at < ending.length; at++) ending[at]?.();
    } finally {
      this.#ending = [];
      this.#turnEnded();
    }
  };

  after(ms: number, run: () => void): () => void {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  }

  random(): number {
    return randomInt(0x1_0000_0000);
  }
}
