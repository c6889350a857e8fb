/**
 * After a tick that came much too late (a stalled loop, a stopped process), messages that arrived meanwhile are still in
 * the queues behind it: a heartbeat among them would have kept the timeout from running out. So a timeout is acted on
 * one heartbeat interval later. Once only until `reset`, or a loop that stalls all the time would never act.
 */
export class Grace {
  readonly #heartbeatMs: number;
  #until = -Infinity;
  #given = false;

  constructor(heartbeatMs: number) {
    this.#heartbeatMs = heartbeatMs;
  }

  /** What the timeout waits for has come: the next late tick gets grace again. */
  reset(): void {
    this.#given = false;
  }

  mayAct(now: number, late: boolean): boolean {
    if (late && !this.#given) {
      this.#given = true;
      this.#until = now + this.#heartbeatMs;
    }
    return now >= this.#until;
  }
}
