import { LATITUDE_MAX, LONGITUDE_MAX, type Place } from '../../base/geohash.js';
import { Decimal, ErrorReply, type Reply } from '../../resp/reply.js';
import { float, keyword } from '../arguments.js';

const UNKNOWN_UNIT = new ErrorReply('ERR unsupported unit provided. please use M, KM, FT, MI');

const METERS = { M: 1, KM: 1000, FT: 0.3048, MI: 1609.34 };

/** How many meters a unit has. */
export function unitOf(argument: string): number {
  const unit = keyword(argument, 'M', 'KM', 'FT', 'MI');
  if (unit === undefined) throw UNKNOWN_UNIT;
  return METERS[unit];
}

/** In degrees; the poles are outside. */
export function placeIn(longitudeText: string, latitudeText: string): Place {
  const longitude = float(longitudeText);
  const latitude = float(latitudeText);
  if (Math.abs(longitude) > LONGITUDE_MAX || Math.abs(latitude) > LATITUDE_MAX) {
    const [x, y] = [longitude, latitude].map(fixed);
    throw new ErrorReply(`ERR invalid longitude,latitude pair ${x},${y}`);
  }
  return { longitude, latitude };
}

const NO_RADIUS = new ErrorReply('ERR need numeric radius');
const NEGATIVE_RADIUS = new ErrorReply('ERR radius cannot be negative');

/** `radius unit`. */
export function radiusIn(radiusText: string, unitText: string): { radius: number; unit: number } {
  const radius = float(radiusText, NO_RADIUS);
  if (radius < 0) throw NEGATIVE_RADIUS;
  const unit = unitOf(unitText);
  return { radius: radius * unit, unit };
}

const NO_WIDTH = new ErrorReply('ERR need numeric width');
const NO_HEIGHT = new ErrorReply('ERR need numeric height');
const NEGATIVE_BOX = new ErrorReply('ERR height or width cannot be negative');

/** `width height unit`. */
export function boxIn(
  widthText: string,
  heightText: string,
  unitText: string,
): { width: number; height: number; unit: number } {
  const width = float(widthText, NO_WIDTH);
  const height = float(heightText, NO_HEIGHT);
  if (width < 0 || height < 0) throw NEGATIVE_BOX;
  const unit = unitOf(unitText);
  return { width: width * unit, height: height * unit, unit };
}

/** As C prints a double in an error: six digits behind the point. */
function fixed(value: number): string {
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  if (Object.is(value, -0)) return '-0.000000';
  if (Math.abs(value) < 1e21) return value.toFixed(6);
  return `${BigInt(value)}.000000`;
}

const DISTANCE_SCALE = 10_000;

/** A distance with four digits behind the point, a bulk string in both protocols. */
export function distanceReply(distance: number): string {
  const scaled = distance * DISTANCE_SCALE;
  const below = Math.floor(scaled);
  // Halves go to the even neighbour, as the rounding of the processor does.
  const isUp = scaled - below > 0.5 || (scaled - below === 0.5 && below % 2 === 1);
  const digits = String(isUp ? below + 1 : below).padStart(5, '0');
  return `${digits.slice(0, -4)}.${digits.slice(-4)}`;
}

/** 17 digits behind the point, without the zeros at the end. */
export function placeReply({ longitude, latitude }: Place): Reply[] {
  return [longitude, latitude].map(degrees => new Decimal(degrees.toFixed(17).replace(/\.?0+$/, '')));
}
