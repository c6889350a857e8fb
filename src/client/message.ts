/** A message as its handler sees it. */
export interface Message {
  readonly id: string;
  readonly queue: string;
  /** Good for this delivery alone: what ACK takes, should the handler do that itself in a transaction. */
  readonly receipt: string;
  /** How often it was given out, this time included. */
  readonly deliveries: number;
  /** Aborted when the message is lost to somebody else: nothing that is done for it counts any more. */
  readonly signal: AbortSignal;
}

/** The message waits for so long before it is given out again, whatever the worker's own back-off says. */
export class RetryAfter extends Error {
  constructor(
    /** Milliseconds. */
    readonly delay: number,
    reason = 'again later',
  ) {
    super(reason);
    this.name = 'RetryAfter';
  }
}
