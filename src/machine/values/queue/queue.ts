import { assert } from '../../../base/assert.js';
import type { Container } from '../../container.js';
import { FieldLives } from '../field-lives.js';
import { HashTable } from '../hash-table.js';
import { ScoreTree } from '../score-tree.js';
import { BoundMessages } from './bound-messages.js';
import { FrozenQueue } from './frozen-queue.js';
import { KnownIds } from './known-ids.js';
import { ReadyLine } from './line.js';
import { type Holder, type Message, messageKey, type Moment, parseReceipt } from './message.js';
import { QUEUE_DEFAULTS, type QueueOptions } from './options.js';
import { RateWindow } from './rate-window.js';

/** Takes a dead message away (to another queue); false: it stays with the dead of its own. */
export type Forward = (message: Message) => boolean;

/** What a producer says of a message besides its payload. */
export interface PushOptions {
  readonly priority: number;
  /** Empty: none. */
  readonly group: string;
  /** Milliseconds from now. */
  readonly delay: number;
}

const PLAIN: PushOptions = { priority: 0, group: '', delay: 0 };

/** Why messages come back or die, where nobody gave a reason. */
const REASONS = { timeout: 'timeout', expired: 'expired', gone: 'disconnected' } as const;

/**
 * Messages that stay until they are acknowledged. All that there is stands in the table of messages, the known ids and the
 * rate window; everything else is derived from those and made anew from a snapshot. Every operation on a message costs
 * O(log n) of the messages there are.
 */
export class Queue implements Container {
  readonly type = 'dqueue';
  readonly encoding = 'dqueue';
  readonly known = new KnownIds();
  readonly rate = new RateWindow();
  #options: QueueOptions;
  readonly #messages = new HashTable<Message>();
  readonly #line = new ReadyLine(key => this.#messages.get(key));
  readonly #delays = new FieldLives();
  readonly #leases = new FieldLives();
  /** By the time of the push, those ready or delayed; null while nothing expires. */
  #ages: FieldLives | null = null;
  readonly #dead = new ScoreTree();
  readonly #bound = new BoundMessages();
  #bytes = 0;

  constructor(options: QueueOptions = QUEUE_DEFAULTS) {
    this.#options = options;
    if (options.retention > 0) this.#ages = new FieldLives();
  }

  get options(): QueueOptions {
    return this.#options;
  }

  /** Costs O(n) when it brings a retention where there was none, else O(1). */
  alter(changes: Partial<QueueOptions>): void {
    const wasAging = this.#options.retention > 0;
    this.#options = { ...this.#options, ...changes };
    const isAging = this.#options.retention > 0;
    if (isAging === wasAging) return;
    this.#ages = isAging ? new FieldLives() : null;
    if (isAging) this.#messages.forEach((_, message) => this.#age(message));
  }

  // ---- figures -------------------------------------------------------------------------------------------------------

  get ready(): number {
    return this.#line.size;
  }

  get delayed(): number {
    return this.#delays.size;
  }

  get flying(): number {
    return this.#leases.size;
  }

  get dead(): number {
    return this.#dead.size;
  }

  /** Of the payloads of all but the dead. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Messages ready, delayed and in flight. */
  get length(): number {
    return this.#messages.size - this.#dead.size;
  }

  /** Which limit so many more messages would exceed. */
  limitFor(count: number, bytes: number): 'MAXLEN' | 'MAXBYTES' | undefined {
    const { maxLength, maxBytes } = this.#options;
    if (maxLength > 0 && this.length + count > maxLength) return 'MAXLEN';
    return maxBytes > 0 && this.#bytes + bytes > maxBytes ? 'MAXBYTES' : undefined;
  }

