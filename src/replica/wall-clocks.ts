import type { Clocks } from '../base/peer-message.js';
import type { MemberId } from '../base/raft-message.js';
import type { Scheduler } from '../ports/scheduler.js';
import { StampClock } from './stamp-clock.js';

/** The stamps are drawn anew this often. Milliseconds. */
const DRAW_EVERY = 1_000;
/** A wall clock heard longer ago than this says nothing. Milliseconds. */
const STALE_AFTER = 5_000;
/** The two clocks of this machine may part by this much before the lease counts as ended (suspend, migration). */
const MAX_PARTING = 200;

/** The wall clocks of all members as this node heard of them, and the stamps that follow from them. */
export class WallClocks {
  readonly stamps = new StampClock();
  /** Wall clock minus this node's monotonic clock, at the moment of hearing. */
  readonly #heard = new Map<MemberId, { offset: number; at: number }>();
  #drawnAt = 0;
  #offset: number;
  #offsetAt: number;

  constructor(
    private readonly self: MemberId,
    private readonly scheduler: Scheduler,
  ) {
    this.#offset = scheduler.wall() - scheduler.now();
    this.#offsetAt = scheduler.now();
  }

  heard(from: MemberId, { wall }: Clocks): void {
    const now = this.scheduler.now();
    this.#heard.set(from, { offset: wall - now, at: now });
  }

  /** The first stamp of a term. */
  lead(now: number): void {
    this.stamps.lead(this.#walls(now), now);
    this.#drawnAt = now;
  }

  tick(now: number, leads: boolean): void {
    if (!leads || now - this.#drawnAt < DRAW_EVERY) return;
    this.#drawnAt = now;
    this.stamps.draw(this.#walls(now), now);
  }

  /**
   * True when the wall clock and the monotonic clock parted by more than 200 ms since the last look: the process may
   * have been suspended while CLOCK_MONOTONIC stood still, so the lease is in doubt. A slow, honest drift is
   * followed; a step is not.
   */
  parted(now: number): boolean {
    const offset = this.scheduler.wall() - now;
    const parted = Math.abs(offset - this.#offset) > MAX_PARTING;
    if (parted || now - this.#offsetAt > 100) {
      this.#offset = offset;
      this.#offsetAt = now;
    }
    return parted;
  }

  #walls(now: number): number[] {
    const walls = [this.scheduler.wall()];
    for (const [member, { offset, at }] of this.#heard) {
      if (member !== this.self && now - at <= STALE_AFTER) walls.push(now + offset);
    }
    return walls;
  }
}
