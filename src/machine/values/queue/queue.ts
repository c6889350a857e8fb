import { assert } from '../../../base/assert.js';
import type { Container } from '../../container.js';
import { FrozenQueue } from './frozen-queue.js';
import { Indexes } from './indexes.js';
import { KnownIds } from './known-ids.js';
import type { Forward, PushOptions, RestoredMessage } from './letter.js';
import { type Cause, type Holder, landed, type Message, type Moment, parseReceipt } from './message.js';
import { MessageStore, type WholeMessage } from './message-store.js';
import { QUEUE_DEFAULTS, type QueueOptions } from './options.js';
import { RateWindow } from './rate-window.js';

/**
 * Messages that stay until they are acknowledged. All that there is stands in the store, the known ids and the rate
 * window; everything else is derived from those and made anew from a snapshot. Every operation on a message costs
 * O(log n) of the messages there are.
 */
export class Queue implements Container {
  readonly type = 'dqueue';
  readonly encoding = 'dqueue';
  readonly known = new KnownIds();
  readonly rate = new RateWindow();
  #options: QueueOptions;
  #store = new MessageStore();
  #indexes = new Indexes(id => this.#store.get(id));
  #bytes = 0;

  constructor(options: QueueOptions = QUEUE_DEFAULTS) {
    this.#options = options;
    this.#age();
  }

  get options(): QueueOptions {
    return this.#options;
  }

