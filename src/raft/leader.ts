import { assert } from '../base/assert.js';
import type { Member } from '../base/configuration.js';
import type {
  AppendAnswer,
  Entry,
  EntryKind,
  HeartbeatAnswer,
  MemberId,
  RaftMessage,
} from '../base/raft-message.js';
import type { Core } from './core.js';
import { entryBytes } from './entry-cache.js';
import { Changes } from './changes.js';
import { Fences } from './fences.js';
import { Grace } from './grace.js';
import type { Progress } from './progress.js';
import { reachedByMajority } from './quorum.js';
import { Replication } from './replication.js';
import { Rounds } from './rounds.js';
import { Transfer } from './transfer.js';
import type { ChangeRefusal, FenceResult, LeaderStatus, LogPosition } from './types.js';

const NO_DATA = new Uint8Array(0);
const UNCOMMITTED_BYTES = 256 * 1024 * 1024;

/** One leadership: begins with the election, ends with its term or when the majority is lost. */
export class Leader {
  readonly #core: Core;
  readonly #replication: Replication;
  readonly #rounds: Rounds;
  readonly #fences = new Fences();
  readonly #transfer: Transfer;
  readonly #grace: Grace;
  readonly #changes: Changes;
  /** The first entry of the term. Once it is committed, the commit index is known to be current (Raft, section 8). */
  readonly #firstOwn: number;
  #uncommittedBytes: number;
  #nextHeartbeatAt: number;
  /** A heartbeat to all is due. */
  #beat = true;
  /** A tick passed since the last turn ended. */
  #ticked = false;

  constructor(core: Core) {
    this.#core = core;
    this.#replication = new Replication(core);
    this.#rounds = new Rounds(core, this.#replication);
    this.#transfer = new Transfer(core, this.#replication.peers);
    this.#grace = new Grace(core.timing.heartbeatMs);
    this.#changes = new Changes(core, this.#replication, data => this.#append('configuration', data));
    this.#uncommittedBytes = core.log.bytesBetween(core.commit + 1, core.log.lastIndex);
    this.#nextHeartbeatAt = core.now + core.timing.heartbeatMs;
    this.#firstOwn = core.log.lastIndex + 1;
    this.#append('noop', NO_DATA);
  }

