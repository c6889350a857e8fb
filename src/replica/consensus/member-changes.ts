import type { MemberChange } from '../../base/configuration.js';
import type { Raft } from '../../raft/raft.js';
import { changedMembers } from '../member-change.js';

interface Pending {
  readonly index: number;
  readonly term: number;
  readonly done: (error: string | null) => void;
}

const BUSY = 'TRYAGAIN another change of the members is under way, or the leader is new';

/** Changes of the members that clients asked for, from the asking to the commit. The core makes one at a time. */
export class MemberChanges {
  #pending: Pending | null = null;

  constructor(private readonly raft: Raft) {}

  /** `done` when it is committed, or with an error for the client. */
  begin(change: MemberChange, now: number, done: (error: string | null) => void): void {
    const { raft } = this;
    if (raft.role !== 'leader') {
      done('CLUSTERDOWN this node does not lead');
      return;
    }
    const members = changedMembers(raft.configuration, change, raft.id);
    if (typeof members === 'string') {
      done(members);
      return;
    }
    const index = this.#pending === null ? raft.changeMembers(members, now) : 'busy';
    if (typeof index === 'number') this.#pending = { index, term: raft.term, done };
    else done(index === 'unsafe' ? 'ERR this change is not safe in one step' : BUSY);
  }

  /** To be called when something may have been committed, or the leader have changed. */
  settle(): void {
    const pending = this.#pending;
    if (pending === null) return;
    const { raft } = this;
    const { index, term, done } = pending;
    if (raft.commitIndex >= index && raft.configurationAt(index).term === term) {
      this.#pending = null;
      done(null);
    } else if (raft.role !== 'leader' || raft.term !== term) {
      this.#pending = null;
      done('TIMEOUT outcome unknown: this node leads no longer');
    }
  }
}
