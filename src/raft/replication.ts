import { assert } from '../base/assert.js';
import type { AppendAnswer, Entry, MemberId } from '../base/raft-message.js';
import type { Core } from './core.js';
import { entryBytes } from './entry-cache.js';
import { Progress } from './progress.js';
import { reachedByMajority } from './quorum.js';

/** The leader's half of replication: brings every follower's log to its own. */
export class Replication {
  readonly #core: Core;
  readonly #peers = new Map<MemberId, Progress>();

  constructor(core: Core) {
    this.#core = core;
    this.reconfigured();
  }

  /** All members but this one. */
  get peers(): ReadonlyMap<MemberId, Progress> {
    return this.#peers;
  }

  /** Followers that are new, or another node under an old id, begin with nothing; those that were removed are forgotten. */
  reconfigured(): void {
    const { membership, log, now, limits, down } = this.#core;
    const ids = new Set(membership.peers.map(({ id }) => id));
    for (const id of this.#peers.keys()) {
      if (ids.has(id)) continue;
      this.#peers.delete(id);
      down.delete(id);
    }
    for (const member of membership.peers) {
      // A number is never given twice: another one is another node, whose uuid may not be known yet.
      if (this.#peers.get(member.id)?.number !== member.number)
        this.#peers.set(member.id, new Progress(member, log.lastIndex + 1, now, limits));
    }
  }

  /** The last index that is on the disks of a majority; the own disk counts like any other, no more. */
  get onMajority(): number {
    return reachedByMajority(
      this.#core.ofVoters(this.#core.log.persisted, id => this.#peers.get(id)?.match ?? 0),
    );
  }

  onAnswer(peer: Progress, answer: AppendAnswer): void {
    const { log } = this.#core;
    if (answer.success) {
      assert(answer.index <= log.lastIndex, 'a follower acknowledges only what it was sent');
      peer.acknowledged(answer.index);
      if (peer.state === 'snapshot' && peer.match >= log.firstIndex - 1) peer.restart(); // needs none any more
    } else {
      // Entries of later terms than the hint's cannot be the follower's: skip the own ones too (Raft, end of 5.3).
      peer.refused(answer.index, log.lastAtMost(answer.hintIndex, answer.hintTerm));
    }
    assert(peer.match < peer.next && peer.next <= log.lastIndex + 1, 'match < next <= lastIndex + 1');
  }

  /** Sends a follower what it lacks, as far as the limits let it. */
  feed(peer: Progress): void {
    if (this.#core.down.has(peer.id) || !this.#isInLog(peer)) return;
    if (peer.state === 'probe') {
      if (peer.probes === 0) this.#probe(peer);
      return;
    }
    const { log, limits } = this.#core;
    while (peer.next <= log.lastIndex && !peer.isFull) {
      const entries = log.cached(peer.next, log.lastIndex, limits.appendBytes);
      if (entries === null) {
        this.#load(peer);
        return;
      }
      this.#stream(peer, entries);
    }
  }

  /** The answer to a load. It is dropped when the follower has moved on meanwhile, or the read was of a former log. */
  loaded(id: MemberId, entries: readonly Entry[]): void {
    const peer = this.#peers.get(id);
    if (peer?.loading !== true) return;
    peer.loading = false;
    const { log } = this.#core;
    const wanted = peer.state === 'replicate' && !this.#core.down.has(id) && entries[0]?.index === peer.next;
    if (wanted && entries.every(entry => log.termAt(entry.index) === entry.term)) this.#stream(peer, entries);
  }

  /**
   * Once each heartbeat interval: a follower that has not answered since the last one may have lost what it was sent.
   * An append without entries finds out: it is refused when there is a gap before it.
   */
  nudge(): void {
    for (const peer of this.#peers.values()) {
      const silent = !peer.answered && !this.#core.down.has(peer.id);
      peer.answered = false;
      if (peer.snapshotFailed) peer.restart();
      if (!silent || !this.#isInLog(peer)) continue;
      if (peer.state === 'probe' && peer.probes > 0) this.#probe(peer);
      else if (peer.inflight > 0) this.#append(peer, []);
    }
  }

  /**
   * Can the follower be brought up to date from the log? If not, it needs a snapshot (Raft, section 7), which the driver
   * is asked to send. Heartbeats go on meanwhile.
   */
  #isInLog(peer: Progress): boolean {
    if (peer.state === 'snapshot') return false;
    if (peer.next >= this.#core.log.firstIndex) return true;
    peer.needsSnapshot();
    this.#core.snapshots.push(peer.id);
    return false;
  }

  /** The driver has sent a snapshot that ends with `index`; null: it could not. */
  snapshotSent(id: MemberId, index: number | null): void {
    const peer = this.#peers.get(id);
    if (peer?.state !== 'snapshot') return;
    assert((index ?? 0) <= this.#core.commit, 'a snapshot holds what is committed');
    if (index === null) peer.snapshotFailed = true;
    else peer.snapshotSent(index);
  }

  /** The first probe carries entries: mostly the logs agree at its first guess. Repeated ones cost next to nothing. */
  #probe(peer: Progress): void {
    const { log, limits } = this.#core;
    const first = peer.probes === 0;
    this.#append(peer, (first && log.cached(peer.next, log.lastIndex, limits.appendBytes)) || []);
    peer.probes++;
  }

  #stream(peer: Progress, entries: readonly Entry[]): void {
    this.#append(peer, entries);
    const bytes = entries.reduce((sum, entry) => sum + entryBytes(entry), 0);
    peer.sent(entries.at(-1)!.index, bytes);
  }

  #append(peer: Progress, entries: readonly Entry[]): void {
    const { log, commit } = this.#core;
    const prevIndex = peer.next - 1;
    const prevTerm = log.termAt(prevIndex);
    assert(prevTerm !== null, 'the log reaches back to what a follower needs');
    peer.commitSent = commit;
    const { from, uuid, to, term } = this.#core.head(peer.id); // no spread: it would cost more than all the rest
    this.#core.send({ from, uuid, to, term, type: 'append', prevIndex, prevTerm, entries, commit });
  }

  #load(peer: Progress): void {
    if (peer.loading) return;
    peer.loading = true;
    const { log, limits } = this.#core;
    this.#core.loads.push({
      peer: peer.id,
      from: peer.next,
      to: log.cachedFrom - 1,
      maxBytes: limits.appendBytes,
    });
  }
}
