import type { Value } from './value.js';
import { weightOf } from './weight.js';

/** What the keys of all databases weigh together. */
export class Account {
  #total = 0;
  /** With values that were edited since they were weighed. */
  #unsettled: Weights[] = [];

  /** Bytes. Between commands only. */
  get total(): number {
    this.settle();
    return this.#total;
  }

  add(bytes: number): void {
    this.#total += bytes;
  }

  awaits(weights: Weights): void {
    this.#unsettled.push(weights);
  }

  /** Weighs again what was edited. To be called once an entry at least: so what is remembered has a bound. */
  settle(): void {
    if (this.#unsettled.length === 0) return;
    for (const weights of this.#unsettled) weights.settle();
    this.#unsettled = [];
  }
}

/**
 * What the keys of a table weigh together, kept up to date by differences. A value that is edited in place is weighed
 * before, and again when the command is over: so an edit costs O(1), and no handler has to say what it did.
 */
export class Weights {
  #total = 0;
  /** Keys whose values were edited since the last {@link settle}, and what was counted for them. */
  readonly #edited = new Map<string, { readonly value: Value; readonly counted: number }>();

  constructor(private readonly account: Account) {}

  /** `before`: undefined, there was no such key; `after`: it is gone. */
  replace(key: string, before: Value | undefined, after: Value | undefined): void {
    let difference = after === undefined ? 0 : weightOf(key, after);
    if (before !== undefined) difference -= this.#edited.get(key)?.counted ?? weightOf(key, before);
    if (this.#edited.size > 0) this.#edited.delete(key);
    this.add(difference);
    // What a command has made it may go on to fill.
    if (after !== undefined) this.beforeEdit(key, after);
  }

  beforeEdit(key: string, value: Value): void {
    if (typeof value === 'string' || this.#edited.has(key)) return;
    if (this.#edited.size === 0) this.account.awaits(this);
    this.#edited.set(key, { value, counted: weightOf(key, value) });
  }

  settle(): void {
    for (const [key, { value, counted }] of this.#edited) this.add(weightOf(key, value) - counted);
    this.#edited.clear();
  }

  /** The table is left behind as it is: FLUSHDB. */
  leave(): void {
    this.settle();
    this.add(-this.#total);
  }

  /** Of what a key has besides its value. Bytes, or fewer again. */
  add(bytes: number): void {
    this.#total += bytes;
    this.account.add(bytes);
  }
}
