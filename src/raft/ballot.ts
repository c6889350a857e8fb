import { assert } from '../base/assert.js';
import type { HardState, MemberId } from '../base/raft-message.js';

/** Term and vote: what a member must never forget (Raft, figure 2). */
export class Ballot {
  #term: number;
  #vote: MemberId | null;
  /** What the last write that was handed out holds. */
  #handedTerm: number;
  #handedVote: MemberId | null;

  constructor(hardState: HardState) {
    this.#term = this.#handedTerm = hardState.term;
    this.#vote = this.#handedVote = hardState.vote;
  }

  get term(): number {
    return this.#term;
  }

  get vote(): MemberId | null {
    return this.#vote;
  }

  /** Enters a later term, in which no vote has been cast yet. */
  enter(term: number): void {
    assert(term > this.#term, 'terms only grow');
    this.#term = term;
    this.#vote = null;
  }

  cast(candidate: MemberId): void {
    assert(this.#vote === null || this.#vote === candidate, 'one vote a term (Raft, 5.2)');
    this.#vote = candidate;
  }

  get termUnsaved(): boolean {
    return this.#term !== this.#handedTerm;
  }

  get unsaved(): boolean {
    return this.termUnsaved || this.#vote !== this.#handedVote;
  }

  /** Marks term and vote as handed to a write. */
  hand(): void {
    this.#handedTerm = this.#term;
    this.#handedVote = this.#vote;
  }
}
