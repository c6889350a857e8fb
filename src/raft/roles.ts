import { assert } from '../base/assert.js';
import type {
  AppendRequest,
  HeartbeatRequest,
  MemberId,
  RaftMessage,
  VoteAnswer,
} from '../base/raft-message.js';
import { Campaign } from './campaign.js';
import type { Core } from './core.js';
import { ElectionClock } from './election-clock.js';
import { Follower } from './follower.js';
import { Leader } from './leader.js';
import type { FenceResult, RaftOptions, Role } from './types.js';
import { Voter } from './voter.js';

/** Which role a member plays, and what changes it: terms (Raft, 5.1), elections (5.2), timeouts. */
export class Roles {
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
  #refused: FenceResult[] = [];

  constructor(core: Core, { timing, random, now }: RaftOptions) {
    this.#core = core;
    const alone = core.membership.isAlone && hasLedAlone(core);
    const restarted = !alone && core.term > 0;
    this.#clock = new ElectionClock(timing, random, now, restarted);
    this.#voter = new Voter(core, this.#clock);
    this.#follower = new Follower(core);
    this.#lastTickAt = now;
    if (alone) this.#campaignFor({ pre: false, transfer: false });
  }

  get role(): Role {
    return this.#role;
  }

  /** The leader of the present term, when it is known. */
  get leaderId(): MemberId | null {
    return this.#leaderId;
  }

  /** What this member does as the leader; null: it does not lead. */
  get leader(): Leader | null {
    return this.#leader;
  }

  /** What it does as a follower. */
  get follower(): Follower {
    return this.#follower;
  }

  /** Elections that it began. */
  get campaigns(): number {
    return this.#campaigns;
  }

  /** Takes out the fences that a leader which leads no longer has refused. */
  takeRefused(): FenceResult[] {
    const refused = this.#refused;
    this.#refused = [];
    return refused;
  }

  /** A message from a peer, at `core.now`. */
  step(message: RaftMessage): void {
    const isMember = this.#core.membership.find({ id: message.from, uuid: message.uuid }) !== null;
    if (!isMember && !this.#mayDisturb(message)) return;
    if (message.type === 'vote' && message.pre) this.#voter.answerPreVote(message, this.#leader !== null);
    else if (message.type === 'voteAnswer' && message.pre) this.#onPreVoteAnswer(message);
    else if (this.#meetTerm(message)) this.#dispatch(message);
  }

  disconnected(peer: MemberId): void {
    if (this.#role === 'follower' && peer === this.#leaderId) this.#clock.lostLeader(this.#core.now);
  }

  /** Timeouts are acted on here and nowhere else. */
  tick(): void {
    const { now, timing, term } = this.#core;
    const late = now - this.#lastTickAt >= timing.heartbeatMs;
    this.#lastTickAt = now;
    if (this.#leader !== null) {
      if (!this.#leader.tick(late)) this.becomeFollower(term, null); // check-quorum (Raft thesis, 6.2)
    } else if (this.#clock.isDue(now, late) && this.#core.membership.mayCampaign(this.#core.commit)) {
      this.#campaignFor({ pre: true, transfer: false });
    }
  }

  /** The end of a turn, after the leader has said what it has to say. */
  endTurn(): void {
    if (this.#leader?.isOver !== true) return;
    this.#leader.resign();
    this.becomeFollower(this.#core.term, null);
  }

  /**
   * A message of a node that is not a member, as far as this one knows. It may be one that was removed, or whose folder
   * is new: what it answers counts for nothing, and its term is of no interest. But it may also be a new member, of which
   * the log here does not tell yet: what a leader sends is taken from anybody (Raft thesis, 4.1), and whoever could be
   * elected here may ask for a vote.
   */
  #mayDisturb(message: RaftMessage): boolean {
    if (message.from === this.#core.id) return false; // another node under the own id
    if (message.type !== 'vote') return isFromLeader(message);
    return this.#voter.mayVote(message, this.#leader !== null) && this.#voter.isUpToDate(message);
  }

  // Terms (Raft, 5.1).

  /** Brings the own term and the message's together. Answers whether the message is to be looked at any further. */
  #meetTerm(message: RaftMessage): boolean {
    if (message.term < this.#core.term) {
      this.#correct(message);
      return false;
    }
    if (message.term > this.#core.term) {
      // A candidate that must not be elected must not raise the term either: it would depose the leader all the same.
      if (message.type === 'vote' && !this.#voter.mayVote(message, this.#leader !== null)) return false;
      this.becomeFollower(message.term, isFromLeader(message) ? message.from : null);
    }
    return true;
  }

  /** Lets a member of an earlier term know the present one. Its answers are of no use to it any more. */
  #correct(message: RaftMessage): void {
    const head = this.#core.head(message.from);
    switch (message.type) {
      case 'vote':
        this.#core.send({ ...head, type: 'voteAnswer', pre: false, granted: false, doubtful: false });
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
    const peer = this.#leader?.heard(message) ?? null;
    switch (message.type) {
      case 'vote':
        this.#voter.answerVote(message, this.#leaderId !== null);
        if (this.#role === 'candidate') this.#clock.metRival(this.#core.now);
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
        if (peer !== null) this.#leader!.onAppendAnswer(peer, message);
        break;
      case 'heartbeatAnswer':
        if (peer !== null) this.#leader!.onHeartbeatAnswer(peer, message);
        break;
      case 'timeoutNow':
        if (this.#mayTakeOver()) {
          this.#campaignFor({ pre: false, transfer: true });
        }
        break;
    }
  }

  #mayTakeOver(): boolean {
    const { membership, now, commit } = this.#core;
    return this.#role === 'follower' && membership.mayCampaign(commit) && !this.#clock.isBound(now);
  }

  // Elections (Raft, 5.2).

  #onPreVoteAnswer(answer: VoteAnswer): void {
    if (!answer.granted && answer.term > this.#core.term) {
      this.becomeFollower(answer.term, null);
    } else if (this.#role === 'precandidate' && (!answer.granted || answer.term === this.#core.term + 1)) {
      this.#countVote(answer);
    }
  }

  #countVote(answer: VoteAnswer): void {
    assert(this.#campaign !== null, 'a candidate has a campaign');
    this.#campaign.count(answer);
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
      this.#core.ballot.enter(this.#core.term + 1);
      this.#core.ballot.cast(this.#core.uuid);
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
    this.#leaderId = this.#core.id;
    this.#leader = new Leader(this.#core);
  }

  /** The receiver of what a leader sends: it keeps faith with it from now on. */
  #followLeader(message: AppendRequest | HeartbeatRequest): Follower {
    assert(this.#leader === null, 'one leader a term (election safety, Raft 5.2)');
    assert(this.#leaderId === null || this.#leaderId === message.from, 'one leader a term');
    if (this.#role !== 'follower' || this.#leaderId === null)
      this.becomeFollower(this.#core.term, message.from);
    this.#clock.heardLeader(this.#core.now);
    return this.#follower;
  }

  becomeFollower(term: number, leader: MemberId | null): void {
    if (term > this.#core.term) this.#core.ballot.enter(term);
    if (this.#leader !== null) this.#refused.push(...this.#leader.refuseFences());
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

/**
 * A lone voter need not wait after a restart for leases that it may have acknowledged, if nobody else can have led since
 * it is alone: that is so from the start, or since an entry of a later term shows that it was elected by its own vote.
 * Else its last leader may have removed itself, and may not know yet that this is committed.
 */
function hasLedAlone({ membership, log }: Core): boolean {
  const { index, term } = membership.current;
  return index === 0 || log.lastTerm > term;
}
