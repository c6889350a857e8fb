import type { Command } from '../spec.js';
import { sdiff, sdiffstore, sinter, sintercard, sinterstore, sunion, sunionstore } from './combining.js';
import { sadd, smove, srem } from './editing.js';
import { spop, srandmember } from './random.js';
import { scard, sismember, smembers, smismember, sscan } from './reading.js';

export const sets: readonly Command[] = [
  sadd,
  srem,
  sismember,
  smismember,
  scard,
  smembers,
  spop,
  srandmember,
  smove,
  sinter,
  sinterstore,
  sintercard,
  sunion,
  sunionstore,
  sdiff,
  sdiffstore,
  sscan,
];
