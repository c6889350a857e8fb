import { hashSlot } from '../base/hash-slot.js';
import { ExpiryIndex, type LifeTime } from './expiry-index.js';
import { PartDeadlines } from './part-deadlines.js';
import { SlotMap } from './slot-map.js';
import type { Value } from './value.js';
import { type Account, Weights } from './weights.js';

/** Is told of each key of a table before anything about it changes. */
export interface KeyWatcher {
  beforeChange(slot: number, key: string): void;
}

/**
 * The keys of a database. SWAPDB exchanges two tables as they are, FLUSHDB leaves one behind as it is, to the collector or
 * to a walk under way: both cost a walk nothing.
 */
export class KeyTable {
  readonly values = new SlotMap<Value>();
  /** The serial of each key's last change. */
  readonly versions = new SlotMap<number>();
  readonly lifeTimes = new SlotMap<LifeTime>();
  readonly expiry = new ExpiryIndex();
  readonly parts = new PartDeadlines();
  readonly weights: Weights;
  /** Walks under way. */
  watchers: readonly KeyWatcher[] = [];

  constructor(account: Account) {
    this.weights = new Weights(account);
  }

  lifeTimeOf(key: string): LifeTime | undefined {
    return this.expiry.size === 0 ? undefined : this.lifeTimes.get(hashSlot(key), key);
  }
}
