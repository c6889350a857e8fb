import type { Random } from '../base/random.js';
import { Grace } from './grace.js';
import type { RaftTiming } from './types.js';

/**
 * When a member may campaign, and when it may vote.
 *
 * A voter that has heard from a leader keeps faith with it for one minimal election timeout: it grants no vote. The
 * leader's lease is built on that promise. A voter that restarts cannot know what it promised, so it waits for one
 * *maximal* timeout; but one that has never entered a term cannot have heard from a leader.
 */
export class ElectionClock {
  readonly #timing: RaftTiming;
  readonly #random: Random;
  readonly #grace: Grace;
  /** End of the wait after a restart. */
  readonly #boundUntil: number;
  #deadline = 0;
  /** When a timeout was last drawn. */
  #resetAt = 0;
  #leaderHeardAt = -Infinity;

  constructor(timing: RaftTiming, random: Random, now: number, restarted: boolean) {
    this.#timing = timing;
    this.#random = random;
    this.#grace = new Grace(timing.heartbeatMs);
    this.#boundUntil = restarted ? now + 2 * timing.electionMs : now;
    this.reset(now);
  }

  /** Draws a new timeout: from one to two election timeouts, so that members rarely campaign at once (Raft, 5.2). */
  reset(now: number): void {
    const { electionMs } = this.#timing;
    this.#resetAt = now;
    this.#deadline = Math.max(now + electionMs, this.#boundUntil) + this.#below(electionMs);
    this.#grace.reset();
  }

  heardLeader(now: number): void {
    this.#leaderHeardAt = now;
    this.reset(now);
  }

  /**
   * The connection to the leader has ended, and with it, most likely, its process. What the voters have promised it stands,
   * but when that is over there is little to wait for: a quarter of the usual spread keeps candidates apart.
   */
  lostLeader(now: number): void {
    const { electionMs } = this.#timing;
    const promised = Math.max(now, this.#leaderHeardAt + electionMs, this.#boundUntil);
    this.#deadline = Math.min(this.#deadline, promised + this.#below(electionMs / 4));
  }

  /**
   * A candidate meets another of its term: neither may get enough votes, and then the next try is not to wait for long.
   * What this one has taken so far tells how long a vote takes here, the sync included: that much is left for the others'.
   */
  metRival(now: number): void {
    const { heartbeatMs, electionMs } = this.#timing;
    const patience = Math.max(heartbeatMs, now - this.#resetAt);
    this.#deadline = Math.min(this.#deadline, now + patience + this.#below(electionMs / 4));
  }

  #below(ms: number): number {
    return ms * (this.#random.next() / 0x1_0000_0000);
  }

  /** Bound by what it may have promised before it was restarted. */
  isBound(now: number): boolean {
    return now < this.#boundUntil;
  }

  /** May a vote be granted? `transfer`: the leader itself has asked for the election, and serves no lease any more. */
  mayVote(now: number, transfer: boolean): boolean {
    if (this.isBound(now)) return false;
    return transfer || now - this.#leaderHeardAt >= this.#timing.electionMs;
  }

  /** To be called at each tick. True when it is time to campaign. */
  isDue(now: number, late: boolean): boolean {
    const mayAct = this.#grace.mayAct(now, late);
    return now >= this.#deadline && mayAct;
  }
}
