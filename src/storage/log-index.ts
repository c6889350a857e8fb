import { assert } from '../base/assert.js';
import { ENTRY_HEAD_BYTES, type EntryPlace } from './log-record.js';

const SEGMENT = 0;
const OFFSET = 1;
const LENGTH = 2;
const CHECKSUM = 3;
const FIELDS = 4;
const FIRST_CAPACITY = 1024;

/** Where each entry of the log stands on disk: 16 bytes an entry. Consecutive indexes, from `first` on. */
export class LogIndex {
  #rows = new Uint32Array(FIRST_CAPACITY * FIELDS);
  /** Rows before these belong to entries that were dropped. */
  #head = 0;
  #count = 0;
  #first = 1;

  get first(): number {
    return this.#first;
  }

  get last(): number {
    return this.#first + this.#count - 1;
  }

  has(index: number): boolean {
    return index >= this.#first && index <= this.last;
  }

  /** Behind the last; an empty index may begin anywhere. */
  append(segment: number, { index, offset, length, checksum }: EntryPlace): void {
    if (this.#count === 0) this.#first = index;
    assert(index === this.last + 1, 'the rows of a log are consecutive');
    if ((this.#head + this.#count + 1) * FIELDS > this.#rows.length) this.#grow();
    const at = (this.#head + this.#count++) * FIELDS;
    this.#rows[at + SEGMENT] = segment;
    this.#rows[at + OFFSET] = offset;
    this.#rows[at + LENGTH] = length;
    this.#rows[at + CHECKSUM] = checksum;
  }

  /** Makes room: first where dropped rows were. */
  #grow(): void {
    const live = this.#rows.subarray(this.#head * FIELDS, (this.#head + this.#count) * FIELDS);
    const rows = live.length * 2 > this.#rows.length ? new Uint32Array(this.#rows.length * 2) : this.#rows;
    if (rows === this.#rows) rows.copyWithin(0, this.#head * FIELDS, (this.#head + this.#count) * FIELDS);
    else rows.set(live);
    this.#rows = rows;
    this.#head = 0;
  }

  /** Forgets `index` and all behind it. */
  truncate(index: number): void {
    this.#count = Math.min(this.#count, Math.max(0, index - this.#first));
  }

  /** Forgets all up to `index`, that one too. */
  drop(index: number): void {
    const dropped = Math.min(this.#count, Math.max(0, index - this.#first + 1));
    this.#head += dropped;
    this.#count -= dropped;
    this.#first += dropped;
    if (this.#count > 0) return;
    this.#first = Math.max(this.#first, index + 1);
    this.#head = 0;
    if (this.#rows.length > FIRST_CAPACITY * FIELDS) this.#rows = new Uint32Array(FIRST_CAPACITY * FIELDS);
  }

  segmentOf(index: number): number {
    return this.#at(index, SEGMENT);
  }

  offsetOf(index: number): number {
    return this.#at(index, OFFSET);
  }

  /** Head and data, in bytes. */
  lengthOf(index: number): number {
    return this.#at(index, LENGTH);
  }

  dataBytesOf(index: number): number {
    return this.lengthOf(index) - ENTRY_HEAD_BYTES;
  }

  checksumOf(index: number): number {
    return this.#at(index, CHECKSUM);
  }

  #at(index: number, field: number): number {
    assert(this.has(index), 'the log holds this entry');
    return this.#rows[(this.#head + index - this.#first) * FIELDS + field] as number;
  }
}
