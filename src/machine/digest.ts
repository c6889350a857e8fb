import { createHash } from 'node:crypto';
import { ByteWriter } from '../base/bytes.js';
import { MachineWalk } from './snapshot/machine-walk.js';
import { KINDS, type SnapshotRecord } from './snapshot/records.js';
import type { MachineState } from './state.js';

const DIGEST_BYTES = 32;
/** Bytes that are gathered before they are hashed. */
const PIECE_BYTES = 1 << 16;
/** Records in one step: a millisecond or less. */
const STEP_RECORDS = 256;

/**
 * SHA-256 over the records of a snapshot, in hexadecimal digits. Each key is hashed by itself and the results are added
 * bit by bit, so that the order in which a walk meets keys plays no part. Chunks play none either: see `Frozen`.
 */
export class StateDigest {
  readonly #walk: MachineWalk;
  readonly #head = createHash('sha256');
  readonly #keys = Buffer.alloc(DIGEST_BYTES);
  readonly #pending = new ByteWriter(2 * PIECE_BYTES);
  #key: ReturnType<typeof createHash> | null = null;

  constructor(state: MachineState) {
    this.#walk = new MachineWalk(state);
  }

  /** Goes on by a bounded piece of work; the digest when it is at its end. */
  step(): string | null {
    for (let count = 0; count < STEP_RECORDS; count++) {
      const next = this.#walk.next();
      if (next.done === true) return this.#total();
      this.#add(next.value);
    }
    return null;
  }

  finish(): string {
    for (;;) {
      const digest = this.step();
      if (digest !== null) return digest;
    }
  }

  /** Gives it up. */
  abandon(): void {
    this.#walk.end();
  }

  #add({ kind, body }: SnapshotRecord): void {
    if (kind !== 'piece') this.#endKey();
    if (kind === 'text' || kind === 'key') this.#key = createHash('sha256');
    this.#pending.uint8(KINDS.indexOf(kind));
    this.#pending.bytes(body);
    if (this.#pending.length >= PIECE_BYTES) this.#flush();
  }

  #endKey(): void {
    this.#flush();
    const own = this.#key?.digest();
    if (own !== undefined) for (let at = 0; at < DIGEST_BYTES; at++) this.#keys[at]! ^= own[at]!;
    this.#key = null;
  }

  #flush(): void {
    if (this.#pending.length > 0) (this.#key ?? this.#head).update(this.#pending.take());
    this.#pending.clear();
  }

  #total(): string {
    this.#endKey();
    return this.#head.update(this.#keys).digest('hex');
  }
}
