import type { LeafCommand } from '../commands/spec.js';
import type { Lane, Request } from '../replica/api.js';
import type { Protocol } from '../resp/encoder.js';
import type { Reply } from '../resp/reply.js';

/** Who keeps the order of a connection's replies. */
export interface ReplyOrder {
  readonly lane: Lane;
  answered(pending: Pending): void;
  outcomeLost(): void;
}

/** A command whose reply has a place in the order and was not sent yet: one object a command, without closures. */
export class Pending implements Request {
  reply: Reply | undefined;
  /** The reply is not sent: CLIENT REPLY. */
  silent = false;
  /** The keys that it reads are remembered: CLIENT TRACKING. */
  tracks = false;
  /** The one that came next on the connection. */
  next: Pending | null = null;

  constructor(
    readonly order: ReplyOrder,
    readonly argv: readonly string[],
    readonly db: number,
    readonly kind: 'write' | 'read',
    /** Null: not a command that runs, only a place for an error or a reply that is there already. */
    readonly command: LeafCommand | null,
    public protocol: Protocol,
    /** Monotonic milliseconds. */
    readonly startedAt: number,
    readonly bytes: number,
  ) {}

  get lane(): Lane {
    return this.order.lane;
  }

  done(reply: Reply): void {
    this.reply = reply;
    this.order.answered(this);
  }

  lost(): void {
    this.order.outcomeLost();
  }
}

/** The bytes of a request's arguments. */
export function bytesOf(argv: readonly string[]): number {
  let bytes = 0;
  for (const argument of argv) bytes += argument.length;
  return bytes;
}

/** The commands of a connection whose replies were not sent yet, in order. */
export class PendingQueue {
  #first: Pending | null = null;
  #last: Pending | null = null;
  #count = 0;
  #bytes = 0;

  get isEmpty(): boolean {
    return this.#first === null;
  }

  get first(): Pending | null {
    return this.#first;
  }

  get last(): Pending | null {
    return this.#last;
  }

  get count(): number {
    return this.#count;
  }

  /** Of the arguments. */
  get bytes(): number {
    return this.#bytes;
  }

  push(pending: Pending): void {
    if (this.#last === null) this.#first = pending;
    else this.#last.next = pending;
    this.#last = pending;
    this.#count += 1;
    this.#bytes += pending.bytes;
  }

  /** Takes the first if it was answered; null: its reply is not there, or there is none. */
  shift(): Pending | null {
    const first = this.#first;
    if (first === null || first.reply === undefined) return null;
    this.#first = first.next;
    if (first.next === null) this.#last = null;
    this.#count -= 1;
    this.#bytes -= first.bytes;
    return first;
  }

  clear(): void {
    this.#first = this.#last = null;
    this.#count = this.#bytes = 0;
  }
}
