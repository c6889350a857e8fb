import type { MemberId } from '../base/raft-message.js';
import type { Core } from './core.js';
import { countVotes, type VoteResult } from './quorum.js';

/** One try to be elected: the asking and the counting. */
export class Campaign {
  readonly pre: boolean;
  readonly #core: Core;
  readonly #votes = new Map<MemberId, boolean>();

  /**
   * Asks all peers. A pre-vote (Raft thesis, 9.6) asks for the next term without entering it, so that a member that was
   * cut off cannot disturb the others with a term of its own. `transfer`: see `VoteRequest`.
   */
  constructor(core: Core, options: { readonly pre: boolean; readonly transfer: boolean }) {
    this.#core = core;
    this.pre = options.pre;
    this.#votes.set(core.id, true);
    for (const peer of core.peers) {
      const request = {
        ...core.head(peer),
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
  count(from: MemberId, granted: boolean): void {
    if (!this.#votes.has(from)) this.#votes.set(from, granted);
  }

  get result(): VoteResult {
    return countVotes(this.#core.voters, this.#votes);
  }
}
