import type { Level } from 'level';

/** What LevelDB has besides, and browsers have not. */
interface Merging {
  compactRange(from: Buffer, to: Buffer): Promise<void>;
}

/** Gives the space of deleted rows back: without it LevelDB does so only when later ones happen to push them out. */
export async function mergeRows(db: Level<Buffer, Buffer>, from: Buffer, to: Buffer): Promise<void> {
  await (db as unknown as Merging).compactRange(from, to);
}
