import { assert } from '../base/assert.js';
import type { Configuration, Member, SnapshotMeta } from '../base/configuration.js';
import type { Entry, MemberId, RaftMessage } from '../base/raft-message.js';
import { Core } from './core.js';
import type { Leader } from './leader.js';
import { Roles } from './roles.js';
import type { ChangeRefusal, FenceResult, RaftOptions, RaftStatus, Ready, Role } from './types.js';

export type { ChangeRefusal, Load, Persist, RaftOptions, RaftStatus, Ready, Role } from './types.js';

/**
 * One member of a Raft group, as a pure object: inputs change it, `ready()` says what the driver has to do. It reads no
 * clock (`now` is monotonic milliseconds, never less than before), does no I/O, and has no randomness of its own.
 *
 * The driver hands in everything that has arrived, then takes `ready()` until it gives null: what arrived in one turn
 * leaves as one write and one append a follower.
 *
 * "Raft" in comments is the paper, "In Search of an Understandable Consensus Algorithm"; "Raft thesis" is Ongaro's.
 */
export class Raft {
  readonly #core: Core;
  readonly #roles: Roles;
  #fences: FenceResult[] = [];
  #told: {
    role: Role;
    term: number;
    leader: MemberId | null;
    commit: number;
    configuration: Configuration;
  };

  constructor(options: RaftOptions) {
    this.#core = new Core(options);
    const { term, membership } = this.#core;
    this.#told = { role: 'follower', term, leader: null, commit: 0, configuration: membership.current };
    this.#roles = new Roles(this.#core, options);
  }

  get id(): MemberId {
    return this.#core.id;
  }

  get role(): Role {
    return this.#roles.role;
  }

  get term(): number {
    return this.#core.term;
  }

  /** The leader of the present term, when it is known. */
  get leader(): MemberId | null {
    return this.#roles.leaderId;
  }

  get commitIndex(): number {
    return this.#core.commit;
  }

  get firstIndex(): number {
    return this.#core.log.firstIndex;
  }

  get lastIndex(): number {
    return this.#core.log.lastIndex;
  }

  /** The last index that is on the own disk. */
  get persistedIndex(): number {
    return this.#core.log.persisted;
  }

  get #leader(): Leader | null {
    return this.#roles.leader;
  }

  // Inputs.

  /** A message from a peer. What those say who are not members is mostly dropped. */
  step(message: RaftMessage, now: number): void {
    this.#core.advance(now);
    if (message.to !== this.id) return;
    this.#core.down.delete(message.from);
    this.#roles.step(message);
  }

  /** To be called about every 10 ms. Timeouts are acted on here and nowhere else. */
  tick(now: number): void {
    this.#core.advance(now);
    this.#roles.tick();
  }

  /**
   * Appends entries. Answers the index of the first; null when nothing was appended: this member does not lead, is
   * handing over, or too much waits to be committed.
   */
  propose(data: readonly Uint8Array[], now: number): number | null {
    this.#core.advance(now);
    return this.#leader?.propose(data) ?? null;
  }

  /**
   * A peer has clients that wait for entries up to `index`: it is told at once when they are committed. Others hear of a
   * commit index with the next entries or the next tick.
   */
  awaits(peer: MemberId, index: number): void {
    this.#leader?.awaits(peer, index);
  }

  /**
   * Asks for a read index; the answer comes in `Ready.fences` under the same `id`. It is a commit index that was current
   * at some time after this call. `quorum`: proved by a round of heartbeats, not by the lease.
   */
  fence(id: number, quorum: boolean, now: number): void {
    this.#core.advance(now);
    const result = this.#leader === null ? { id, index: -1 } : this.#leader.fence(id, quorum);
    if (result !== null) this.#fences.push(result);
  }

  /**
   * Up to its end no other member can have been elected, and the commit index is current. `from`: the sending of the
   * heartbeats that it rests on. 0 and 0: no lease; Infinity: the only voter.
   */
  lease(now: number): { readonly from: number; readonly end: number } {
    this.#core.advance(now);
    return this.#leader?.lease ?? { from: 0, end: 0 };
  }

  /**
   * The clock has been in doubt up to `now` (the process or the machine was suspended): the lease counts again once a
   * round of heartbeats that begins from now on is answered.
   */
  doubtLease(now: number): void {
    this.#core.advance(now);
    this.#leader?.doubtLease();
  }

  /** Hands leadership over; null: to whoever has most of the log. False: not the leader, or nobody to hand over to. */
  transfer(to: MemberId | null, now: number): boolean {
    this.#core.advance(now);
    return this.#leader?.transfer(to) ?? false;
  }

  /** The `Ready.persist` in flight is synced. Index and term of its last entry; 0 and 0 when it had none. */
  persisted(lastIndex: number, term: number): void {
    this.#core.outbox.persisted(lastIndex, term);
    this.#core.settleDoubt();
    this.#leader?.commitOwn();
    this.#core.trim();
  }

  /** The answer to a `Ready.loads`: consecutive entries from its `from` on, as many as were read. */
  loaded(peer: MemberId, entries: readonly Entry[]): void {
    this.#leader?.loaded(peer, entries);
  }

  /**
   * Changes the members to `members`: one voter more or one less, learners and addresses at will (Raft thesis, chapter
   * 4). Answers the index of the entry: committed, it is done; the new members count from this call on. A node that is
   * to vote is added as a learner: the leader gives it its vote by itself, once it has caught up. The leader may be
   * removed: it goes when that is committed.
   */
  changeMembers(members: readonly Member[], now: number): number | ChangeRefusal {
    this.#core.advance(now);
    return this.#leader?.changeMembers(members) ?? 'notLeader';
  }

  /** The members as the own log has them, committed or not. */
  get configuration(): Configuration {
    return this.#core.membership.current;
  }

  /** The members as they are at `index`, at or behind what is applied: for the head of a snapshot. */
  configurationAt(index: number): Configuration {
    return this.#core.membership.at(index);
  }

  /**
   * The members of a new cluster, for a member that was started without any: it has found a majority of them as new as
   * itself. Ignored when a log has come from a cluster meanwhile.
   */
  bootstrap(configuration: Configuration, now: number): void {
    this.#core.advance(now);
    const { membership, log } = this.#core;
    if (log.lastIndex > 0 || membership.current.members.length > 0) return;
    membership.begin(configuration);
  }

  // Snapshots (Raft, section 7). Their content travels beside the core.

  /**
   * Forgets the entries up to `index`, which the machine has applied, a snapshot on the disk covers, and the own disk
   * holds. Followers that need an earlier one get a snapshot from now on. The driver deletes them from the disk after
   * this call; a load that was begun before may be answered with what it read, or with nothing.
   */
  compact(index: number): void {
    this.#core.compact(index);
  }

  /**
   * A snapshot from a leader is on the disk (synced) and in the machine, which has applied all up to its index now. Is to
   * be called only while `snapshot.index` > `commitIndex`, and is ignored otherwise: restore the machine only then. The
   * log behind it is kept when it agrees, else it begins anew: see `Persist.reset`.
   */
  installed(snapshot: SnapshotMeta, now: number): void {
    this.#core.advance(now);
    if (snapshot.index <= this.commitIndex) return;
    if (snapshot.term > this.term) this.#roles.becomeFollower(snapshot.term, null);
    // It may have been elected while it restored the machine: then its log has what the snapshot covers (Raft, 5.4.3).
    this.#leader?.installed(snapshot);
    this.#core.install(snapshot);
    this.#roles.follower.installed(snapshot.index);
  }

  /** The peer has said that it installed the snapshot that ends with `index`. The log from there on should still be kept. */
  snapshotSent(peer: MemberId, index: number): void {
    this.#leader?.snapshotSent(peer, index);
  }

  /** The snapshot for this peer did not arrive, or it refused it. Asked for again with the next heartbeat. */
  snapshotFailed(peer: MemberId): void {
    this.#leader?.snapshotSent(peer, null);
  }

  /** A new connection to this peer is up: what was sent over the one before may be lost. */
  connected(peer: MemberId): void {
    this.#core.down.delete(peer);
    this.#leader?.restartPipeline(peer);
  }

  /** The connection to this peer is gone, and with it, perhaps, what was sent. */
  disconnected(peer: MemberId, now: number): void {
    this.#core.advance(now);
    if (!this.#core.membership.peers.some(({ id }) => id === peer)) return;
    this.#core.down.add(peer);
    this.#leader?.restartPipeline(peer);
    this.#roles.disconnected(peer);
  }

  /** The machine has applied this index; memory may be freed up to it. */
  applied(index: number): void {
    this.#core.applied(index);
  }

  /** The first index that is in memory. All before it is on the disk; what is there from it on may be out of date. */
  get cachedFrom(): number {
    return this.#core.log.cachedFrom;
  }

  /**
   * Committed entries for the machine, from memory: at least one, then as many as fit into `maxBytes`. Null when `from`
   * is not in memory any more: then it is to be read from the disk, up to `cachedFrom` - 1. Beyond that the disk may
   * still hold what a write in flight replaces.
   */
  entries(from: number, to: number, maxBytes: number): readonly Entry[] | null {
    assert(from <= to && to <= this.commitIndex, 'only committed entries are applied');
    return this.#core.log.cached(from, to, maxBytes);
  }

  /** Ends a turn: what is to be done now, or null. */
  ready(): Ready | null {
    this.#leader?.flush();
    this.#roles.endTurn();
    this.#fences.push(...this.#roles.takeRefused(), ...(this.#leader?.releaseFences() ?? []));
    const { outbox, commit } = this.#core;
    const persist = outbox.takePersist(commit);
    const messages = outbox.takeMessages();
    const afterPersist = outbox.takeAfterPersist();
    const { loads, snapshots } = this.#core;
    const fences = this.#fences;
    const told = this.#told;
    const { role, term, leader } = this;
    const configuration = this.#core.membership.current;
    const changed = told.role !== role || told.term !== term || told.leader !== leader;
    const nothing = [messages, afterPersist, loads, snapshots, fences].every(list => list.length === 0);
    const sameMembers =
      told.configuration.index === configuration.index && told.configuration.term === configuration.term;
    if (nothing && persist === null && !changed && sameMembers && told.commit === commit) return null;
    this.#core.loads = [];
    this.#core.snapshots = [];
    this.#fences = [];
    this.#told = { role, term, leader, commit, configuration };
    return {
      persist,
      messages,
      afterPersist,
      commitIndex: commit,
      loads,
      snapshots,
      fences,
      configuration: sameMembers ? null : configuration,
      change: changed ? { role, term, leader } : null,
    };
  }

  status(): RaftStatus {
    const { log, ballot } = this.#core;
    return {
      id: this.id,
      role: this.role,
      term: this.term,
      vote: ballot.vote,
      doubtful: ballot.doubtful,
      configuration: this.configuration,
      leader: this.leader,
      commitIndex: this.commitIndex,
      firstIndex: log.firstIndex,
      lastIndex: log.lastIndex,
      persistedIndex: log.persisted,
      cachedFrom: log.cachedFrom,
      cachedBytes: log.cachedBytes,
      campaigns: this.#roles.campaigns,
      leading: this.#leader?.status ?? null,
    };
  }
}
