import type { VoteRequest } from '../base/raft-message.js';
import type { Core } from './core.js';
import type { ElectionClock } from './election-clock.js';

/** The voter's half of an election (Raft, figure 2, RequestVote, receiver). */
export class Voter {
  readonly #core: Core;
  readonly #clock: ElectionClock;

  constructor(core: Core, clock: ElectionClock) {
    this.#core = core;
    this.#clock = clock;
  }

  /** May this member vote at all now? A leader does not: one that has lost its majority steps down by itself. */
  mayVote(request: VoteRequest, leads: boolean): boolean {
    if (leads && !request.transfer) return false;
    return this.#clock.mayVote(this.#core.now, request.transfer);
  }

  /** Would this member vote? Nothing is promised, and nothing changes. */
  answerPreVote(request: VoteRequest, leads: boolean): void {
    const granted =
      request.term > this.#core.term && this.mayVote(request, leads) && this.isUpToDate(request);
    // Granted: in the term that was asked about. Refused: in the own, which the other may have missed.
    const term = granted ? request.term : this.#core.term;
    const { doubtful } = this.#core.ballot;
    this.#core.send({
      ...this.#core.head(request.from),
      term,
      type: 'voteAnswer',
      pre: true,
      granted,
      doubtful,
    });
  }

  /** A request of the present term. First come, first served, one vote a term (Raft, 5.2), kept on the disk. */
  answerVote(request: VoteRequest, leaderIsKnown: boolean): void {
    const { ballot, outbox } = this.#core;
    const free = ballot.vote === request.uuid || (ballot.vote === null && !leaderIsKnown);
    const granted = free && this.mayVote(request, false) && this.isUpToDate(request);
    const head = this.#core.head(request.from);
    const answer = { ...head, type: 'voteAnswer', pre: false, granted, doubtful: ballot.doubtful } as const;
    if (!granted) {
      outbox.send(answer);
      return;
    }
    ballot.cast(request.uuid);
    this.#clock.reset(this.#core.now);
    outbox.sendPersisted(answer);
  }

  /** Leader completeness: no vote for a log that lacks what this one has (Raft, 5.4.1). */
  isUpToDate(request: VoteRequest): boolean {
    return this.#core.log.isUpToDate(request.lastIndex, request.lastTerm);
  }
}
