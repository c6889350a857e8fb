/** Two ticks that lie further apart than this: the process stood still. Milliseconds. */
const PAUSE_MS = 200;

/**
 * Notices that this process stood still. Nobody's time is over before what came in meanwhile was read: the first tick after
 * a pause decides nothing.
 */
export class Pauses {
  #tickedAt = 0;
  #wasLate = false;

  /** To be asked once a tick. */
  isFirstAfter(now: number): boolean {
    this.#wasLate = !this.#wasLate && now - this.#tickedAt > PAUSE_MS;
    this.#tickedAt = now;
    return this.#wasLate;
  }
}
