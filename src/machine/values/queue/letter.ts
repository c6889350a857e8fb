import type { Cause, Figures } from './message.js';
import type { WholeMessage } from './message-store.js';

export interface PushOptions {
  readonly priority?: number;
  readonly group?: string;
  /** Milliseconds from now. */
  readonly delay?: number;
  /** Why it came from another queue. */
  readonly cause?: Cause;
  readonly reason?: string;
}

/** A message that came too often or stayed too long, for another queue. */
export interface Letter {
  readonly payload: string;
  readonly group: string;
  readonly priority: number;
  readonly cause: Cause;
  readonly reason: string;
}

/** Gives a dead message to the queue that DLQ names; false: that has no place for it. */
export type Forward = (letter: Letter) => boolean;

/** A message without what the queue it is put into gives it. */
export type RestoredMessage = Omit<WholeMessage, 'message'> & {
  readonly message: Figures;
};
