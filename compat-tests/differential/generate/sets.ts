import type { Words } from './words.js';

type Make = (words: Words) => readonly string[];

const member = (w: Words): string => {
  const chance = w.dice.below(100);
  if (chance < 60) return String(w.dice.between(-4, 12));
  return chance < 90 ? w.dice.pick(['a', 'b', 'c', 'd', '', '01']) : w.value();
};

/** Now and then too many for an intset; different ones, for Redis 7.2 counts those that repeat too. */
const manyMembers = (w: Words): string[] => {
  const first = w.dice.below(700);
  return w.dice.several(500, 530, () => first).map((_, i) => String(first + i));
};

const members = (w: Words): string[] =>
  w.dice.percent(3) ? manyMembers(w) : w.dice.several(1, 5, () => member(w));

const keys = (w: Words): string[] => w.dice.several(1, 4, w.key);

const counted = (w: Words): string[] => {
  const list = keys(w);
  return [w.dice.percent(90) ? String(list.length) : w.integer(), ...list];
};

/** One maker a set command of Redis 7.0. SPOP takes all or nothing: which members else is up to each server. */
export const SET_COMMANDS: readonly Make[] = [
  w => ['SADD', w.key(), ...members(w)],
  w => ['SADD', w.key(), ...members(w)],
  w => ['SADD', w.key(), ...members(w)],
  w => ['SREM', w.key(), ...members(w)],
  w => ['SISMEMBER', w.key(), member(w)],
  w => ['SMISMEMBER', w.key(), ...members(w)],
  w => ['SCARD', w.key()],
  w => ['SMEMBERS', w.key()],
  w => ['SPOP', w.key(), w.dice.pick(['1000000', '1000000', '0', '-1', 'x', '9223372036854775808'])],
  w => ['SRANDMEMBER', w.key()],
  w => ['SRANDMEMBER', w.key(), w.index()],
  w => ['SMOVE', w.key(), w.key(), member(w)],
  w => ['SINTER', ...keys(w)],
  w => ['SINTERSTORE', w.key(), ...keys(w)],
  w => ['SINTERCARD', ...counted(w), ...w.options(2, [() => ['LIMIT', w.count()], () => ['limit', '1']])],
  w => ['SUNION', ...keys(w)],
  w => ['SUNIONSTORE', w.key(), ...keys(w)],
  w => ['SDIFF', ...keys(w)],
  w => ['SDIFFSTORE', w.key(), ...keys(w)],
  w => [
    'SSCAN',
    w.key(),
    w.dice.pick(['0', '0', '0', '5', 'x', '-1', '']),
    ...w.options(2, [() => ['MATCH', w.pattern()], () => ['COUNT', w.count()], () => ['TYPE', 'set']]),
  ],
];
