import {
  areaOf,
  type Cell,
  cellOf,
  neighbourOf,
  type Place,
  scoresOf,
  STEP_MAX,
} from '../../base/geohash.js';
import { arcsine, cosine, sine } from '../../base/trigonometry.js';

const EARTH_RADIUS_METERS = 6372797.560856;
/** Half the circumference in the Mercator projection. */
const MERCATOR_MAX_METERS = 20037726.37;
const RADIANS = Math.PI / 180;

/** What is searched: a circle or a box around a place, in meters. */
export type Shape =
  | { readonly center: Place; readonly radius: number }
  | { readonly center: Place; readonly width: number; readonly height: number };

/** Measures great-circle distances from a place by the haversine formula, in meters. */
export function distanceFrom(from: Place): (to: Place) => number {
  const south = from.latitude * RADIANS;
  const cosineOfSouth = cosine(south);
  return to => {
    const v = sine((to.longitude * RADIANS - from.longitude * RADIANS) / 2);
    if (v === 0) return northDistance(from.latitude, to.latitude);
    const north = to.latitude * RADIANS;
    const u = sine((north - south) / 2);
    const a = u * u + cosineOfSouth * cosine(north) * v * v;
    return 2 * EARTH_RADIUS_METERS * arcsine(Math.min(Math.sqrt(a), 1));
  };
}

/** Along a meridian, in meters. */
function northDistance(from: number, to: number): number {
  return EARTH_RADIUS_METERS * Math.abs(to * RADIANS - from * RADIANS);
}

/** Two places are at least so far apart as their latitudes, give or take the last digits of a sum. */
const MARGIN = 1 + 1e-9;

/** Measures the distance of places from the center, in meters; undefined: outside. */
export function distanceWithin(shape: Shape): (place: Place) => number | undefined {
  const { center } = shape;
  const distance = distanceFrom(center);
  return place => {
    const north = northDistance(place.latitude, center.latitude);
    if ('radius' in shape) {
      if (north > shape.radius * MARGIN) return undefined;
      const meters = distance(place);
      return meters > shape.radius ? undefined : meters;
    }
    if (north > shape.height / 2) return undefined;
    const sideways = distanceFrom(place)({ longitude: center.longitude, latitude: place.latitude });
    return sideways > shape.width / 2 ? undefined : distance(place);
  };
}

/**
 * Ranges of scores that hold all places of a shape, and others: of the cell of its center and of the eight around that, in
 * the order in which Redis looks at them.
 */
export function* scoreRanges(shape: Shape): Generator<readonly [from: number, to: number]> {
  const { center, cells } = cellsAround(shape);
  yield scoresOf(center);
  // On the coarsest grids neighbours on both sides are the same cell.
  let before: Cell | undefined;
  for (const cell of cells) {
    if (before !== undefined && before.x === cell.x && before.y === cell.y) continue;
    yield scoresOf(cell);
    before = cell;
  }
}

/** The bounds of a shape in degrees; its northern and southern corners differ in width. */
function boundsOf(shape: Shape): ReturnType<typeof areaOf> {
  const { longitude, latitude } = shape.center;
  const isCircle = 'radius' in shape;
  const height = isCircle ? shape.radius : shape.height / 2;
  const width = isCircle ? shape.radius : shape.width / 2;
  const north = height / EARTH_RADIUS_METERS / RADIANS;
  const edge = latitude < 0 ? latitude - north : latitude + north;
  const east = width / EARTH_RADIUS_METERS / cosine(edge * RADIANS) / RADIANS;
  return {
    west: longitude - east,
    east: longitude + east,
    south: latitude - north,
    north: latitude + north,
  };
}

/** Where the eight neighbours lie: to the east, to the north. */
const NEIGHBOURS = [
  [0, 1],
  [0, -1],
  [1, 0],
  [-1, 0],
  [1, 1],
  [-1, 1],
  [1, -1],
  [-1, -1],
] as const;

function cellsAround(shape: Shape): { center: Cell; cells: Cell[] } {
  let step = stepFor(shape);
  let center = cellOf(shape.center, step);
  // The coarsest grid is looked at as a whole.
  if (step === 1) return { center, cells: neighboursOf(center, () => true) };
  const bounds = boundsOf(shape);
  if (!reaches(center, bounds)) center = cellOf(shape.center, --step);
  if (step === 1) return { center, cells: neighboursOf(center, () => true) };
  const { west, east, south, north } = areaOf(center);
  return {
    center,
    cells: neighboursOf(
      center,
      (toEast, toNorth) =>
        !(toNorth < 0 && south < bounds.south) &&
        !(toNorth > 0 && north > bounds.north) &&
        !(toEast < 0 && west < bounds.west) &&
        !(toEast > 0 && east > bounds.east),
    ),
  };
}

function neighboursOf(center: Cell, isNeeded: (toEast: number, toNorth: number) => boolean): Cell[] {
  return NEIGHBOURS.filter(([east, north]) => isNeeded(east, north)).map(([east, north]) =>
    neighbourOf(center, east, north),
  );
}

/** Whether the neighbours reach to the bounds: near the edge of its cell a shape may need larger ones. */
function reaches(center: Cell, bounds: ReturnType<typeof areaOf>): boolean {
  return (
    areaOf(neighbourOf(center, 0, 1)).north >= bounds.north &&
    areaOf(neighbourOf(center, 0, -1)).south <= bounds.south &&
    areaOf(neighbourOf(center, 1, 0)).east >= bounds.east &&
    areaOf(neighbourOf(center, -1, 0)).west <= bounds.west
  );
}

/** The finest grid of which nine cells hold the shape, mostly. */
function stepFor(shape: Shape): number {
  let range =
    'radius' in shape
      ? shape.radius
      : Math.sqrt((shape.width / 2) * (shape.width / 2) + (shape.height / 2) * (shape.height / 2));
  if (range === 0) return STEP_MAX;
  let step = -1;
  for (; range < MERCATOR_MAX_METERS; range *= 2) step++;
  const latitude = Math.abs(shape.center.latitude);
  // Towards the poles a degree is shorter.
  if (latitude > 66) step--;
  if (latitude > 80) step--;
  return Math.max(1, Math.min(step, STEP_MAX));
}
