import type { FenceResult } from './types.js';

/** Read fences that wait; beyond it new ones are refused. */
const FENCES_WAITING = 10_000;

interface Fence {
  readonly id: number;
  /** Trusts no clock: waits for its round. */
  readonly quorum: boolean;
  /** The commit index when the read arrived, at least the first entry of the term (Raft thesis, 6.4, step 1). */
  readonly index: number;
  /** A heartbeat round that began after the read arrived. */
  readonly round: number;
}

/** Reads that wait for the proof that their leader still leads (ReadIndex, Raft thesis 6.4). */
export class Fences {
  #waiting: Fence[] = [];

  get waiting(): number {
    return this.#waiting.length;
  }

  /** False: there are too many. */
  add(fence: Fence): boolean {
    if (this.#waiting.length >= FENCES_WAITING) return false;
    this.#waiting.push(fence);
    return true;
  }

  /** Takes out the fences that are served by what is known now. */
  release(commit: number, confirmedRound: number, lease: boolean): FenceResult[] {
    if (this.#waiting.length === 0) return [];
    const served = ({ index, round, quorum }: Fence): boolean =>
      index <= commit && (round <= confirmedRound || (lease && !quorum));
    const released = this.#waiting.filter(served);
    if (released.length > 0) this.#waiting = this.#waiting.filter(fence => !served(fence));
    return released.map(({ id, index }) => ({ id, index }));
  }

  /** Takes out all, refused: the leader leads no longer. */
  refuse(): FenceResult[] {
    const refused = this.#waiting.map(({ id }) => ({ id, index: -1 }));
    this.#waiting = [];
    return refused;
  }
}
