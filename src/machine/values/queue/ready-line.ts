import { OrderedIds } from './ordered-ids.js';
import type { Message } from './message.js';

/** The messages of one name that are not dead. */
interface Group {
  readonly name: string;
  count: number;
  /** The id of the message whose turn it is; 0: nobody's. */
  turn: number;
  /** That message is in flight: the turn does not pass on. */
  isBusy: boolean;
}

/**
 * The messages that are ready, in order of (priority, id), and whose turn it is in each group: its oldest message, whether
 * that is ready, delayed or in flight. The others of the group are blocked. Derived from the messages alone.
 *
 * Invariant: a ready message stands in exactly one of the two orders, `free` if it has no group or its group's turn.
 */
export class ReadyLine {
  readonly #free = new OrderedIds();
  readonly #blocked = new OrderedIds();
  /** Every message of a group that is not dead, by number of the group and id. */
  readonly #members = new OrderedIds();
  readonly #groups = new Map<number, Group>();
  readonly #numbers = new Map<string, number>();
  #made = 0;

  /** `find`: the message with this id. */
  constructor(private readonly find: (id: number) => Message | undefined) {}

  /** Ready messages, those that are blocked included. */
  get size(): number {
    return this.#free.size + this.#blocked.size;
  }

  /** Groups that have messages. */
  get groups(): number {
    return this.#groups.size;
  }

  /** The id of the next message that can be given out. */
  next(): number | undefined {
    return this.#free.firstId;
  }

  /** Ids of ready messages in order, blocked ones among the others. */
  *ids(): Generator<number> {
    const [free, blocked] = [this.#free.entries(), this.#blocked.entries()];
    let [a, b] = [free.next(), blocked.next()];
    while (a.done !== true || b.done !== true) {
      if (b.done === true || (a.done !== true && isBefore(a.value, b.value))) {
        yield (a.value as readonly number[])[1] as number;
        a = free.next();
      } else {
        yield b.value[1];
        b = blocked.next();
      }
    }
  }

  /** The number that stands for a name while the group has messages; 0 for the empty one. One of them joins soon. */
  numberOf(name: string): number {
    if (name === '') return 0;
    const known = this.#numbers.get(name);
    if (known !== undefined) return known;
    const number = ++this.#made;
    this.#numbers.set(name, number);
    this.#groups.set(number, { name, count: 0, turn: 0, isBusy: false });
    return number;
  }

  /** The message is ready now. */
  add(message: Message): void {
    this.#orderOf(message).insert(-message.priority, message.id);
  }

  /** It was ready and is not any more. */
  remove(message: Message): void {
    this.#orderOf(message).delete(-message.priority, message.id);
  }

  /** A message that is not dead joins its group: behind {@link add}, if it is ready. */
  join({ group, id, state }: Message): void {
    const joined = this.#groups.get(group);
    if (joined === undefined) return;
    this.#members.insert(group, id);
    joined.count++;
    if (state === 'flying') {
      // It has the turn, whoever is older: one that was dead may have come back meanwhile.
      this.#give(joined, id);
      joined.isBusy = true;
    } else {
      this.#pass(group, joined);
    }
  }

  /** It is finished or dead: behind {@link remove}, if it was ready. */
  leave({ group, id }: Message): void {
    const left = this.#groups.get(group);
    if (left === undefined) return;
    this.#members.delete(group, id);
    if (--left.count === 0) {
      this.#groups.delete(group);
      this.#numbers.delete(left.name);
    } else if (left.turn === id) {
      left.turn = 0;
      left.isBusy = false;
      this.#pass(group, left);
    }
  }

  /** It was given out: behind {@link remove}. */
  depart({ group }: Message): void {
    const busy = this.#groups.get(group);
    if (busy !== undefined) busy.isBusy = true;
  }

  /** It came back: behind {@link add}, if it is ready. */
  comeBack({ group }: Message): void {
    const idle = this.#groups.get(group);
    if (idle === undefined) return;
    idle.isBusy = false;
    this.#pass(group, idle);
  }

  #orderOf({ group, id }: Message): OrderedIds {
    return group === 0 || this.#groups.get(group)?.turn === id ? this.#free : this.#blocked;
  }

  /** Gives the turn to the oldest of the group. */
  #pass(number: number, group: Group): void {
    const first = this.#members.firstOf(number);
    if (!group.isBusy && first !== undefined && first !== group.turn) this.#give(group, first);
  }

  #give(group: Group, id: number): void {
    this.#move(group.turn, this.#free, this.#blocked);
    this.#move(id, this.#blocked, this.#free);
    group.turn = id;
  }

  #move(id: number, from: OrderedIds, to: OrderedIds): void {
    const message = this.find(id);
    if (message?.state !== 'ready') return;
    from.delete(-message.priority, id);
    to.insert(-message.priority, id);
  }
}

function isBefore(a: readonly [number, number], b: readonly [number, number]): boolean {
  return a[0] < b[0] || (a[0] === b[0] && a[1] < b[1]);
}
