import { assert } from '../../base/assert.js';
import { asBuffer, ByteReader } from '../../base/bytes.js';
import { OperatorError } from '../../base/errors.js';
import type { CommandTable } from '../command-table.js';
import { Restorer, type RestoredMachine } from './restorer.js';
import { CHECKSUM_BYTES, followsChunk } from './chunk.js';

/** A record is at most that long: a command that was gathered whole, and blocks. */
const RECORD_BYTES = 2 ** 30;

/** Reads a snapshot chunk by chunk, in order. What is wrong with one is an {@link OperatorError} that names it. */
export class SnapshotReader {
  readonly #restorer: Restorer;
  /** Of a record that goes on in the next chunk. */
  #parts: Buffer[] = [];
  #partBytes = 0;
  /** Bytes from the beginning of that record to its end; 0: not known yet. */
  #needed = 0;
  #last: Uint8Array | null = null;
  #chunks = 0;

  /** `highestVersion`: of the machine that is to have the state. */
  constructor(commands: CommandTable, highestVersion: number) {
    this.#restorer = new Restorer(commands, highestVersion);
  }

  /** @throws OperatorError CORRUPT, FORMAT_TOO_NEW */
  add(chunk: Uint8Array): void {
    const name = `chunk ${++this.#chunks} of the snapshot`;
    if (!followsChunk(chunk, this.#last))
      throw new OperatorError('CORRUPT', `${name} has a bad checksum, or does not follow the one before it`);
    this.#last = chunk;
    try {
      this.#read(asBuffer(chunk).subarray(CHECKSUM_BYTES));
    } catch (error) {
      if (error instanceof OperatorError) throw error;
      throw new OperatorError(
        'CORRUPT',
        `${name} holds what cannot be restored: ${(error as Error).message}`,
        { cause: error },
      );
    }
  }

  /** After the last chunk. */
  finish(): RestoredMachine {
    const restored = this.#partBytes === 0 ? this.#restorer.finish() : null;
    if (restored === null)
      throw new OperatorError('CORRUPT', `the snapshot ends too early, behind chunk ${this.#chunks}`);
    return restored;
  }

  #read(body: Buffer): void {
    this.#parts.push(body);
    this.#partBytes += body.length;
    if (this.#partBytes < this.#needed) return;
    const bytes = this.#parts.length === 1 ? body : Buffer.concat(this.#parts);
    let at = 0;
    let end = endOfRecord(bytes, at);
    while (end <= bytes.length) {
      const reader = new ByteReader(bytes, at, end);
      reader.varint();
      this.#restorer.add(reader);
      at = end;
      end = endOfRecord(bytes, at);
    }
    this.#parts = at < bytes.length ? [bytes.subarray(at)] : [];
    this.#partBytes = bytes.length - at;
    this.#needed = Number.isFinite(end) ? end - at : 0;
  }
}

/** Where the record that begins at `start` ends; infinite when not even its length is whole. */
function endOfRecord(bytes: Buffer, start: number): number {
  let size = 0;
  for (let at = start, scale = 1; at < bytes.length; at++, scale *= 0x80) {
    const byte = bytes[at] as number;
    size += (byte & 0x7f) * scale;
    if (byte >= 0x80) continue;
    assert(size > 0 && size <= RECORD_BYTES, 'a record is neither empty nor larger than a gigabyte');
    return at + 1 + size;
  }
  return Infinity;
}
