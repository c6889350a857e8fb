import { WireError } from './frame.js';

/** Checks of decoded fields: each gives the value back, or ends the connection. `field` names it in the error. */

export function count(value: unknown, field: string, least = 0): number {
  if (!Number.isSafeInteger(value) || (value as number) < least) throw new WireError(`bad ${field}`);
  return value as number;
}

/** Milliseconds. */
export function time(value: unknown, field: string): number {
  if (typeof value !== 'number' || !Number.isFinite(value) || value < 0) throw new WireError(`bad ${field}`);
  return value;
}

const MAX_NAME_LENGTH = 255;

export function name(value: string, field: string): string {
  if (value.length === 0 || value.length > MAX_NAME_LENGTH) throw new WireError(`bad ${field}`);
  return value;
}

/** 32 hexadecimal digits. */
export function hex(value: string, field: string): string {
  if (!/^[0-9a-f]{32}$/.test(value)) throw new WireError(`bad ${field}`);
  return value;
}

/** host:port */
export function address(value: string, field: string): string {
  const port = Number(/^.+:(\d{1,5})$/.exec(name(value, field))?.[1]);
  if (!(port >= 1 && port <= 65_535)) throw new WireError(`bad ${field}`);
  return value;
}

/** A message field that must be there. */
export function present<T>(value: T | null | undefined, field: string): T {
  if (value === null || value === undefined) throw new WireError(`no ${field}`);
  return value;
}
