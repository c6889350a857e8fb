import { assert } from '../base/assert.js';
import type {
  AppendRequest,
  Entry,
  HeartbeatRequest,
  MemberId,
  RaftMessage,
  VoteAnswer,
} from '../base/raft-message.js';
import { Campaign } from './campaign.js';
import { Core } from './core.js';
import { ElectionClock } from './election-clock.js';
import { Follower } from './follower.js';
import { Leader } from './leader.js';
import type { FenceResult, RaftOptions, RaftStatus, Ready, Role } from './types.js';
import { Voter } from './voter.js';

export type { Load, Persist, RaftOptions, RaftStatus, Ready, Role } from './types.js';

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
  readonly #clock: ElectionClock;
  readonly #voter: Voter;
  #role: Role = 'follower';
  #leaderId: MemberId | null = null;
  /** Set while following or waiting for a leader. */
  #follower: Follower;
  /** Set while `#role` is precandidate or candidate. */
  #campaign: Campaign | null = null;
  /** Set while `#role` is leader. */
  #leader: Leader | null = null;
  #lastTickAt: number;
  #campaigns = 0;
  #fences: FenceResult[] = [];
  #told: { role: Role; term: number; leader: MemberId | null; commit: number };

  constructor(options: RaftOptions) {
    this.#core = new Core(options);
    const alone = this.#core.peers.length === 0;
    const restarted = !alone && options.hardState.term > 0;
    this.#clock = new ElectionClock(options.timing, options.random, options.now, restarted);
    this.#voter = new Voter(this.#core, this.#clock);
    this.#follower = new Follower(this.#core);
    this.#lastTickAt = options.now;
    this.#told = { role: 'follower', term: this.term, leader: null, commit: 0 };
    if (alone) this.#campaignFor({ pre: false, transfer: false });
  }

  get id(): MemberId {
    return this.#core.id;
  }

  get role(): Role {
    return this.#role;
  }

  get term(): number {
    return this.#core.term;
  }

  /** The leader of the present term, when it is known. */
  get leader(): MemberId | null {
    return this.#leaderId;
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

  // Inputs.

  /** A message from a peer. Those of strangers are dropped. */
  step(message: RaftMessage, now: number): void {
    this.#core.advance(now);
    if (!this.#core.peers.includes(message.from) || message.to !== this.id) return;
    this.#core.down.delete(message.from);
    if (message.type === 'vote' && message.pre) this.#voter.answerPreVote(message, this.#leader !== null);
    else if (message.type === 'voteAnswer' && message.pre) this.#onPreVoteAnswer(message);
    else if (this.#meetTerm(message)) this.#dispatch(message);
  }

  /** To be called about every 10 ms. Timeouts are acted on here and nowhere else. */
  tick(now: number): void {
    this.#core.advance(now);
    const late = now - this.#lastTickAt >= this.#core.timing.heartbeatMs;
    this.#lastTickAt = now;
    if (this.#leader !== null) {
      if (!this.#leader.tick(late)) this.#becomeFollower(this.term, null); // check-quorum (Raft thesis, 6.2)
    } else if (this.#clock.isDue(now, late)) {
      this.#campaignFor({ pre: true, transfer: false });
    }
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

  /** True when no other member can have been elected up to `now`, and the commit index is current. */
  leaseHolds(now: number): boolean {
    this.#core.advance(now);
    return this.#leader?.leaseHolds ?? false;
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
    this.#leader?.commitOwn();
    this.#core.trim();
  }

  /** The answer to a `Ready.loads`: consecutive entries from its `from` on, as many as were read. */
  loaded(peer: MemberId, entries: readonly Entry[]): void {
    this.#leader?.loaded(peer, entries);
  }

  /** A new connection to this peer is up: what was sent over the one before may be lost. */
  connected(peer: MemberId): void {
    if (!this.#core.peers.includes(peer)) return;
    this.#core.down.delete(peer);
    this.#leader?.restartPipeline(peer);
  }

  /** The connection to this peer is gone, and with it, perhaps, what was sent. */
  disconnected(peer: MemberId, now: number): void {
    this.#core.advance(now);
    if (!this.#core.peers.includes(peer)) return;
    this.#core.down.add(peer);
    this.#leader?.restartPipeline(peer);
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
    if (this.#leader !== null) this.#fences.push(...this.#leader.releaseFences());
    const { outbox, commit } = this.#core;
    const persist = outbox.takePersist(commit);
    const messages = outbox.takeMessages();
    const afterPersist = outbox.takeAfterPersist();
    const { loads } = this.#core;
    const fences = this.#fences;
    const told = this.#told;
    const { role, term, leader } = this;
    const changed = told.role !== role || told.term !== term || told.leader !== leader;
    const nothing = [messages, afterPersist, loads, fences].every(list => list.length === 0);
    if (nothing && persist === null && !changed && told.commit === commit) return null;
    this.#core.loads = [];
    this.#fences = [];
    this.#told = { role, term, leader, commit };
    const change = changed ? { role, term, leader } : null;
    return { persist, messages, afterPersist, commitIndex: commit, loads, fences, change };
  }

  status(): RaftStatus {
    const { log, ballot } = this.#core;
    return {
      id: this.id,
      role: this.role,
      term: this.term,
      vote: ballot.vote,
      leader: this.leader,
      commitIndex: this.commitIndex,
      firstIndex: log.firstIndex,
      lastIndex: log.lastIndex,
      persistedIndex: log.persisted,
      cachedFrom: log.cachedFrom,
      cachedBytes: log.cachedBytes,
      campaigns: this.#campaigns,
      leading: this.#leader?.status ?? null,
    };
  }

  // Terms (Raft, 5.1).

  /** Brings the own term and the message's together. Answers whether the message is to be looked at any further. */
  #meetTerm(message: RaftMessage): boolean {
    if (message.term < this.term) {
      this.#correct(message);
      return false;
    }
    if (message.term > this.term) {
      // A candidate that must not be elected must not raise the term either: it would depose the leader all the same.
      if (message.type === 'vote' && !this.#voter.mayVote(message, this.#leader !== null)) return false;
      this.#becomeFollower(message.term, isFromLeader(message) ? message.from : null);
    }
    return true;
  }

  /** Lets a member of an earlier term know the present one. Its answers are of no use to it any more. */
  #correct(message: RaftMessage): void {
    const head = this.#core.head(message.from);
    switch (message.type) {
      case 'vote':
        this.#core.send({ ...head, type: 'voteAnswer', pre: false, granted: false });
        break;
      case 'append':
      case 'heartbeat':
        this.#core.send({ ...head, type: 'heartbeatAnswer', round: 0 });
        break;
      case 'voteAnswer':
      case 'appendAnswer':
      case 'heartbeatAnswer':
      case 'timeoutNow':
        break;
    }
  }

  /** A message of the present term. */
  #dispatch(message: RaftMessage): void {
    this.#leader?.heard(message.from);
    switch (message.type) {
      case 'vote':
        this.#voter.answerVote(message, this.#leaderId !== null);
        break;
      case 'voteAnswer':
        if (this.#role === 'candidate') this.#countVote(message);
        break;
      case 'append':
        this.#followLeader(message).onAppend(message);
        break;
      case 'heartbeat':
        this.#followLeader(message).onHeartbeat(message);
        break;
      case 'appendAnswer':
        this.#leader?.onAppendAnswer(message);
        break;
      case 'heartbeatAnswer':
        this.#leader?.onHeartbeatAnswer(message);
        break;
      case 'timeoutNow':
        if (this.#role === 'follower' && !this.#clock.isBound(this.#core.now)) {
          this.#campaignFor({ pre: false, transfer: true });
        }
        break;
    }
  }

  // Elections (Raft, 5.2).

  #onPreVoteAnswer(answer: VoteAnswer): void {
    if (!answer.granted && answer.term > this.term) {
      this.#becomeFollower(answer.term, null);
    } else if (this.#role === 'precandidate' && (!answer.granted || answer.term === this.term + 1)) {
      this.#countVote(answer);
    }
  }

  #countVote(answer: VoteAnswer): void {
    assert(this.#campaign !== null, 'a candidate has a campaign');
    this.#campaign.count(answer.from, answer.granted);
    this.#settleCampaign();
  }

  #campaignFor(options: { readonly pre: boolean; readonly transfer: boolean }): void {
    this.#campaigns++;
    this.#clock.reset(this.#core.now);
    this.#leaderId = null;
    this.#enterCampaign(options);
  }

  #enterCampaign(options: { readonly pre: boolean; readonly transfer: boolean }): void {
    if (!options.pre) {
      this.#core.ballot.enter(this.term + 1);
      this.#core.ballot.cast(this.id);
    }
    this.#role = options.pre ? 'precandidate' : 'candidate';
    this.#campaign = new Campaign(this.#core, options);
    this.#settleCampaign();
  }

  #settleCampaign(): void {
    const campaign = this.#campaign!;
    switch (campaign.result) {
      case 'won':
        if (campaign.pre) this.#enterCampaign({ pre: false, transfer: false });
        else this.#becomeLeader();
        break;
      case 'lost': // the timeout runs on: the next try comes when it ends
        this.#campaign = null;
        this.#role = 'follower';
        this.#follower = new Follower(this.#core);
        break;
      case 'pending':
        break;
    }
  }

  #becomeLeader(): void {
    this.#campaign = null;
    this.#role = 'leader';
    this.#leaderId = this.id;
    this.#leader = new Leader(this.#core);
  }

  /** The receiver of what a leader sends: it keeps faith with it from now on. */
  #followLeader(message: AppendRequest | HeartbeatRequest): Follower {
    assert(this.#leader === null, 'one leader a term (election safety, Raft 5.2)');
    assert(this.#leaderId === null || this.#leaderId === message.from, 'one leader a term');
    if (this.#role !== 'follower' || this.#leaderId === null) this.#becomeFollower(this.term, message.from);
    this.#clock.heardLeader(this.#core.now);
    return this.#follower;
  }

  #becomeFollower(term: number, leader: MemberId | null): void {
    if (term > this.term) this.#core.ballot.enter(term);
    if (this.#leader !== null) this.#fences.push(...this.#leader.refuseFences());
    this.#leader = null;
    this.#campaign = null;
    this.#role = 'follower';
    this.#leaderId = leader;
    this.#follower = new Follower(this.#core);
    this.#clock.reset(this.#core.now);
  }
}

function isFromLeader(message: RaftMessage): boolean {
  return message.type === 'append' || message.type === 'heartbeat' || message.type === 'timeoutNow';
}
