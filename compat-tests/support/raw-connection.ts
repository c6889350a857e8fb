import { type Socket, connect } from 'node:net';
import { within } from './wait.js';
import { type ReplyNode, parseReply, readReply } from './reply.js';

/** A request as bytes. */
export function encode(args: readonly string[]): string {
  return `*${args.length}\r\n${args.map(arg => `$${arg.length}\r\n${arg}\r\n`).join('')}`;
}

/**
 * A connection that hands out what came over it, byte for byte, cut into replies and nothing more.
 * Bytes are latin1 strings.
 */
export class RawConnection {
  readonly #socket: Socket;
  #bytes = '';
  #replies: string[] = [];
  #closed = false;
  #wake: (() => void)[] = [];
  readonly #onActivity: () => void;

  private constructor(socket: Socket, onActivity: () => void) {
    this.#socket = socket;
    this.#onActivity = onActivity;
    socket.setNoDelay(true).setEncoding('latin1');
    socket.on('data', chunk => this.#receive(chunk.toString()));
    socket.on('close', () => {
      this.#closed = true;
      this.#notify();
    });
    socket.on('error', () => undefined); // 'close' follows
  }

  /** `onActivity` is called each time that bytes arrive or the socket closes. */
  static async open(port: number, onActivity: () => void = () => undefined): Promise<RawConnection> {
    const socket = connect({ port, host: '127.0.0.1' });
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve);
      socket.once('error', reject);
    });
    return new RawConnection(socket, onActivity);
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** Complete replies that were not taken yet. */
  get pending(): number {
    return this.#replies.length;
  }

  /** Bytes behind the last complete reply. */
  get rest(): string {
    return this.#bytes;
  }

  write(bytes: string): void {
    if (!this.#closed) this.#socket.write(bytes, 'latin1');
  }

  send(...commands: readonly (readonly string[])[]): void {
    this.write(commands.map(encode).join(''));
  }

  take(): string | undefined {
    return this.#replies.shift();
  }

  /** Sends one command and answers the bytes of its reply. */
  async call(...args: readonly string[]): Promise<string> {
    this.send(args);
    await within(
      args.join(' ').slice(0, 60),
      20_000,
      this.until(() => this.pending > 0 || this.#closed),
    );
    const reply = this.take();
    if (reply === undefined) throw new Error(`closed instead of an answer to ${args.join(' ').slice(0, 60)}`);
    return reply;
  }

  /** As `call`, the reply as a tree. */
  async ask(...args: readonly string[]): Promise<ReplyNode> {
    return parseReply(await this.call(...args));
  }

  /** Resolves when `condition` holds; it is looked at again each time that bytes arrive or the socket closes. */
  async until(condition: () => boolean): Promise<void> {
    while (!condition()) await new Promise<void>(resolve => this.#wake.push(resolve));
  }

  close(): void {
    this.#socket.destroy();
  }

  #receive(chunk: string): void {
    this.#bytes += chunk;
    let start = 0;
    for (let next = this.#read(start); next !== undefined; next = this.#read(start)) {
      this.#replies.push(this.#bytes.slice(start, next));
      start = next;
    }
    this.#bytes = this.#bytes.slice(start);
    this.#notify();
  }

  /** Bytes that are no reply end the connection: they stay in `rest` for the comparison. */
  #read(start: number): number | undefined {
    if (start >= this.#bytes.length) return undefined;
    try {
      return readReply(this.#bytes, start)?.end;
    } catch {
      this.#socket.destroy();
      return undefined;
    }
  }

  #notify(): void {
    const wake = this.#wake;
    this.#wake = [];
    for (const resolve of wake) resolve();
    this.#onActivity();
  }
}
