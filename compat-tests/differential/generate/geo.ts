import { DISTANCES_KEY, type Words } from './words.js';

type Make = (words: Words) => readonly string[];

const member = (w: Words): string => w.dice.pick(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j']);

const degrees = (w: Words, most: number): string => {
  const whole = w.dice.between(-most, most - 1);
  return `${whole}.${String(w.dice.below(1_000_000)).padStart(6, '0')}`;
};

/** Mostly near each other, sometimes anywhere, at the edges of the grid, or outside. */
const longitude = (w: Words): string => {
  const chance = w.dice.below(100);
  if (chance < 55) return `13.${w.dice.below(1_000_000)}`;
  if (chance < 90) return degrees(w, 180);
  return w.dice.percent(60)
    ? w.dice.pick(['180', '-180', '179.9999999', '-179.9999999', '0', '-0', '1e-7'])
    : w.dice.pick(['181', '-180.0001', 'inf', 'nan', 'x', '1e300', '1e22']);
};

const latitude = (w: Words): string => {
  const chance = w.dice.below(100);
  if (chance < 55) return `38.${w.dice.below(1_000_000)}`;
  if (chance < 90) return degrees(w, 85);
  return w.dice.percent(60)
    ? w.dice.pick(['85.05112878', '-85.05112878', '85', '0', '66.1', '-80.5'])
    : w.dice.pick(['86', '-85.0512', '-inf', 'x', '', '90']);
};

const unit = (w: Words): string =>
  w.dice.percent(95) ? w.dice.pick(['m', 'km', 'ft', 'mi', 'KM', 'M']) : w.dice.pick(['cm', '', 'kms']);

const length = (w: Words): string => {
  const chance = w.dice.below(100);
  if (chance < 60) return String(w.dice.pick([1, 5, 10, 50, 100, 500, 1000, 5000, 20000]));
  if (chance < 90) return `${w.dice.below(3000)}.${w.dice.below(1000)}`;
  return w.dice.pick(['0', '-1', 'x', 'nan', '1e8', '1e300', 'inf', '0.0001', '1e-9']);
};

const places = (w: Words): string[] =>
  w.dice.several(1, 6, () => [longitude(w), latitude(w), member(w)]).flat();

const plain = (w: Words): (() => readonly string[])[] => [
  () => [w.dice.pick(['ASC', 'DESC', 'asc'])],
  () => ['COUNT', w.dice.percent(90) ? String(w.dice.between(1, 5)) : w.integer()],
  () => ['COUNT', String(w.dice.between(1, 4)), 'ANY'],
];

const shown = (w: Words): (() => readonly string[])[] =>
  ['WITHDIST', 'WITHHASH', 'WITHCOORD', 'withdist', ...(w.dice.percent(5) ? ['ANY', 'STORE'] : [])].map(
    option => () => [option],
  );

const center = (w: Words): string[] =>
  w.dice.percent(50) ? ['FROMMEMBER', member(w)] : ['FROMLONLAT', longitude(w), latitude(w)];

const extent = (w: Words): string[] =>
  w.dice.percent(50) ? ['BYRADIUS', length(w), unit(w)] : ['BYBOX', length(w), length(w), unit(w)];

/** A center and an extent, sometimes in the other order, doubled, or one of them missing. */
const shape = (w: Words): string[] => {
  const both = [center(w), extent(w)];
  if (w.dice.percent(20)) both.reverse();
  if (w.dice.percent(4)) both.push(w.dice.percent(50) ? center(w) : extent(w));
  if (w.dice.percent(3)) both.pop();
  return both.flat();
};

const stored = (w: Words): string[] =>
  w.dice.percent(60) ? [] : w.dice.percent(50) ? ['STORE', w.key()] : ['STOREDIST', DISTANCES_KEY];

const searched = (w: Words): string[] => w.options(3, [...plain(w), ...shown(w)]);

/** One maker a command for places. */
export const GEO_COMMANDS: readonly Make[] = [
  w => ['GEOADD', w.key(), ...places(w)],
  w => ['GEOADD', w.key(), ...places(w)],
  w => [
    'GEOADD',
    w.key(),
    ...w.options(
      2,
      ['NX', 'XX', 'CH', 'ch'].map(option => () => [option]),
    ),
    ...places(w),
  ],
  w => ['GEOPOS', w.key(), ...w.dice.several(0, 3, () => member(w))],
  w => ['GEOHASH', w.key(), ...w.dice.several(0, 3, () => member(w))],
  w => ['GEODIST', w.key(), member(w), member(w), ...w.options(1, [() => [unit(w)]])],
  w => ['GEOSEARCH', w.key(), ...shape(w), ...searched(w)],
  w => ['GEOSEARCH', w.key(), ...shape(w), ...searched(w)],
  w => ['GEOSEARCHSTORE', w.key(), w.key(), ...shape(w), ...w.options(2, plain(w))],
  w => ['GEOSEARCHSTORE', DISTANCES_KEY, w.key(), ...shape(w), ...w.options(2, plain(w)), 'STOREDIST'],
  w => ['GEORADIUS', w.key(), longitude(w), latitude(w), length(w), unit(w), ...searched(w)],
  w => [
    'GEORADIUS',
    w.key(),
    longitude(w),
    latitude(w),
    length(w),
    unit(w),
    ...w.options(2, plain(w)),
    ...stored(w),
  ],
  w => ['GEORADIUS_RO', w.key(), longitude(w), latitude(w), length(w), unit(w), ...searched(w)],
  w => ['GEORADIUSBYMEMBER', w.key(), member(w), length(w), unit(w), ...searched(w), ...stored(w)],
  w => ['GEORADIUSBYMEMBER_RO', w.key(), member(w), length(w), unit(w), ...searched(w)],
  w => ['ZRANGE', w.key(), '0', '-1', 'WITHSCORES'],
  () => ['ZRANGE', DISTANCES_KEY, '0', '-1', 'WITHSCORES'],
  w => [
    'ZADD',
    w.key(),
    w.dice.pick([
      '1',
      '-1',
      '-5.5',
      '1e15',
      '4503599627370496',
      '1e18',
      '1e19',
      '3e19',
      '-1e18',
      '-1e19',
      'inf',
      '-inf',
      '0.5',
      '3479099956230698',
    ]),
    member(w),
  ],
  w => ['ZREM', w.key(), member(w)],
];
