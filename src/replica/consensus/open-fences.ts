import type { MemberId } from '../../base/raft-message.js';

/** A fence on its way through the core: who asked for it under which id, and the tick that goes with it. */
interface OpenFence {
  /** Null: this node itself. */
  readonly from: MemberId | null;
  readonly id: number;
  /** 0: none. */
  readonly tickIndex: number;
}

/** By the core's id. Bounded by the core, which answers every fence and bounds those that wait. */
export class OpenFences {
  readonly #open = new Map<number, OpenFence>();
  #next = 1;

  open(fence: OpenFence): number {
    const own = this.#next++;
    this.#open.set(own, fence);
    return own;
  }

  close(own: number): OpenFence | undefined {
    const fence = this.#open.get(own);
    this.#open.delete(own);
    return fence;
  }
}
