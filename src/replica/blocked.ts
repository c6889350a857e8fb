import { Heap } from '../base/heap.js';
import type { Item } from '../machine/payload.js';
import type { Reply } from '../resp/reply.js';
import type { Request } from './api.js';
import type { LaneState } from './lane.js';

/** A client of this node that the machine holds as a waiter. */
interface Blocked {
  readonly lane: LaneState;
  /** Null: nobody is there any more; what the waiter is given goes back. */
  request: Request | null;
  /** Monotonic milliseconds; Infinity: for ever. Watched here, by the origin's own clock (DESIGN 2). */
  readonly deadline: number;
  /** Its end by time was proposed. */
  leaving: boolean;
  /** Over: served, ended, or closed. */
  over: boolean;
  readonly unblockers: ((unblocked: boolean) => void)[];
}

export interface BlockedEnvironment {
  now(): number;
  clientTimeout(): number;
  propose(item: Item): void;
}

/**
 * The blocked clients of this node. A waiter leaves the machine only through the log: here its time is watched, its end
 * proposed, and whatever the log then says is told to the client.
 */
export class BlockedClients {
  readonly #byLane = new Map<number, Blocked>();
  /** Ends by time, and the moments at which a client without a majority is given up. Stale ones are dropped when due. */
  readonly #deadlines = new Heap<{ at: number; blocked: Blocked }>((a, b) => a.at < b.at);

  constructor(private readonly environment: BlockedEnvironment) {}

  get count(): number {
    return this.#byLane.size;
  }

  /** The machine holds the lane as a waiter now. `since`: when the command arrived; `timeout`: milliseconds, 0 for ever. */
  add(lane: LaneState, request: Request, since: number, timeout: number): void {
    const known = this.#byLane.get(lane.id);
    // Rejoined after the end of an incarnation: the time runs on.
    const deadline = known?.deadline ?? (timeout > 0 ? since + timeout : Infinity);
    if (known !== undefined) known.over = true;
    const unblockers = known?.unblockers ?? [];
    const blocked: Blocked = { lane, request, deadline, leaving: false, over: false, unblockers };
    this.#byLane.set(lane.id, blocked);
    if (deadline < Infinity) this.#watch(deadline, blocked);
    if (lane.closed) this.leave(lane);
  }

  /** The machine holds a waiter for a lane whose client was told "unknown" before. */
  addUnheard(lane: LaneState): void {
    const blocked = { lane, request: null, deadline: Infinity, leaving: true, over: false, unblockers: [] };
    this.#byLane.set(lane.id, blocked);
    this.leave(lane);
  }

  /** Stale entries are bounded by the waiters themselves, but for ever-renewed ones: cleared when they are the larger part. */
  #watch(at: number, blocked: Blocked): void {
    this.#deadlines.push({ at, blocked });
    if (this.#deadlines.size > 2 * this.#byLane.size + 1024)
      this.#deadlines.retain(entry => !entry.blocked.over);
  }

  has(lane: LaneState): boolean {
    return this.#byLane.has(lane.id);
  }

  /** An entry served the waiter. `giveBack` is called when nobody is there to take it. */
  served(laneId: number, reply: Reply, giveBack: () => void): void {
    const blocked = this.#byLane.get(laneId);
    if (blocked === undefined) return; // of an earlier life of this node, as its log is read again
    this.#finish(blocked, false);
    if (blocked.request === null) giveBack();
    else blocked.request.done(reply);
  }

  /** An entry took the waiter out, by time or by order. */
  ended(laneId: number, reply: Reply): void {
    const blocked = this.#byLane.get(laneId);
    if (blocked === undefined) return;
    this.#finish(blocked, true);
    blocked.request?.done(reply);
  }

  #finish(blocked: Blocked, unblocked: boolean): void {
    blocked.over = true;
    this.#byLane.delete(blocked.lane.id);
    for (const tell of blocked.unblockers.splice(0)) tell(unblocked);
  }

  /** CLIENT UNBLOCK. */
  unblock(lane: LaneState, withError: boolean, done: (unblocked: boolean) => void): void {
    const blocked = this.#byLane.get(lane.id);
    if (blocked === undefined) {
      done(false);
      return;
    }
    blocked.unblockers.push(done);
    this.environment.propose({ lane: lane.id, unblock: withError ? 'error' : 'timeout' });
  }

  /** The client is gone: its waiter is to leave, and until it does, nothing is given to anybody through it. */
  leave(lane: LaneState): void {
    const blocked = this.#byLane.get(lane.id);
    if (blocked === undefined) return;
    blocked.request = null;
    this.environment.propose({ lane: lane.id, unblock: 'gone' });
  }

  /** The incarnation that held the waiters is over: those that still want something, in the order of their arrival. */
  stillWaiting(): { lane: LaneState; request: Request }[] {
    const waiting: { lane: LaneState; request: Request }[] = [];
    for (const blocked of [...this.#byLane.values()]) {
      const { lane, request } = blocked;
      if (request === null) this.#finish(blocked, false);
      else waiting.push({ lane, request });
    }
    return waiting;
  }

  tick(now: number): void {
    for (
      let first = this.#deadlines.peek();
      first !== undefined && first.at <= now;
      first = this.#deadlines.peek()
    ) {
      this.#deadlines.pop();
      const { blocked } = first;
      if (blocked.over) continue;
      if (blocked.leaving) {
        this.#giveUp(blocked);
        continue;
      }
      blocked.leaving = true;
      this.environment.propose({ lane: blocked.lane.id, unblock: 'timeout' });
      this.#watch(blocked.deadline + this.environment.clientTimeout(), blocked);
    }
  }

  /** No majority said what became of it: nothing true can be answered, so the socket is closed. */
  #giveUp(blocked: Blocked): void {
    const { request } = blocked;
    blocked.request = null; // still in the machine: whatever it is given goes back
    for (const tell of blocked.unblockers.splice(0)) tell(false);
    request?.lost();
  }
}
