import { ExpiryIndex, type LifeTime, type Now } from '../expiry-index.js';
import { HashTable } from './hash-table.js';

/** When the fields of a hash end, for those that do. In order of (deadline, name): never of what happened before. */
export class FieldLives {
  #byField = new HashTable<LifeTime>();
  #order = new ExpiryIndex();

  get size(): number {
    return this.#byField.size;
  }

  /** Milliseconds since the epoch; undefined: it lives for ever. */
  deadline(field: string): number | undefined {
    return this.#byField.get(field)?.deadline;
  }

  set(field: string, deadline: number): void {
    this.delete(field);
    // Always a new one: a frozen view may hold the old one.
    this.#byField.set(field, this.#order.add(field, deadline, 0));
  }

  /** True when there was one to take away. */
  delete(field: string): boolean {
    const lifeTime = this.#byField.get(field);
    if (lifeTime === undefined) return false;
    this.#order.remove(lifeTime);
    return this.#byField.delete(field);
  }

  /** The field that ends first. */
  first(): Readonly<LifeTime> | undefined {
    return this.#order.first();
  }

  /** How many fields are due but not deleted yet. */
  countDue(now: Now): number {
    return this.#order.countDue(now);
  }

  /** The life times as they are now: O(1), whatever is set later. */
  freeze(): HashTable<Readonly<LifeTime>> {
    return this.#byField.clone();
  }

  clone(): FieldLives {
    const copy = new FieldLives();
    this.#byField.forEach((field, { deadline }) => copy.set(field, deadline));
    return copy;
  }
}
