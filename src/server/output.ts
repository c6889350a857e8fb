import type { Socket } from 'node:net';
import { ReplyEncoder } from '../resp/encoder.js';
import type { OutputLimit } from './settings.js';

/** Handed to the socket at most at a time; the rest follows when it has drained. */
const SOCKET_BYTES = 4 * 1024 * 1024;

/** What a connection sends: encoded replies, and those that the client has not read yet. */
export class Output {
  readonly encoder = new ReplyEncoder();
  readonly #socket: Socket;
  #queue: string[] = [];
  #queuedBytes = 0;
  /** Since when the soft limit is exceeded, monotonic milliseconds; null: it is not. */
  #overSoftSince: number | null = null;

  constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('drain', () => this.#pass());
  }

  /** Bytes that the operating system has not taken yet. */
  get bytes(): number {
    return this.encoder.bytes + this.#queuedBytes + this.#socket.writableLength;
  }

  get parts(): number {
    return this.#queue.length;
  }

  /** Sends what was encoded, in one write if it is of a usual size; answers how many bytes that was. */
  flush(): number {
    const bytes = this.encoder.bytes;
    if (bytes === 0) return 0;
    const parts = this.encoder.take();
    this.#queuedBytes += bytes;
    if (this.#queue.length === 0) this.#queue = parts;
    else for (const part of parts) this.#queue.push(part);
    this.#pass();
    return bytes;
  }

  exceeds(limit: OutputLimit, now: number): boolean {
    const bytes = this.bytes;
    if (limit.hardBytes > 0 && bytes > limit.hardBytes) return true;
    if (limit.softBytes === 0 || bytes <= limit.softBytes) {
      this.#overSoftSince = null;
      return false;
    }
    this.#overSoftSince ??= now;
    return now - this.#overSoftSince > limit.softSeconds * 1000;
  }

  /** Ends the stream once everything is sent. */
  end(): void {
    if (this.#queue.length === 0) this.#socket.destroySoon();
    else this.#socket.on('drain', () => this.#queue.length === 0 && this.#socket.destroySoon());
  }

  #pass(): void {
    const socket = this.#socket;
    const queue = this.#queue;
    const [only] = queue;
    if (
      queue.length === 1 &&
      only !== undefined &&
      only.length <= SOCKET_BYTES &&
      socket.writableLength === 0
    ) {
      this.#queue = [];
      this.#queuedBytes = 0;
      socket.write(only, 'latin1');
      return;
    }
    let passed = 0;
    socket.cork();
    while (passed < queue.length && socket.writableLength < SOCKET_BYTES) {
      let part = queue[passed] as string;
      if (part.length > SOCKET_BYTES) {
        queue[passed] = part.slice(SOCKET_BYTES);
        part = part.slice(0, SOCKET_BYTES);
      } else {
        passed += 1;
      }
      this.#queuedBytes -= part.length;
      socket.write(part, 'latin1');
    }
    socket.uncork();
    queue.splice(0, passed);
  }
}
