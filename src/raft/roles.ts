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
    const alone = core.peers.length === 0;
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
    if (message.type === 'vote' && message.pre) this.#voter.answerPreVote(message, this.#leader !== null);
    else if (message.type === 'voteAnswer' && message.pre) this.#onPreVoteAnswer(message);
    else if (this.#meetTerm(message)) this.#dispatch(message);
  }

  /** Timeouts are acted on here and nowhere else. */
  tick(): void {
    const { now, timing, term } = this.#core;
    const late = now - this.#lastTickAt >= timing.heartbeatMs;
    this.#lastTickAt = now;
    if (this.#leader !== null) {
      if (!this.#leader.tick(late)) this.becomeFollower(term, null); // check-quorum (Raft thesis, 6.2)
    } else if (this.#clock.isDue(now, late)) {
      this.#campaignFor({ pre: true, transfer: false });
    }
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
    if (!answer.granted && answer.term > this.#core.term) {
      this.becomeFollower(answer.term, null);
    } else if (this.#role === 'precandidate' && (!answer.granted || answer.term === this.#core.term + 1)) {
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
      this.#core.ballot.enter(this.#core.term + 1);
      this.#core.ballot.cast(this.#core.id);
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
