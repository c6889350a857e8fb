import { type Place, placeOf } from '../../base/geohash.js';
import type { ReadHandler, WriteHandler } from '../../machine/command-table.js';
import type { ReadContext } from '../../machine/context.js';
import type { SortedSet } from '../../machine/values/sorted-set.js';
import type { Reply } from '../../resp/reply.js';
import { limitsOf, setOf, sortedSetAt, store } from '../sorted-sets/values.js';
import { distanceReply, placeIn, placeReply, radiusIn } from './arguments.js';
import { emptySearch, type Form, placeOfMember, readOptions, type Search, shapeOf } from './options.js';
import { distanceWithin, scoreRanges, type Shape } from './shape.js';

interface Found {
  readonly member: string;
  readonly score: number;
  readonly place: Place;
  /** Meters. */
  readonly distance: number;
}

/** Where a command of the older family takes its center from. */
type Center = 'place' | 'member';

/** GEOSEARCH. */
export const search: ReadHandler = ({ db }, argv) => {
  const set = sortedSetAt(db, argv[1]!);
  const wanted = emptySearch();
  readOptions(wanted, argv, 2, { isSearch: true, stores: 'never' }, set);
  return listReply(wanted, find(set, wanted));
};

/** GEOSEARCHSTORE. */
export const searchAndStore: WriteHandler = (context, argv) => {
  const set = sortedSetAt(context.db, argv[2]!);
  const wanted = emptySearch(argv[1]);
  readOptions(wanted, argv, 3, { isSearch: true, stores: 'always' }, set);
  return storeFound(context, argv[1]!, wanted, find(set, wanted));
};

/** GEORADIUS_RO and GEORADIUSBYMEMBER_RO. */
export function searchRadius(center: Center): ReadHandler {
  return ({ db }, argv) => {
    const [wanted, found] = findInRadius(sortedSetAt(db, argv[1]!), argv, center, 'never');
    return listReply(wanted, found);
  };
}

/** GEORADIUS and GEORADIUSBYMEMBER. */
export function searchRadiusAndStore(center: Center): WriteHandler {
  return (context, argv) => {
    const [wanted, found] = findInRadius(sortedSetAt(context.db, argv[1]!), argv, center, 'option');
    if (wanted.storeKey === undefined) return listReply(wanted, found);
    return storeFound(context, wanted.storeKey, wanted, found);
  };
}

function findInRadius(
  set: SortedSet | undefined,
  argv: readonly string[],
  center: Center,
  stores: Form['stores'],
): [Search, Found[]] {
  const wanted = emptySearch();
  const behind = center === 'place' ? 4 : 3;
  if (center === 'place') wanted.center = placeIn(argv[2]!, argv[3]!);
  else if (set !== undefined) wanted.center = placeOfMember(set, argv[2]!);
  // Of a member nothing is looked at when the key is not there.
  if (wanted.center !== undefined) wanted.extent = radiusIn(argv[behind]!, argv[behind + 1]!);
  readOptions(wanted, argv, behind + 2, { isSearch: false, stores }, set);
  return [wanted, find(set, wanted)];
}

function find(set: SortedSet | undefined, wanted: Search): Found[] {
  const shape = shapeOf(wanted);
  if (set === undefined || shape === undefined) return [];
  const found = collect(set, shape, wanted.any ? wanted.count : Infinity);
  if (wanted.order === 'nearest') found.sort((a, b) => a.distance - b.distance);
  if (wanted.order === 'farthest') found.sort((a, b) => b.distance - a.distance);
  return wanted.count > 0 ? found.slice(0, wanted.count) : found;
}

/** Members within the shape, as they come, at most `limit`. */
function collect(set: SortedSet, shape: Shape, limit: number): Found[] {
  const found: Found[] = [];
  const distanceOf = distanceWithin(shape);
  for (const [from, to] of scoreRanges(shape)) {
    if (found.length >= limit) break;
    set.forEach(set.countBelow(from, false), set.countBelow(to, false), (member, score) => {
      const place = placeOf(score);
      const distance = distanceOf(place);
      if (distance !== undefined) found.push({ member, score, place, distance });
      return found.length < limit;
    });
  }
  return found;
}

function listReply(wanted: Search, found: readonly Found[]): Reply {
  const { withDistance, withHash, withPlace, extent } = wanted;
  if (!withDistance && !withHash && !withPlace) return found.map(({ member }) => member);
  return found.map(({ member, score, place, distance }) => {
    const item: Reply[] = [member];
    if (withDistance) item.push(distanceReply(distance / (extent?.unit ?? 1)));
    if (withHash) item.push(hashReply(score));
    if (withPlace) item.push(placeReply(place));
    return item;
  });
}

/** The score as the integer that it is, in all usual sorted sets. */
function hashReply(score: number): Reply {
  const whole = Math.trunc(score);
  return Number.isSafeInteger(whole) ? whole : BigInt.asIntN(64, BigInt(whole));
}

function storeFound(
  context: ReadContext,
  key: string,
  { storesDistance, extent }: Search,
  found: readonly Found[],
): number {
  const unit = extent?.unit ?? 1;
  const pairs = new Map(
    found.map(({ member, score, distance }) => [member, storesDistance ? distance / unit : score]),
  );
  return store(context, key, setOf(pairs, limitsOf(context.settings)));
}
