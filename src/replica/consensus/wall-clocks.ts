import type { Clocks } from '../../base/peer-message.js';
import type { MemberId } from '../../base/raft-message.js';
import type { Scheduler } from '../../ports/scheduler.js';
import { ClockParting } from '../clock-parting.js';
import { StampClock } from './stamp-clock.js';

/** The stamps are drawn anew this often. Milliseconds. */
const DRAW_EVERY = 1_000;
/** A wall clock heard longer ago than this says nothing. Milliseconds. */
const STALE_AFTER = 5_000;

/** The wall clocks of all members as this node heard of them, and the stamps that follow from them. */
export class WallClocks {
  readonly stamps = new StampClock();
  /** Wall clock minus this node's monotonic clock, at the moment of hearing. */
  readonly #heard = new Map<MemberId, { offset: number; at: number }>();
  readonly #parting: ClockParting;
  #drawnAt = 0;

  constructor(
    private readonly self: MemberId,
    private readonly scheduler: Scheduler,
  ) {
    this.#parting = new ClockParting(scheduler);
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

  /** See {@link ClockParting}. */
  parted(now: number): boolean {
    return this.#parting.look(now);
  }

  #walls(now: number): number[] {
    const walls = [this.scheduler.wall()];
    for (const [member, { offset, at }] of this.#heard) {
      if (member !== this.self && now - at <= STALE_AFTER) walls.push(now + offset);
    }
    return walls;
  }
}
