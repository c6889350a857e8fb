import type { Holder } from './message.js';

/** Ids of the messages that were given out for as long as a connection lives. */
export class BoundMessages {
  readonly #byHolder = new Map<string, { readonly holder: Holder; readonly ids: Set<number> }>();

  add(holder: Holder, id: number): void {
    const name = nameOf(holder);
    const bound = this.#byHolder.get(name);
    if (bound === undefined) this.#byHolder.set(name, { holder, ids: new Set([id]) });
    else bound.ids.add(id);
  }

  remove(holder: Holder, id: number): void {
    const name = nameOf(holder);
    const ids = this.#byHolder.get(name)?.ids;
    ids?.delete(id);
    if (ids?.size === 0) this.#byHolder.delete(name);
  }

  /** In order, so that nothing depends on the past. */
  of(holder: Holder): number[] {
    return [...(this.#byHolder.get(nameOf(holder))?.ids ?? [])].sort((a, b) => a - b);
  }

  holders(): Holder[] {
    return [...this.#byHolder.values()].map(({ holder }) => holder);
  }
}

function nameOf({ uuid, lane }: Holder): string {
  return `${uuid} ${lane}`;
}
