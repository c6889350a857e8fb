/** Timers and turns, handed in so that a simulator owns time. */
export interface Scheduler {
  /** Milliseconds, monotonic, with fractions: read anew for every input. */
  now(): number;
  /** Milliseconds since the epoch by the wall clock, which may jump. */
  wall(): number;
  /** Runs once the input that is already there has been handled: the end of this turn of the event loop. */
  endOfTurn(run: () => void): void;
  /** Calls back once after about `ms`; the answer cancels. */
  after(ms: number, run: () => void): () => void;
  /** 32 random bits. */
  random(): number;
}