  /** Ready messages in the order in which they are given out, group by group one at a time. */
  *peek(): Generator<Message> {
    for (const key of this.#line.keys()) yield this.#messages.get(key)!;
  }

  /** In the order in which they died. */
  *deadLetters(): Generator<Message> {
    for (const { member } of this.#dead.entries()) yield this.#messages.get(member)!;
  }

  // ---- producers -----------------------------------------------------------------------------------------------------

  /** Adds a message; whether there is room was asked before. */
  push(payload: string, moment: Moment, options: PushOptions = PLAIN): Message {
    const { priority, group, delay } = options;
    const message: Message = {
      id: moment.nextSerial(),
      payload,
      priority,
      group,
      pushedAt: moment.now,
      deliveries: 0,
      state: delay > 0 ? 'delayed' : 'ready',
      until: delay > 0 ? moment.now + delay : 0,
      mark: 0,
      holder: null,
      reason: '',
    };
    this.restore(message);
    return message;
  }

  /** Puts a message in as it is: of a snapshot, or one that was taken and is given back. It is not there. */
  restore(message: Message): void {
    const key = messageKey(message.id);
    assert(!this.#messages.has(key), 'a message is in its queue once');
    this.#messages.set(key, message);
    if (message.state === 'dead') {
      this.#dead.insert(message.mark, key);
      return;
    }
    this.#bytes += message.payload.length;
    if (message.state === 'flying') this.#line.restoreTurn(message);
    this.#enter(message);
    if (message.state === 'flying') this.#line.depart(message);
    this.#line.join(message);
  }

  // ---- consumers -----------------------------------------------------------------------------------------------------

  /** Whether a message can be given out now. */
  hasNext(now: number): boolean {
    return this.#line.next() !== undefined && this.rate.allows(this.#options, now);
  }

  /** Takes the next message for good, as list commands do. */
  take(moment: Moment): Message | undefined {
    const message = this.#next(moment);
    if (message !== undefined) this.#finish(message);
    return message;
  }

  /** Gives out the next message for so many milliseconds. */
  lease(moment: Moment, visibility: number, holder: Holder | null): Message | undefined {
    const message = this.#next(moment);
    if (message === undefined) return undefined;
    const leased: Message = {
      ...message,
      state: 'flying',
      deliveries: message.deliveries + 1,
      until: moment.now + visibility,
      mark: moment.nextSerial(),
      holder,
    };
    this.#change(message, leased);
    return leased;
  }

  #next(moment: Moment): Message | undefined {
    if (!this.hasNext(moment.now)) return undefined;
    this.rate.count(this.#options, moment.now);
    return this.#messages.get(this.#line.next()!);
  }

  /** The message of a receipt that still holds. */
  #held(receipt: string, now: number): Message | undefined {
    const parsed = parseReceipt(receipt);
    const message = parsed && this.#messages.get(messageKey(parsed.id));
    const holds = message?.state === 'flying' && message.mark === parsed?.mark && message.until > now;
    return holds ? message : undefined;
  }

  /** Whether a receipt still holds. */
  holds(receipt: string, now: number): boolean {
    return this.#held(receipt, now) !== undefined;
  }

  /** False: the receipt does not hold, and nothing changes. So it is with all that take one. */
  acknowledge(receipt: string, moment: Moment): boolean {
    const message = this.#held(receipt, moment.now);
    if (message !== undefined) this.#finish(message);
    return message !== undefined;
  }

  extend(receipt: string, moment: Moment, visibility: number): boolean {
    const message = this.#held(receipt, moment.now);
    if (message !== undefined) this.#change(message, { ...message, until: moment.now + visibility });
    return message !== undefined;
  }

  /** Gives a message back, to its old place, after `delay` milliseconds; when it came too often it is dead. */
  refuse(receipt: string, moment: Moment, delay: number, reason: string, forward: Forward): boolean {
    const message = this.#held(receipt, moment.now);
    if (message !== undefined) this.#comeBack(message, moment, reason, forward, delay);
    return message !== undefined;
  }

  /** Takes a delivery back that never reached anybody: it does not count. */
  undo(receipt: string, moment: Moment): boolean {
    const message = this.#held(receipt, moment.now);
    if (message !== undefined)
      this.#change(message, { ...landed(message, 'ready'), deliveries: message.deliveries - 1 });
    return message !== undefined;
  }

  /** A connection has ended: what was bound to it comes back. True: there was something. */
  release(holder: Holder, moment: Moment, forward: Forward): boolean {
    const keys = this.#bound.of(holder);
    for (const key of keys) this.#comeBack(this.#messages.get(key)!, moment, REASONS.gone, forward);
    return keys.length > 0;
  }

  /** Connections to which something is bound. */
  holders(): Holder[] {
    return this.#bound.holders();
  }

  // ---- operators -----------------------------------------------------------------------------------------------------

  /** Brings the oldest dead messages back as if they were never given out, to their old places. Answers how many. */
  redrive(count: number, moment: Moment): number {
    const redriven = Math.min(count, this.#dead.size);
    for (let left = redriven; left > 0; left--) {
      const message = this.#messages.get(this.#dead.at(0).member)!;
      this.#leave(message);
      this.#messages.delete(messageKey(message.id));
      this.restore({ ...landed(message, 'ready'), deliveries: 0, pushedAt: moment.now, reason: '' });
    }
    return redriven;
  }

  // ---- time ----------------------------------------------------------------------------------------------------------

  /** When something happens by itself next: milliseconds since the epoch; undefined: never. */
  get firstDeadline(): number | undefined {
    const first = Math.min(
      this.#leases.first()?.deadline ?? Infinity,
      this.#delays.first()?.deadline ?? Infinity,
      this.#expiry(),
      this.known.firstDeadline() ?? Infinity,
      this.#line.next() === undefined ? Infinity : this.rate.blockedUntil(this.#options),
    );
    return first === Infinity ? undefined : first;
  }

  /** Lets happen what is due first. Something must be. */
  advance(moment: Moment, forward: Forward): void {
    const first = this.firstDeadline;
    assert(first !== undefined && first <= moment.now, 'a queue goes on when something is due');
    const lease = this.#leases.first();
    const delay = this.#delays.first();
    if (lease?.deadline === first) {
      this.#comeBack(this.#messages.get(lease.key)!, moment, REASONS.timeout, forward);
    } else if (delay?.deadline === first) {
      const message = this.#messages.get(delay.key)!;
      this.#change(message, landed(message, 'ready'));
    } else if (this.#expiry() === first) {
      this.#bury(this.#messages.get(this.#ages!.first()!.key)!, moment, REASONS.expired, forward);
    } else if (this.known.firstDeadline() === first) {
      this.known.forgetFirst();
    } else {
      this.rate.reset();
    }
  }

  #expiry(): number {
    const oldest = this.#ages?.first();
    return oldest === undefined ? Infinity : oldest.deadline + this.#options.retention;
  }

  // ---- as a value ----------------------------------------------------------------------------------------------------

  freeze(): FrozenQueue {
    return new FrozenQueue(this.#options, this.rate.state, this.known.freeze(), this.#messages.clone());
  }

  clone(): Queue {
    const copy = new Queue(this.#options);
    copy.rate.restore(this.rate.state);
    for (const known of this.known.freeze().entries()) copy.known.add(...known);
    this.#messages.forEach((_, message) => copy.restore(message));
    return copy;
  }

  // ---- inside --------------------------------------------------------------------------------------------------------

  #comeBack(message: Message, moment: Moment, reason: string, forward: Forward, delay = 0): void {
    const { maxDeliveries } = this.#options;
    if (maxDeliveries > 0 && message.deliveries >= maxDeliveries) {
      this.#bury(message, moment, reason, forward);
      return;
    }
    const until = delay > 0 ? moment.now + delay : 0;
    this.#change(message, { ...landed(message, delay > 0 ? 'delayed' : 'ready'), until, reason });
  }

  #bury(message: Message, moment: Moment, reason: string, forward: Forward): void {
    const dead = { ...landed(message, 'dead'), mark: moment.nextSerial(), reason };
    this.#finish(message);
    if (!forward(dead)) this.restore(dead);
  }

  /** Takes a message out that is not dead. */
  #finish(message: Message): void {
    this.#leave(message);
    this.#messages.delete(messageKey(message.id));
    this.#bytes -= message.payload.length;
    this.#line.leave(message);
  }

  /** Another state of a message that is not dead before nor after. */
  #change(before: Message, after: Message): void {
    this.#leave(before);
    this.#messages.set(messageKey(after.id), after);
    this.#enter(after);
    if (after.state === 'flying') this.#line.depart(after);
    else if (before.state === 'flying') this.#line.comeBack(after);
  }

  /** Into the index of its state. */
  #enter(message: Message): void {
    const key = messageKey(message.id);
    if (message.state === 'ready') this.#line.add(message);
    else if (message.state === 'delayed') this.#delays.set(key, message.until);
    else if (message.state === 'flying') this.#leases.set(key, message.until);
    if (message.holder !== null) this.#bound.add(message.holder, key);
    this.#age(message);
  }

  #age(message: Message): void {
    const isAging = message.state === 'ready' || message.state === 'delayed';
    if (isAging) this.#ages?.set(messageKey(message.id), message.pushedAt);
  }

  #leave(message: Message): void {
    const key = messageKey(message.id);
    if (message.state === 'ready') this.#line.remove(message);
    else if (message.state === 'delayed') this.#delays.delete(key);
    else if (message.state === 'flying') this.#leases.delete(key);
    else this.#dead.delete(message.mark, key);
    if (message.holder !== null) this.#bound.remove(message.holder, key);
    this.#ages?.delete(key);
  }
}

/** The message with nobody any more. */
function landed(message: Message, state: 'ready' | 'delayed' | 'dead'): Message {
  return { ...message, state, until: 0, mark: 0, holder: null };
}
