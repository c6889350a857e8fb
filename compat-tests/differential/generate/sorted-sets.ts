import { SECONDS } from '../timeouts.js';
import { TEXT_KEYS, type Words } from './words.js';

type Make = (words: Words) => readonly string[];

const keys = (w: Words): string[] => w.dice.several(1, 3, w.key);

/** Scores repeat, so that members tie; some are large, tiny, infinite, not numbers. */
const score = (w: Words): string => {
  const chance = w.dice.below(100);
  if (chance < 55) return String(w.dice.between(-3, 6));
  if (chance < 75)
    return w.dice.pick(['1.5', '0.1', '-0', '2.5e3', '1e15', '-7.25', '0.30000000000000004', '3.0']);
  if (chance < 85)
    return w.dice.pick([
      'inf',
      '-inf',
      '+inf',
      'Infinity',
      '1e17',
      '-1e300',
      '9007199254740993',
      '4e18',
      '5e18',
      '1e-7',
    ]);
  return w.float();
};

const member = (w: Words): string =>
  w.dice.percent(85) ? w.dice.pick(['a', 'b', 'c', 'd', 'e', 'f', 'aa', 'ab', '10', '-1', '']) : w.value();

const manyMembers = (w: Words): string[] =>
  w.dice.percent(4)
    ? w.dice.several(120, 140, () => [score(w), `m${w.dice.below(200)}`]).flat()
    : w.dice.several(1, 5, () => [score(w), member(w)]).flat();

const members = (w: Words): string[] => w.dice.several(1, 4, () => member(w));

const scoreBound = (w: Words): string => {
  const chance = w.dice.below(100);
  if (chance < 60) return score(w);
  if (chance < 85) return `(${score(w)}`;
  return w.dice.pick([
    '-inf',
    '+inf',
    '(inf',
    '',
    '(',
    ' 1',
    '( 2',
    '1 ',
    'nan',
    '(nan',
    '1\x00x',
    '((1',
    '[1',
    '1e400',
    '-1e400',
    '1e-400',
    '0x2',
    'abc',
  ]);
};

const textBound = (w: Words): string => {
  const chance = w.dice.below(100);
  if (chance < 45) return `[${member(w)}`;
  if (chance < 70) return `(${member(w)}`;
  return w.dice.pick([
    '-',
    '+',
    '-',
    '+',
    '[',
    '(',
    '',
    'a',
    '-x',
    '+x',
    '-\x00x',
    '+\x00',
    '[\xff',
    '(\x00',
  ]);
};

const limit = (w: Words): string[] => ['LIMIT', w.index(), w.index()];

const scoreOptions = (w: Words): string[] =>
  w.options(2, [() => ['WITHSCORES'], () => limit(w), () => ['withscores']]);

const textKey = (w: Words): string => w.dice.pick(TEXT_KEYS);

const shortMember = (w: Words): string =>
  w.dice.pick(['a', 'b', 'c', 'd', 'aa', 'ab', 'B', '', '\x00', '\xff', '10', '9', 'abc']);

const toTexts: Make = w =>
  w.dice.percent(50)
    ? ['ZADD', TEXT_KEYS[0], ...w.dice.several(1, 6, () => [String(w.dice.below(3)), shortMember(w)]).flat()]
    : [
        'ZADD',
        TEXT_KEYS[1],
        ...w.dice
          .several(1, w.dice.percent(10) ? 140 : 6, () => [
            '0',
            `${member(w)}${w.dice.percent(30) ? w.dice.below(200) : ''}`,
          ])
          .flat(),
      ];

/** A key, two ends and options of ZRANGE and ZRANGESTORE. */
function rangeOf(w: Words): string[] {
  const range = rangeArguments(w);
  const isByText = range.some(argument => /^bylex$/i.test(argument));
  if (!isByText) return [w.key(), ...range];
  // What LIMIT leaves out of a set whose scores differ need not be in the range.
  return [range.includes('LIMIT') ? TEXT_KEYS[1] : textKey(w), ...range];
}

/** A key, two ends and perhaps a limit. */
function textRangeOf(w: Words): string[] {
  const options = w.options(1, [() => limit(w)]);
  return [options.length > 0 ? TEXT_KEYS[1] : textKey(w), textBound(w), textBound(w), ...options];
}

/** Two ends and options of ZRANGE and ZRANGESTORE, mostly such as fit together. */
function rangeArguments(w: Words): string[] {
  const { dice } = w;
  const options = w.options(2, [() => ['REV'], () => ['WITHSCORES'], () => limit(w), () => ['rev']]);
  switch (dice.below(4)) {
    case 0:
      return [scoreBound(w), scoreBound(w), 'BYSCORE', ...options];
    case 1:
      return [textBound(w), textBound(w), ...options, dice.pick(['BYLEX', 'bylex'])];
    case 2:
      return [w.index(), w.index(), ...options];
    default:
      return [
        w.index(),
        w.index(),
        ...w.options(4, [
          () => ['REV'],
          () => ['BYLEX'],
          () => ['BYSCORE'],
          () => ['WITHSCORES'],
          () => limit(w),
        ]),
      ];
  }
}

/** A count, that many keys (or nearly), and options of the families of ZUNION, ZINTER and ZDIFF. */
function combination(w: Words): string[] {
  const list = keys(w);
  const numkeys = w.dice.percent(92) ? String(list.length) : w.integer();
  const options = w.options(3, [
    () => ['WEIGHTS', ...list.map(() => score(w))],
    () => ['AGGREGATE', w.dice.pick(['SUM', 'MIN', 'MAX', 'min', 'avg'])],
    () => ['WITHSCORES'],
    () => ['weights', ...w.dice.several(1, 3, () => score(w))],
  ]);
  return [numkeys, ...list, ...options];
}

