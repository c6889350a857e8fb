import { type FileHandle, open, readdir, rename, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { OperatorError } from '../base/errors.js';
import { BLOCK_BYTES, BlockWriter, wholeBlocks } from './block-writer.js';
import { CONTINUATION_BYTES, encodeContinuation } from './log-record.js';
import { syncFolder } from './slot-file.js';

/** The first file of a log is small, each next one twice as large as the one before, up to this. Bytes. */
const SMALLEST = 4 << 20;
const LARGEST = 16 << 20;
const ZEROS = Buffer.alloc(1 << 20);

const NAME = /^(\d{8})\.log$/;
const DRAFT = /^\d{8}\.new$/;

const pathOf = (folder: string, number: number): string =>
  join(folder, `${String(number).padStart(8, '0')}.log`);

/** The numbers of the files of a log, in order. What was left of one that was being made goes. */
export async function segmentsIn(folder: string): Promise<number[]> {
  const names = await readdir(folder);
  for (const name of names.filter(name => DRAFT.test(name))) await unlink(join(folder, name));
  const stranger = names.find(name => !NAME.test(name) && !DRAFT.test(name));
  if (stranger !== undefined) {
    throw new OperatorError(
      'CORRUPT',
      `${join(folder, stranger)} is no file of a log that this version knows`,
    );
  }
  return names
    .map(name => Number(NAME.exec(name)?.[1] ?? 0))
    .filter(number => number > 0)
    .sort((a, b) => a - b);
}

/**
 * One file of the log: units behind each other, then zeros up to its end. The zeros are written when it is made, so that
 * later writes change neither its size nor where its blocks are: what is synced with a unit is the unit alone, which takes
 * two thirds of the time that it takes in a file that grows.
 */
export class Segment {
  /** Where the next unit goes. */
  tail = 0;
  #readers = 0;
  #closing = false;

  private constructor(
    readonly path: string,
    readonly number: number,
    /** Bytes. */
    readonly capacity: number,
    /** For reads, and for what is no unit. */
    private readonly handle: FileHandle,
    private readonly writer: BlockWriter,
  ) {}

  /** Makes a file of zeros with room for at least `bytes`; it is on disk, name included, when the promise is kept. */
  static async make(folder: string, number: number, bytes = 0): Promise<Segment> {
    const path = pathOf(folder, number);
    const usual = Math.min(LARGEST, SMALLEST * 2 ** Math.min(number - 1, 10));
    const draft = path.replace(/log$/, 'new');
    const handle = await open(draft, 'w');
    try {
      await zero(handle, 0, Math.max(usual, wholeBlocks(bytes + CONTINUATION_BYTES)));
    } catch (error) {
      await unlink(draft).catch(() => undefined); // the disk is full, most likely
      throw error;
    } finally {
      await handle.close();
    }
    await rename(draft, path);
    await syncFolder(folder);
    return Segment.open(folder, number);
  }

  static async open(folder: string, number: number): Promise<Segment> {
    const path = pathOf(folder, number);
    const writer = await BlockWriter.open(path);
    const handle = await open(path, 'r+');
    return new Segment(path, number, (await handle.stat()).size, handle, writer);
  }

  /** Before the first write behind units that an earlier process wrote. */
  async resume(): Promise<void> {
    const before = this.tail % BLOCK_BYTES;
    this.writer.continueBehind(await this.read(this.tail - before, before));
  }

  /** Whether a unit of so many bytes fits in, and what says that another file follows. */
  fits(bytes: number): boolean {
    return this.tail + bytes + CONTINUATION_BYTES <= this.capacity;
  }

  /** All bytes of the file. */
  async content(): Promise<Buffer> {
    return this.read(0, this.capacity);
  }

  /** Writes at the tail; `done` after the sync. */
  append(bytes: Uint8Array, done: (error: Error | null) => void): void {
    const start = this.tail;
    this.tail += bytes.length;
    this.writer.write(bytes, start, done);
  }

  /** The same on this thread, which waits for the disk. */
  appendNow(bytes: Uint8Array): void {
    this.writer.writeNow(bytes, this.tail);
    this.tail += bytes.length;
  }

  /** Says that another file follows. */
  async conclude(group: number): Promise<void> {
    const { number, tail } = this;
    if (tail + CONTINUATION_BYTES <= this.capacity) {
      await this.appended(encodeContinuation({ group, segment: number, offset: tail }));
    }
  }

  /** As `append`; synced when the promise is kept. */
  appended(bytes: Uint8Array): Promise<void> {
    return new Promise((resolve, reject) => {
      this.append(bytes, error => (error === null ? resolve() : reject(error)));
    });
  }

  /** Clears what stands behind the tail: what is left of a write that was cut short. */
  async clearRest(): Promise<void> {
    await zero(this.handle, this.tail, this.capacity);
  }

  /** So many bytes, or as many as there are. */
  async read(offset: number, length: number): Promise<Buffer> {
    const bytes = Buffer.allocUnsafe(Math.max(0, Math.min(length, this.capacity - offset)));
    this.#readers++;
    try {
      let done = 0;
      while (done < bytes.length) {
        const { bytesRead } = await this.handle.read(bytes, done, bytes.length - done, offset + done);
        if (bytesRead === 0) break;
        done += bytesRead;
      }
      return bytes.subarray(0, done);
    } finally {
      this.#readers--;
      if (this.#closing && this.#readers === 0) await this.handle.close();
    }
  }

  /** The file goes; reads that are on their way end well. */
  async remove(): Promise<void> {
    await unlink(this.path);
    await this.close();
  }

  async close(): Promise<void> {
    if (this.#closing) return;
    this.#closing = true;
    await this.writer.close();
    if (this.#readers === 0) await this.handle.close();
  }
}

export function isBlank(bytes: Buffer): boolean {
  for (let at = 0; at < bytes.length; at += ZEROS.length) {
    const piece = bytes.subarray(at, at + ZEROS.length);
    if (!piece.equals(ZEROS.subarray(0, piece.length))) return false;
  }
  return true;
}

async function zero(handle: FileHandle, from: number, to: number): Promise<void> {
  for (let at = from; at < to; at += ZEROS.length) {
    const length = Math.min(ZEROS.length, to - at);
    const { bytesWritten } = await handle.write(ZEROS, 0, length, at);
    if (bytesWritten < length)
      throw Object.assign(new Error('no space left on device, write'), { code: 'ENOSPC' });
  }
  await handle.sync();
}
