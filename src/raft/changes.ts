import { type Configuration, encodeMembers, type Member } from '../base/configuration.js';
import { CatchUp } from './catch-up.js';
import type { Core } from './core.js';
import { isSafeStep } from './membership.js';
import type { Progress } from './progress.js';
import type { Replication } from './replication.js';
import type { ChangeRefusal } from './types.js';

/** What a leader does about the members (Raft thesis, chapter 4): changes asked for, and those that it makes by itself. */
export class Changes {
  readonly #core: Core;
  readonly #replication: Replication;
  readonly #append: (data: Uint8Array) => void;
  readonly #learners = new Map<Progress, CatchUp>();

  /** `append`: appends an entry of kind `configuration` to the own log. */
  constructor(core: Core, replication: Replication, append: (data: Uint8Array) => void) {
    this.#core = core;
    this.#replication = replication;
    this.#append = append;
    this.#reconfigured();
  }

  /** The last change is committed: the next one may be made. */
  get isFree(): boolean {
    return this.#core.membership.current.index <= this.#core.commit;
  }

  /** This leader has no vote any more, and that is committed: it has to go (Raft thesis, 4.2.2). */
  get isOver(): boolean {
    return this.isFree && !this.#core.membership.isVoter;
  }

  /** See `Raft.changeMembers`. Answers the index of the entry. */
  begin(members: readonly Member[]): number | ChangeRefusal {
    const { membership, id, uuid, log } = this.#core;
    if (!this.isFree) return 'busy';
    const { current } = membership;
    const self = current.members.find(member => member.id === id);
    const own = members.find(member => member.id === id);
    const isOther =
      own !== undefined && (own.number !== self?.number || (own.uuid !== '' && own.uuid !== uuid));
    if (isOther || !isSafeStep(current.members, members)) return 'unsafe';
    this.#append(encodeMembers({ members, lastNumber: largestNumber(current, members) }));
    this.#reconfigured();
    return log.lastIndex;
  }

  /** To be called at each tick at which a change may begin: names a member whose uuid is known now, or promotes a learner. */
  proceed(): void {
    if (!this.isFree) return;
    const { members } = this.#core.membership.current;
    const bound = members.map(member => ({ ...member, uuid: member.uuid || this.#uuidOf(member) }));
    if (bound.some((member, i) => member.uuid !== members[i]!.uuid)) {
      this.begin(bound);
      return;
    }
    const learner = members.find(member => !member.votes && this.#mayVote(member));
    if (learner === undefined) return;
    this.begin(members.map(member => (member === learner ? { ...member, votes: true } : member)));
  }

  /** A follower's disk holds more of the log. */
  acknowledged(peer: Progress): void {
    const { log, now, timing } = this.#core;
    this.#learners.get(peer)?.reached(peer.match, log.lastIndex, now, timing.electionMs);
  }

  #uuidOf({ id }: Member): string {
    return id === this.#core.id ? this.#core.uuid : (this.#replication.peers.get(id)?.uuid ?? '');
  }

  /** A learner that keeps up with the log, and has been heard of lately. */
  #mayVote({ id }: Member): boolean {
    const peer = this.#replication.peers.get(id);
    if (peer === undefined || this.#core.down.has(id)) return false;
    const { now, timing } = this.#core;
    return this.#learners.get(peer)?.isDone === true && now - peer.heardAt < timing.electionMs;
  }

  /** The members are others: followers that are new get their progress, learners begin to catch up. */
  #reconfigured(): void {
    const { membership, log, now } = this.#core;
    this.#replication.reconfigured();
    const learners = new Set<Progress>();
    for (const { id, votes } of membership.peers) if (!votes) learners.add(this.#replication.peers.get(id)!);
    for (const peer of this.#learners.keys()) if (!learners.has(peer)) this.#learners.delete(peer);
    for (const peer of learners) {
      if (!this.#learners.has(peer)) this.#learners.set(peer, new CatchUp(log.lastIndex, now));
    }
  }
}

function largestNumber(current: Configuration, members: readonly Member[]): number {
  return Math.max(current.lastNumber, ...members.map(({ number }) => number));
}