function plainCombination(w: Words, options: readonly (() => readonly string[])[]): string[] {
  const list = keys(w);
  const numkeys = w.dice.percent(92) ? String(list.length) : w.integer();
  return [numkeys, ...list, ...w.options(1, options)];
}

const end = (w: Words): string => w.dice.pick(['MIN', 'MAX', 'MIN', 'MAX', 'min', 'Max', 'LEFT', '']);

function popArguments(w: Words): string[] {
  const list = keys(w);
  const numkeys = w.dice.percent(92) ? String(list.length) : w.integer();
  return [numkeys, ...list, end(w), ...w.options(1, [() => ['COUNT', w.count()], () => ['count', '2']])];
}

const zadd: Make = w => [
  'ZADD',
  w.key(),
  ...w.options(
    2,
    ['NX', 'XX', 'GT', 'LT', 'CH', 'ch', 'gt'].map(option => () => [option]),
  ),
  ...manyMembers(w),
];

/** One maker a sorted set command that does not block. */
export const SORTED_SET_COMMANDS: readonly Make[] = [
  w => ['ZADD', w.key(), ...manyMembers(w)],
  w => ['ZADD', w.key(), ...manyMembers(w)],
  w => ['ZADD', w.key(), ...w.dice.several(1, 8, () => ['0', member(w)]).flat()],
  zadd,
  zadd,
  w => [
    'ZADD',
    w.key(),
    ...w.options(
      2,
      ['NX', 'XX', 'GT', 'LT', 'CH'].map(option => () => [option]),
    ),
    'INCR',
    score(w),
    member(w),
  ],
  toTexts,
  toTexts,
  w => ['ZPOPMAX', textKey(w)],
  w => ['ZINCRBY', w.key(), score(w), member(w)],
  w => ['ZREM', w.key(), ...members(w)],
  w => ['ZREMRANGEBYRANK', w.key(), w.index(), w.index()],
  w => ['ZREMRANGEBYSCORE', w.key(), scoreBound(w), scoreBound(w)],
  w => ['ZREMRANGEBYLEX', textKey(w), textBound(w), textBound(w)],
  w => ['ZCARD', w.key()],
  w => ['ZSCORE', w.key(), member(w)],
  w => ['ZMSCORE', w.key(), ...members(w)],
  w => ['ZCOUNT', w.key(), scoreBound(w), scoreBound(w)],
  w => ['ZLEXCOUNT', textKey(w), textBound(w), textBound(w)],
  w => ['ZRANK', w.key(), member(w)],
  w => ['ZREVRANK', w.key(), member(w)],
  w => ['ZRANGE', ...rangeOf(w)],
  w => ['ZRANGE', w.key(), '0', '-1', 'WITHSCORES'],
  w => ['ZRANGESTORE', w.key(), ...rangeOf(w)],
  w => ['ZREVRANGE', w.key(), w.index(), w.index(), ...scoreOptions(w)],
  w => ['ZRANGEBYSCORE', w.key(), scoreBound(w), scoreBound(w), ...scoreOptions(w)],
  w => ['ZREVRANGEBYSCORE', w.key(), scoreBound(w), scoreBound(w), ...scoreOptions(w)],
  w => ['ZRANGEBYLEX', ...textRangeOf(w)],
  w => ['ZREVRANGEBYLEX', ...textRangeOf(w)],
  w => [
    'ZPOPMIN',
    w.key(),
    ...w.options(
      1,
      [w.count].map(make => () => [make()]),
    ),
  ],
  w => [
    'ZPOPMAX',
    w.key(),
    ...w.options(
      1,
      [w.count].map(make => () => [make()]),
    ),
  ],
  w => ['ZMPOP', ...popArguments(w)],
  w => ['ZUNION', ...combination(w)],
  w => ['ZINTER', ...combination(w)],
  w => ['ZUNIONSTORE', w.key(), ...combination(w)],
  w => ['ZINTERSTORE', w.key(), ...combination(w)],
  w => ['ZDIFF', ...plainCombination(w, [() => ['WITHSCORES'], () => ['AGGREGATE', 'SUM']])],
  w => ['ZDIFFSTORE', w.key(), ...plainCombination(w, [() => ['WITHSCORES']])],
  w => ['ZINTERCARD', ...plainCombination(w, [() => ['LIMIT', w.count()], () => ['limit', w.integer()]])],
  w => ['ZRANDMEMBER', w.key()],
  w => [
    'ZRANDMEMBER',
    w.key(),
    w.dice.pick(['0', '1', '3', '-1', '-4', '1000', 'x', '9223372036854775807', '-9223372036854775808']),
    ...w.options(1, [() => ['WITHSCORES'], () => ['x']]),
  ],
  w => [
    'ZSCAN',
    w.key(),
    w.dice.percent(90) ? '0' : w.dice.pick(['x', '', '-1', '18446744073709551616']),
    ...w.options(2, [() => ['COUNT', '1000000'], () => ['MATCH', w.pattern()], () => ['COUNT', w.count()]]),
  ],
  w => ['SADD', w.key(), ...members(w)],
  w => ['OBJECT', 'ENCODING', w.key()],
];

/** The blocking ones, with a timeout that `timeout` gives. */
export function blockingSortedSet(w: Words, timeout: string): readonly string[] {
  switch (w.dice.below(3)) {
    case 0:
      return ['BZPOPMIN', ...keys(w), timeout];
    case 1:
      return ['BZPOPMAX', ...keys(w), timeout];
    default:
      return ['BZMPOP', timeout, ...popArguments(w)];
  }
}

/** A blocking one that answers within a step. */
export const shortBlockingSortedSet: Make = w =>
  blockingSortedSet(w, w.dice.pick(w.dice.percent(80) ? SECONDS.short : SECONDS.bad));
