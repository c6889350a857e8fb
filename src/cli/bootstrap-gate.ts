import { OperatorError } from '../base/errors.js';
import type { MemberId } from '../base/raft-message.js';

export interface GateEvents {
  /** A cluster may be begun. */
  open(): void;
  failed(error: Error): void;
}

/**
 * Whether a node with a new data folder may begin a cluster: only if a majority of `peers` is there and every one that it
 * has reached is as new as itself. Else it could be a member that lost its folder, and begin a second cluster with others
 * that lost theirs. Where there is a cluster already it waits for the log of that one.
 */
export class BootstrapGate {
  readonly #empty = new Set<MemberId>();
  /** Somebody knows another folder as that of this node, and nobody who belongs to a cluster has said otherwise. */
  #isStranger = false;
  #waited = false;
  #decided = false;

  /** `count`: of `peers`, this node included. */
  constructor(
    private readonly id: MemberId,
    private readonly count: number,
    private readonly events: GateEvents,
  ) {}

  /** Time enough has passed to have reached those that are there. */
  waited(): void {
    this.#waited = true;
    this.#decide();
  }

  /**
   * A peer has answered. `stranger`: it knows another folder as that of this node; it may not have heard yet that this one
   * took its place.
   */
  met(peer: MemberId, clusterId: string | null, stranger: boolean): void {
    if (this.#decided) return;
    if (stranger) {
      this.#isStranger = true;
      this.#decide();
    } else if (clusterId !== null) {
      this.#decided = true;
    } else {
      this.#empty.add(peer);
      this.#decide();
    }
  }

  #decide(): void {
    if (this.#decided || !this.#waited) return;
    if (this.#isStranger) {
      this.#decided = true;
      const advice = `use RAFT ADD ${this.id} ... REPLACE (or --join)`;
      const text = `data folder of ${this.id} is new, but ${this.id} is a member: ${advice}`;
      this.events.failed(new OperatorError('NEW_FOLDER', text));
    } else if ((this.#empty.size + 1) * 2 > this.count) {
      this.#decided = true;
      this.events.open();
    }
  }
}
