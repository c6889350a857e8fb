import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { OperatorError } from '../base/errors.js';
import { diskError } from './disk-error.js';
import { readLogFile } from './leveldb-log.js';
import { readManifest } from './leveldb-manifest.js';
import { findBadBlock } from './leveldb-table.js';

/** What a look at the files of a database told before LevelDB opened it. */
export interface DatabaseCheck {
  /** Nothing was ever written: LevelDB may make the database. */
  readonly fresh: boolean;
  /** Why the end of the log may lack an acknowledged write; null: it does not. */
  readonly doubt: string | null;
}

/**
 * LevelDB skips damaged records of its write-ahead log, takes a missing one for an empty one, and does not check the
 * sums of its tables: an acknowledged entry would be gone in silence, or the process would abort. So all its files are
 * read here first, one at a time (they are bounded by its settings); nothing is changed.
 *
 * @throws OperatorError CORRUPT naming file and offset
 */
export async function checkDatabase(folder: string): Promise<DatabaseCheck> {
  const names = existsSync(folder) ? await list(folder) : [];
  if (!names.includes('CURRENT')) {
    // LevelDB makes CURRENT before the first log and the first table; without it, it would delete both.
    const orphan = names.find(name => /\.(log|ldb|sst)$/.test(name));
    if (orphan === undefined) return { fresh: true, doubt: null };
    throw new OperatorError('CORRUPT', `${join(folder, 'CURRENT')} is missing, but there is ${orphan}`);
  }
  const manifest = join(folder, (await read(join(folder, 'CURRENT'))).toString('latin1').trim());
  const { logNumber, previousLogNumber, tables } = readManifest(manifest, await read(manifest));
  const live = logNumbers(names).filter(number => number >= logNumber || number === previousLogNumber);
  if (logNumber > 0 && !live.includes(logNumber)) {
    throw new OperatorError(
      'CORRUPT',
      `${join(folder, logName(logNumber))} is missing: it held acknowledged writes`,
    );
  }
  const doubt = await checkLogs(live.map(number => join(folder, logName(number))));
  await checkTables([...tables].map(number => join(folder, `${padded(number)}.ldb`)));
  return { fresh: false, doubt };
}

/** Oldest first, as LevelDB replays them. Only the end of all of them may be unfinished. */
async function checkLogs(paths: readonly string[]): Promise<string | null> {
  let trouble: { path: string; offset: number; bad: boolean } | null = null;
  for (const path of paths) {
    let records = 0;
    const end = readLogFile(await read(path), () => records++);
    if (trouble !== null && records > 0) throw damagedLog(trouble.path, trouble.offset);
    if (end.state === 'corrupt') throw damagedLog(path, end.offset);
    if (end.state !== 'whole') trouble ??= { path, offset: end.offset, bad: end.state === 'bad' };
  }
  if (trouble === null || !trouble.bad) return null;
  return `the last record of ${trouble.path}, at offset ${trouble.offset}, has a bad checksum`;
}

function damagedLog(path: string, offset: number): OperatorError {
  const text = `${path} is damaged at offset ${offset}: a record has a bad checksum and there are good ones behind it`;
  return new OperatorError('CORRUPT', text);
}

/** The next one is read while the last one is summed. */
async function checkTables(paths: readonly string[]): Promise<void> {
  let next = paths.length > 0 ? read(paths[0]!) : null;
  for (const [i, path] of paths.entries()) {
    const table = await next!;
    next = i + 1 < paths.length ? read(paths[i + 1]!) : null;
    next?.catch(() => undefined); // seen when its turn comes, unless this table ends the check
    const offset = findBadBlock(table);
    if (offset === null) continue;
    throw new OperatorError('CORRUPT', `${path} is damaged at offset ${offset}: a block has a bad checksum`);
  }
}

const padded = (number: number): string => String(number).padStart(6, '0');
const logName = (number: number): string => `${padded(number)}.log`;

function logNumbers(names: readonly string[]): number[] {
  return names
    .filter(name => /^\d+\.log$/.test(name))
    .map(name => Number.parseInt(name, 10))
    .sort((a, b) => a - b);
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
