import { existsSync } from 'node:fs';
import { type FileHandle, open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { OperatorError } from '../base/errors.js';
import { crc32c } from '../base/crc32c.js';
import { diskError } from './disk-error.js';

/**
 * A small value in a file of its own that is replaced as a whole and survives a crash at any instant: two slots, written
 * in turn, each with a generation and a checksum. The newest slot that is whole holds.
 *
 * A slot: crc32c u32 | magic u32 | format version u16 | payload length u16 | generation u64 | payload, big-endian; the
 * checksum covers all behind it. A version that this process does not know is refused, never guessed at.
 */
const SLOT_BYTES = 4096;
const HEAD_BYTES = 20;
const MAGIC = 0x51_52_53_4c; // "QRSL"
const VERSION = 1;

export interface SlotContent {
  /** UTF-8 of one JSON object. */
  readonly payload: string;
  /** The other slot is neither whole nor blank: one later value, at most, was lost. */
  readonly damaged: boolean;
}

interface Slot {
  readonly generation: number;
  readonly payload: string;
}

export class SlotFile {
  #tail: Promise<void> = Promise.resolve();

  private constructor(
    readonly path: string,
    readonly content: SlotContent,
    private readonly handle: FileHandle,
    private generation: number,
  ) {}

  /** Makes the file with its first value; it is whole on disk, name included, when the promise is kept. */
  static async create(path: string, payload: string): Promise<SlotFile> {
    const draft = `${path}.tmp`;
    try {
      const handle = await open(draft, 'w');
      await handle.write(
        Buffer.concat([encodeSlot(1, payload), Buffer.alloc(SLOT_BYTES)]),
        0,
        2 * SLOT_BYTES,
        0,
      );
      await handle.sync();
      await handle.close();
      await rename(draft, path);
      await syncFolder(dirname(path));
    } catch (error) {
      throw diskError(`cannot make ${path}`, error);
    }
    return SlotFile.open(path);
  }

  static async open(path: string): Promise<SlotFile> {
    const { content, generation } = await readSlots(path);
    const handle = await open(path, 'r+').catch((error: unknown) => {
      throw diskError(`cannot open ${path} for writing`, error);
    });
    return new SlotFile(path, content, handle, generation);
  }

  /** Replaces the value; kept after the sync. After a failure every later write fails as well. */
  write(payload: string): Promise<void> {
    this.#tail = this.#tail.then(async () => {
      const generation = ++this.generation;
      try {
        await this.handle.write(encodeSlot(generation, payload), 0, SLOT_BYTES, position(generation));
        await this.handle.datasync();
      } catch (error) {
        throw diskError(`cannot write ${this.path}`, error);
      }
    });
    return this.#tail;
  }

  async close(): Promise<void> {
    await this.#tail.catch(() => undefined); // whoever wrote was told
    await this.handle.close();
  }
}

/** The value of the file at `path`, read without opening it for writing; null when there is no such file. */
export async function peekSlotFile(path: string): Promise<SlotContent | null> {
  return existsSync(path) ? (await readSlots(path)).content : null;
}

export async function syncFolder(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Generations alternate: 1 in the first slot, 2 in the second. */
function position(generation: number): number {
  return generation % 2 === 1 ? 0 : SLOT_BYTES;
}

function encodeSlot(generation: number, payload: string): Buffer {
  const bytes = Buffer.from(payload, 'utf8');
  if (bytes.length > SLOT_BYTES - HEAD_BYTES) throw new RangeError('the value is too long for its slot');
  const slot = Buffer.alloc(SLOT_BYTES);
  slot.writeUInt32BE(MAGIC, 4);
  slot.writeUInt16BE(VERSION, 8);
  slot.writeUInt16BE(bytes.length, 10);
  slot.writeBigUInt64BE(BigInt(generation), 12);
  bytes.copy(slot, HEAD_BYTES);
  slot.writeUInt32BE(crc32c(slot.subarray(4)), 0);
  return slot;
}

/** Null for what is not whole. */
function decodeSlot(slot: Buffer, path: string): Slot | null {
  if (slot.length < SLOT_BYTES || slot.readUInt32BE(4) !== MAGIC) return null;
  if (slot.readUInt32BE(0) !== crc32c(slot.subarray(4))) return null;
  const version = slot.readUInt16BE(8);
  if (version > VERSION) {
    throw new OperatorError(
      'FORMAT_TOO_NEW',
      `${path} has format ${version}, this version knows up to ${VERSION}`,
    );
  }
  const payload = slot.toString('utf8', HEAD_BYTES, HEAD_BYTES + slot.readUInt16BE(10));
  return { generation: Number(slot.readBigUInt64BE(12)), payload };
}

async function readSlots(path: string): Promise<{ content: SlotContent; generation: number }> {
  const file = Buffer.alloc(2 * SLOT_BYTES);
  let length = 0;
  try {
    const handle = await open(path, 'r');
    try {
      length = (await handle.read(file, 0, file.length, 0)).bytesRead;
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw diskError(`cannot read ${path}`, error);
  }
  const halves = [file.subarray(0, SLOT_BYTES), file.subarray(SLOT_BYTES)];
  const slots = halves.map(half => decodeSlot(half, path));
  const [newest] = slots.filter(slot => slot !== null).sort((a, b) => b.generation - a.generation);
  if (newest === undefined) {
    throw new OperatorError('CORRUPT', `${path} is damaged: neither of its two slots is whole`);
  }
  const damaged =
    length < file.length || halves.some((half, i) => slots[i] === null && half.some(byte => byte !== 0));
  return { content: { payload: newest.payload, damaged }, generation: newest.generation };
}
