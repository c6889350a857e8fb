import { assert } from '../base/assert.js';
import type { MemberId } from '../base/raft-message.js';
import { reachedByMajority } from './quorum.js';
import type { RaftTiming } from './types.js';

/** Rounds whose sending time is remembered. An answer to an older one confirms leadership but renews no lease. */
const ROUNDS_KEPT = 1024;

interface Acknowledgement {
  round: number;
  /** When that round was sent, by the leader's clock; -Infinity: it does not count for the lease. */
  sentAt: number;
}

/**
 * Heartbeat rounds and what follows from their answers: a member that answers round r still took this leader for the
 * leader after r was sent. A majority of such answers confirms reads (Raft thesis, 6.4), and with the promise of every
 * voter not to elect another within a minimal election timeout it is a lease (6.4.1):
 *
 *     lease end = sending time of the round + electionMs x (1 - driftBound)
 *
 * Counted from the *sending*, because the promise of the voter begins when it receives, which is later.
 */
export class Rounds {
  readonly #timing: RaftTiming;
  readonly #acknowledged: ReadonlyMap<MemberId, Acknowledgement>;
  /** When the rounds `#round` - length + 1 to `#round` were sent. */
  #sentAt: number[] = [];
  #round = 0;
  /** Rounds up to this one give no lease: the clock was in doubt. */
  #doubted = 0;
  /** What a majority has answered, this leader counted as ahead of all: reads ask for it far more often than it changes. */
  #majority: Acknowledgement = { round: 0, sentAt: -Infinity };

  constructor(peers: readonly MemberId[], timing: RaftTiming) {
    this.#timing = timing;
    this.#acknowledged = new Map(peers.map(id => [id, { round: 0, sentAt: -Infinity }]));
    this.#count();
  }

  /** The number of the last round that was begun. */
  get current(): number {
    return this.#round;
  }

  begin(now: number): number {
    this.#sentAt.push(now);
    if (this.#sentAt.length > 2 * ROUNDS_KEPT) this.#sentAt = this.#sentAt.slice(-ROUNDS_KEPT);
    return ++this.#round;
  }

  onAnswer(from: MemberId, round: number): void {
    assert(round <= this.#round, 'only rounds that were begun are answered');
    const acknowledged = this.#acknowledged.get(from)!;
    if (round <= acknowledged.round) return; // late, or sent twice
    acknowledged.round = round;
    if (round > this.#doubted) {
      acknowledged.sentAt = this.#sentAt[this.#sentAt.length - 1 - (this.#round - round)] ?? -Infinity;
    }
    this.#count();
  }

  #count(): void {
    const all = [...this.#acknowledged.values()];
    this.#majority = {
      round: reachedByMajority([Infinity, ...all.map(({ round }) => round)]),
      sentAt: reachedByMajority([Infinity, ...all.map(({ sentAt }) => sentAt)]),
    };
  }

  /** The last round that a majority has answered. */
  get confirmed(): number {
    return Math.min(this.#round, this.#majority.round);
  }

  /** Monotonic milliseconds at which the lease ends. A single voter renews its own all the time. */
  leaseEnd(now: number): number {
    const since = Math.min(now, this.#majority.sentAt);
    return since + this.#timing.electionMs * (1 - this.#timing.driftBound);
  }

  get lease(): { from: number; end: number } {
    const from = this.#majority.sentAt;
    return { from, end: from + this.#timing.electionMs * (1 - this.#timing.driftBound) };
  }

  /** Takes back the lease until a round that begins from now on is answered. */
  doubt(): void {
    this.#doubted = this.#round;
    for (const acknowledged of this.#acknowledged.values()) acknowledged.sentAt = -Infinity;
    this.#count();
  }
}
