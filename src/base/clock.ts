/**
 * Time, handed in. `base`, `raft`, `machine` and `commands` never hold one of these: they get numbers.
 */
export interface Clock {
  /** Milliseconds since some fixed moment, with fractions; never runs back. */
  monotonic(): number;
  /** Milliseconds since the epoch by this machine's wall clock, which may jump either way. */
  wall(): number;
}
