import type { MemberId, VoteAnswer } from '../base/raft-message.js';
import type { Core } from './core.js';
import { countVotes, type Vote, type VoteResult } from './quorum.js';

/** One try to be elected: the asking and the counting. */
export class Campaign {
  readonly pre: boolean;
  readonly #core: Core;
  readonly #votes = new Map<MemberId, Vote>();

  /**
   * Asks all voters. A pre-vote (Raft thesis, 9.6) asks for the next term without entering it, so that a member that was
   * cut off cannot disturb the others with a term of its own. `transfer`: see `VoteRequest`.
   */
  constructor(core: Core, options: { readonly pre: boolean; readonly transfer: boolean }) {
    this.#core = core;
    this.pre = options.pre;
    this.#votes.set(core.id, core.ballot.doubtful ? 'doubtful' : 'granted');
    for (const { id } of core.membership.voters) {
      if (id === core.id) continue;
      const request = {
        ...core.head(id),
        type: 'vote',
        pre: options.pre,
        transfer: options.transfer,
        lastIndex: core.log.lastIndex,
        lastTerm: core.log.lastTerm,
      } as const;
      if (options.pre) core.send({ ...request, term: core.term + 1 });
      else core.outbox.sendPersisted(request); // its own vote is on the disk before it asks for others
    }
  }

  /** The first answer of a member counts; a repeated one changes nothing. */
  count({ from, granted, doubtful }: VoteAnswer): void {
    const vote = doubtful ? 'doubtful' : 'granted';
    if (!this.#votes.has(from)) this.#votes.set(from, granted ? vote : 'refused');
  }

  get result(): VoteResult {
    return countVotes(
      this.#core.membership.voters.map(({ id }) => id),
      this.#votes,
    );
  }
}
