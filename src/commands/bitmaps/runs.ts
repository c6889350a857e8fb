import { Bytes } from '../../machine/values/bytes.js';
import { PIECE_BYTES } from '../../machine/values/pieces.js';
import type { StringValue } from '../../machine/values/string.js';

/** The byte at `offset`; zero behind the end. */
export function byteAt(value: StringValue | undefined, offset: number): number {
  if (value instanceof Bytes) return value.byteAt(offset);
  return value !== undefined && offset < value.length ? value.charCodeAt(offset) : 0;
}

/**
 * The bytes from `start` up to, and without, `end`, which lies within the string, in runs: the bytes, not to be changed,
 * or the length of a run of zeros. A run ends where its offset is a multiple of {@link PIECE_BYTES}.
 */
export function* runs(value: StringValue, start: number, end: number): Generator<Buffer | number> {
  if (value instanceof Bytes) {
    yield* value.runs(start, end);
    return;
  }
  for (let at = start; at < end; ) {
    const behind = Math.min(end, (Math.floor(at / PIECE_BYTES) + 1) * PIECE_BYTES);
    yield Buffer.from(value.slice(at, behind), 'latin1');
    at = behind;
  }
}
