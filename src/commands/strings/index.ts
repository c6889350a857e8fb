import type { Command } from '../spec.js';
import { decr, decrby, incr, incrby } from './counting.js';
import { incrbyfloat } from './counting-floats.js';
import { delex, delifeq, digest } from './deleting.js';
import { append, setrange } from './editing.js';
import { getdel, getex } from './get-variants.js';
import { get, getrange, strlen, substr } from './reading.js';
import { lcs } from './lcs.js';
import { set } from './set.js';
import { getset, psetex, setex, setnx } from './set-variants.js';
import { mget, mset, msetex, msetnx } from './several.js';

export const strings: readonly Command[] = [
  get,
  set,
  setnx,
  setex,
  psetex,
  getset,
  getdel,
  getex,
  mget,
  mset,
  msetnx,
  append,
  setrange,
  strlen,
  getrange,
  substr,
  incr,
  decr,
  incrby,
  decrby,
  incrbyfloat,
  lcs,
  msetex,
  delex,
  delifeq,
  digest,
];
