import {
  idAfter,
  idBefore,
  MAX_ID,
  narrowUint64,
  type StreamId,
  UINT64_MAX,
  type Uint64,
  ZERO_ID,
} from '../../machine/values/stream/id.js';
import { ErrorReply } from '../../resp/reply.js';

const INVALID_ID = new ErrorReply('ERR Invalid stream ID specified as stream command argument');
const INVALID_START = new ErrorReply('ERR invalid start ID for the interval');
const INVALID_END = new ErrorReply('ERR invalid end ID for the interval');

/** Longer arguments are no ids. */
const ID_BYTES = 127;

/** Redis reads ids as C strings. */
export function beforeZero(text: string): string {
  const end = text.indexOf('\0');
  return end < 0 ? text : text.slice(0, end);
}

/** As C's strtoull takes it, leading spaces and a sign included; undefined: it does not, or there are more than 64 bits. */
function parseUint64(text: string): Uint64 | undefined {
  // What is written as a negative integer is refused; what only strtoull can read wraps around.
  if (/^-[1-9]\d{0,18}$/.test(text) && -BigInt(text) <= 2n ** 63n) return undefined;
  const [, sign, digits = ''] = /^[ \t\n\v\f\r]*([+-]?)(\d+)$/.exec(text) ?? [];
  if (digits === '') return undefined;
  const value = BigInt(digits);
  if (value > UINT64_MAX) return undefined;
  return narrowUint64(BigInt.asUintN(64, sign === '-' ? -value : value));
}

const PLAIN_ID = /^(\d{1,15})-(\d{1,15})$/;

/** `ms-seq`, or `ms` alone with `missing` for the sequence. Undefined: it is no id. `-` and `+` are none here. */
export function parseId(text: string, missing: Uint64 = 0): StreamId | undefined {
  const plain = PLAIN_ID.exec(text);
  if (plain !== null) return { ms: Number(plain[1]), seq: Number(plain[2]) };
  if (text.length > ID_BYTES) return undefined;
  const shown = beforeZero(text);
  const dash = shown.indexOf('-');
  const ms = parseUint64(dash < 0 ? shown : shown.slice(0, dash));
  const seq = dash < 0 ? missing : parseUint64(shown.slice(dash + 1));
  return ms === undefined || seq === undefined ? undefined : { ms, seq };
}

export function idArgument(text: string): StreamId {
  const id = parseId(text);
  if (id === undefined) throw INVALID_ID;
  return id;
}

/** Also `-` for the smallest id and `+` for the largest. */
export function idOrEnd(text: string, missing: Uint64 = 0): StreamId {
  const shown = text.length > ID_BYTES ? '' : beforeZero(text);
  const id = shown === '-' ? ZERO_ID : shown === '+' ? MAX_ID : parseId(text, missing);
  if (id === undefined) throw INVALID_ID;
  return id;
}

/** The lower end of a range; with `(` in front it is not in it. */
export function rangeStart(text: string): StreamId {
  if (!isExclusive(text)) return idOrEnd(text);
  const after = idAfter(idArgument(text.slice(1)));
  if (after === undefined) throw INVALID_START;
  return after;
}

/** The upper end of a range; without a sequence it holds the whole millisecond. */
export function rangeEnd(text: string): StreamId {
  if (!isExclusive(text)) return idOrEnd(text, UINT64_MAX);
  const id = parseId(text.slice(1), UINT64_MAX);
  if (id === undefined) throw INVALID_ID;
  const before = idBefore(id);
  if (before === undefined) throw INVALID_END;
  return before;
}

function isExclusive(text: string): boolean {
  return text.length > 1 && text.startsWith('(');
}

/** The id of an entry to be added; `seq` null (`ms-*`): the next one. */
export interface NewId {
  readonly ms: Uint64;
  readonly seq: Uint64 | null;
}

export function newIdArgument(text: string): NewId {
  const shown = beforeZero(text);
  const dash = shown.indexOf('-');
  if (text.length > ID_BYTES || dash < 0 || shown.slice(dash + 1) !== '*') return idArgument(text);
  const ms = parseUint64(shown.slice(0, dash));
  if (ms === undefined) throw INVALID_ID;
  return { ms, seq: null };
}
