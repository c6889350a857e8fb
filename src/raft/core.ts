import { assert } from '../base/assert.js';
import type { SnapshotMeta } from '../base/configuration.js';
import type { MemberId, RaftMessage } from '../base/raft-message.js';
import type { Random } from '../base/random.js';
import { Ballot } from './ballot.js';
import { LogView } from './log-view.js';
import { Outbox } from './outbox.js';
import type { Load, RaftLimits, RaftOptions, RaftTiming } from './types.js';

/** What all roles share: the state of a member (Raft, figure 2) and the ways out of it. */
export class Core {
  readonly id: MemberId;
  readonly voters: readonly MemberId[];
  /** The voters but this one. */
  readonly peers: readonly MemberId[];
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
    assert(options.voters.includes(options.id), 'a member is one of the voters');
    assert(new Set(options.voters).size === options.voters.length, 'voters are different');
    this.id = options.id;
    this.voters = options.voters;
    this.peers = options.voters.filter(voter => voter !== options.id);
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
    this.trim();
    return true;
  }

  applied(index: number): void {
    assert(index <= this.#commit, 'only what is committed is applied');
    this.#applied = Math.max(this.#applied, index);
    this.trim();
  }

  /** See `Raft.compact`. */
  compact(index: number): void {
    assert(index <= this.#applied, 'only what is applied is compacted');
    this.log.compact(index);
  }

  /** See `Raft.installed`. A snapshot holds what is committed, and the machine holds the snapshot. */
  install({ index, term }: SnapshotMeta): void {
    // After a crash the snapshot may be on the disk and its term not: nothing was promised in it yet.
    if (term > this.term) this.ballot.enter(term);
    this.log.install(index, term);
    this.#commit = Math.max(this.#commit, index);
    this.#applied = Math.max(this.#applied, index);
  }

  trim(): void {
    this.log.trim(this.#applied, this.#commit);
  }

  /** The head of a message of the present term. */
  head(to: MemberId): { from: MemberId; to: MemberId; term: number } {
    return { from: this.id, to, term: this.term };
  }

  send(message: RaftMessage): void {
    this.outbox.send(message);
  }
}
