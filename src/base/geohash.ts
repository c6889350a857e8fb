/** A place, in degrees. */
export interface Place {
  readonly longitude: number;
  readonly latitude: number;
}

/** What a cell covers, in degrees. */
export interface Area {
  readonly west: number;
  readonly east: number;
  readonly south: number;
  readonly north: number;
}

/** A cell of a grid of 2^step by 2^step; a geohash is the bits of both numbers in turn, those of `x` the higher ones. */
export interface Cell {
  readonly step: number;
  readonly x: number;
  readonly y: number;
}

/** The grid of the scores of sorted sets: 52 bits. Its latitudes end where those of the Mercator projection do. */
export const STEP_MAX = 26;
export const LONGITUDE_MAX = 180;
export const LATITUDE_MAX = 85.05112878;

/** The cell of a place; at the eastern and the northern end it is one behind the last. */
export function cellOf({ longitude, latitude }: Place, step: number, latitudeMax = LATITUDE_MAX): Cell {
  const scale = 2 ** step;
  return {
    step,
    x: Math.floor(((longitude + LONGITUDE_MAX) / (2 * LONGITUDE_MAX)) * scale),
    y: Math.floor(((latitude + latitudeMax) / (2 * latitudeMax)) * scale),
  };
}

export function areaOf({ step, x, y }: Cell): Area {
  const scale = 2 ** step;
  return {
    west: -LONGITUDE_MAX + (x / scale) * (2 * LONGITUDE_MAX),
    east: -LONGITUDE_MAX + ((x + 1) / scale) * (2 * LONGITUDE_MAX),
    south: -LATITUDE_MAX + (y / scale) * (2 * LATITUDE_MAX),
    north: -LATITUDE_MAX + ((y + 1) / scale) * (2 * LATITUDE_MAX),
  };
}

/** The neighbour so many cells to the east and to the north; behind an end of the grid it goes on at the other. */
export function neighbourOf({ step, x, y }: Cell, east: number, north: number): Cell {
  const size = 2 ** step;
  return {
    step,
    x: east === 0 ? x : (x + east + size) % size,
    y: north === 0 ? y : (y + north + size) % size,
  };
}

/** Scores of the places in a cell: from the first to before the second. */
export function scoresOf({ step, x, y }: Cell): readonly [from: number, to: number] {
  const bits = interleaved(x, y);
  const scale = 4 ** (STEP_MAX - step);
  return [bits * scale, (bits + 1) * scale];
}

/** As the commands for places store it. */
export function scoreOf(place: Place): number {
  const { x, y } = cellOf(place, STEP_MAX);
  return interleaved(x, y);
}

/** The middle of the cell that a score names. Any score names one: its whole part is taken for 64 bits, as in C. */
export function placeOf(score: number): Place {
  const [high, low] = halves(score);
  const cell = {
    step: STEP_MAX,
    x: ((everyOther(high >>> 1) << 16) | everyOther(low >>> 1)) >>> 0,
    y: ((everyOther(high) << 16) | everyOther(low)) >>> 0,
  };
  const { west, east, south, north } = areaOf(cell);
  return {
    longitude: within((west + east) / 2, LONGITUDE_MAX),
    latitude: within((south + north) / 2, LATITUDE_MAX),
  };
}

const ALPHABET = '0123456789bcdefghjkmnpqrstuvwxyz';
const SYMBOL_BITS = 5;
/** Of the eleven symbols that are usual 52 bits settle ten. */
const SYMBOLS = 10;

/** The standard geohash, eleven symbols: its latitudes reach from pole to pole. */
export function geohashOf(place: Place): string {
  const { x, y } = cellOf(place, STEP_MAX, 90);
  const bits = interleaved(x, y);
  let text = '';
  for (let at = 1; at <= SYMBOLS; at++) {
    const rest = Math.floor(bits / 2 ** (2 * STEP_MAX - at * SYMBOL_BITS));
    text += ALPHABET.charAt(rest % 2 ** SYMBOL_BITS);
  }
  return `${text}0`;
}

function within(value: number, limit: number): number {
  return Math.max(-limit, Math.min(value, limit));
}

/** Bits of both in turn, in two halves that fit 32 bits. */
function interleaved(x: number, y: number): number {
  const low = (spread(x & 0x1fff) << 1) | spread(y & 0x1fff);
  const high = (spread(x >>> 13) << 1) | spread(y >>> 13);
  return high * 2 ** 26 + low;
}

/** 16 bits to every other of 32. */
function spread(bits: number): number {
  let value = bits;
  value = (value | (value << 8)) & 0x00ff00ff;
  value = (value | (value << 4)) & 0x0f0f0f0f;
  value = (value | (value << 2)) & 0x33333333;
  return (value | (value << 1)) & 0x55555555;
}

/** Every other of 32 bits, from the lowest on. */
function everyOther(bits: number): number {
  let value = bits & 0x55555555;
  value = (value | (value >>> 1)) & 0x33333333;
  value = (value | (value >>> 2)) & 0x0f0f0f0f;
  value = (value | (value >>> 4)) & 0x00ff00ff;
  return (value | (value >>> 8)) & 0x0000ffff;
}

/** The whole part of a score as two times 32 bits. Beyond what 64 bits hold there is nothing to find. */
function halves(score: number): [high: number, low: number] {
  const whole = Math.trunc(score);
  if (whole >= 0 && whole < 2 ** 53) return [Math.floor(whole / 2 ** 32), whole >>> 0];
  if (!(whole >= -(2 ** 63) && whole < 2 ** 64)) return [whole < 0 ? 2 ** 31 : 0, 0];
  const bits = BigInt.asUintN(64, BigInt(whole));
  return [Number(bits >> 32n), Number(bits & 0xffffffffn)];
}
