/** Where a message stands. `ready`: it can be given out, or waits for its group's turn. */
export const MESSAGE_STATES = ['ready', 'delayed', 'flying', 'dead'] as const;
export type MessageState = (typeof MESSAGE_STATES)[number];

/** Why a message came back last. `other`: its consumer said why. */
export const CAUSES = ['none', 'timeout', 'expired', 'disconnected', 'other'] as const;
export type Cause = (typeof CAUSES)[number];

/** A client's connection, as the log names it. */
export interface Holder {
  readonly uuid: string;
  readonly lane: number;
}

/** Where the bytes of a message are: its group, and its payload behind it. */
export interface Place {
  readonly segment: number;
  readonly offset: number;
  readonly groupLength: number;
  readonly length: number;
}

/** A message as it is now, without its bytes: an edit puts another one in its place. */
export interface Message extends Place {
  /** The serial with which it came: grows with every push. */
  readonly id: number;
  /** Larger ones first. */
  readonly priority: number;
  /** A number that this queue, on this node, has for the name; 0: none. */
  readonly group: number;
  /** From when on its retention counts: when it was pushed, its delay included. Milliseconds since the epoch. */
  readonly since: number;
  /** How often it was given out. */
  readonly deliveries: number;
  readonly state: MessageState;
  /** Delayed until then (milliseconds since the epoch), or given out until then (lease time); else 0. */
  readonly until: number;
  /** The serial of its delivery, the second half of its receipt, or of its death; else 0. */
  readonly mark: number;
  readonly cause: Cause;
}

/** A message without what the queue that it is put into gives it. */
export type Figures = Omit<Message, keyof Place | 'group'>;

/** Every message is made with its fields in this order: what looks at many of them sees one kind of object. */
export function messageOf(
  figures: Figures,
  group: number,
  segment: number,
  offset: number,
  groupLength: number,
  length: number,
): Message {
  const { id, since, until, mark, deliveries, priority, state, cause } = figures;
  return {
    id,
    since,
    until,
    mark,
    segment,
    offset,
    groupLength,
    length,
    deliveries,
    group,
    priority,
    state,
    cause,
  };
}

/** What ids and marks of queues are taken from, and what counts as now (milliseconds since the epoch, and lease time). */
export interface Moment {
  readonly now: number;
  readonly leaseNow: number;
  nextSerial(): number;
}

/** The message with nobody any more. */
export function landed(message: Message, state: Exclude<MessageState, 'flying'>): Message {
  return { ...message, state, until: 0, mark: 0 };
}

/** The id in seven bytes, the highest first. */
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
export function receiptOf({ id, mark }: Pick<Message, 'id' | 'mark'>): string {
  return `${id}-${mark}`;
}

/** Undefined: no queue has made it. */
export function parseReceipt(receipt: string): { id: number; mark: number } | undefined {
  const match = /^([1-9]\d{0,15})-([1-9]\d{0,15})$/.exec(receipt);
  return match === null ? undefined : { id: Number(match[1]), mark: Number(match[2]) };
}
