import { entryKey, indexOf } from './log-record.js';
import type { LogDatabase } from './log-scan.js';

/**
 * Entries deleted at a time: some 2 us each on a thread of LevelDB. Measured, appends that come between slices of this
 * size wait a few milliseconds.
 */
const SLICE_ENTRIES = 4096;
/** What LevelDB has besides, and browsers have not. */
interface Merging {
  compactRange(from: Buffer, to: Buffer): Promise<void>;
}

/** Deletes all entries up to `to`. What a crash leaves of them counts for nothing, and is deleted at the next start. */
export async function clearEntries(db: LogDatabase, group: number, to: number): Promise<void> {
  const up = { gte: entryKey(group, 0), lte: entryKey(group, to) };
  for (;;) {
    const [first] = await db.keys({ ...up, limit: 1 }).all();
    if (first === undefined) return;
    const last = Math.min(to, indexOf(first) + SLICE_ENTRIES - 1);
    await db.clear({ gte: first, lte: entryKey(group, last) });
  }
}

/** Gives the space of deleted entries back: without it LevelDB does so only when later entries happen to push them out. */
export async function mergeEntries(db: LogDatabase, group: number, to: number): Promise<void> {
  await (db as unknown as Merging).compactRange(entryKey(group, 0), entryKey(group, to));
}
