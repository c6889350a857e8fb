import { randomInt } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import type { Scheduler } from '../ports/scheduler.js';

/** The clocks and timers of this process: the only place where they are read. */
export class RealScheduler implements Scheduler {
  now(): number {
    return performance.now();
  }

  wall(): number {
    return Date.now();
  }

  /** After all sockets that had something to say in this turn of the event loop were heard. */
  endOfTurn(run: () => void): void {
    setImmediate(run);
  }

  after(ms: number, run: () => void): () => void {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  }

  random(): number {
    return randomInt(0x1_0000_0000);
  }
}
