import type { Command } from '../spec.js';
import { hincrby, hincrbyfloat } from './counting.js';
import { hexists, hget, hgetall, hkeys, hlen, hmget, hstrlen, hvals } from './reading.js';
import { hrandfield, hscan } from './scanning.js';
import { hdel, hmset, hset, hsetnx } from './setting.js';

export const hashes: readonly Command[] = [
  hset,
  hsetnx,
  hmset,
  hget,
  hmget,
  hdel,
  hlen,
  hstrlen,
  hexists,
  hkeys,
  hvals,
  hgetall,
  hincrby,
  hincrbyfloat,
  hrandfield,
  hscan,
];
