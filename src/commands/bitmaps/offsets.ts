import type { MachineSettings } from '../../machine/settings.js';
import { ErrorReply, SYNTAX_ERROR } from '../../resp/reply.js';
import { integer, keyword } from '../arguments.js';
import { stringLimit } from '../strings/limits.js';

const BAD_OFFSET = new ErrorReply('ERR bit offset is not an integer or out of range');

/** The offset of a bit, or of the first bit of a field of `bits`, none of which may lie behind the longest string. */
export function bitOffset(text: string, settings: MachineSettings, bits = 1, unit = 1): number {
  const offset = integer(text, BAD_OFFSET) * unit;
  if (offset < 0 || Math.floor((offset + bits - 1) / 8) >= stringLimit(settings)) throw BAD_OFFSET;
  return offset;
}

/** A range as BITCOUNT and BITPOS take it, not yet cut to a string. */
export interface RangeArguments {
  readonly start: number;
  /** Included; undefined: the end of the string. */
  readonly end: number | undefined;
  /** Whether both count bits, not bytes. */
  readonly isBits: boolean;
}

export function rangeUnit(word: string | undefined): RangeArguments['isBits'] {
  if (word === undefined) return false;
  const unit = keyword(word, 'BIT', 'BYTE');
  if (unit === undefined) throw SYNTAX_ERROR;
  return unit === 'BIT';
}

/** The range in bits of a string of `length` bytes: `first` to `last`, both included; empty when `first` > `last`. */
export function bitsOf(range: RangeArguments, length: number): { first: number; last: number } {
  const unit = range.isBits ? 1 : 8;
  const total = (length * 8) / unit;
  const fromStart = (place: number): number => Math.max(place < 0 ? total + place : place, 0);
  const start = fromStart(range.start);
  const end = Math.min(fromStart(range.end ?? -1), total - 1);
  return { first: start * unit, last: (end + 1) * unit - 1 };
}
