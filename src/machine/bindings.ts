import type { Client } from './observer.js';

/**
 * Connections to which something is bound, and under which keys, in whatever database: what is to be looked at when one of
 * them ends. Derived from the values when a snapshot is restored; a key may stand here that holds nothing of it any more.
 */
export class Bindings {
  readonly #byNode = new Map<string, Map<number, Set<string>>>();

  add({ uuid, lane }: Client, key: string): void {
    const lanes = this.#byNode.get(uuid) ?? new Map<number, Set<string>>();
    this.#byNode.set(uuid, lanes);
    const keys = lanes.get(lane) ?? new Set();
    lanes.set(lane, keys.add(key));
  }

  /** Nothing under this key is bound to the connection any more. */
  remove({ uuid, lane }: Client, key: string): void {
    const lanes = this.#byNode.get(uuid);
    const keys = lanes?.get(lane);
    if (keys?.delete(key) !== true || keys.size > 0) return;
    lanes?.delete(lane);
    if (lanes?.size === 0) this.#byNode.delete(uuid);
  }

  has(uuid: string, lane: number): boolean {
    return this.#byNode.get(uuid)?.has(lane) === true;
  }

  /** Connections of a node, in order. */
  lanes(uuid: string): number[] {
    return [...(this.#byNode.get(uuid)?.keys() ?? [])].sort((a, b) => a - b);
  }

  /** The keys of a connection that has ended, in order: they are forgotten. */
  take(uuid: string, lane: number): string[] {
    const lanes = this.#byNode.get(uuid);
    const keys = [...(lanes?.get(lane) ?? [])].sort();
    lanes?.delete(lane);
    if (lanes?.size === 0) this.#byNode.delete(uuid);
    return keys;
  }
}
