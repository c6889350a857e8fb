const HEAD = 0;
const TAIL = 1;
const READER = 2;
const HEADER_BYTES = 16;
const LENGTH_BYTES = 4;
const NOTHING = new Uint8Array();

/** What the reader of a ring is about, as the writer must know it. */
export const Reader = {
  /** It looks at the ring before it sleeps. */
  AWAKE: 0,
  /** It sleeps, and must be woken. */
  ASLEEP: 1,
  /** It sleeps, but looks as soon as something else that is under way is done. */
  WAITING: 2,
} as const;
export type ReaderState = (typeof Reader)[keyof typeof Reader];

/**
 * Records of bytes from one thread to another, in order, in shared memory: no copy by the runtime and no call into the
 * system, but for the wake-up that a reader who sleeps needs. One writer, one reader.
 *
 * Positions are counted on and on, modulo 2^32; the capacity divides that. A record is written before the position that
 * shows it (Atomics are sequentially consistent), and read before the position that frees it.
 */
export class Ring {
  readonly #words: Int32Array;
  readonly #bytes: Buffer;
  readonly #mask: number;

  /** `memory`: see {@link allocate}. */
  constructor(memory: SharedArrayBuffer) {
    this.#words = new Int32Array(memory, 0, HEADER_BYTES / 4);
    this.#bytes = Buffer.from(memory, HEADER_BYTES);
    this.#mask = this.#bytes.length - 1;
  }

  /** `capacity`: a power of two. Bytes. */
  static allocate(capacity: number): SharedArrayBuffer {
    return new SharedArrayBuffer(HEADER_BYTES + capacity);
  }

  /** The largest record. */
  get maxBytes(): number {
    return this.#bytes.length - LENGTH_BYTES;
  }

  // ---- the writer --------------------------------------------------------------------------------------------------

  /** One record, of two pieces. False: there is no room yet. */
  write(head: Uint8Array, body: Uint8Array = NOTHING): boolean {
    const length = head.length + body.length;
    const at = Atomics.load(this.#words, HEAD);
    const used = (at - Atomics.load(this.#words, TAIL)) >>> 0;
    if (used + LENGTH_BYTES + length > this.#bytes.length) return false;
    for (let byte = 0; byte < LENGTH_BYTES; byte++) {
      this.#bytes[(at + byte) & this.#mask] = length >>> (8 * byte);
    }
    this.#put(head, at + LENGTH_BYTES);
    this.#put(body, at + LENGTH_BYTES + head.length);
    Atomics.store(this.#words, HEAD, (at + LENGTH_BYTES + length) | 0);
    return true;
  }

  #put(piece: Uint8Array, at: number): void {
    const from = at & this.#mask;
    const room = this.#bytes.length - from;
    if (piece.length <= room) {
      this.#bytes.set(piece, from);
      return;
    }
    this.#bytes.set(piece.subarray(0, room), from);
    this.#bytes.set(piece.subarray(room), 0);
  }

  /** Whether the reader must be woken now. `urgent`: also one that will look by itself soon. */
  mustWake(urgent: boolean): boolean {
    if (Atomics.compareExchange(this.#words, READER, Reader.ASLEEP, Reader.AWAKE) === Reader.ASLEEP)
      return true;
    return (
      urgent && Atomics.compareExchange(this.#words, READER, Reader.WAITING, Reader.AWAKE) === Reader.WAITING
    );
  }

  // ---- the reader --------------------------------------------------------------------------------------------------

  get isEmpty(): boolean {
    return Atomics.load(this.#words, HEAD) === Atomics.load(this.#words, TAIL);
  }

  /** A copy of the next record; null: none. */
  read(): Buffer | null {
    const tail = Atomics.load(this.#words, TAIL);
    if (Atomics.load(this.#words, HEAD) === tail) return null;
    let length = 0;
    for (let byte = 0; byte < LENGTH_BYTES; byte++) {
      length |= (this.#bytes[(tail + byte) & this.#mask] as number) << (8 * byte);
    }
    const record = Buffer.allocUnsafe(length);
    const from = (tail + LENGTH_BYTES) & this.#mask;
    const first = Math.min(length, this.#bytes.length - from);
    this.#bytes.copy(record, 0, from, from + first);
    if (first < length) this.#bytes.copy(record, first, 0, length - first);
    Atomics.store(this.#words, TAIL, (tail + LENGTH_BYTES + length) | 0);
    return record;
  }

  set reader(state: ReaderState) {
    Atomics.store(this.#words, READER, state);
  }
}
