import type { Command } from '../spec.js';
import { xadd, xsetid, xtrim } from './adding.js';
import { xautoclaim, xclaim } from './claiming.js';
import { xackdel, xdel, xdelex } from './deleting.js';
import { xreadgroup } from './group-reading.js';
import { xgroup } from './groups.js';
import { xinfo } from './info.js';
import { xack, xpending } from './pending.js';
import { xlen, xrange, xrevrange } from './ranges.js';
import { xread } from './reading.js';

export const streams: readonly Command[] = [
  xadd,
  xlen,
  xrange,
  xrevrange,
  xdel,
  xdelex,
  xtrim,
  xsetid,
  xread,
  xgroup,
  xreadgroup,
  xack,
  xackdel,
  xpending,
  xclaim,
  xautoclaim,
  xinfo,
];
