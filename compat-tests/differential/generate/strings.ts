import type { Words } from './words.js';

type Make = (words: Words) => readonly string[];

const expiry = (w: Words): (() => readonly string[])[] => [
  () => ['EX', w.timeToLive()],
  () => ['PX', w.timeToLive()],
  () => ['EXAT', w.deadline()],
  () => ['PXAT', w.deadline()],
];

const words = (...list: readonly string[]): (() => readonly string[])[] => list.map(word => () => [word]);

const pairs = (w: Words): string[] => w.dice.several(1, 4, () => [w.key(), w.value()]).flat();

/** One maker a string command of Redis 7.0. */
export const STRING_COMMANDS: readonly Make[] = [
  w => ['SET', w.key(), w.value()],
  w => [
    'SET',
    w.key(),
    w.value(),
    ...w.options(4, [...expiry(w), ...words('NX', 'XX', 'GET', 'KEEPTTL', 'nx', 'keepttl')]),
  ],
  w => ['SETNX', w.key(), w.value()],
  w => ['SETEX', w.key(), w.timeToLive(), w.value()],
  w => ['PSETEX', w.key(), w.timeToLive(), w.value()],
  w => ['GET', w.key()],
  w => ['GETSET', w.key(), w.value()],
  w => ['GETDEL', w.key()],
  w => ['GETEX', w.key(), ...w.options(2, [...expiry(w), ...words('PERSIST')])],
  w => ['MGET', ...w.dice.several(1, 5, w.key)],
  w => ['MSET', ...pairs(w)],
  w => ['MSETNX', ...pairs(w)],
  w => ['APPEND', w.key(), w.value()],
  w => ['STRLEN', w.key()],
  w => ['INCR', w.key()],
  w => ['DECR', w.key()],
  w => ['INCRBY', w.key(), w.integer()],
  w => ['DECRBY', w.key(), w.integer()],
  w => ['INCRBYFLOAT', w.key(), w.float()],
  w => ['GETRANGE', w.key(), w.index(), w.index()],
  w => ['SUBSTR', w.key(), w.index(), w.index()],
  w => [
    'SETRANGE',
    w.key(),
    w.dice.percent(80) ? w.count() : w.dice.pick(['-1', '536870912', '9223372036854775807', 'x', '300']),
    w.value(),
  ],
  w => [
    'LCS',
    w.key(),
    w.key(),
    ...w.options(4, [...words('LEN', 'IDX', 'WITHMATCHLEN', 'idx'), () => ['MINMATCHLEN', w.index()]]),
  ],
];
