import type { Holder, MessageState } from '../../../../../src/machine/values/queue/message.js';

/** A message of the reference: plain data. */
export interface Plain {
  readonly id: number;
  readonly payload: string;
  readonly priority: number;
  readonly group: string;
  since: number;
  state: MessageState;
  until: number;
  mark: number;
  deliveries: number;
  reason: string;
  holder: Holder | null;
}

export interface Clock {
  now: number;
  leaseNow: number;
  serial: number;
}

/** A queue as its description says it, in arrays that are searched from end to end. */
export class ReferenceQueue {
  messages: Plain[] = [];
  maxDeliveries = 0;
  retention = 0;

  constructor(private readonly clock: Clock) {}

  in(state: MessageState): Plain[] {
    return this.messages.filter(message => message.state === state);
  }

  /** In the order of delivery, were there no groups. */
  peek(): Plain[] {
    return this.in('ready').sort((a, b) => b.priority - a.priority || a.id - b.id);
  }

  dead(): Plain[] {
    return this.in('dead').sort((a, b) => a.mark - b.mark);
  }

  next(): Plain | undefined {
    return this.peek().find(message => message.group === '' || this.#turnOf(message.group) === message);
  }

  /** A message in flight, or else the oldest. */
  #turnOf(group: string): Plain | undefined {
    const members = this.messages.filter(message => message.group === group && message.state !== 'dead');
    return members.find(({ state }) => state === 'flying') ?? members.sort((a, b) => a.id - b.id)[0];
  }

  push(payload: string, priority: number, group: string, delay: number): void {
    const since = this.clock.now + delay;
    const state = delay > 0 ? 'delayed' : 'ready';
    const id = ++this.clock.serial;
    const figures = { mark: 0, deliveries: 0, reason: '', holder: null, until: delay > 0 ? since : 0 };
    this.messages.push({ id, payload, priority, group, since, state, ...figures });
  }

  lease(visibility: number, holder: Holder | null): Plain | undefined {
    const message = this.next();
    if (message === undefined) return undefined;
    const until = this.clock.leaseNow + visibility;
    Object.assign(message, { state: 'flying', until, mark: ++this.clock.serial, holder });
    message.deliveries++;
    return message;
  }

  held(id: number, mark: number): Plain | undefined {
    return this.in('flying').find(
      message => message.id === id && message.mark === mark && message.until > this.clock.leaseNow,
    );
  }

  remove(message: Plain): void {
    this.messages = this.messages.filter(other => other !== message);
  }

  comeBack(message: Plain, reason: string, delay = 0): void {
    if (this.maxDeliveries > 0 && message.deliveries >= this.maxDeliveries) {
      this.bury(message, reason);
      return;
    }
    const state = delay > 0 ? 'delayed' : 'ready';
    const until = delay > 0 ? this.clock.now + delay : 0;
    Object.assign(message, { state, until, mark: 0, holder: null, reason });
  }

  bury(message: Plain, reason: string): void {
    Object.assign(message, { state: 'dead', until: 0, mark: ++this.clock.serial, holder: null, reason });
  }

  /** All that is due, in order: leases first. */
  settle(): void {
    const { now, leaseNow } = this.clock;
    const byTime = (a: Plain, b: Plain): number => a.until - b.until || a.id - b.id;
    for (const message of this.in('flying').sort(byTime))
      if (message.until <= leaseNow) this.comeBack(message, 'timeout');
    for (;;) {
      const due = this.in('delayed')
        .filter(({ until }) => until <= now)
        .sort(byTime)[0];
      const old = this.in('ready').filter(({ since }) => this.retention > 0 && since + this.retention <= now);
      const oldest = old.sort((a, b) => a.since - b.since || a.id - b.id)[0];
      if (due !== undefined && (oldest === undefined || due.until <= oldest.since + this.retention))
        Object.assign(due, { state: 'ready', until: 0 });
      else if (oldest !== undefined) this.bury(oldest, 'expired');
      else return;
    }
  }

  redrive(count: number): number {
    const redriven = this.dead().slice(0, count);
    for (const message of redriven)
      Object.assign(message, { state: 'ready', mark: 0, deliveries: 0, since: this.clock.now, reason: '' });
    return redriven.length;
  }
}
