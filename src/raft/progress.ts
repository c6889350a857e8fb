import { assert } from '../base/assert.js';
import type { Member } from '../base/configuration.js';
import type { MemberId } from '../base/raft-message.js';
import type { RaftLimits } from './types.js';

/**
 * What the leader knows of one follower's log.
 *
 * `probe`: where the logs agree is not known; one append at a time, `next` is set by its answer.
 * `replicate`: it is known; appends are pipelined, `next` runs ahead of the answers.
 * `snapshot`: the log does not hold what the follower needs; nothing is sent until the driver has sent a snapshot.
 *
 * Invariant: match < next <= lastIndex + 1.
 */
export class Progress {
  readonly id: MemberId;
  readonly number: number;
  /** '': not known yet; the first one that answers under the id is taken. */
  uuid: string;
  /** When it was last heard from in this term; at first, when it became a follower of this leader. */
  heardAt: number;
  /** The last heartbeat round that it has answered, and when that was sent; -Infinity: it does not count for the lease. */
  round = 0;
  roundSentAt = -Infinity;
  /** Up to here the follower's disk holds the leader's log. */
  match = 0;
  /** The next entry to send. */
  next: number;
  state: 'probe' | 'replicate' | 'snapshot' = 'probe';
  /** Probes sent since the last answer. */
  probes = 0;
  /** A read of old entries is under way. */
  loading = false;
  /** The driver could not send a snapshot: it is asked again with the next heartbeat. */
  snapshotFailed = false;
  /** The commit index that was last sent. */
  commitSent = 0;
  /** Up to here the follower is to hear of a new commit index at once: it has clients that wait for these entries. */
  awaitedUpTo = 0;
  /** An answer came since the last heartbeat interval began. */
  answered = false;
  readonly #limits: RaftLimits;
  /** Appends not yet answered, oldest first. */
  #inflight: { readonly lastIndex: number; readonly bytes: number }[] = [];
  #inflightBytes = 0;

  constructor({ id, uuid, number }: Member, next: number, now: number, limits: RaftLimits) {
    this.id = id;
    this.uuid = uuid;
    this.number = number;
    this.next = next;
    this.heardAt = now;
    this.#limits = limits;
  }

  get inflight(): number {
    return this.#inflight.length;
  }

  get isFull(): boolean {
    return (
      this.#inflight.length >= this.#limits.inflightMessages ||
      this.#inflightBytes >= this.#limits.inflightBytes
    );
  }

  /** An append up to `lastIndex` was sent in the pipeline. */
  sent(lastIndex: number, bytes: number): void {
    assert(this.state === 'replicate' && lastIndex >= this.next, 'the pipeline runs forward');
    this.next = lastIndex + 1;
    this.#inflight.push({ lastIndex, bytes });
    this.#inflightBytes += bytes;
  }

  /** The follower's disk holds everything up to `index`. */
  acknowledged(index: number): void {
    this.answered = true;
    this.match = Math.max(this.match, index);
    while (this.#inflight.length > 0 && this.#inflight[0]!.lastIndex <= index) {
      this.#inflightBytes -= this.#inflight.shift()!.bytes;
    }
    if (this.state === 'probe' && index >= this.next - 1) {
      this.state = 'replicate';
      this.probes = 0;
    }
    this.next = Math.max(this.next, this.match + 1);
  }

  /**
   * The follower does not have the entry at `index`; up to `agreed` it may have the leader's. Answers late or sent twice
   * are told apart by what they refuse, and change nothing.
   */
  refused(index: number, agreed: number): void {
    this.answered = true;
    const stale = this.state === 'probe' ? index !== this.next - 1 : index <= this.match;
    if (stale || this.state === 'snapshot') return;
    this.restart();
    this.next = Math.max(Math.min(index, agreed + 1), this.match + 1);
  }

  needsSnapshot(): void {
    this.restart();
    this.state = 'snapshot';
  }

  /** A snapshot that ends with `index` is said to be in place: a probe finds out. */
  snapshotSent(index: number): void {
    this.restart();
    this.next = Math.max(index, this.match) + 1;
  }

  /** What was in flight may be lost: back to one append at a time. */
  restart(): void {
    if (this.state === 'replicate') this.next = this.match + 1;
    this.state = 'probe';
    this.probes = 0;
    this.snapshotFailed = false;
    this.#inflight = [];
    this.#inflightBytes = 0;
  }
}
