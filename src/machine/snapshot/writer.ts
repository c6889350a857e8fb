import { assert } from '../../base/assert.js';
import { ByteWriter } from '../../base/bytes.js';
import { crc32c } from '../../base/crc32c.js';
import type { MachineState } from '../state.js';
import { MachineWalk } from './machine-walk.js';
import { KINDS, placeRecord, type SnapshotPlace, type SnapshotRecord } from './records.js';

/** Bytes of records in a chunk; only the last one is shorter. */
export const CHUNK_BYTES = 128 * 1024;
/** In front of them: the checksum, CRC-32C of the bytes behind it, begun with that of the chunk before. */
export const CHECKSUM_BYTES = 4;
/** Records in one step: well below a millisecond. */
const STEP_RECORDS = 256;

/**
 * Writes the state of one moment as chunks, while the machine goes on. The records with their lengths are one row of
 * bytes, and chunks are cut from it: a record may lie in several.
 */
export class SnapshotWriter {
  readonly #walk: MachineWalk;
  readonly #pending = new ByteWriter(2 * CHUNK_BYTES);
  #checksum = 0;
  #atEnd = false;

  constructor(state: MachineState, place: SnapshotPlace) {
    this.#walk = new MachineWalk(state);
    this.#put(placeRecord(place, state.appliedIndex));
  }

  /** The last chunk was given. */
  get ended(): boolean {
    return this.#atEnd && this.#pending.length === 0;
  }

  /** Goes on by a bounded piece of work. Null: no chunk is full yet. */
  step(): Uint8Array | null {
    assert(!this.ended, 'a snapshot that has ended has no more chunks');
    for (let count = 0; count < STEP_RECORDS && this.#pending.length < CHUNK_BYTES && !this.#atEnd; count++) {
      const next = this.#walk.next();
      if (next.done === true) this.#atEnd = true;
      else this.#put(next.value);
    }
    return this.#pending.length >= CHUNK_BYTES || this.#atEnd ? this.#cut() : null;
  }

  /** Gives it up. */
  abandon(): void {
    this.#walk.end();
  }

  #cut(): Uint8Array {
    const bytes = this.#pending.take();
    const size = Math.min(bytes.length, CHUNK_BYTES);
    const chunk = Buffer.allocUnsafe(CHECKSUM_BYTES + size);
    bytes.copy(chunk, CHECKSUM_BYTES, 0, size);
    this.#checksum = crc32c(chunk.subarray(CHECKSUM_BYTES), this.#checksum);
    chunk.writeUInt32LE(this.#checksum, 0);
    this.#pending.keepFrom(size);
    return chunk;
  }

  #put({ kind, body }: SnapshotRecord): void {
    this.#pending.varint(1 + body.length);
    this.#pending.uint8(KINDS.indexOf(kind));
    this.#pending.append(body);
  }
}
