import { assert } from '../base/assert.js';
import type { SnapshotMeta } from '../base/configuration.js';
import type { Entry, MemberId, RaftMessage } from '../base/raft-message.js';
import type { Random } from '../base/random.js';
import { Ballot } from './ballot.js';
import { LogView } from './log-view.js';
import { Membership } from './membership.js';
import { Outbox } from './outbox.js';
import type { Load, RaftLimits, RaftOptions, RaftTiming } from './types.js';

/** What all roles share: the state of a member (Raft, figure 2) and the ways out of it. */
export class Core {
  readonly id: MemberId;
  readonly uuid: string;
  readonly membership: Membership;
  readonly timing: RaftTiming;
  readonly limits: RaftLimits;
  readonly lazyCommits: boolean;
  readonly random: Random;
  readonly ballot: Ballot;
  readonly log: LogView;
  readonly outbox: Outbox;
  /** Peers that the transport has lost. They get heartbeats, which it drops, but no entries. */
  readonly down = new Set<MemberId>();
  loads: Load[] = [];
  /** Peers that need a snapshot. */
  snapshots: MemberId[] = [];
  #commit: number;
  #applied = 0;
  #now: number;

  constructor(options: RaftOptions) {
    this.id = options.id;
    this.uuid = options.uuid;
    this.membership = new Membership(options, options.bootstrap);
    for (const configuration of options.log.configurations) this.membership.add(configuration);
    this.timing = options.timing;
    this.limits = options.limits;
    this.lazyCommits = options.lazyCommits ?? false;
    this.random = options.random;
    this.ballot = new Ballot(options.hardState);
    this.log = new LogView(options.log, options.limits.cacheBytes);
    this.#commit = options.hardState.commit;
    if (options.snapshot) this.install(options.snapshot);
    assert(this.log.firstIndex - 1 <= this.#applied, 'a snapshot covers what was compacted');
    assert(this.#commit <= this.log.lastIndex, 'what is committed is in the log');
    // What a doubtful member has acknowledged in its last term counts no more once a later one has begun, and no entry of
    // the later one can be among what it lost: so catching up in that term ends the doubt. See `settleDoubt`.
    if (this.ballot.doubtful) this.ballot.enter(this.term + 1);
    this.outbox = new Outbox(this.ballot, this.log, this.#commit);
    this.#now = options.now;
    assert(this.log.lastTerm <= this.term, 'no entry is of a later term than the member');
  }

  get term(): number {
    return this.ballot.term;
  }

  get commit(): number {
    return this.#commit;
  }

  /** The time of the last input, in monotonic milliseconds. */
  get now(): number {
    return this.#now;
  }

  advance(now: number): void {
    assert(now >= this.#now, 'monotonic time does not run back');
    this.#now = now;
  }

  /** Raises the commit index; it never falls. Answers whether it was raised. */
  commitTo(index: number): boolean {
    if (index <= this.#commit) return false;
    assert(index <= this.log.lastIndex, 'what is committed is in the log');
    this.#commit = index;
    this.settleDoubt();
    this.trim();
    return true;
  }

  append(entry: Entry): void {
    this.log.append(entry);
    if (entry.kind === 'configuration') this.membership.append(entry);
  }

  /** Drops `from` and all behind it. */
  truncate(from: number): void {
    this.log.truncate(from);
    this.membership.truncate(from);
  }

  /**
   * Ends the doubt about the own log once it holds, on the disk, what a leader of the present term has committed in that
   * term: every entry that was committed before is among that (leader completeness, Raft 5.4.3).
   */
  settleDoubt(): void {
    const { log } = this;
    const caughtUp = log.termAt(this.#commit) === this.term && log.persisted >= this.#commit;
    if (this.ballot.doubtful && caughtUp) this.ballot.settle();
  }

  applied(index: number): void {
    assert(index <= this.#commit, 'only what is committed is applied');
    this.#applied = Math.max(this.#applied, index);
    this.membership.applied(this.#applied);
    this.trim();
  }

  /** See `Raft.compact`. */
  compact(index: number): void {
    assert(index <= this.#applied, 'only what is applied is compacted');
    this.log.compact(index);
  }

  /** See `Raft.installed`. A snapshot holds what is committed, and the machine holds the snapshot. */
  install(snapshot: SnapshotMeta): void {
    const { index, term } = snapshot;
    // After a crash the snapshot may be on the disk and its term not: nothing was promised in it yet.
    if (term > this.term) this.ballot.enter(term);
    this.log.install(index, term);
    this.membership.install(snapshot, this.log.lastIndex);
    this.#commit = Math.max(this.#commit, index);
    this.#applied = Math.max(this.#applied, index);
  }

  trim(): void {
    this.log.trim(this.#applied, this.#commit);
  }

  /** The head of a message of the present term. */
  head(to: MemberId): { from: MemberId; uuid: string; to: MemberId; term: number } {
    return { from: this.id, uuid: this.uuid, to, term: this.term };
  }

  /** One value a voter, for {@link reachedByMajority}: this member's own, if it is one, and those of the others. */
  ofVoters(own: number, other: (id: MemberId) => number): number[] {
    return this.membership.voters.map(({ id }) =>
      id === this.id && this.membership.isVoter ? own : other(id),
    );
  }

  send(message: RaftMessage): void {
    this.outbox.send(message);
  }
}
