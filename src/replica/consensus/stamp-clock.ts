import { assert } from '../../base/assert.js';
import { encodeBody } from '../../machine/payload.js';

/** Stamps are drawn towards the wall clocks by at most this share of the time that passes: below Redlock's 1 %. */
const MAX_DRAW = 0.005;
/** The difference is to be gone after this time, if the bound allows. Milliseconds. */
const DRAW_WITHIN = 10_000;

/**
 * Makes the stamps of a leader: the first stamp of the term plus the monotonic time since, drawn slowly towards the
 * median of the members' wall clocks. A wall clock that jumps is never followed within a term.
 *
 * Invariant: stamps never run back, over terms too, as far as this node has seen them.
 */
export class StampClock {
  /** The latest stamp made or seen. Milliseconds since the epoch; 0: none yet. */
  #latest = 0;
  #baseStamp = 0;
  #baseNow = 0;
  /** For how long there was no leader before this term; 0: the log says so already, or nobody knows. Milliseconds. */
  #gap = 0;
  #rate = 1;

  get latest(): number {
    return this.#latest;
  }

  /** A stamp of another node, from a message or from the log. Not for a leader: it would stand still until it gets there. */
  saw(stamp: number): void {
    if (stamp > this.#latest) this.#latest = stamp;
  }

  /** Begins a term: `walls` are the wall clocks of those who voted, this node's own included. */
  lead(walls: readonly number[], now: number): void {
    assert(walls.length > 0, 'a leader knows its own wall clock at least');
    this.#baseStamp = Math.max(lowerMedian(walls), this.#latest);
    this.#gap = this.#latest === 0 ? 0 : this.#baseStamp - this.#latest;
    this.#baseNow = now;
    this.#rate = 1;
  }

  /** What is to stand in front of all else that a term brings: leases run on a time that stood still while nobody led. */
  untold(): Uint8Array[] {
    return this.#gap > 0 ? [encodeBody({ kind: 'gap', milliseconds: this.#gap })] : [];
  }

  /** It is in the log. */
  told(): void {
    this.#gap = 0;
  }

  /** The stamp of an entry or a fence made at `now`. Only for a leader. Whole milliseconds. */
  stamp(now: number): number {
    const stamp = Math.floor(this.#baseStamp + (now - this.#baseNow) * this.#rate);
    this.saw(stamp);
    return this.#latest;
  }

  /** Goes on from `stamp` at the normal rate, if that is later: somebody was told of it by the leader before. */
  atLeast(stamp: number, now: number): void {
    if (stamp <= this.stamp(now)) return;
    this.#baseStamp = stamp;
    this.#baseNow = now;
    this.saw(stamp);
  }

  /** How far the stamps are behind the median of `walls`; negative: ahead. Milliseconds. */
  difference(walls: readonly number[], now: number): number {
    return lowerMedian(walls) - this.stamp(now);
  }

  /** With `baseAt` and `rate` all that another thread needs to know the stamp of a moment. */
  get base(): number {
    return this.#baseStamp;
  }

  get baseAt(): number {
    return this.#baseNow;
  }

  get rate(): number {
    return this.#rate;
  }

  /** Sets the rate anew from the wall clocks as they stand at `now`. */
  draw(walls: readonly number[], now: number): void {
    const stamp = this.#baseStamp + (now - this.#baseNow) * this.#rate;
    const share = (lowerMedian(walls) - stamp) / DRAW_WITHIN;
    this.#baseStamp = stamp;
    this.#baseNow = now;
    this.#rate = 1 + Math.max(-MAX_DRAW, Math.min(MAX_DRAW, share));
  }
}

function lowerMedian(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[(sorted.length - 1) >> 1] ?? 0;
}
