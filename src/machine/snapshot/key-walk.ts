import { hashSlot } from '../../base/hash-slot.js';
import type { Frozen } from '../container.js';
import type { KeyTable, KeyWatcher } from '../key-table.js';
import { positionOf } from '../slot-map.js';
import type { Value } from '../value.js';

/** A key as it was when the walk began. */
export interface TakenKey {
  readonly key: string;
  readonly value: string | Frozen;
  /** The serial of its last change. */
  readonly version: number;
  /** Of a string that changed since but kept it; 0: the version. */
  readonly token: number;
  /** Milliseconds since the epoch, and the serial of the change that set it; undefined: it lives for ever. */
  readonly lifeTime: { readonly deadline: number; readonly serial: number } | undefined;
}

/**
 * Takes every key of a table as it was at one moment, leaf by leaf, while the table goes on changing: a key that is about
 * to change before the walk came to it is taken at once, and not again later. Taking copies nothing but pointers.
 */
export class KeyWalk implements KeyWatcher {
  /** Every key at a position before it was taken. */
  #position = 0;
  /** Keys behind the position that were taken ahead of it, or that were not there when the walk began. */
  readonly #ahead = new Set<string>();

  constructor(
    private readonly table: KeyTable,
    private readonly take: (taken: TakenKey) => void,
  ) {
    table.watchers = [...table.watchers, this];
  }

  /** Takes the keys of the next leaf. False: there was none, all keys are taken. */
  advance(): boolean {
    const next = this.table.values.visitLeaf(this.#position, (key, value) => {
      if (!this.#ahead.delete(key)) this.#take(key, value);
    });
    if (next === undefined) return false;
    this.#position = next;
    return true;
  }

  beforeChange(slot: number, key: string): void {
    if (positionOf(slot, key) < this.#position || this.#ahead.has(key)) return;
    this.#ahead.add(key);
    const value = this.table.values.get(slot, key);
    if (value !== undefined) this.#take(key, value);
  }

  /** To be called at the end: changes need no notice any more. */
  end(): void {
    this.table.watchers = this.table.watchers.filter(watcher => watcher !== this);
  }

  #take(key: string, value: Value): void {
    const lifeTime = this.table.lifeTimeOf(key);
    this.take({
      key,
      value: typeof value === 'string' ? value : value.freeze(),
      version: this.table.versions.get(hashSlot(key), key) ?? 0,
      token: this.table.tokens.size === 0 ? 0 : (this.table.tokens.get(hashSlot(key), key) ?? 0),
      lifeTime: lifeTime && { deadline: lifeTime.deadline, serial: lifeTime.serial },
    });
  }
}
