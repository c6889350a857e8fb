import type { Command } from '../spec.js';
import { hincrby, hincrbyfloat } from './counting.js';
import { hexpire, hexpireat, hpersist, hpexpire, hpexpireat } from './expiring.js';
import { hgetdel, hgetex } from './get-variants.js';
import { hsetex } from './hsetex.js';
import { hexpiretime, hpexpiretime, hpttl, httl } from './life-time.js';
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
  hexpire,
  hpexpire,
  hexpireat,
  hpexpireat,
  hpersist,
  httl,
  hpttl,
  hexpiretime,
  hpexpiretime,
  hgetdel,
  hgetex,
  hsetex,
];
