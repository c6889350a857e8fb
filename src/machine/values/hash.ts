import { assert } from '../../base/assert.js';
import type { Container } from '../container.js';
import type { Now } from '../expiry-index.js';
import type { Dictionary } from './dictionary.js';
import { FieldLives } from './field-lives.js';
import { FrozenHash } from './frozen-hash.js';
import { HashTable } from './hash-table.js';
import { OrderedMap } from './ordered-map.js';

/** As OBJECT ENCODING answers. `listpackex` has had fields with a life time. */
export type HashEncoding = 'listpack' | 'listpackex' | 'hashtable';

/**
 * Fields with their values; a field may have a life time of its own. While the encoding is a listpack, fields stand in the
 * order in which they came, as clients of Redis see it; then in hash order.
 *
 * A field that is due is not there: whoever asks says what counts as now. It stays stored until a tick takes it away or it
 * is set anew, and a hash whose fields are all due is not there either; both depend on the log alone.
 */
export class Hash implements Container {
  readonly type = 'hash';
  #fields: Dictionary<string>;
  #lives: FieldLives | null;
  #textBytes = 0;

  constructor(encoding: HashEncoding = 'listpack') {
    this.#fields = encoding === 'hashtable' ? new HashTable<string>() : new OrderedMap<string>();
    this.#lives = encoding === 'listpackex' ? new FieldLives() : null;
  }

  /** Sticky, as in Redis. */
  get encoding(): HashEncoding {
    if (this.#fields instanceof HashTable) return 'hashtable';
    return this.#lives === null ? 'listpack' : 'listpackex';
  }

  /** Fields stored, those included that are due. */
  get stored(): number {
    return this.#fields.size;
  }

  /** Bytes of all names and values stored. */
  get textBytes(): number {
    return this.#textBytes;
  }

  /** How many fields have a life time. */
  get lives(): number {
    return this.#lives?.size ?? 0;
  }

  /** Milliseconds since the epoch; undefined: no field has a life time. */
  get firstDeadline(): number | undefined {
    return this.#lives?.first()?.deadline;
  }

  /** From now on a hash table. */
  becomeTable(): void {
    if (this.#fields instanceof HashTable) return;
    const table = new HashTable<string>();
    this.#fields.forEach((field, value) => table.set(field, value));
    this.#fields = table;
  }

  // ---- one field -----------------------------------------------------------------------------------------------------

  size(now: Now): number {
    return this.#fields.size - (this.#lives?.countDue(now) ?? 0);
  }

  get(field: string, now: Now): string | undefined {
    return this.#isDue(field, now) ? undefined : this.#fields.get(field);
  }

  has(field: string, now: Now): boolean {
    return !this.#isDue(field, now) && this.#fields.has(field);
  }

  /** `keepsLife`: with the life time that the field has; else it lives for ever. A field that is due begins anew. */
  set(field: string, value: string, now: Now, keepsLife: boolean): void {
    if (this.#isDue(field, now)) this.#remove(field);
    if (!keepsLife) this.#lives?.delete(field);
    const before = this.#fields.get(field);
    this.#textBytes += value.length - (before === undefined ? -field.length : before.length);
    this.#fields.set(field, value);
  }

  /** True when it was there. One that is due is not, and stays stored. */
  delete(field: string, now: Now): boolean {
    return !this.#isDue(field, now) && this.#remove(field);
  }

  // ---- life times of fields ------------------------------------------------------------------------------------------

  /** Of a field that is there. Milliseconds since the epoch; undefined: it lives for ever. */
  deadline(field: string): number | undefined {
    return this.#lives?.deadline(field);
  }

  /** The field must be there. */
  setDeadline(field: string, deadline: number): void {
    assert(this.#fields.has(field), 'only a field that is there has a life time');
    this.#lives ??= new FieldLives();
    this.#lives.set(field, deadline);
  }

  /** True when there was a life time to take away. */
  persist(field: string): boolean {
    return this.#lives?.delete(field) ?? false;
  }

  /** Deletes the field that ends first. There must be one. */
  deleteFirst(): void {
    const first = this.#lives?.first();
    assert(first !== undefined, 'a field that ends is there');
    this.#remove(first.key);
  }

  /** Whether no field is left that is not due. */
  isOver(now: Now): boolean {
    if (this.#lives === null || this.#lives.size < this.#fields.size) return false;
    const first = this.#lives.first();
    return first === undefined || (now.isDue(first.deadline) && this.size(now) === 0);
  }

  // ---- many fields ---------------------------------------------------------------------------------------------------

  forEach(now: Now, visit: (field: string, value: string) => void): void {
    this.#fields.forEach(this.#living(now, visit));
  }

  /** As {@link Dictionary.scan}: due fields count, but are left out. */
  scan(cursor: number, count: number, now: Now, visit: (field: string, value: string) => void): number {
    return this.#fields.scan(cursor, count, this.#living(now, visit));
  }

  /** The names at these ranks, from 0 to `size` - 1. Walks all of them while some field is due. */
  fieldsAt(ranks: readonly number[], now: Now): string[] {
    if (this.size(now) === this.#fields.size) return this.#fields.keysAt(ranks);
    const fields: string[] = [];
    this.forEach(now, field => fields.push(field));
    return ranks.map(rank => fields[rank] as string);
  }

  freeze(): FrozenHash {
    const lives = this.#lives === null || this.#lives.size === 0 ? null : this.#lives.freeze();
    return new FrozenHash(this.encoding, this.#fields.clone(), lives);
  }

  /** An independent copy (COPY), which shares what is not changed. */
  clone(): Hash {
    const copy = new Hash();
    copy.#fields = this.#fields.clone();
    copy.#lives = this.#lives?.clone() ?? null;
    copy.#textBytes = this.#textBytes;
    return copy;
  }

  // ---- inside --------------------------------------------------------------------------------------------------------

  #isDue(field: string, now: Now): boolean {
    if (this.#lives === null) return false;
    const deadline = this.#lives.deadline(field);
    return deadline !== undefined && now.isDue(deadline);
  }

  #remove(field: string): boolean {
    this.#lives?.delete(field);
    const value = this.#fields.get(field);
    if (value === undefined) return false;
    this.#textBytes -= field.length + value.length;
    return this.#fields.delete(field);
  }

  #living(now: Now, visit: (field: string, value: string) => void): (field: string, value: string) => void {
    const first = this.firstDeadline;
    if (first === undefined || !now.isDue(first)) return visit;
    return (field, value) => {
      if (!this.#isDue(field, now)) visit(field, value);
    };
  }
}
