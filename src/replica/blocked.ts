import { Heap } from '../base/heap.js';
import type { Item, UnblockReason } from '../machine/payload.js';
import type { Reply } from '../resp/reply.js';
import type { Request } from './api.js';
import type { LaneState } from './lane.js';

/** A client of this node that the machine holds as a waiter, or will. */
interface Blocked {
  readonly lane: LaneState;
  /** Null: nobody is there any more; what the waiter is given goes back. */
  request: Request | null;
  /** What it puts again when it has to: the machine may have settled what the command means (`$` of XREAD). */
  readonly argv: readonly string[];
  /** Monotonic milliseconds; Infinity: for ever. Watched here, by the origin's own clock. */
  readonly deadline: number;
  /** False: the incarnation that held it is over, and its command is on its way to the end of the line. */
  held: boolean;
  /** Why its end was proposed last; null: it was not. */
  leaving: UnblockReason | null;
  /** Over: served, ended, or answered. */
  over: boolean;
  readonly unblockers: ((unblocked: boolean) => void)[];
}

interface Moment {
  /** Monotonic milliseconds. */
  readonly at: number;
  readonly blocked: Blocked;
  /** Its time is over; or, later, so is the patience with a log that does not say so. */
  readonly what: 'timeout' | 'give up';
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
  /** In order of arrival. */
  readonly #byLane = new Map<number, Blocked>();
  /** Those of clients that are over are dropped when due, or when they are the larger part. */
  readonly #moments = new Heap<Moment>((a, b) => a.at < b.at);

  constructor(private readonly environment: BlockedEnvironment) {}

  get count(): number {
    return this.#byLane.size;
  }

  /**
   * The machine holds the lane as a waiter now, with the command `argv`. `timeout`: milliseconds from now on, 0 for ever.
   */
  add(lane: LaneState, request: Request, timeout: number, argv = request.argv): void {
    const known = this.#byLane.get(lane.id);
    if (known !== undefined) {
      known.held = true;
      // Its time runs on. What was proposed to end it may stand in front of it in the log, and have found nobody.
      if (known.leaving !== null) this.#propose(known, known.leaving);
      return;
    }
    const deadline = timeout > 0 ? this.environment.now() + timeout : Infinity;
    const blocked = this.#block(lane, request, argv, deadline);
    if (deadline < Infinity) this.#watch({ at: deadline, blocked, what: 'timeout' });
    if (lane.closed) this.leave(lane);
  }

  /** The machine holds a waiter for a lane whose client was told "unknown" before; its end is on its way. */
  addUnheard(lane: LaneState): void {
    this.#block(lane, null, [], Infinity).leaving = 'gone';
  }

  #block(lane: LaneState, request: Request | null, argv: readonly string[], deadline: number): Blocked {
    const blocked = { lane, request, argv, deadline, held: true, leaving: null, over: false, unblockers: [] };
    this.#byLane.set(lane.id, blocked);
    return blocked;
  }

  #watch(moment: Moment): void {
    this.#moments.push(moment);
    if (this.#moments.size > 2 * this.#byLane.size + 1024)
      this.#moments.retain(({ blocked }) => !blocked.over);
  }

  #propose(blocked: Blocked, reason: UnblockReason): void {
    blocked.leaving = reason;
    this.environment.propose({ lane: blocked.lane.id, unblock: reason });
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
    this.#propose(blocked, withError ? 'error' : 'timeout');
  }

  /** A snapshot took the place of what the machine held: a waiter that it does not hold was served, nobody knows what. */
  restored(holds: (laneId: number) => boolean): void {
    for (const [laneId, blocked] of [...this.#byLane]) {
      if (!blocked.held || holds(laneId)) continue;
      this.#finish(blocked, true);
      blocked.request?.lost();
    }
  }

  /** The client is gone: its waiter is to leave, and until it does, nothing is given to anybody through it. */
  leave(lane: LaneState): void {
    const blocked = this.#byLane.get(lane.id);
    if (blocked === undefined) return;
    blocked.request = null;
    if (blocked.held) this.#propose(blocked, 'gone');
    else this.#finish(blocked, false); // should its command block again, `add` will see that the lane is closed
  }

  /**
   * The incarnation that held the waiters is over: the commands of those that still want something, in the order of
   * their arrival, to be put again. Those on their way already are not among them: they are put again as all batches are.
   */
  rejoin(): Request[] {
    const again: Request[] = [];
    for (const blocked of [...this.#byLane.values()]) {
      if (!blocked.held) continue;
      if (blocked.request === null) {
        this.#finish(blocked, false);
      } else {
        blocked.held = false;
        again.push(this.#again(blocked, blocked.request));
      }
    }
    return again;
  }

  /** The same command; answered at once instead of blocked, it ends what is known of it here. */
  #again(blocked: Blocked, { lane, db, kind }: Request): Request {
    const done = (reply: Reply): void => {
      const client = blocked.request;
      this.#finish(blocked, false);
      client?.done(reply);
    };
    return { lane, argv: blocked.argv, db, kind, done, lost: () => blocked.request?.lost() };
  }

  tick(now: number): void {
    for (let first = this.#moments.peek(); first !== undefined && first.at <= now; ) {
      this.#moments.pop();
      const { at, blocked, what } = first;
      if (!blocked.over && blocked.request !== null) {
        if (what === 'give up') this.#giveUp(blocked);
        else {
          this.#propose(blocked, 'timeout');
          this.#watch({ at: at + this.environment.clientTimeout(), blocked, what: 'give up' });
        }
      }
      first = this.#moments.peek();
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
