import type { BatchId } from '../base/peer-message.js';
import { BatchEncoder, type Item, type PartItem } from '../machine/payload.js';
import type { Request } from './api.js';
import type { LaneState } from './lane.js';

/** Bytes of a command that one batch takes when it travels in parts. */
const PART_BYTES = 192 * 1024;

/** A batch is closed at this size; an entry stays far below the 2 MB that a frame has room for. Bytes. */
export const BATCH_BYTES = 256 * 1024;

/** A read that is evaluated where it stands between the writes of a batch; known to the origin only. */
export interface Place {
  /** It sees the effects of items before this position. */
  readonly position: number;
  readonly read: Request;
}

/**
 * Who waits for the reply of an item: a client's request; nobody (the part of a command that is not its last); or the node
 * itself, which asked for something that must happen whatever becomes of its clients.
 */
export type ItemOwner = Request | 'nobody' | 'node';

/**
 * Commands of one node on their way into one log entry. It collects, is given a number when it is first handed to a
 * leader, and lives until this node has applied it.
 */
export class Batch {
  readonly items: Item[] = [];
  readonly owners: ItemOwner[] = [];
  readonly places: Place[] = [];
  /** Lanes that have a write in here, each once. */
  readonly lanes: LaneState[] = [];
  #encoder = new BatchEncoder();
  /** What must be on its way before this batch: the parts of a large command whose last part stands in it. */
  lead: Lead | null = null;
  /** It holds a part of a large command, not the last, and nothing else. */
  isPart = false;
  id: BatchId | null = null;
  body: Uint8Array | null = null;
  /** How often it left for a leader, and how many of these were refused for certain. */
  sendings = 0;
  refusals = 0;
  /** Of its bytes, those in the account of what is on its way. */
  accounted = 0;
  /** Its clients were answered "unknown": from now on a batch without their commands goes out under its number. */
  abandoned = false;

  /** `openedAt`: monotonic milliseconds; `client-timeout` runs from here. */
  constructor(readonly openedAt: number) {}

  get bytes(): number {
    return this.#encoder.bytes;
  }

  /** Nobody waits for it. */
  get isEmpty(): boolean {
    return this.items.length === 0 && this.places.length === 0;
  }

  add(item: Item, owner: ItemOwner): void {
    this.#encoder.add(item);
    this.items.push(item);
    this.owners.push(owner);
  }

  addPlace(read: Request): void {
    this.places.push({ position: this.items.length, read });
  }

  /** Gives the number and fixes the bytes. */
  number(id: BatchId): void {
    this.id = id;
    this.body = this.#encoder.finish(id.uuid, id.incarnation, id.sequence);
  }

  /** Takes the number away: its incarnation is over, and no sending of it will ever be applied. */
  unnumber(): void {
    this.id = null;
    this.body = null;
    this.sendings = 0;
    this.refusals = 0;
    this.abandoned = false;
  }

  /** It cannot have been appended: it never left, or its only sending was refused. */
  get certainlyNotLogged(): boolean {
    return this.sendings === 0 || (this.sendings === 1 && this.refusals === 1);
  }

  /** The clients that wait for something in here, reads last. */
  clients(): { commands: Request[]; reads: Request[] } {
    const commands = this.owners.filter(owner => typeof owner !== 'string');
    return { commands, reads: this.places.map(place => place.read) };
  }

  /**
   * Takes the clients' commands out, for good. What the node itself asked for (a waiter's end, an element given back)
   * stays, in its place between the other batches.
   */
  strip(): void {
    const own = this.items.filter((_, position) => this.owners[position] === 'node');
    this.lead = null;
    this.items.length = 0;
    this.owners.length = 0;
    this.places.length = 0;
    this.#encoder = new BatchEncoder();
    for (const item of own) this.add(item, 'node');
  }

  /**
   * Strips a batch that may be in a log: its clients have been told that the outcome is unknown, so their commands take
   * effect from a log that already holds them, or never. What is the node's own takes effect once, whichever version
   * the log holds.
   */
  abandon(): void {
    this.strip();
    this.abandoned = true;
    if (this.id !== null) this.number(this.id);
  }
}

/**
 * The parts of a command above 1 MB but for the last, each a batch of its own, made when it is wanted: in front of the batch
 * that holds the last part. Without bytes: a batch that only waits behind such a one.
 */
export class Lead {
  #at = 0;

  constructor(
    readonly lane: number,
    private readonly bytes: Uint8Array,
  ) {}

  /** Bytes that were not handed out. */
  get left(): number {
    return Math.max(0, this.#lastStart - this.#at);
  }

  /** Some were handed out. */
  get begun(): boolean {
    return this.#at > 0;
  }

  get lastPart(): PartItem {
    const start = this.#lastStart;
    return { lane: this.lane, part: this.bytes.subarray(start), first: start === 0, last: true };
  }

  get #lastStart(): number {
    return Math.max(0, Math.ceil(this.bytes.length / PART_BYTES) - 1) * PART_BYTES;
  }

  /** Null: all are handed out, the batch itself is next. */
  next(openedAt: number): Batch | null {
    if (this.left === 0) return null;
    const part = this.bytes.subarray(this.#at, this.#at + PART_BYTES);
    const batch = new Batch(openedAt);
    batch.isPart = true;
    batch.add({ lane: this.lane, part, first: this.#at === 0, last: false }, 'nobody');
    this.#at += PART_BYTES;
    return batch;
  }

  /** Parts count only within one incarnation: in the next one all are needed again. */
  restart(): void {
    this.#at = 0;
  }
}

/** Items that the node itself asks for, in as many batches as they need. */
export function batchesOf(items: readonly Item[], openedAt: number): Batch[] {
  const batches: Batch[] = [];
  let last: Batch | undefined;
  for (const item of items) {
    if (last === undefined || last.bytes >= BATCH_BYTES) batches.push((last = new Batch(openedAt)));
    last.add(item, 'node');
  }
  return batches;
}
