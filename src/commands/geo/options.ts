import { type Place, placeOf } from '../../base/geohash.js';
import type { SortedSet } from '../../machine/values/sorted-set.js';
import { ErrorReply, SYNTAX_ERROR } from '../../resp/reply.js';
import { integer, keyword } from '../arguments.js';
import { boxIn, placeIn, radiusIn } from './arguments.js';
import type { Shape } from './shape.js';

const NO_SUCH_MEMBER = new ErrorReply('ERR could not decode requested zset member');
const COUNT_TOO_LOW = new ErrorReply('ERR COUNT must be > 0');
const ANY_ALONE = new ErrorReply('ERR the ANY argument requires COUNT argument');

/** What the name of a command settles about its options. */
export interface Form {
  /** GEOSEARCH and GEOSEARCHSTORE say by options where to search; the older commands at fixed places. */
  readonly isSearch: boolean;
  /** `option`: STORE and STOREDIST name a key. */
  readonly stores: 'never' | 'always' | 'option';
}

/** How wide to search: a shape that has no center yet. */
export type Extent =
  | { readonly radius: number; readonly unit: number }
  | { readonly width: number; readonly height: number; readonly unit: number };

export interface Search {
  center: Place | undefined;
  /** By which option the center was given, were it of a key that is not there. */
  from: 'FROMMEMBER' | 'FROMLONLAT' | undefined;
  extent: Extent | undefined;
  withDistance: boolean;
  withHash: boolean;
  withPlace: boolean;
  order: 'nearest' | 'farthest' | undefined;
  /** 0: all. */
  count: number;
  /** COUNT is content with any that are found. */
  any: boolean;
  storeKey: string | undefined;
  storesDistance: boolean;
}

export function emptySearch(storeKey?: string): Search {
  return {
    center: undefined,
    from: undefined,
    extent: undefined,
    withDistance: false,
    withHash: false,
    withPlace: false,
    order: undefined,
    count: 0,
    any: false,
    storeKey,
    storesDistance: false,
  };
}

/** The place of a member that is searched around. */
export function placeOfMember(set: SortedSet, member: string): Place {
  const score = set.score(member);
  if (score === undefined) throw NO_SUCH_MEMBER;
  return placeOf(score);
}

/** Reads options from `from` on into `search`, and checks that they go together. */
export function readOptions(
  search: Search,
  argv: readonly string[],
  from: number,
  form: Form,
  set: SortedSet | undefined,
): void {
  for (let at = from; at < argv.length; ) {
    const used =
      readFlag(search, argv, at) +
      readCountOrStore(search, argv, at, form) +
      (form.isSearch ? readCenterOrExtent(search, argv, at, set) : 0);
    if (used === 0) throw SYNTAX_ERROR;
    at += used;
  }
  check(search, argv, form);
}

/** How many arguments at `at` were an option and belong to it. */
function readFlag(search: Search, argv: readonly string[], at: number): number {
  switch (keyword(argv[at], 'WITHDIST', 'WITHHASH', 'WITHCOORD', 'ANY', 'ASC', 'DESC')) {
    case 'WITHDIST':
      search.withDistance = true;
      return 1;
    case 'WITHHASH':
      search.withHash = true;
      return 1;
    case 'WITHCOORD':
      search.withPlace = true;
      return 1;
    case 'ANY':
      search.any = true;
      return 1;
    case 'ASC':
      search.order = 'nearest';
      return 1;
    case 'DESC':
      search.order = 'farthest';
      return 1;
    case undefined:
      return 0;
  }
}

function readCountOrStore(search: Search, argv: readonly string[], at: number, form: Form): number {
  const option = keyword(argv[at], 'COUNT', 'STORE', 'STOREDIST');
  const argument = argv[at + 1];
  if (option === 'STOREDIST' && form.stores === 'always') {
    search.storesDistance = true;
    return 1;
  }
  if (option === undefined || argument === undefined) return 0;
  if (option === 'COUNT') {
    search.count = integer(argument);
    if (search.count <= 0) throw COUNT_TOO_LOW;
    return 2;
  }
  if (form.stores !== 'option') return 0;
  search.storeKey = argument;
  search.storesDistance = option === 'STOREDIST';
  return 2;
}

function readCenterOrExtent(
  search: Search,
  argv: readonly string[],
  at: number,
  set: SortedSet | undefined,
): number {
  const option = keyword(argv[at], 'FROMMEMBER', 'FROMLONLAT', 'BYRADIUS', 'BYBOX');
  const [, first, second, third] = argv.slice(at, at + 4);
  const isBox = search.extent !== undefined && 'width' in search.extent;
  const isCircle = search.extent !== undefined && !isBox;
  if (option === 'FROMMEMBER' && first !== undefined && search.from !== 'FROMLONLAT') {
    if (set !== undefined) search.center = placeOfMember(set, first);
    search.from = option;
    return 2;
  }
  if (second === undefined || first === undefined) return 0;
  if (option === 'FROMLONLAT' && search.from !== 'FROMMEMBER') {
    search.center = placeIn(first, second);
    search.from = option;
    return 3;
  }
  if (option === 'BYRADIUS' && !isBox) {
    search.extent = radiusIn(first, second);
    return 3;
  }
  if (option === 'BYBOX' && third !== undefined && !isCircle) {
    search.extent = boxIn(first, second, third);
    return 4;
  }
  return 0;
}

function check(search: Search, argv: readonly string[], { isSearch, stores }: Form): void {
  const shows = search.withDistance || search.withHash || search.withPlace;
  if (search.storeKey !== undefined && shows) {
    const what = stores === 'always' ? 'GEOSEARCHSTORE' : 'STORE option in GEORADIUS';
    throw new ErrorReply(`ERR ${what} is not compatible with WITHDIST, WITHHASH and WITHCOORD options`);
  }
  const name = argv[0] ?? '';
  if (isSearch && search.from === undefined)
    throw new ErrorReply(`ERR exactly one of FROMMEMBER or FROMLONLAT can be specified for ${name}`);
  if (isSearch && search.extent === undefined)
    throw new ErrorReply(`ERR exactly one of BYRADIUS and BYBOX can be specified for ${name}`);
  if (search.any && search.count === 0) throw ANY_ALONE;
  // To give the first ones, they must be in order.
  if (search.count > 0 && !search.any) search.order ??= 'nearest';
}

/** What is searched, once all is known; undefined: the key was not there. */
export function shapeOf({ center, extent }: Search): Shape | undefined {
  return center && extent && { center, ...extent };
}
