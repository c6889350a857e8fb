/** Where a message stands. `ready`: it can be given out, or waits for its group's turn. */
export const MESSAGE_STATES = ['ready', 'delayed', 'flying', 'dead'] as const;
export type MessageState = (typeof MESSAGE_STATES)[number];

/** A client's connection, as the log names it. */
export interface Holder {
  readonly uuid: string;
  readonly lane: number;
}

/** A message as it is now: an edit puts another one in its place, so frozen views of the queue may share it. */
export interface Message {
  /** The serial with which it came: grows with every push. */
  readonly id: number;
  readonly payload: string;
  /** Larger ones first. */
  readonly priority: number;
  /** Empty: none. */
  readonly group: string;
  /** Milliseconds since the epoch. */
  readonly pushedAt: number;
  /** How often it was given out. */
  readonly deliveries: number;
  readonly state: MessageState;
  /** Delayed until then, or given out until then. Milliseconds since the epoch; else 0. */
  readonly until: number;
  /** The serial of its delivery or of its death, which is the second half of its receipt; else 0. */
  readonly mark: number;
  /** Given out for as long as this connection lives; null: it is not bound. */
  readonly holder: Holder | null;
  /** Why it came back last. */
  readonly reason: string;
}

/** What ids and marks of queues are taken from, and what counts as now (milliseconds since the epoch). */
export interface Moment {
  readonly now: number;
  nextSerial(): number;
}

/** The id in seven bytes, the highest first: in order of id where it is compared as a string. */
export function messageKey(id: number): string {
  const high = Math.floor(id / 2 ** 32);
  return String.fromCharCode(
    (high >>> 16) & 0xff,
    (high >>> 8) & 0xff,
    high & 0xff,
    (id >>> 24) & 0xff,
    (id >>> 16) & 0xff,
    (id >>> 8) & 0xff,
    id & 0xff,
  );
}

/** What a worker shows for the delivery that it was given: opaque to it, and good for that delivery alone. */
export function receiptOf({ id, mark }: Message): string {
  return `${id}-${mark}`;
}

/** Undefined: no queue has made it. */
export function parseReceipt(receipt: string): { id: number; mark: number } | undefined {
  const match = /^([1-9]\d{0,15})-([1-9]\d{0,15})$/.exec(receipt);
  return match === null ? undefined : { id: Number(match[1]), mark: Number(match[2]) };
}
