import type { MemberId } from '../base/raft-message.js';
import type { Core } from './core.js';
import type { Progress } from './progress.js';

/**
 * Handing leadership over (Raft thesis, 3.10): stop taking proposals, bring the other's log up to date, tell it to
 * campaign at once. Given up when it has not worked within an election timeout.
 */
export class Transfer {
  readonly #core: Core;
  readonly #peers: ReadonlyMap<MemberId, Progress>;
  #to: MemberId | null = null;
  #deadline = 0;
  #told = false;
  #endedLease = false;

  constructor(core: Core, peers: ReadonlyMap<MemberId, Progress>) {
    this.#core = core;
    this.#peers = peers;
  }

  get to(): MemberId | null {
    return this.#to;
  }

  get isActive(): boolean {
    return this.#to !== null;
  }

  /**
   * True from the first "campaign now" to the end of the term: voters grant the votes of such an election without regard
   * to the lease, and the message may arrive at any later time, even if the transfer was given up.
   */
  get endedLease(): boolean {
    return this.#endedLease;
  }

  /** Begins, or turns to another. Null: to whoever holds most of the log. False: there is nobody to hand over to. */
  begin(to: MemberId | null): boolean {
    const target = to ?? this.#mostComplete();
    if (target === null || !this.#voters().some(({ id }) => id === target)) return false;
    if (target === this.#to) return true;
    this.#to = target;
    this.#deadline = this.#core.now + this.#core.timing.electionMs;
    this.#told = false;
    this.proceed();
    return true;
  }

  /** Tells the other to campaign, once its log is complete. */
  proceed(): void {
    if (this.#to === null || this.#told) return;
    const peer = this.#peers.get(this.#to);
    if (peer === undefined || peer.match < this.#core.log.lastIndex) return;
    this.#told = true;
    this.#tell(this.#to);
  }

  /** This leader goes, as it has no vote any more: whoever has most of the log is told, and need not wait for a timeout. */
  resign(): void {
    const target = this.#mostComplete();
    if (target !== null) this.#tell(target);
  }

  #tell(to: MemberId): void {
    this.#endedLease = true;
    this.#core.send({ ...this.#core.head(to), type: 'timeoutNow' });
  }

  tick(): void {
    if (this.#core.now >= this.#deadline) this.#to = null;
  }

  #mostComplete(): MemberId | null {
    const up = this.#voters().filter(peer => !this.#core.down.has(peer.id));
    up.sort((a, b) => b.match - a.match);
    return up[0]?.id ?? null;
  }

  #voters(): Progress[] {
    const { id, membership } = this.#core;
    const others = membership.voters.filter(voter => voter.id !== id);
    return others.map(voter => this.#peers.get(voter.id)!);
  }
}
