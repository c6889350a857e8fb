import type { StringValue } from '../../machine/values/string.js';
import { ErrorReply, SYNTAX_ERROR } from '../../resp/reply.js';
import { integer, stringAt } from '../arguments.js';
import { keysAt, type ReadCommand } from '../spec.js';
import { bitsOf, type RangeArguments, rangeUnit } from './offsets.js';
import { byteAt, runs } from './runs.js';

const BAD_BIT = new ErrorReply('ERR The bit argument must be 1 or 0.');
const WHOLE: RangeArguments = { start: 0, end: undefined, isBits: false };

/** How many bits of each byte are set. */
const ONES = Uint8Array.from({ length: 256 }, (_, byte) => {
  let ones = 0;
  for (let rest = byte; rest > 0; rest &= rest - 1) ones++;
  return ones;
});

export const bitcount: ReadCommand = {
  name: 'bitcount',
  class: 'read',
  arity: -2,
  flags: ['readonly'],
  categories: ['bitmap'],
  keys: [keysAt(['RO', 'access'], 1)],
  group: 'bitmap',
  since: '2.6.0',
  summary: 'Returns how many bits of a string, or of a part of it, are set',
  complexity: 'O(N) with N the number of bytes looked at',
  syntax: 'key [start end [BYTE | BIT]]',
  query: ({ db }, argv) => {
    const range = countRange(argv);
    const value = stringAt(db, argv[1]!);
    if (value === undefined || (range.end !== undefined && isReversed(range.start, range.end))) return 0;
    const { first, last } = bitsOf(range, value.length);
    return first > last ? 0 : countOnes(value, first, last);
  },
};

function countRange(argv: readonly string[]): RangeArguments {
  if (argv.length === 2) return WHOLE;
  if (argv.length !== 4 && argv.length !== 5) throw SYNTAX_ERROR;
  const [start, end] = [integer(argv[2]!), integer(argv[3]!)];
  return { start, end, isBits: rangeUnit(argv[4]) };
}

/** Two ends counted from the right in the wrong order: nothing, although both may lie before the start. */
function isReversed(start: number, end: number): boolean {
  return start < 0 && end < 0 && start > end;
}

function countOnes(value: StringValue, first: number, last: number): number {
  const firstByte = Math.floor(first / 8);
  const lastByte = Math.floor(last / 8);
  let count = 0;
  for (const run of runs(value, firstByte, lastByte + 1)) {
    if (typeof run === 'number') continue;
    for (let i = 0; i < run.length; i++) count += ONES[run[i]!]!;
  }
  const before = byteAt(value, firstByte) & ~(0xff >> (first % 8));
  const behind = byteAt(value, lastByte) & (0x7f >> (last % 8));
  return count - ONES[before & 0xff]! - ONES[behind]!;
}

export const bitpos: ReadCommand = {
  name: 'bitpos',
  class: 'read',
  arity: -3,
  flags: ['readonly'],
  categories: ['bitmap'],
  keys: [keysAt(['RO', 'access'], 1)],
  group: 'bitmap',
  since: '2.8.7',
  summary: 'Returns where the first bit that is set, or clear, stands in a string or a part of it',
  complexity: 'O(N) with N the number of bytes looked at',
  syntax: 'key bit [start [end [BYTE | BIT]]]',
  query: ({ db }, argv) => {
    const bit = integer(argv[2]!);
    if (bit !== 0 && bit !== 1) throw BAD_BIT;
    const range = positionRange(argv);
    const value = stringAt(db, argv[1]!);
    if (value === undefined) return bit === 1 ? -1 : 0;
    const { first, last } = bitsOf(range, value.length);
    if (first > last) return -1;
    const position = positionOf(value, bit, first, last);
    // Without an end of the range the string goes on as zeros.
    return position < 0 && bit === 0 && range.end === undefined ? last + 1 : position;
  },
};

function positionRange(argv: readonly string[]): RangeArguments {
  if (argv.length > 6) throw SYNTAX_ERROR;
  if (argv.length === 3) return WHOLE;
  const start = integer(argv[3]!);
  const isBits = rangeUnit(argv[5]);
  return { start, end: argv.length > 4 ? integer(argv[4]!) : undefined, isBits };
}

/** The first such bit from `first` to `last`, both included; -1: there is none. */
function positionOf(value: StringValue, bit: number, first: number, last: number): number {
  const other = bit === 1 ? 0 : 0xff;
  const mask = 0xff >> (first % 8);
  let at = Math.floor(first / 8);
  const head = (byteAt(value, at) ^ other) & mask;
  if (head !== 0) return inRange(at * 8 + leadingZeros(head), last);
  at++;
  for (const run of runs(value, at, Math.floor(last / 8) + 1)) {
    const index = typeof run === 'number' ? (bit === 0 ? 0 : -1) : run.findIndex(byte => byte !== other);
    if (index >= 0) {
      const byte = typeof run === 'number' ? 0 : run[index]!;
      return inRange((at + index) * 8 + leadingZeros(byte ^ other), last);
    }
    at += typeof run === 'number' ? run : run.length;
  }
  return -1;
}

function leadingZeros(byte: number): number {
  return Math.clz32(byte) - 24;
}

function inRange(position: number, last: number): number {
  return position <= last ? position : -1;
}
