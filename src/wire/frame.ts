/** No frame is longer: the length itself not counted. Entries are at most 2 MB. */
export const MAX_FRAME_BYTES = 4 << 20;
export const FRAME_HEAD_BYTES = 4;

/** What came over the wire is not what a peer of this version would send: the connection ends. */
export class WireError extends Error {
  override readonly name = 'WireError';
}

/**
 * Cuts a stream of bytes into frames: u32 length, big-endian, then that many bytes. A frame that came in one chunk is a
 * view of it; only one that was cut by the network is copied, once. Holds at most one frame and one chunk.
 */
export class FrameReader {
  #chunks: Buffer[] = [];
  #held = 0;
  /** Of the frame whose head was read; -1: the head is not complete. */
  #wanted = -1;

  /** Raised when the handshake is done: a stranger cannot make this process hold 4 MB. */
  constructor(public maxBytes: number) {}

  /** Gives each complete frame to `onFrame`. @throws WireError for a length out of bounds */
  push(chunk: Buffer, onFrame: (frame: Buffer) => void): void {
    this.#chunks.push(chunk);
    this.#held += chunk.length;
    for (;;) {
      if (this.#wanted < 0) {
        if (this.#held < FRAME_HEAD_BYTES) return;
        this.#wanted = this.#take(FRAME_HEAD_BYTES).readUInt32BE(0);
        if (this.#wanted === 0 || this.#wanted > this.maxBytes) {
          throw new WireError(`a frame of ${this.#wanted} bytes, at most ${this.maxBytes} are allowed`);
        }
      }
      if (this.#held < this.#wanted) return;
      const frame = this.#take(this.#wanted);
      this.#wanted = -1;
      onFrame(frame);
    }
  }

  /** The next `length` bytes; so many are held. */
  #take(length: number): Buffer {
    let first = this.#chunks[0]!;
    if (first.length < length) {
      first = Buffer.concat(this.#chunks, this.#held);
      this.#chunks = [first];
    }
    this.#held -= length;
    if (first.length === length) this.#chunks.shift();
    else this.#chunks[0] = first.subarray(length);
    return first.subarray(0, length);
  }
}
