import type { Random } from '../base/random.js';
import type { SlotMap } from './slot-map.js';
import type { Value } from './value.js';

/** Some keys of a walk in hash order, and where it goes on; `next` 0: it is over. */
export interface ScanStep {
  readonly keys: readonly string[];
  readonly next: number;
}

/** Picks of RANDOMKEY that may meet a due key before it looks at the keys one by one. */
const RANDOM_PICKS = 100;

/** Which keys are not due. */
type IsVisible = (key: string) => boolean;

/** See `Database.scan`. */
export function scanKeys(
  values: SlotMap<Value>,
  cursor: number,
  count: number,
  isVisible: IsVisible,
): ScanStep {
  const keys: string[] = [];
  let visited = 0;
  let last = -1;
  let next = 0;
  values.walk(cursor, (key, _, position) => {
    if (visited >= count && position !== last) {
      next = position;
      return false;
    }
    visited++;
    last = position;
    if (isVisible(key)) keys.push(key);
    return true;
  });
  return { keys, next };
}

/** All visible keys that `accept` takes. */
export function matchingKeys(values: SlotMap<Value>, accept: IsVisible, isVisible: IsVisible): string[] {
  const keys: string[] = [];
  values.walk(
    0,
    key => {
      keys.push(key);
      return true;
    },
    key => accept(key) && isVisible(key),
  );
  return keys;
}

/** Visible keys of a hash slot, at most `count`. */
export function slotKeys(
  values: SlotMap<Value>,
  slot: number,
  count: number,
  isVisible: IsVisible,
): string[] {
  const keys: string[] = [];
  values.walk(slot * 2 ** 32, (key, _, position) => {
    if (keys.length >= count || position >= (slot + 1) * 2 ** 32) return false;
    if (isVisible(key)) keys.push(key);
    return true;
  });
  return keys;
}

/** Any visible key, each as likely as any other; undefined: there is none. Depends on the keys and `random` alone. */
export function anyKey(values: SlotMap<Value>, random: Random, isVisible: IsVisible): string | undefined {
  for (let pick = 0; pick < RANDOM_PICKS; pick++) {
    const key = values.random(random);
    if (key === undefined || isVisible(key)) return key;
  }
  let found: string | undefined;
  values.walk(0, key => {
    if (isVisible(key)) found = key;
    return found === undefined;
  });
  return found;
}
