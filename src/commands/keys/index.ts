import type { Command } from '../spec.js';
import { exists, touch, type } from './asking.js';
import { copy, move } from './copying.js';
import { del, unlink } from './deleting.js';
import { dump, restore } from './dumping.js';
import { expire, expireat, pexpire, pexpireat } from './expiring.js';
import { flushall, flushdb, swapdb } from './flushing.js';
import { expiretime, persist, pexpiretime, pttl, ttl } from './life-time.js';
import { object } from './object.js';
import { rename, renamenx } from './renaming.js';
import { sort, sortRo } from './sorting.js';
import { used } from './using.js';
import { dbsize, keys as keysByPattern, randomkey, scan } from './walking.js';

export const keys: readonly Command[] = [
  del,
  unlink,
  exists,
  touch,
  type,
  expire,
  pexpire,
  expireat,
  pexpireat,
  ttl,
  pttl,
  expiretime,
  pexpiretime,
  persist,
  keysByPattern,
  scan,
  randomkey,
  dbsize,
  rename,
  renamenx,
  move,
  copy,
  dump,
  restore,
  sort,
  sortRo,
  object,
  flushdb,
  flushall,
  swapdb,
  used,
];
