/** How a queue behaves. Times in milliseconds; 0 means "no limit" wherever there is one. */
export interface QueueOptions {
  /** How long a message stays with whom it was given to. At least 1. */
  readonly visibility: number;
  /** A message that comes back after so many deliveries is dead. */
  readonly maxDeliveries: number;
  /** The queue of the same database that gets dead messages; empty: they stay in a list of their own. */
  readonly dlq: string;
  /** Messages ready, delayed and in flight, and the bytes of their payloads. */
  readonly maxLength: number;
  readonly maxBytes: number;
  /** A message that nobody finished for so long is dead, unless it is in flight. */
  readonly retention: number;
  /** How long the id that a producer gave a message is remembered. */
  readonly dedup: number;
  /** Deliveries in one window, and how long that is. */
  readonly rateCount: number;
  readonly rateWindow: number;
}

export const QUEUE_DEFAULTS: QueueOptions = {
  visibility: 30_000,
  maxDeliveries: 0,
  dlq: '',
  maxLength: 0,
  maxBytes: 0,
  retention: 0,
  dedup: 300_000,
  rateCount: 0,
  rateWindow: 0,
};

/** Priorities that a message can have. */
export const LOWEST_PRIORITY = -32768;
export const HIGHEST_PRIORITY = 32767;
