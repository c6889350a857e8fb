import { entryKey, indexOf } from './log-record.js';
import type { LogDatabase } from './log-scan.js';

/**
 * Entries deleted at a time: some 2 us each on a thread of LevelDB. Measured, appends that come between slices of this
 * size wait a few milliseconds.
 */
const SLICE_ENTRIES = 4096;
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
