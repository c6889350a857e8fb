import type { Hash } from './hash.js';
import { ORDERED_MAX } from './ordered-map.js';

/** Up to which size a hash is a listpack. */
export interface HashLimits {
  readonly entries: number;
  /** Bytes of a field or a value. */
  readonly value: number;
}

/** Before fields are set: `pairs` are fields and values in turn. */
export function beforeFields(hash: Hash, limits: HashLimits, pairs: readonly string[]): void {
  if (hash.encoding === 'hashtable') return;
  const fits = pairs.length / 2 <= entriesMax(limits) && pairs.every(text => text.length <= limits.value);
  if (!fits) hash.becomeTable();
}

/** After a field was set. */
export function afterField(hash: Hash, limits: HashLimits): void {
  if (hash.stored > entriesMax(limits)) hash.becomeTable();
}

function entriesMax({ entries }: HashLimits): number {
  return Math.min(entries, ORDERED_MAX);
}
