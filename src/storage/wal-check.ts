import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { OperatorError } from '../base/errors.js';
import { diskError } from './disk-error.js';
import { readLogFile } from './leveldb-log-file.js';

/** What a look at the files of the log database told before LevelDB opened it. */
export interface WalCheck {
  /** Nothing was ever written: LevelDB may make the database. */
  readonly fresh: boolean;
  /** Why the end of the log may lack an acknowledged write; null: it does not. */
  readonly doubt: string | null;
}

/**
 * LevelDB skips damaged records of its write-ahead log, and takes a missing one for an empty one, without an error. An
 * acknowledged entry would be gone in silence. So its files are read here first; nothing is changed.
 *
 * @throws OperatorError CORRUPT naming file and offset
 */
export async function checkWal(folder: string): Promise<WalCheck> {
  const names = existsSync(folder) ? await list(folder) : [];
  if (!names.includes('CURRENT')) {
    // LevelDB makes CURRENT before the first log and the first table; without it, it would delete both.
    const orphan = names.find(name => /\.(log|ldb|sst)$/.test(name));
    if (orphan === undefined) return { fresh: true, doubt: null };
    throw new OperatorError('CORRUPT', `${join(folder, 'CURRENT')} is missing, but there is ${orphan}`);
  }
  const { logNumber, previous } = await readManifest(folder);
  const live = logNumbers(names).filter(number => number >= logNumber || number === previous);
  if (logNumber > 0 && !live.includes(logNumber)) {
    throw new OperatorError(
      'CORRUPT',
      `${join(folder, logName(logNumber))} is missing: it held acknowledged writes`,
    );
  }
  return { fresh: false, doubt: await checkLogs(live.map(number => join(folder, logName(number)))) };
}

/** Oldest first, as LevelDB replays them. Only the end of all of them may be unfinished. */
async function checkLogs(paths: readonly string[]): Promise<string | null> {
  let trouble: { path: string; offset: number; bad: boolean } | null = null;
  for (const path of paths) {
    let records = 0;
    const end = readLogFile(await read(path), () => records++);
    if (trouble !== null && records > 0) throw corrupt(trouble.path, trouble.offset);
    if (end.state === 'corrupt') throw corrupt(path, end.offset);
    if (end.state !== 'whole') trouble ??= { path, offset: end.offset, bad: end.state === 'bad' };
  }
  if (trouble === null || !trouble.bad) return null;
  return `the last record of ${trouble.path}, at offset ${trouble.offset}, has a bad checksum`;
}

function corrupt(path: string, offset: number): OperatorError {
  const text = `${path} is damaged at offset ${offset}: a record has a bad checksum and there are good ones behind it`;
  return new OperatorError('CORRUPT', text);
}

function logName(number: number): string {
  return `${String(number).padStart(6, '0')}.log`;
}

function logNumbers(names: readonly string[]): number[] {
  return names
    .filter(name => /^\d+\.log$/.test(name))
    .map(name => Number.parseInt(name, 10))
    .sort((a, b) => a - b);
}

/** The number of the oldest log that LevelDB will replay (and of one before it, in databases of old versions). */
async function readManifest(folder: string): Promise<{ logNumber: number; previous: number }> {
  const manifest = join(folder, (await read(join(folder, 'CURRENT'))).toString('latin1').trim());
  let logNumber = 0;
  let previous = 0;
  const end = readLogFile(await read(manifest), edit => {
    const fields = new VersionEdit(edit);
    while (fields.more()) {
      const tag = fields.integer();
      if (tag === LOG_NUMBER) logNumber = fields.integer();
      else if (tag === PREVIOUS_LOG_NUMBER) previous = fields.integer();
      else fields.skip(tag);
    }
  });
  // A cut end is an edit that LevelDB never acted on: the logs that it would have dropped are still there.
  if (end.state === 'corrupt' || end.state === 'bad') {
    throw new OperatorError('CORRUPT', `${manifest} is damaged at offset ${end.offset}: a bad checksum`);
  }
  return { logNumber, previous };
}

const LOG_NUMBER = 2;
const PREVIOUS_LOG_NUMBER = 9;
/** Shapes of the other fields (LevelDB's version_edit.cc): `i` an integer, `s` a string with its length before it. */
const SHAPES: Readonly<Record<number, string>> = { 1: 's', 3: 'i', 4: 'i', 5: 'is', 6: 'ii', 7: 'iiiss' };

/** One record of a MANIFEST, whose checksum was right: a tag and its fields, again and again. */
class VersionEdit {
  #at = 0;
  constructor(private readonly bytes: Buffer) {}

  more(): boolean {
    return this.#at < this.bytes.length;
  }

  integer(): number {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = this.bytes.readUInt8(this.#at++);
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
    }
  }

  skip(tag: number): void {
    const shape = SHAPES[tag];
    if (shape === undefined)
      throw new OperatorError('FORMAT_TOO_NEW', `a LevelDB manifest with field ${tag}`);
    for (const field of shape) {
      const value = this.integer();
      if (field === 's') this.#at += value;
    }
  }
}

async function list(folder: string): Promise<string[]> {
  return readdir(folder).catch((error: unknown) => {
    throw diskError(`cannot read ${folder}`, error);
  });
}

async function read(path: string): Promise<Buffer> {
  return readFile(path).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      throw new OperatorError('CORRUPT', `${path} is missing`);
    }
    throw diskError(`cannot read ${path}`, error);
  });
}
