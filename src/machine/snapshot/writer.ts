import { assert } from '../../base/assert.js';
import { ByteWriter } from '../../base/bytes.js';
import type { MachineState } from '../state.js';
import { CHECKSUM_BYTES, sealChunk } from './chunk.js';
import { MachineWalk } from './machine-walk.js';
import { KINDS, placeRecord, type SnapshotPlace, type SnapshotRecord } from './records.js';

/** Bytes of records in a chunk, unless said otherwise; only the last one is shorter. */
const CHUNK_BYTES = 128 * 1024;
/** Records in one step: well below a millisecond. */
const STEP_RECORDS = 256;

/**
 * Writes the state of one moment as chunks, while the machine goes on. The records with their lengths are one row of
 * bytes, and chunks are cut from it: a record may lie in several.
 */
export class SnapshotWriter {
  readonly #walk: MachineWalk;
  readonly #pending: ByteWriter;
  #checksum = 0;
  #atEnd = false;

  constructor(
    state: MachineState,
    place: SnapshotPlace,
    private readonly chunkBytes = CHUNK_BYTES,
  ) {
    this.#pending = new ByteWriter(2 * chunkBytes);
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
    for (
      let count = 0;
      count < STEP_RECORDS && this.#pending.length < this.chunkBytes && !this.#atEnd;
      count++
    ) {
      const next = this.#walk.next();
      if (next.done === true) this.#atEnd = true;
      else this.#put(next.value);
    }
    return this.#pending.length >= this.chunkBytes || this.#atEnd ? this.#cut() : null;
  }

  /** Gives it up. */
  abandon(): void {
    this.#walk.end();
  }

  #cut(): Uint8Array {
    const bytes = this.#pending.take();
    const size = Math.min(bytes.length, this.chunkBytes);
    const chunk = Buffer.allocUnsafe(CHECKSUM_BYTES + size);
    bytes.copy(chunk, CHECKSUM_BYTES, 0, size);
    this.#checksum = sealChunk(chunk, this.#checksum);
    this.#pending.keepFrom(size);
    return chunk;
  }

  #put({ kind, body }: SnapshotRecord): void {
    this.#pending.varint(1 + body.length);
    this.#pending.uint8(KINDS.indexOf(kind));
    this.#pending.append(body);
  }
}
