import type { Command } from '../spec.js';
import { blmpop, blpop, brpop, returnElements } from './blocking.js';
import { linsert, lrem, lset, ltrim } from './editing.js';
import { blmove, brpoplpush, lmove, rpoplpush } from './moving.js';
import { lmpop, lpop, rpop } from './popping.js';
import { lpush, lpushx, rpush, rpushx } from './pushing.js';
import { lindex, llen, lpos, lrange } from './reading.js';

export const lists: readonly Command[] = [
  lpush,
  rpush,
  lpushx,
  rpushx,
  lpop,
  rpop,
  lmpop,
  llen,
  lindex,
  lrange,
  lpos,
  linsert,
  lset,
  lrem,
  ltrim,
  lmove,
  rpoplpush,
  blpop,
  brpop,
  blmpop,
  blmove,
  brpoplpush,
  returnElements,
];
