import type { Value } from './value.js';
import { weightOf } from './weight.js';

/**
 * What the keys of a table weigh together, kept up to date by differences. A value that is edited in place is weighed
 * before, and again when the command is over: so an edit costs O(1), and no handler has to say what it did.
 */
export class Weights {
  #total = 0;
  /** Keys whose values were edited since the last {@link settle}, and what was counted for them. */
  readonly #edited = new Map<string, { readonly value: Value; readonly counted: number }>();

  /** Between commands only. */
  get total(): number {
    this.settle();
    return this.#total;
  }

  /** `before`: undefined, there was no such key; `after`: it is gone. */
  replace(key: string, before: Value | undefined, after: Value | undefined): void {
    const edited = this.#edited.get(key);
    if (edited !== undefined) this.#edited.delete(key);
    if (before !== undefined) this.#total -= edited?.counted ?? weightOf(key, before);
    if (after !== undefined) this.#total += weightOf(key, after);
  }

  beforeEdit(key: string, value: Value): void {
    if (typeof value === 'string' || this.#edited.has(key)) return;
    this.#edited.set(key, { value, counted: weightOf(key, value) });
  }

  /** To be called between commands, before the next entry at the latest: so what is remembered has a bound. */
  settle(): void {
    if (this.#edited.size === 0) return;
    for (const [key, { value, counted }] of this.#edited) this.#total += weightOf(key, value) - counted;
    this.#edited.clear();
  }
}
