import type { Command } from '../spec.js';
import { zadd, zincrby } from './adding.js';
import { bzmpop, bzpopmax, bzpopmin, returnMembers } from './blocking.js';
import { zdiff, zdiffstore, zinter, zintercard, zinterstore, zunion, zunionstore } from './combining.js';
import { zmpop, zpopmax, zpopmin } from './popping.js';
import { zrandmember } from './random.js';
import {
  zrange,
  zrangebylex,
  zrangebyscore,
  zrangestore,
  zrevrange,
  zrevrangebylex,
  zrevrangebyscore,
} from './ranges.js';
import { zcard, zcount, zlexcount, zmscore, zrank, zrevrank, zscore } from './reading.js';
import { zrem, zremrangebylex, zremrangebyrank, zremrangebyscore } from './removing.js';
import { zscan } from './scanning.js';

export const sortedSets: readonly Command[] = [
  zadd,
  zincrby,
  zrem,
  zremrangebyrank,
  zremrangebyscore,
  zremrangebylex,
  zcard,
  zscore,
  zmscore,
  zcount,
  zlexcount,
  zrank,
  zrevrank,
  zrange,
  zrangestore,
  zrevrange,
  zrangebyscore,
  zrevrangebyscore,
  zrangebylex,
  zrevrangebylex,
  zpopmin,
  zpopmax,
  zmpop,
  bzpopmin,
  bzpopmax,
  bzmpop,
  zunion,
  zunionstore,
  zinter,
  zinterstore,
  zintercard,
  zdiff,
  zdiffstore,
  zrandmember,
  zscan,
  returnMembers,
];
