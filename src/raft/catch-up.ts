/**
 * When is a learner close enough to be given a vote? Its catching up is divided into rounds: each brings it to where the
 * leader's log ended when the round began. A round that took less than an election timeout says that it keeps up: once it
 * votes, commits will not have to wait for it longer than that (Raft thesis, 4.2.1).
 */
export class CatchUp {
  #target: number;
  #since: number;
  #done = false;

  constructor(lastIndex: number, now: number) {
    this.#target = lastIndex;
    this.#since = now;
  }

  get isDone(): boolean {
    return this.#done;
  }

  /** The learner's disk holds the log up to `match`. */
  reached(match: number, lastIndex: number, now: number, electionMs: number): void {
    if (match < this.#target) return;
    this.#done = now - this.#since < electionMs;
    this.#target = lastIndex;
    this.#since = now;
  }
}
