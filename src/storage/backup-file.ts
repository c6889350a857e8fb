import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { OperatorError } from '../base/errors.js';
import { diskError } from './disk-error.js';
import { syncFolder } from './slot-file.js';

/**
 * A backup in a file: a line that says so, with the version; then the chunks of a snapshot, each behind its length
 * (u32, little-endian); then a length of 0. The chunks hold their checksums, each begun with that of the one before.
 */
const TITLE = 'quorate backup ';
const VERSION = 1;
const LINE_BYTES = 32;
const CHUNK_BYTES_MAX = 4 << 20;

/** Writes a file that is there as a whole, or not at all. Throws OperatorError DISK; BAD_SETTING: it exists. */
export async function writeBackup(path: string, chunks: AsyncIterable<Uint8Array>): Promise<number> {
  if (existsSync(path)) throw new OperatorError('BAD_SETTING', `${path} exists already`);
  const draft = `${path}.part`;
  try {
    const file = await open(draft, 'w');
    let bytes = 0;
    const put = async (piece: Uint8Array): Promise<void> => {
      await file.write(piece);
      bytes += piece.length;
    };
    try {
      await put(Buffer.from(`${TITLE}${VERSION}`.padEnd(LINE_BYTES - 1) + '\n'));
      for await (const chunk of chunks) {
        await put(lengthOf(chunk.length));
        await put(chunk);
      }
      await put(lengthOf(0));
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(draft, path);
    await syncFolder(dirname(resolve(path)));
    return bytes;
  } catch (error) {
    await rm(draft, { force: true });
    throw error instanceof OperatorError ? error : diskError(`cannot write ${path}`, error);
  }
}

function lengthOf(bytes: number): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32LE(bytes);
  return length;
}

/** Reads the chunks. Throws OperatorError CORRUPT, FORMAT_TOO_NEW, DISK. What is in a chunk its reader checks. */
export async function* readBackup(path: string): AsyncGenerator<Uint8Array> {
  const file = await open(path, 'r').catch((error: unknown) => {
    throw diskError(`cannot read ${path}`, error);
  });
  try {
    checkTitle(path, (await read(file, LINE_BYTES)).toString('latin1'));
    for (;;) {
      const head = await read(file, 4);
      const length = head.length === 4 ? head.readUInt32LE() : CHUNK_BYTES_MAX + 1;
      if (length === 0) return;
      const chunk = length > CHUNK_BYTES_MAX ? head : await read(file, length);
      if (chunk.length !== length)
        throw new OperatorError('CORRUPT', `${path} is damaged, or ends too early`);
      yield chunk;
    }
  } finally {
    await file.close();
  }
}

function checkTitle(path: string, line: string): void {
  if (!line.startsWith(TITLE)) throw new OperatorError('CORRUPT', `${path} is not a backup of Quorate`);
  const version = Number(line.slice(TITLE.length));
  if (version === VERSION) return;
  throw new OperatorError(
    'FORMAT_TOO_NEW',
    `${path} has backup format ${version}, this version knows ${VERSION}`,
  );
}

/** Less at the end of the file. */
async function read(file: FileHandle, bytes: number): Promise<Buffer> {
  const buffer = Buffer.alloc(bytes);
  let filled = 0;
  while (filled < bytes) {
    const { bytesRead } = await file.read(buffer, filled, bytes - filled, null);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return buffer.subarray(0, filled);
}
