import type { List } from './list.js';

/** The default of `list-max-listpack-size`: 8 KB. */
export const DEFAULT_LISTPACK_SIZE = -2;

/** Size limits for -1 to -5. Bytes. */
const SIZES = [4096, 8192, 16_384, 32_768, 65_536];
/** A limit by number of elements comes with this one. Bytes. */
const SAFETY_BYTES = 8192;

/** As OBJECT ENCODING names it. */
export function listEncoding(list: List): 'listpack' | 'quicklist' {
  return list.isQuicklist ? 'quicklist' : 'listpack';
}

/**
 * Before elements are added: a list that would no longer fit one listpack becomes a quicklist. Like Redis 7.2 this counts
 * what is there with its overhead, and what comes without. `limit` is `list-max-listpack-size`.
 */
export function beforeGrowth(list: List, limit: number, added: readonly string[]): void {
  if (list.isQuicklist) return;
  let bytes = list.listpackBytes;
  for (const element of added) bytes += element.length;
  if (exceeds(limit, 1, bytes, list.length + added.length)) list.isQuicklist = true;
}

/** After elements were removed: back to a listpack at half the limit, so that it does not flap. */
export function afterShrink(list: List, limit: number): void {
  // Saves the sum where it is hopeless: a listpack saves less than half of what is written as text.
  if (!list.isQuicklist || list.elementBytes > 2 * 65_536) return;
  if (!exceeds(limit, 2, list.listpackBytes, list.length)) list.isQuicklist = false;
}

function exceeds(limit: number, divisor: number, bytes: number, count: number): boolean {
  if (limit < 0) return bytes > (SIZES[Math.min(-limit, SIZES.length) - 1] as number) / divisor;
  return bytes > SAFETY_BYTES || count > Math.max(limit, 1) / divisor;
}

/** After a list was read from elsewhere. */
export function afterLoading(list: List, limit: number): void {
  list.isQuicklist = exceeds(limit, 1, list.listpackBytes, list.length);
}
