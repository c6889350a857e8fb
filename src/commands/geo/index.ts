import { type Command, type KeySpec, keysAt, type ReadCommand, type WriteCommand } from '../spec.js';
import { geoadd, geodist, geohash, geopos } from './asking.js';
import { search, searchAndStore, searchRadius, searchRadiusAndStore } from './searching.js';

const shared = {
  categories: ['geo'],
  group: 'geo',
  complexity: 'O(log(N)+M) with N the size of the set and M the number of members in and around the shape',
} as const;

const ORDER = '[ASC | DESC]';
const COUNT = '[COUNT count [ANY]]';
const SHOWN = '[WITHCOORD] [WITHDIST] [WITHHASH]';
const UNIT = '<M | KM | FT | MI>';
const CENTER = '<FROMMEMBER member | FROMLONLAT longitude latitude>';
const EXTENT = `<BYRADIUS radius ${UNIT} | BYBOX width height ${UNIT}>`;
const STORED = '[STORE key | STOREDIST key]';

const geosearch: ReadCommand = {
  ...shared,
  name: 'geosearch',
  class: 'read',
  arity: -7,
  flags: ['readonly'],
  keys: [keysAt(['RO', 'access'], 1)],
  since: '6.2.0',
  summary: 'Returns the members whose places are within a circle or a box',
  syntax: `key ${CENTER} ${EXTENT} ${ORDER} ${COUNT} ${SHOWN}`,
  query: search,
};

const geosearchstore: WriteCommand = {
  ...shared,
  name: 'geosearchstore',
  class: 'write',
  arity: -8,
  flags: ['write', 'denyoom'],
  keys: [keysAt(['OW', 'update'], 1), keysAt(['RO', 'access'], 2)],
  since: '6.2.0',
  summary: 'Stores the members whose places are within a circle or a box under another key',
  syntax: `destination source ${CENTER} ${EXTENT} ${ORDER} ${COUNT} [STOREDIST]`,
  apply: searchAndStore,
};

const ONE_KEY = { lastKey: 0, step: 1, limit: 0 } as const;

/** Where STORE and STOREDIST name a key. */
const storedKeys = (from: number): KeySpec[] => [
  keysAt(['RO', 'access'], 1),
  { flags: ['OW', 'update'], begin: { keyword: 'STORE', startFrom: from }, find: ONE_KEY },
  { flags: ['OW', 'update'], begin: { keyword: 'STOREDIST', startFrom: from }, find: ONE_KEY },
];

const georadius: WriteCommand = {
  ...shared,
  name: 'georadius',
  class: 'write',
  arity: -6,
  flags: ['write', 'denyoom', 'movablekeys'],
  keys: storedKeys(6),
  since: '3.2.0',
  summary: 'Returns or stores the members whose places are within a circle',
  syntax: `key longitude latitude radius ${UNIT} ${SHOWN} ${COUNT} ${ORDER} ${STORED}`,
  apply: searchRadiusAndStore('place'),
};

const georadiusbymember: WriteCommand = {
  ...georadius,
  name: 'georadiusbymember',
  arity: -5,
  keys: storedKeys(5),
  summary: 'Returns or stores the members whose places are within a circle around that of a member',
  syntax: `key member radius ${UNIT} ${SHOWN} ${COUNT} ${ORDER} ${STORED}`,
  apply: searchRadiusAndStore('member'),
};

const georadiusRo: ReadCommand = {
  ...shared,
  name: 'georadius_ro',
  class: 'read',
  arity: -6,
  flags: ['readonly'],
  keys: [keysAt(['RO', 'access'], 1)],
  since: '3.2.10',
  summary: 'Returns the members whose places are within a circle',
  syntax: `key longitude latitude radius ${UNIT} ${SHOWN} ${COUNT} ${ORDER}`,
  query: searchRadius('place'),
};

const georadiusbymemberRo: ReadCommand = {
  ...georadiusRo,
  name: 'georadiusbymember_ro',
  arity: -5,
  summary: 'Returns the members whose places are within a circle around that of a member',
  syntax: `key member radius ${UNIT} ${SHOWN} ${COUNT} ${ORDER}`,
  query: searchRadius('member'),
};

export const geo: readonly Command[] = [
  geoadd,
  geopos,
  geohash,
  geodist,
  geosearch,
  geosearchstore,
  georadius,
  georadiusRo,
  georadiusbymember,
  georadiusbymemberRo,
];
