import type { Int64 } from '../../../base/numbers.js';
import type { StreamId } from './id.js';
import { IdMap } from './id-map.js';

/** An entry that was delivered and not acknowledged. Never changed once it is made. */
export interface Pending {
  readonly id: StreamId;
  /** Name of the one that it was delivered to last. */
  readonly consumer: string;
  /** Of the last delivery. Milliseconds since the epoch. */
  readonly time: number;
  /** Deliveries. */
  readonly count: Int64;
}

/** When a consumer was there last, in milliseconds since the epoch. */
export interface Visits {
  /** It asked for something. */
  readonly seen: number;
  /** It got something; -1: never. */
  readonly active: number;
}

interface Consumer extends Visits {
  readonly pending: IdMap<Pending>;
}

/** How far a group has read. */
export interface Progress {
  /** Of the last entry delivered. */
  readonly last: StreamId;
  /** How many of all entries ever added it has read or skipped; null: nobody knows. */
  readonly entriesRead: Int64 | null;
}

/**
 * Consumers that share the entries of a stream. Invariant: each pending entry is in `pending` and in the map of the
 * consumer that it names, and the same object is in both.
 */
export class Group implements Progress {
  last: StreamId;
  entriesRead: Int64 | null;
  readonly #consumers = new Map<string, Consumer>();
  readonly #pending: IdMap<Pending>;

  /** `epoch`: of the stream in which it is made; only in that one it may be changed. */
  constructor(
    readonly epoch: number,
    progress: Progress,
    pending = new IdMap<Pending>(),
  ) {
    this.last = progress.last;
    this.entriesRead = progress.entriesRead;
    this.#pending = pending;
  }

  get pending(): Pick<IdMap<Pending>, 'size' | 'first' | 'last' | 'get' | 'from' | typeof Symbol.iterator> {
    return this.#pending;
  }

  get consumerCount(): number {
    return this.#consumers.size;
  }

  /** In the order of their bytes. */
  consumerNames(): string[] {
    return [...this.#consumers.keys()].sort((a, b) => (a < b ? -1 : 1));
  }

  visitsOf(name: string): Visits | undefined {
    return this.#consumers.get(name);
  }

  /** Undefined: there is no such consumer. */
  pendingOf(name: string): Group['pending'] | undefined {
    return this.#consumers.get(name)?.pending;
  }

  /** Notes a visit; a consumer that was not there is made. `active` undefined: as it was. */
  visit(name: string, seen: number, active?: number): void {
    const known = this.#consumers.get(name);
    const pending = known?.pending ?? new IdMap<Pending>();
    this.#consumers.set(name, { seen, active: active ?? known?.active ?? -1, pending });
  }

  /** The consumer's pending entries are nobody's any more. Answers how many there were. */
  deleteConsumer(name: string): number {
    const pending = this.#consumers.get(name)?.pending;
    if (pending === undefined) return 0;
    for (const { id } of pending) this.#pending.delete(id);
    this.#consumers.delete(name);
    return pending.size;
  }

  /** Makes an entry pending for a consumer, which is there; it is taken away from whoever had it. */
  assign(item: Pending): void {
    const before = this.#pending.get(item.id);
    if (before !== undefined && before.consumer !== item.consumer)
      this.#consumers.get(before.consumer)?.pending.delete(item.id);
    this.#pending.set(item);
    this.#consumers.get(item.consumer)?.pending.set(item);
  }

  /** False when the entry was not pending. */
  acknowledge(id: StreamId): boolean {
    const item = this.#pending.get(id);
    if (item === undefined) return false;
    this.#pending.delete(id);
    this.#consumers.get(item.consumer)?.pending.delete(id);
    return true;
  }

  /** This group, or a copy of it that may be changed in `epoch`. Costs O(consumers + pending entries / 64). */
  in(epoch: number): Group {
    if (this.epoch === epoch) return this;
    const copy = new Group(epoch, this, this.#pending.clone());
    for (const [name, consumer] of this.#consumers)
      copy.#consumers.set(name, { ...consumer, pending: consumer.pending.clone() });
    return copy;
  }
}
