import type { Holder } from './message.js';

/** Keys of the messages that were given out for as long as a connection lives. */
export class BoundMessages {
  readonly #byHolder = new Map<string, { readonly holder: Holder; readonly keys: Set<string> }>();

  add(holder: Holder, key: string): void {
    const name = nameOf(holder);
    const bound = this.#byHolder.get(name);
    if (bound === undefined) this.#byHolder.set(name, { holder, keys: new Set([key]) });
    else bound.keys.add(key);
  }

  remove(holder: Holder, key: string): void {
    const name = nameOf(holder);
    const keys = this.#byHolder.get(name)?.keys;
    keys?.delete(key);
    if (keys?.size === 0) this.#byHolder.delete(name);
  }

  /** In order of key, so that nothing depends on the past. */
  of(holder: Holder): string[] {
    return [...(this.#byHolder.get(nameOf(holder))?.keys ?? [])].sort();
  }

  holders(): Holder[] {
    return [...this.#byHolder.values()].map(({ holder }) => holder);
  }
}

function nameOf({ uuid, lane }: Holder): string {
  return `${uuid} ${lane}`;
}