  /** Costs O(n log n) when it brings a retention where there was none, else O(1). */
  alter(changes: Partial<QueueOptions>): void {
    const wasAging = this.#options.retention > 0;
    this.#options = { ...this.#options, ...changes };
    if (wasAging !== this.#options.retention > 0) this.#age();
  }

  #age(): void {
    if (this.#options.retention > 0) this.#indexes.startAging(this.#store.entries());
    else this.#indexes.stopAging();
  }

  // ---- figures -----------------------------------------------------------------------------------------------------

  get ready(): number {
    return this.#indexes.line.size;
  }

  get delayed(): number {
    return this.#indexes.delays.size;
  }

  get flying(): number {
    return this.#indexes.leases.size;
  }

  get dead(): number {
    return this.#indexes.dead.size;
  }

  get groups(): number {
    return this.#indexes.line.groups;
  }

  /** Of the payloads of all but the dead. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Of all payloads, groups and reasons. */
  get textBytes(): number {
    return this.#store.textBytes;
  }

  /** Messages that are bound to a connection. */
  get bound(): number {
    return this.#store.held;
  }

  /** Of the buffers that payloads stand in, on this node. */
  get allocated(): number {
    return this.#store.allocated;
  }

  /** Messages of every kind. */
  get stored(): number {
    return this.#store.size;
  }

  /** Messages ready, delayed and in flight. */
  get length(): number {
    return this.#store.size - this.dead;
  }

  /** Whether so many more messages would exceed a limit. */
  isFullFor(count: number, bytes: number): boolean {
    const { maxLength, maxBytes } = this.#options;
    const isTooLong = maxLength > 0 && this.length + count > maxLength;
    return isTooLong || (maxBytes > 0 && this.#bytes + bytes > maxBytes);
  }

  /** What belongs to a message besides. */
  get content(): Pick<MessageStore, 'payload' | 'group' | 'reason'> {
    return this.#store;
  }

  /** Ready messages in the order in which they are given out, were there no groups. */
  *peek(): Generator<Message> {
    for (const id of this.#indexes.line.ids()) yield this.#get(id);
  }

  /** In the order in which they died. */
  *deadLetters(): Generator<Message> {
    for (const [, id] of this.#indexes.dead.entries()) yield this.#get(id);
  }

  #get(id: number): Message {
    const message = this.#store.get(id);
    assert(message !== undefined, 'what an index names is there');
    return message;
  }

  // ---- producers ---------------------------------------------------------------------------------------------------

  /** Adds a message and answers its id; whether there is room was asked before. */
  push(payload: string, moment: Moment, options: PushOptions = {}): number {
    const { priority = 0, group = '', delay = 0, cause = 'none', reason = '' } = options;
    const id = moment.nextSerial();
    const since = moment.now + delay;
    const state = delay > 0 ? 'delayed' : 'ready';
    const fresh = {
      id,
      priority,
      since,
      state,
      until: delay > 0 ? since : 0,
      deliveries: 0,
      mark: 0,
      cause,
    } as const;
    this.restore({ message: fresh, group, payload, holder: null, reason });
    return id;
  }

  /** Puts a message in as it is: of a snapshot, or one that was taken and is given back. It must not be there. */
  restore({ message, group, payload, holder, reason }: RestoredMessage): void {
    const number = message.state === 'dead' ? 0 : this.#indexes.line.numberOf(group);
    const added = this.#store.add(message, number, group, payload);
    if (holder !== null) this.#store.setHolder(added.id, holder);
    if (added.cause === 'other') this.#store.setReason(added.id, reason);
    this.#indexes.enter(added, holder);
    if (added.state === 'dead') return;
    this.#bytes += payload.length;
    this.#indexes.line.join(added);
  }

  has(id: number): boolean {
    return this.#store.get(id) !== undefined;
  }

  // ---- consumers ---------------------------------------------------------------------------------------------------

  /** The message that is given out next, if one can be now. */
  next(now: number): Message | undefined {
    const id = this.#indexes.line.next();
    return id !== undefined && this.rate.allows(this.#options, now) ? this.#get(id) : undefined;
  }

  /** Takes the next message for good, as list commands do. */
  take(moment: Moment): WholeMessage | undefined {
    const message = this.#takeTurn(moment);
    if (message === undefined) return undefined;
    const [group, payload, reason] = [
      this.#store.group(message),
      this.#store.payload(message),
      this.#store.reason(message),
    ];
    this.#finish(message);
    return { message, group, payload, holder: null, reason };
  }

  /** Gives out the next message for so many milliseconds, or until the end of a connection if that comes first. */
  lease(moment: Moment, visibility: number, holder: Holder | null): Message | undefined {
    const message = this.#takeTurn(moment);
    if (message === undefined) return undefined;
    const leased = {
      ...message,
      state: 'flying',
      deliveries: message.deliveries + 1,
      until: moment.leaseNow + visibility,
      mark: moment.nextSerial(),
    } as const;
    this.#change(message, leased, holder);
    return leased;
  }

  #takeTurn({ now }: Moment): Message | undefined {
    const message = this.next(now);
    if (message !== undefined) this.rate.count(this.#options, now);
    return message;
  }

  /** The message of a receipt that still holds. */
  held(receipt: string, { leaseNow }: Pick<Moment, 'leaseNow'>): Message | undefined {
    const parsed = parseReceipt(receipt);
    const message = parsed && this.#store.get(parsed.id);
    const holds = message?.state === 'flying' && message.mark === parsed?.mark && message.until > leaseNow;
    return holds ? message : undefined;
  }

  /** False: the receipt does not hold, and nothing changes. So it is with all that take one. */
  acknowledge(receipt: string, moment: Moment): boolean {
    const message = this.held(receipt, moment);
    if (message !== undefined) this.#finish(message);
    return message !== undefined;
  }

  extend(receipt: string, moment: Moment, visibility: number): boolean {
    const message = this.held(receipt, moment);
    if (message === undefined) return false;
    const until = moment.leaseNow + visibility;
    this.#change(message, { ...message, until }, this.#store.holder(message.id) ?? null);
    return true;
  }

  /** Gives a message back, to its old place, after `delay` milliseconds; when it came too often it is dead. */
  refuse(receipt: string, moment: Moment, delay: number, reason: string, forward: Forward): boolean {
    const message = this.held(receipt, moment);
    if (message === undefined) return false;
    this.#comeBack(message, moment, reason === '' ? 'none' : 'other', forward, delay, reason);
    return true;
  }

  /** Takes a delivery back that never reached anybody: it does not count. */
  undo(receipt: string, moment: Moment): boolean {
    const message = this.held(receipt, moment);
    if (message === undefined) return false;
    this.#change(message, { ...landed(message, 'ready'), deliveries: message.deliveries - 1 }, null);
    return true;
  }

  /** A connection has ended: what was bound to it comes back. True: there was something. */
  release(holder: Holder, moment: Moment, forward: Forward): boolean {
    const ids = this.#indexes.bound.of(holder);
    for (const id of ids) this.#comeBack(this.#get(id), moment, 'disconnected', forward);
    return ids.length > 0;
  }

  /** Connections to which something is bound. */
  holders(): Holder[] {
    return this.#indexes.bound.holders();
  }

  // ---- operators ---------------------------------------------------------------------------------------------------

  /** Brings the oldest dead messages back as if they were never given out, to their old places. Answers how many. */
  redrive(count: number, moment: Moment): number {
    const redriven = Math.min(count, this.dead);
    for (let left = redriven; left > 0; left--) {
      const message = this.#get(this.#indexes.dead.firstId as number);
      const [group, payload] = [this.#store.group(message), this.#store.payload(message)];
      this.#indexes.leave(message, null);
      this.#store.delete(message);
      const fresh = { ...landed(message, 'ready'), deliveries: 0, since: moment.now, cause: 'none' } as const;
      this.restore({ message: fresh, group, payload, holder: null, reason: '' });
    }
    return redriven;
  }

  /** Drops all messages, dead ones and those in flight included; answers how many. Costs O(1): the collector does the rest. */
  purge(): number {
    const purged = this.#store.size;
    this.#store = new MessageStore();
    this.#indexes = new Indexes(id => this.#store.get(id));
    this.#bytes = 0;
    this.#age();
    return purged;
  }

  // ---- time --------------------------------------------------------------------------------------------------------

  /** When something happens by itself next: milliseconds since the epoch; undefined: never. */
  get firstDeadline(): number | undefined {
    const first = Math.min(
      this.#indexes.delays.firstScore ?? Infinity,
      this.#expiry(),
      this.#indexes.line.next() === undefined ? Infinity : this.rate.blockedUntil(this.#options),
    );
    return first === Infinity ? undefined : first;
  }

  /** When the first delivery runs out, or the first id is forgotten: lease time; undefined: there is none. */
  get firstLease(): number | undefined {
    const [delivery, id] = [this.#indexes.leases.firstScore, this.known.firstDeadline()];
    return delivery === undefined || (id !== undefined && id < delivery) ? id : delivery;
  }

  /** Takes back the delivery that runs out first, or forgets the id that does. There must be one. */
  endLease(moment: Moment, forward: Forward): void {
    if (this.known.firstDeadline() === this.firstLease) this.known.forgetFirst();
    else this.#comeBack(this.#get(this.#indexes.leases.firstId as number), moment, 'timeout', forward);
  }

  /** Lets happen what is due first, but for deliveries that run out. Something must be. */
  advance(moment: Moment, forward: Forward): void {
    const first = this.firstDeadline;
    assert(first !== undefined && first <= moment.now, 'a queue goes on when something is due');
    const { delays, oldest } = this.#indexes;
    if (delays.firstScore === first) {
      const message = this.#get(delays.firstId as number);
      this.#change(message, landed(message, 'ready'), null);
    } else if (oldest !== undefined && this.#expiry() === first) {
      this.#bury(this.#get(oldest.id), moment, 'expired', 'expired', forward);
    } else {
      this.rate.reset();
    }
  }

  #expiry(): number {
    const { oldest } = this.#indexes;
    return oldest === undefined ? Infinity : oldest.since + this.#options.retention;
  }

  // ---- as a value --------------------------------------------------------------------------------------------------

  freeze(): FrozenQueue {
    return new FrozenQueue(this.#options, this.rate.state, this.known.freeze(), this.#store.freeze());
  }

  /** Costs O(n log n): no command copies a queue. */
  clone(): Queue {
    const copy = new Queue(this.#options);
    copy.rate.restore(this.rate.state);
    for (const known of this.known.freeze().entries()) copy.known.add(...known);
    for (const whole of this.#store.freeze().entries()) copy.restore(whole);
    return copy;
  }

  // ---- inside ------------------------------------------------------------------------------------------------------

  #comeBack(
    message: Message,
    moment: Moment,
    cause: Cause,
    forward: Forward,
    delay = 0,
    reason: string = cause,
  ): void {
    const { maxDeliveries } = this.#options;
    if (maxDeliveries > 0 && message.deliveries >= maxDeliveries) {
      this.#bury(message, moment, cause, reason, forward);
      return;
    }
    const until = delay > 0 ? moment.now + delay : 0;
    this.#change(message, { ...landed(message, delay > 0 ? 'delayed' : 'ready'), until, cause }, null);
    this.#store.setReason(message.id, cause === 'other' ? reason : '');
  }

  #bury(message: Message, moment: Moment, cause: Cause, reason: string, forward: Forward): void {
    const [group, payload] = [this.#store.group(message), this.#store.payload(message)];
    const mark = moment.nextSerial();
    this.#finish(message);
    if (forward({ payload, group, priority: message.priority, cause, reason })) return;
    this.restore({
      message: { ...landed(message, 'dead'), mark, cause },
      group,
      payload,
      holder: null,
      reason,
    });
  }

  /** Takes a message out that is not dead. */
  #finish(message: Message): void {
    this.#indexes.leave(message, this.#store.holder(message.id) ?? null);
    this.#store.delete(message);
    this.#bytes -= message.length;
    this.#indexes.line.leave(message);
  }

  /** Another state of a message that is not dead before nor after. */
  #change(before: Message, after: Message, holder: Holder | null): void {
    const held = this.#store.holder(before.id) ?? null;
    this.#indexes.leave(before, held);
    this.#store.replace(after);
    if (held !== null || holder !== null) this.#store.setHolder(after.id, holder);
    this.#indexes.enter(after, holder);
    if (after.state === 'flying') this.#indexes.line.depart(after);
    else if (before.state === 'flying') this.#indexes.line.comeBack(after);
  }
}
