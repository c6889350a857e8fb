import { assert } from '../base/assert.js';
import type { AppendAnswer, AppendRequest, HeartbeatRequest } from '../base/raft-message.js';
import type { Core } from './core.js';

/** The follower's half of replication, for one leader in one term. */
export class Follower {
  readonly #core: Core;
  /** Up to here the own log is known to be that of the leader. Behind it may stand entries that no leader has. */
  #matched = 0;
  /** The largest commit index that the leader has told. */
  #leaderCommit = 0;

  constructor(core: Core) {
    this.#core = core;
  }

  /** Raft, figure 2, AppendEntries, receiver's steps 2 to 5. */
  onAppend(request: AppendRequest): void {
    const { log } = this.#core;
    if (request.prevIndex < log.firstIndex - 1) {
      this.#acknowledge(request, this.#core.commit); // what was compacted is committed: every leader has it
      return;
    }
    if (log.termAt(request.prevIndex) !== request.prevTerm) {
      this.#refuse(request);
      return;
    }
    for (const entry of request.entries) {
      const term = log.termAt(entry.index);
      if (term === entry.term) continue; // sent twice
      if (term !== null) {
        assert(entry.index > this.#core.commit, 'a committed entry is never cut off');
        assert(entry.index > this.#matched, 'a leader never contradicts itself');
        this.#core.truncate(entry.index);
      }
      this.#core.append(entry);
    }
    const last = request.prevIndex + request.entries.length;
    this.#matched = Math.max(this.#matched, last);
    this.#learnCommit(request.commit);
    this.#acknowledge(request, last);
  }

  /** Once all that is handed to the disk is there. */
  #acknowledge(request: AppendRequest, index: number): void {
    const { from, uuid, to, term } = this.#core.head(request.from); // no spread: see Replication
    const answer: AppendAnswer = {
      from,
      uuid,
      to,
      term,
      type: 'appendAnswer',
      success: true,
      index,
      hintIndex: 0,
      hintTerm: 0,
    };
    this.#core.outbox.sendPersisted(answer);
  }

  /** A snapshot that ends with `index` was installed: up to there all logs agree. */
  installed(index: number): void {
    this.#matched = Math.max(this.#matched, index);
    this.#learnCommit(this.#leaderCommit);
  }

  /** The answer says nothing about entries, so it does not wait for them: a slow disk does not look like a dead node. */
  onHeartbeat(request: HeartbeatRequest): void {
    this.#learnCommit(request.commit);
    this.#core.outbox.sendInTerm({
      ...this.#core.head(request.from),
      type: 'heartbeatAnswer',
      round: request.round,
    });
  }

  /**
   * The commit index of the leader may run ahead of the entries that came here. It counts as far as the logs are known
   * to agree, and is remembered for the rest.
   */
  #learnCommit(commit: number): void {
    this.#leaderCommit = Math.max(this.#leaderCommit, commit);
    this.#core.commitTo(Math.min(this.#leaderCommit, this.#matched));
  }

  /** Entries of later terms than `prevTerm` cannot be the leader's: the hint lies before them (Raft, end of 5.3). */
  #refuse(request: AppendRequest): void {
    const { log } = this.#core;
    const hintIndex = Math.max(log.lastAtMost(request.prevIndex, request.prevTerm), log.firstIndex - 1);
    this.#core.send({
      ...this.#core.head(request.from),
      type: 'appendAnswer',
      success: false,
      index: request.prevIndex,
      hintIndex,
      hintTerm: log.termAt(hintIndex) ?? 0,
    });
  }
}
