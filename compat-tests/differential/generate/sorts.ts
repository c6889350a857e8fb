import type { Words } from './words.js';

type Make = (words: Words) => readonly string[];

const numbers = (w: Words): string[] =>
  w.dice.several(1, 8, () => w.dice.pick([w.float(), w.integer(), String(w.dice.between(-50, 50))]));
const names = (w: Words): string[] => w.dice.several(1, 8, () => w.dice.pick(['a', 'b', 'c', '5', 'x', 'y']));

/** Patterns of BY and GET that lead to the keys of a script, to fields, or nowhere. */
const pattern = (w: Words): string =>
  w.dice.pick(['*', 'key:*', 'w_*', '*->f', 'h_*->f', '*->', 'none', '#', 'h_*->g->f', '**', 'w_*x']);

/** Place of LIMIT among the options. */
const LIMIT = 4;

const order = (w: Words): (() => string[])[] => [
  () => ['ALPHA'],
  () => ['alpha'],
  () => ['DESC'],
  () => ['ASC'],
  () => ['LIMIT', w.index(), w.index()],
  () => ['GET', pattern(w)],
  () => ['GET', '#'],
];

/**
 * SORT, and what it sorts and looks up. What it stores is sorted by bytes: redis-server refuses numbers now and then, see
 * `sort-errno`.
 */
export const SORT_COMMANDS: readonly Make[] = [
  w => ['RPUSH', w.key(), ...numbers(w)],
  w => ['RPUSH', w.key(), ...names(w)],
  w => ['ZADD', w.key(), ...names(w).flatMap((name, i) => [String(i), name])],
  w => ['MSET', ...['a', 'b', 'c', '5', 'x'].flatMap(name => [`w_${name}`, String(w.dice.between(-9, 9))])],
  w => ['HSET', `h_${w.dice.pick(['a', 'b', 'x', '5'])}`, 'f', String(w.dice.between(-9, 9)), 'g->f', 'deep'],
  w => ['SORT', w.key(), ...w.options(4, order(w))],
  w => ['SORT', w.key(), ...w.options(3, order(w)), 'ALPHA', 'STORE', w.key()],
  w => ['SORT', w.key(), 'BY', 'nothing', ...w.options(2, order(w)), 'STORE', w.key()],
  // Among equal weights LIMIT may cut here or there.
  w => [
    'SORT',
    w.key(),
    'BY',
    pattern(w),
    ...w.options(
      3,
      order(w).filter((_, i) => i !== LIMIT),
    ),
  ],
  w => ['SORT', w.key(), 'BY', 'w_*', ...w.options(3, order(w).slice(LIMIT - 2))],
  w => ['SORT_RO', w.key(), ...w.options(4, order(w))],
];