  /** Appends entries to the own log; they are sent when the turn ends. Answers the first index, null: takes none now. */
  propose(data: readonly Uint8Array[]): number | null {
    const limit = this.#core.limits.uncommittedBytes ?? UNCOMMITTED_BYTES;
    if (this.#transfer.isActive || this.#uncommittedBytes >= limit) return null;
    const first = this.#core.log.lastIndex + 1;
    for (const bytes of data) this.#append('data', bytes);
    return first;
  }

  #append(kind: EntryKind, data: Uint8Array): void {
    const entry: Entry = { index: this.#core.log.lastIndex + 1, term: this.#core.term, kind, data };
    this.#core.append(entry);
    this.#uncommittedBytes += entryBytes(entry);
  }

  /** A message of this term from a member. Null: another node under its id was heard first, and is the one that counts. */
  heard({ from, uuid }: RaftMessage): Progress | null {
    const peer = this.#replication.peers.get(from);
    if (peer === undefined || (peer.uuid !== '' && peer.uuid !== uuid)) return null;
    peer.uuid = uuid;
    peer.heardAt = this.#core.now;
    return peer;
  }

  onAppendAnswer(peer: Progress, answer: AppendAnswer): void {
    this.#replication.onAnswer(peer, answer);
    this.#changes.acknowledged(peer);
    this.commitOwn();
    this.#transfer.proceed();
  }

  onHeartbeatAnswer(peer: Progress, answer: HeartbeatAnswer): void {
    this.#rounds.onAnswer(peer, answer.round);
    // A learner that has all there is gets its vote in a cluster without writes, too.
    this.#changes.acknowledged(peer);
  }

  /** See `Raft.changeMembers`. */
  changeMembers(members: readonly Member[]): number | ChangeRefusal {
    // Not before an entry of the own term is committed: else two leaders could change the same members in different ways,
    // and the majorities of the two have nobody in common (thesis, 4.1, and its later correction).
    if (this.#transfer.isActive || this.#core.commit < this.#firstOwn) return 'busy';
    const index = this.#changes.begin(members);
    this.#rounds.count();
    return index;
  }

  get isOver(): boolean {
    return this.#changes.isOver;
  }

  /** The last thing that a leader does which has no vote any more. */
  resign(): void {
    this.#transfer.resign();
  }

  /**
   * Commits what a majority holds, but only by an entry of the own term: one of an earlier term may be on a majority and
   * still be replaced (Raft, 5.4.2 and figure 8). It is committed with the first own entry behind it.
   */
  commitOwn(): void {
    const index = this.#replication.onMajority;
    const before = this.#core.commit;
    if (index <= before || this.#core.log.termAt(index) !== this.#core.term) return;
    this.#uncommittedBytes -= this.#core.log.bytesBetween(before + 1, index);
    this.#core.commitTo(index);
  }

  /** Up to `index` all is committed, as a snapshot of an earlier leader says. */
  installed({ index, term }: LogPosition): void {
    assert(this.#core.log.termAt(index) === term, 'a leader has all that is committed');
    this.#uncommittedBytes -= this.#core.log.bytesBetween(this.#core.commit + 1, index);
  }

  loaded(peer: MemberId, entries: readonly Entry[]): void {
    this.#replication.loaded(peer, entries);
  }

  snapshotSent(peer: MemberId, index: number | null): void {
    this.#replication.snapshotSent(peer, index);
  }

  restartPipeline(peer: MemberId): void {
    this.#replication.peers.get(peer)?.restart();
  }

  /** Answers false when the leader has to step down: no majority was in touch for an election timeout. */
  tick(late: boolean): boolean {
    const { now, timing } = this.#core;
    this.#ticked = true;
    const { peers } = this.#replication;
    const inTouch = reachedByMajority(this.#core.ofVoters(now, id => peers.get(id)?.heardAt ?? -Infinity));
    if (now - inTouch < timing.electionMs) this.#grace.reset();
    const mayAct = this.#grace.mayAct(now, late);
    if (now - inTouch >= timing.electionMs && mayAct) return false;
    if (now >= this.#nextHeartbeatAt) {
      this.#nextHeartbeatAt = now + timing.heartbeatMs;
      this.#beat = true;
      this.#replication.nudge();
    }
    this.#transfer.tick();
    if (!this.#transfer.isActive && this.#core.commit >= this.#firstOwn) {
      this.#changes.proceed();
      this.#rounds.count();
    }
    return true;
  }

  /** Answers at once when the lease allows it, else the fence waits for a round that starts with the end of this turn. */
  fence(id: number, quorum: boolean): FenceResult | null {
    const { commit } = this.#core;
    if (!quorum && this.leaseHolds) return { id, index: commit };
    const round = this.#rounds.current + 1;
    if (!this.#fences.add({ id, quorum, index: Math.max(commit, this.#firstOwn), round })) {
      return { id, index: -1 };
    }
    this.#beat = true;
    return null;
  }

  releaseFences(): FenceResult[] {
    return this.#fences.release(this.#core.commit, this.#rounds.confirmed, this.leaseHolds);
  }

  refuseFences(): FenceResult[] {
    return this.#fences.refuse();
  }

  get leaseHolds(): boolean {
    return this.#leaseMs > 0;
  }

  get #leaseMs(): number {
    if (this.#transfer.endedLease || this.#core.commit < this.#firstOwn) return 0;
    return Math.max(0, this.#rounds.leaseEnd(this.#core.now) - this.#core.now);
  }

  /** Undefined: it does not hold. */
  get lease(): { from: number; end: number } | undefined {
    return this.leaseHolds ? this.#rounds.lease : undefined;
  }

  doubtLease(): void {
    this.#rounds.doubt();
    this.#beat = true;
  }

  transfer(to: MemberId | null): boolean {
    return this.#transfer.begin(to);
  }

  /** A follower has clients that wait for entries up to `index`. */
  awaits(peer: MemberId, index: number): void {
    const progress = this.#replication.peers.get(peer);
    if (progress !== undefined) progress.awaitedUpTo = Math.max(progress.awaitedUpTo, index);
  }

  /**
   * The end of a turn: what came together leaves together. Entries carry the commit index; a peer that gets none hears
   * of a new commit index by a heartbeat: at once because it has clients waiting for it, or, when it is known to have
   * none, with the next tick, by which time entries have mostly brought it.
   */
  flush(): void {
    const { commit, now } = this.#core;
    const peers = [...this.#replication.peers.values()];
    for (const peer of peers) this.#replication.feed(peer);
    const due = peers.filter(peer => this.#beat || this.#isOwedCommit(peer, commit));
    this.#ticked = false;
    if (due.length === 0 && !this.#beat) return;
    this.#beat = false;
    const round = this.#rounds.begin(now);
    for (const peer of due) {
      peer.commitSent = commit;
      const { from, uuid, to, term } = this.#core.head(peer.id); // no spread: see Replication
      this.#core.send({ from, uuid, to, term, type: 'heartbeat', commit, round });
    }
  }

  #isOwedCommit(peer: Progress, commit: number): boolean {
    const { lazyCommits } = this.#core;
    const awaitedUpTo = lazyCommits ? Math.max(peer.awaitedUpTo, this.#firstOwn) : commit;
    return peer.commitSent < commit && (this.#ticked || peer.commitSent < awaitedUpTo);
  }

  get status(): LeaderStatus {
    const { now, timing, membership } = this.#core;
    const voters = new Set(membership.voters.map(({ id }) => id));
    return {
      leaseMs: this.#leaseMs,
      fencesWaiting: this.#fences.waiting,
      transferee: this.#transfer.to,
      uncommittedBytes: this.#uncommittedBytes,
      peers: [...this.#replication.peers.values()].map(({ id, state, match, next, inflight, heardAt }) => ({
        id,
        votes: voters.has(id),
        state,
        match,
        next,
        inflight,
        active: now - heardAt < timing.electionMs,
      })),
    };
  }
}
