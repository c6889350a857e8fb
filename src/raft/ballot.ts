import { assert } from '../base/assert.js';
import type { HardState } from '../base/raft-message.js';

/** Term and vote: what a member must never forget (Raft, figure 2). */
export class Ballot {
  #term: number;
  #vote: string | null;
  #doubtful: boolean;
  /** What the last write that was handed out holds. */
  #handedTerm: number;
  #handedVote: string | null;

  constructor(hardState: HardState) {
    this.#term = this.#handedTerm = hardState.term;
    this.#vote = this.#handedVote = hardState.vote;
    this.#doubtful = hardState.doubtful ?? false;
  }

  get term(): number {
    return this.#term;
  }

  /** The uuid of the candidate that has this member's vote in this term. */
  get vote(): string | null {
    return this.#vote;
  }

  /** Enters a later term, in which no vote has been cast yet. */
  enter(term: number): void {
    assert(term > this.#term, 'terms only grow');
    this.#term = term;
    this.#vote = null;
  }

  /** The end of the log may be lost, entries that this member has acknowledged among them. */
  get doubtful(): boolean {
    return this.#doubtful;
  }

  /** The doubt is over. Known to the disk with the next write; until then a restart is doubtful again, which is safe. */
  settle(): void {
    this.#doubtful = false;
  }

  cast(candidate: string): void {
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
