/** How a lock is held: by one alone, by several together, or by as many as it has permits. */
export const HOLD_MODES = ['exclusive', 'shared', 'permits'] as const;
export type HoldMode = (typeof HOLD_MODES)[number];

/** That somebody holds a lock. Never changed once it is made: an edit puts another one in its place. */
export interface Hold {
  /** The serial with which it was granted: larger than that of every earlier hold of whatever lock. */
  readonly token: number;
  /** Who asked for it, as it says itself; empty: it did not say. */
  readonly owner: string;
  readonly mode: HoldMode;
  /** When its lease ends, in lease time. */
  readonly deadline: number;
  readonly meta: string;
  /** It ends with the connection. */
  readonly isBound: boolean;
  /** The connection that asked for it last, which is told when it is lost. */
  readonly uuid: string;
  readonly lane: number;
}
