import { assert } from '../base/assert.js';
import type { Core } from './core.js';
import type { Progress } from './progress.js';
import { reachedByMajority } from './quorum.js';
import type { Replication } from './replication.js';

/** Rounds whose sending time is remembered. An answer to an older one confirms leadership but renews no lease. */
const ROUNDS_KEPT = 1024;

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
  readonly #core: Core;
  readonly #replication: Replication;
  /** When the rounds `#round` - length + 1 to `#round` were sent. */
  #sentAt: number[] = [];
  #round = 0;
  /** Rounds up to this one give no lease: the clock was in doubt. */
  #doubted = 0;
  /** What a majority has answered, this leader counted as ahead of all: reads ask for it far more often than it changes. */
  #majority = { round: 0, sentAt: -Infinity };

  constructor(core: Core, replication: Replication) {
    this.#core = core;
    this.#replication = replication;
    this.count();
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

  onAnswer(peer: Progress, round: number): void {
    assert(round <= this.#round, 'only rounds that were begun are answered');
    if (round <= peer.round) return; // late, or sent twice
    peer.round = round;
    if (round > this.#doubted) {
      peer.roundSentAt = this.#sentAt[this.#sentAt.length - 1 - (this.#round - round)] ?? -Infinity;
    }
    this.count();
  }

  /** To be called when the voters are others, too. */
  count(): void {
    const { peers } = this.#replication;
    this.#majority = {
      round: reachedByMajority(this.#core.ofVoters(Infinity, id => peers.get(id)?.round ?? 0)),
      sentAt: reachedByMajority(this.#core.ofVoters(Infinity, id => peers.get(id)?.roundSentAt ?? -Infinity)),
    };
  }

  /** The last round that a majority has answered. */
  get confirmed(): number {
    return Math.min(this.#round, this.#majority.round);
  }

  /** Monotonic milliseconds at which the lease ends. A single voter renews its own all the time. */
  leaseEnd(now: number): number {
    return Math.min(now, this.#majority.sentAt) + this.#leaseMs;
  }

  get lease(): { from: number; end: number } {
    const from = this.#majority.sentAt;
    return { from, end: from + this.#leaseMs };
  }

  get #leaseMs(): number {
    const { electionMs, driftBound } = this.#core.timing;
    return electionMs * (1 - driftBound);
  }

  /** Takes back the lease until a round that begins from now on is answered. */
  doubt(): void {
    this.#doubted = this.#round;
    for (const peer of this.#replication.peers.values()) peer.roundSentAt = -Infinity;
    this.count();
  }
}
