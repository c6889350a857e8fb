import { constants, write, writeSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';

/** The unit in which disks and file systems write; what bypasses the page cache must begin and end at multiples of it. */
export const BLOCK_BYTES = 4096;
/** How much of a long write goes to the disk at a time. */
const WINDOW_BYTES = 1 << 20;

/** Each write is on disk when it ends, and there is one call and one hop to a thread for it. */
const SYNCED = constants.O_RDWR | constants.O_DSYNC;
/** Past the page cache, where the system can: half the time of the processor, and four fifths of the time of the disk. */
const DIRECT = SYNCED | ((constants as { O_DIRECT?: number }).O_DIRECT ?? 0);

export const wholeBlocks = (bytes: number): number => Math.ceil(bytes / BLOCK_BYTES) * BLOCK_BYTES;

/** Memory that begins at a block, as writes past the page cache need it. The memory of WebAssembly does everywhere. */
const idle: Uint8Array[] = [];
const borrow = (): Uint8Array =>
  idle.pop() ?? new Uint8Array(new WebAssembly.Memory({ initial: WINDOW_BYTES >> 16 }).buffer);

/**
 * Writes bytes behind each other into a file whose blocks are on disk already, each write synced when it ends. Whole blocks
 * are written: the one in which the last write ended goes once more with what follows it, then zeros up to its end.
 */
export class BlockWriter {
  /** The last block that was written. */
  readonly #head = Buffer.alloc(BLOCK_BYTES);

  private constructor(private readonly handle: FileHandle) {}

  /** For a write at the begin of a block; `continueBehind` says otherwise. */
  static async open(path: string): Promise<BlockWriter> {
    return new BlockWriter((await openDirect(path)) ?? (await open(path, SYNCED)));
  }

  /** What stands in front of the next write in its block, where another wrote it. */
  continueBehind(head: Uint8Array): void {
    this.#head.set(head);
  }

  /** `done` after the sync. A callback, not a promise: every write of a node comes by here. */
  write(bytes: Uint8Array, at: number, done: (error: Error | null) => void): void {
    const window = borrow();
    const next = (from: number): void => {
      if (from === bytes.length) {
        idle.push(window);
        done(null);
        return;
      }
      const { length, to, place } = this.#fill(window, bytes, from, at);
      const goOn = (written: number): void => {
        if (written === length) next(to);
        else
          write(this.handle.fd, window, written, length - written, place + written, (error, more) => {
            if (error === null) goOn(written + more);
            else done(error);
          });
      };
      goOn(0);
    };
    next(0);
  }

  /** The same on this thread, which waits for the disk. */
  writeNow(bytes: Uint8Array, at: number): void {
    const window = borrow();
    for (let from = 0; from < bytes.length; ) {
      const { length, to, place } = this.#fill(window, bytes, from, at);
      for (let written = 0; written < length; ) {
        written += writeSync(this.handle.fd, window, written, length - written, place + written);
      }
      from = to;
    }
    idle.push(window);
  }

  close(): Promise<void> {
    return this.handle.close();
  }

  /** Lays the blocks of `bytes[from..to)` out, which go to `place` of the file. */
  #fill(
    window: Uint8Array,
    bytes: Uint8Array,
    from: number,
    at: number,
  ): { length: number; to: number; place: number } {
    const before = (at + from) % BLOCK_BYTES;
    const to = Math.min(bytes.length, from + WINDOW_BYTES - before);
    const end = before + to - from;
    const length = wholeBlocks(end);
    window.set(this.#head.subarray(0, before));
    window.set(bytes.subarray(from, to), before);
    window.fill(0, end, length);
    this.#head.set(window.subarray(length - BLOCK_BYTES, length));
    return { length, to, place: at + from - before };
  }
}

/** Null: the file system keeps to its page cache, or has larger blocks. */
async function openDirect(path: string): Promise<FileHandle | null> {
  const handle = await open(path, DIRECT).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'EINVAL') return null;
    throw error;
  });
  if (handle === null) return null;
  const window = borrow();
  try {
    await handle.read(window, 0, BLOCK_BYTES, 0);
    return handle;
  } catch (error) {
    await handle.close();
    if ((error as NodeJS.ErrnoException).code === 'EINVAL') return null;
    throw error;
  } finally {
    idle.push(window);
  }
}
