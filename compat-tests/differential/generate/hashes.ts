import type { Words } from './words.js';

type Make = (words: Words) => readonly string[];

/** Few names, so that fields meet; some empty, binary, or too long for a listpack. */
const field = (w: Words): string =>
  w.dice.percent(90) ? w.dice.pick(['f', 'g', 'h', 'n', '1', '-7', '']) : w.value();

const number = (w: Words): string => (w.dice.percent(60) ? w.integer() : w.value());

/** Now and then too many for a listpack; different ones, for Redis 7.2 counts those that repeat too. */
const manyPairs = (w: Words): string[] => {
  const first = w.dice.below(600);
  return w.dice.several(500, 530, () => 'v').flatMap((value, i) => [`field ${first + i}`, value]);
};

const pairs = (w: Words): string[] =>
  w.dice.percent(3) ? manyPairs(w) : w.dice.several(1, 4, () => [field(w), number(w)]).flat();

const fields = (w: Words): string[] => w.dice.several(1, 4, () => field(w));

/** One maker a hash command of Redis 7.0. */
export const HASH_COMMANDS: readonly Make[] = [
  w => ['HSET', w.key(), ...pairs(w)],
  w => ['HSET', w.key(), ...pairs(w)],
  w => ['HMSET', w.key(), ...pairs(w)],
  w => ['HSETNX', w.key(), field(w), w.value()],
  w => ['HGET', w.key(), field(w)],
  w => ['HMGET', w.key(), ...fields(w)],
  w => ['HDEL', w.key(), ...fields(w)],
  w => ['HLEN', w.key()],
  w => ['HSTRLEN', w.key(), field(w)],
  w => ['HEXISTS', w.key(), field(w)],
  w => ['HKEYS', w.key()],
  w => ['HVALS', w.key()],
  w => ['HGETALL', w.key()],
  w => ['HINCRBY', w.key(), field(w), w.integer()],
  w => ['HINCRBY', w.key(), 'n', w.integer()],
  w => ['HINCRBYFLOAT', w.key(), field(w), w.float()],
  w => ['HINCRBYFLOAT', w.key(), 'n', w.float()],
  w => ['HRANDFIELD', w.key()],
  w => ['HRANDFIELD', w.key(), w.index()],
  w => ['HRANDFIELD', w.key(), w.index(), w.dice.pick(['WITHVALUES', 'withvalues', 'WITHSCORES'])],
  w => [
    'HSCAN',
    w.key(),
    w.dice.pick(['0', '0', '0', '5', 'x', '-1', '']),
    ...w.options(2, [() => ['MATCH', w.pattern()], () => ['COUNT', w.count()], () => ['TYPE', 'hash']]),
  ],
];
