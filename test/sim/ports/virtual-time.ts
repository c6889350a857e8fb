import { Heap } from '../../../src/base/heap.js';
import { SeededRandom } from '../../../src/base/random.js';
import type { Scheduler } from '../../../src/ports/scheduler.js';

interface Timer {
  readonly at: number;
  /** Of timers due at once, the one set first runs first. */
  readonly order: number;
  readonly run: () => void;
  cancelled: boolean;
}

/** More steps than a turn can need. */
const TURN_STEPS = 100_000;

/** A scheduler whose time stands still until it is told to go on. Everything that happens follows from the seed. */
export class VirtualTime implements Scheduler {
  readonly #random: SeededRandom;
  #now = 0;
  #set = 0;
  readonly #timers = new Heap<Timer>((a, b) => a.at < b.at || (a.at === b.at && a.order < b.order));
  #turn: (() => void)[] = [];

  constructor(
    seed: number,
    private readonly wallAtStart = 1_700_000_000_000,
  ) {
    this.#random = new SeededRandom(seed);
  }

  now(): number {
    return this.#now;
  }

  wall(): number {
    return this.wallAtStart + this.#now;
  }

  random(): number {
    return this.#random.next();
  }

  endOfTurn(run: () => void): void {
    this.#turn.push(run);
  }

  after(ms: number, run: () => void): () => void {
    const timer = { at: this.#now + Math.max(ms, 0), order: this.#set++, run, cancelled: false };
    this.#timers.push(timer);
    return () => {
      timer.cancelled = true;
    };
  }

  /** Runs all that is due within `ms`, each turn to its end. */
  advance(ms: number): void {
    const until = this.#now + ms;
    this.#endTurn();
    for (let next = this.#timers.peek(); next !== undefined && next.at <= until; next = this.#timers.peek())
      this.step();
    this.#now = until;
  }

  /** Goes to the next timer and runs it; false: there is none. */
  step(): boolean {
    this.#endTurn();
    const timer = this.#timers.pop();
    if (timer === undefined) return false;
    this.#now = Math.max(this.#now, timer.at);
    if (!timer.cancelled) timer.run();
    this.#endTurn();
    return true;
  }

  #endTurn(): void {
    let left = TURN_STEPS;
    for (let run = this.#turn.shift(); run !== undefined; run = this.#turn.shift()) {
      if (left-- === 0) throw new Error('a turn that never ends');
      run();
    }
  }
}
