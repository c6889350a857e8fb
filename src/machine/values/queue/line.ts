import { ScoreTree } from '../score-tree.js';
import { type Message, messageKey } from './message.js';

/**
 * The messages that are ready, in order of (priority, id), and whose turn it is in each group: its oldest message, whether
 * that is ready, delayed or in flight. The others of the group are blocked. Derived from the messages alone.
 *
 * Invariant: a ready message stands in exactly one of the two trees, `free` if it has no group or its group's turn.
 */
export class ReadyLine {
  readonly #free = new ScoreTree();
  readonly #blocked = new ScoreTree();
  /** Every message of a group that is not dead, by group and id. */
  readonly #members = new ScoreTree();
  readonly #turns = new Map<string, string>();
  /** Groups of which a message is in flight: the turn does not pass on. */
  readonly #busy = new Set<string>();

  /** `find`: the message with this key. */
  constructor(private readonly find: (key: string) => Message | undefined) {}

  /** Ready messages, those that are blocked included. */
  get size(): number {
    return this.#free.size + this.#blocked.size;
  }

  /** The key of the next message that can be given out. */
  next(): string | undefined {
    return this.#free.size === 0 ? undefined : this.#free.at(0).member;
  }

  /** Keys of ready messages in order, blocked ones among the others. */
  *keys(): Generator<string> {
    let [free, blocked] = [0, 0];
    while (free < this.#free.size || blocked < this.#blocked.size) {
      const a = free < this.#free.size ? this.#free.at(free) : undefined;
      const b = blocked < this.#blocked.size ? this.#blocked.at(blocked) : undefined;
      const isFree = b === undefined || (a !== undefined && (a.score < b.score || (a.score === b.score && a.member < b.member)));
      if (isFree) free++;
      else blocked++;
      yield (isFree ? a! : b).member;
    }
  }

  /** The message is ready now. */
  add(message: Message): void {
    this.#treeOf(message).insert(-message.priority, messageKey(message.id));
  }

  /** It was ready and is not any more. */
  remove(message: Message): void {
    this.#treeOf(message).delete(-message.priority, messageKey(message.id));
  }

  /** A message that is not dead joins its group: behind {@link add}, if it is ready. */
  join({ group, id }: Message): void {
    if (group === '') return;
    this.#members.insert(0, memberKey(group, messageKey(id)));
    this.#pass(group);
  }

  /** It is finished or dead: behind {@link remove}, if it was ready. */
  leave({ group, id }: Message): void {
    if (group === '') return;
    const key = messageKey(id);
    this.#members.delete(0, memberKey(group, key));
    if (this.#turns.get(group) !== key) return;
    this.#turns.delete(group);
    this.#busy.delete(group);
    this.#pass(group);
  }

  /** It was given out: behind {@link remove}. */
  depart({ group }: Message): void {
    if (group !== '') this.#busy.add(group);
  }

  /** It came back: behind {@link add}, if it is ready. */
  comeBack({ group }: Message): void {
    if (group === '') return;
    this.#busy.delete(group);
    this.#pass(group);
  }

  /** A message in flight has its group's turn, whoever is older: one that was dead may have come back meanwhile. */
  restoreTurn({ group, id }: Message): void {
    if (group !== '') this.#turns.set(group, messageKey(id));
  }

  #treeOf({ group, id }: Message): ScoreTree {
    return group === '' || this.#turns.get(group) === messageKey(id) ? this.#free : this.#blocked;
  }

  /** Gives the turn to the oldest of the group. */
  #pass(group: string): void {
    if (this.#busy.has(group)) return;
    const present = this.#turns.get(group);
    const first = this.#firstOf(group);
    if (first === present) return;
    this.#move(present, this.#free, this.#blocked);
    this.#move(first, this.#blocked, this.#free);
    if (first === undefined) this.#turns.delete(group);
    else this.#turns.set(group, first);
  }

  #move(key: string | undefined, from: ScoreTree, to: ScoreTree): void {
    const message = key === undefined ? undefined : this.find(key);
    if (key === undefined || message?.state !== 'ready') return;
    from.delete(-message.priority, key);
    to.insert(-message.priority, key);
  }

  #firstOf(group: string): string | undefined {
    const prefix = memberKey(group, '');
    const rank = this.#members.rankOf(0, prefix);
    const member = rank < this.#members.size ? this.#members.at(rank).member : '';
    return member.startsWith(prefix) ? member.slice(prefix.length) : undefined;
  }
}

/** With the length in front no name is the beginning of another one. */
function memberKey(group: string, key: string): string {
  return `${group.length}:${group}${key}`;
}
