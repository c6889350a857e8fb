import { FieldLives } from '../field-lives.js';
import { HashTable } from '../hash-table.js';

/** An id that a producer gave to a message, the id of that message, and until when it is remembered (lease time). */
export type KnownId = readonly [name: string, id: number, until: number];

/** One queue remembers so many at a time, of so many bytes each. */
export const KNOWN_IDS = 1 << 20;
export const KNOWN_ID_BYTES = 512;

/** The ids that producers gave to messages lately. */
export class KnownIds {
  #ids = new HashTable<number>();
  #lives = new FieldLives();
  #bytes = 0;

  get size(): number {
    return this.#ids.size;
  }

  constructor(private readonly most = KNOWN_IDS) {}

  /** Of the names. */
  get bytes(): number {
    return this.#bytes;
  }

  get isFull(): boolean {
    return this.#ids.size >= this.most;
  }

  /** The id of the message that was pushed under this name first. */
  find(name: string, leaseNow: number): number | undefined {
    const until = this.#lives.deadline(name);
    return until === undefined || until <= leaseNow ? undefined : this.#ids.get(name);
  }

  add(name: string, id: number, until: number): void {
    if (!this.#ids.has(name)) this.#bytes += name.length;
    this.#ids.set(name, id);
    this.#lives.set(name, until);
  }

  /** When the first of them is forgotten: lease time; undefined: there is none. */
  firstDeadline(): number | undefined {
    return this.#lives.first()?.deadline;
  }

  forgetFirst(): void {
    const first = this.#lives.first();
    if (first === undefined) return;
    this.#ids.delete(first.key);
    this.#bytes -= first.key.length;
    this.#lives.delete(first.key);
  }

  /** As they are now, whatever is added later; in hash order. */
  freeze(): { readonly size: number; entries(): Generator<KnownId> } {
    const [ids, lives] = [this.#ids.clone(), this.#lives.freeze()];
    return {
      size: ids.size,
      *entries() {
        for (const [name, id] of ids.entries()) yield [name, id, lives.get(name)!.deadline];
      },
    };
  }
}
