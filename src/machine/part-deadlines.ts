import { ExpiryIndex, type LifeTime } from './expiry-index.js';
import { SlotMap } from './slot-map.js';

/** Keys that hold a value of which parts end by themselves, like fields of a hash, in order of the first that does. */
export class PartDeadlines {
  readonly #byKey = new SlotMap<LifeTime>();
  readonly #order = new ExpiryIndex();

  get size(): number {
    return this.#order.size;
  }

  /** When the first part of the value of this key ends. Milliseconds since the epoch; undefined: never. */
  of(slot: number, key: string): number | undefined {
    return this.size === 0 ? undefined : this.#byKey.get(slot, key)?.deadline;
  }

  set(slot: number, key: string, deadline: number | undefined): void {
    if (deadline === undefined && this.size === 0) return;
    const lifeTime = this.#byKey.get(slot, key);
    if (deadline === undefined) {
      if (lifeTime === undefined) return;
      this.#order.remove(lifeTime);
      this.#byKey.delete(slot, key);
    } else if (lifeTime === undefined) {
      this.#byKey.set(slot, key, this.#order.add(key, deadline, 0));
    } else if (lifeTime.deadline !== deadline) {
      this.#order.change(lifeTime, deadline, 0);
    }
  }

  /** In no order. */
  keys(): string[] {
    return this.#order.all().map(({ key }) => key);
  }

  /** Of all keys. */
  first(): Readonly<LifeTime> | undefined {
    return this.#order.first();
  }
}
