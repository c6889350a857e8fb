import { BoundMessages } from './bound-messages.js';
import type { Holder, Message } from './message.js';
import { OrderedIds } from './ordered-ids.js';
import { ReadyLine } from './ready-line.js';

/** Where messages are looked for, by what can happen to them next. All of it derives from the messages themselves. */
export class Indexes {
  readonly line: ReadyLine;
  /** By when they become ready: milliseconds since the epoch. */
  readonly delays = new OrderedIds();
  /** By when they are given out again: lease time. */
  readonly leases = new OrderedIds();
  /** By the serial of their death. */
  readonly dead = new OrderedIds();
  readonly bound = new BoundMessages();
  /** Those ready, by since when; null while nothing expires. */
  #ages: OrderedIds | null = null;

  /** `find`: the message with this id. */
  constructor(find: (id: number) => Message | undefined) {
    this.line = new ReadyLine(find);
  }

  /** Since when the oldest message that is ready is there, and its id. */
  get oldest(): { since: number; id: number } | undefined {
    const [since, id] = [this.#ages?.firstScore, this.#ages?.firstId];
    return since === undefined || id === undefined ? undefined : { since, id };
  }

  /** From now on ages matter: all messages are entered by age. */
  startAging(messages: Iterable<Message>): void {
    this.#ages = new OrderedIds();
    for (const message of messages)
      if (message.state === 'ready') this.#ages.insert(message.since, message.id);
  }

  stopAging(): void {
    this.#ages = null;
  }

  /** Into the index of its state. */
  enter(message: Message, holder: Holder | null): void {
    const { id, state, until } = message;
    if (state === 'ready') {
      this.line.add(message);
      this.#ages?.insert(message.since, id);
    } else if (state === 'delayed') {
      this.delays.insert(until, id);
    } else if (state === 'flying') {
      this.leases.insert(until, id);
    } else {
      this.dead.insert(message.mark, id);
    }
    if (holder !== null) this.bound.add(holder, id);
  }

  leave(message: Message, holder: Holder | null): void {
    const { id, state, until } = message;
    if (state === 'ready') {
      this.line.remove(message);
      this.#ages?.delete(message.since, id);
    } else if (state === 'delayed') {
      this.delays.delete(until, id);
    } else if (state === 'flying') {
      this.leases.delete(until, id);
    } else {
      this.dead.delete(message.mark, id);
    }
    if (holder !== null) this.bound.remove(holder, id);
  }
}
