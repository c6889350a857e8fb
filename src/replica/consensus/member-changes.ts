import type { MemberChange } from '../../base/configuration.js';
import type { Raft } from '../../raft/raft.js';
import { BUSY, changedMembers, LEADERSHIP_LOST, NOT_LEADING } from '../member-change.js';

type Done = (error: string | null) => void;

interface Pending {
  readonly index: number;
  readonly term: number;
  readonly done: Done;
}

/** Changes of the members that clients asked for, from the asking to the commit. The core makes one at a time. */
export class MemberChanges {
  #pending: Pending[] = [];

  constructor(private readonly raft: Raft) {}

  /** `done` when it is committed, or with an error for the client. `again`: it may have been made already. */
  begin(change: MemberChange, again: boolean, now: number, done: Done): void {
    const { raft } = this;
    if (raft.role !== 'leader') {
      done(NOT_LEADING);
      return;
    }
    const { configuration } = raft;
    const members = changedMembers(configuration, change, again, raft.id);
    if (typeof members === 'string') {
      done(members);
      return;
    }
    const isMade = members === configuration.members;
    const index = isMade ? configuration.index : raft.changeMembers(members, now);
    if (index === 'unsafe') done('ERR this change is not safe in one step');
    else if (typeof index === 'string') done(BUSY);
    else {
      const { term } = isMade ? configuration : raft;
      this.#pending.push({ index, term, done });
      this.settle();
    }
  }

  /** To be called when something may have been committed, or the leader have changed. */
  settle(): void {
    const pending = this.#pending;
    this.#pending = [];
    for (const each of pending) this.#settle(each);
  }

  #settle(pending: Pending): void {
    const { raft } = this;
    const { index, term, done } = pending;
    const isThere = raft.configurationAt(index).term === term;
    if (isThere && raft.commitIndex >= index) done(null);
    else if (isThere && raft.role === 'leader') this.#pending.push(pending);
    else done(LEADERSHIP_LOST);
  }
}
