import type { Socket } from 'node:net';
import { FrameReader, WireError } from '../wire/frame.js';

export interface FrameSocketEvents {
  frame(bytes: Buffer): void;
  /** Once, last. `reason`: why, in words for the log; null: this side closed it. */
  closed(reason: string | null): void;
}

const KEEP_ALIVE_MS = 10_000;
/** Below this, what leaves together is copied into one piece. */
const JOINED_BYTES = 16 * 1024;

/**
 * A connection that carries frames. Whatever goes wrong, a frame that cannot be decoded included, ends it; nothing is
 * repaired.
 */
export class FrameSocket {
  readonly #reader: FrameReader;
  /** Of this turn; they leave at its end. */
  #pieces: Buffer[] = [];
  #reason: string | null = null;

  constructor(
    private readonly socket: Socket,
    maxFrameBytes: number,
    private readonly events: FrameSocketEvents,
  ) {
    this.#reader = new FrameReader(maxFrameBytes);
    socket.setNoDelay(true);
    socket.setKeepAlive(true, KEEP_ALIVE_MS);
    socket.on('data', (chunk: Buffer) => this.#onData(chunk));
    socket.on('end', () => this.close('the other side closed the connection'));
    // Of several addresses that all failed the error has no message.
    socket.on(
      'error',
      (error: NodeJS.ErrnoException) => (this.#reason ??= error.message || error.code || 'failed'),
    );
    socket.on('close', () => events.closed(this.#reason));
  }

  allowFramesOf(maxBytes: number): void {
    this.#reader.maxBytes = maxBytes;
  }

  /** Bytes that this process still holds for the other side. */
  get queued(): number {
    return this.#pieces.reduce((bytes, piece) => bytes + piece.length, this.socket.writableLength);
  }

  /** All that is written in one turn of the event loop leaves in one call to the system. */
  write(pieces: readonly Buffer[]): void {
    // nextTick and not the scheduler's end of the turn: the replica gathers a turn's input itself and then sends all
    // that comes of it in one go; waiting for one more turn would only add to the latency.
    if (this.#pieces.length === 0) process.nextTick(this.#flush);
    this.#pieces.push(...pieces);
  }

  readonly #flush = (): void => {
    const pieces = this.#pieces;
    this.#pieces = [];
    if (this.socket.destroyed) return;
    const bytes = pieces.reduce((sum, piece) => sum + piece.length, 0);
    // One piece does without what a stream does for many, and costs less than that even if it has to be made.
    if (pieces.length === 1 || bytes < JOINED_BYTES) {
      this.socket.write(pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces, bytes));
      return;
    }
    this.socket.cork();
    for (const piece of pieces) this.socket.write(piece);
    this.socket.uncork();
  };

  /** Ends it now; what is queued is lost. */
  close(reason: string | null): void {
    this.#reason ??= reason;
    this.socket.destroy();
  }

  /** Ends it after what is queued, `last` included, has left, or when the other side has had time enough. */
  closeAfter(last: Buffer, reason: string): void {
    this.#reason ??= reason;
    this.#flush();
    this.socket.end(last, () => this.socket.destroy());
  }

  #onData(chunk: Buffer): void {
    try {
      this.#reader.push(chunk, frame => {
        if (!this.socket.destroyed && !this.socket.writableEnded) this.events.frame(frame);
      });
    } catch (error) {
      if (!(error instanceof WireError)) throw error;
      this.close(error.message);
    }
  }
}
