import { Bytes } from '../../machine/values/bytes.js';
import { PIECE_BYTES } from '../../machine/values/pieces.js';
import type { StringValue } from '../../machine/values/string.js';
import { ErrorReply, SYNTAX_ERROR } from '../../resp/reply.js';
import { keyword, stringAt } from '../arguments.js';
import { keysAt, type WriteCommand } from '../spec.js';
import { runs } from './runs.js';

const OPERATIONS = ['AND', 'OR', 'XOR', 'NOT', 'DIFF', 'DIFF1', 'ANDOR', 'ONE'] as const;
type Operation = (typeof OPERATIONS)[number];

const NOT_NEEDS_ONE = new ErrorReply('ERR BITOP NOT must be called with a single source key.');

export const bitop: WriteCommand = {
  name: 'bitop',
  class: 'write',
  arity: -4,
  flags: ['write', 'denyoom'],
  categories: ['bitmap'],
  keys: [keysAt(['OW', 'update'], 2), keysAt(['RO', 'access'], 3, -1)],
  group: 'bitmap',
  since: '2.6.0',
  summary: 'Combines strings bit by bit, stores the result and returns its length',
  complexity: 'O(N) with N the length of the longest string',
  syntax: '<AND | OR | XOR | NOT | DIFF | DIFF1 | ANDOR | ONE> destkey key [key ...]',
  apply: ({ db }, argv) => {
    const operation = keyword(argv[1], ...OPERATIONS);
    if (operation === undefined) throw SYNTAX_ERROR;
    const target = argv[2]!;
    checkSources(operation, argv.length - 3);
    const sources = argv.slice(3).map(key => stringAt(db, key) ?? '');
    const length = Math.max(...sources.map(source => source.length));
    db.refuseKept(target);
    if (length === 0) db.delete(target);
    else db.set(target, combine(operation, sources, length));
    return length;
  },
};

function checkSources(operation: Operation, count: number): void {
  if (operation === 'NOT' && count !== 1) throw NOT_NEEDS_ONE;
  const needsTwo = operation === 'DIFF' || operation === 'DIFF1' || operation === 'ANDOR';
  if (needsTwo && count < 2)
    throw new ErrorReply(`ERR BITOP ${operation} must be called with at least two source keys.`);
}

function combine(operation: Operation, sources: readonly StringValue[], length: number): Bytes {
  const result = new Bytes();
  result.extend(length);
  for (let base = 0; base < length; base += PIECE_BYTES) {
    const size = Math.min(PIECE_BYTES, length - base);
    const parts = sources.map(source => partOf(source, base, size));
    // Zeros give zeros, and a hole stays one.
    if (operation !== 'NOT' && parts.every(part => part === ZEROS)) continue;
    result.write(base, combineParts(operation, parts, size).toString('latin1'));
  }
  return result;
}

const ZEROS = Buffer.alloc(PIECE_BYTES);

/** `size` bytes from `base` on at least, zeros behind the end; {@link ZEROS} itself where nothing was written. */
function partOf(source: StringValue, base: number, size: number): Buffer {
  let part = ZEROS;
  let at = 0;
  for (const run of runs(source, base, Math.min(base + size, source.length))) {
    if (typeof run !== 'number') {
      if (run.length === size) return run;
      if (part === ZEROS) part = Buffer.alloc(size);
      run.copy(part, at);
    }
    at += typeof run === 'number' ? run : run.length;
  }
  return part;
}

/** The first part is X where the operations tell X from the others. */
function combineParts(operation: Operation, parts: readonly Buffer[], size: number): Buffer {
  const [first = ZEROS, ...others] = parts;
  switch (operation) {
    case 'AND':
      return fold(parts, size, (left, right) => left & right);
    case 'OR':
      return fold(parts, size, (left, right) => left | right);
    case 'XOR':
      return fold(parts, size, (left, right) => left ^ right);
    case 'NOT':
      return fold([first, first], size, left => ~left);
    case 'DIFF':
      return fold([any(others, size), first], size, (others, x) => x & ~others);
    case 'DIFF1':
      return fold([any(others, size), first], size, (others, x) => others & ~x);
    case 'ANDOR':
      return fold([any(others, size), first], size, (others, x) => x & others);
    case 'ONE':
      return exactlyOne(parts, size);
  }
}

function any(parts: readonly Buffer[], size: number): Buffer {
  return fold(parts, size, (left, right) => left | right);
}

function fold(parts: readonly Buffer[], size: number, step: (left: number, right: number) => number): Buffer {
  const [first = ZEROS, ...others] = parts;
  const result = Buffer.from(first.subarray(0, size));
  for (const part of others) for (let i = 0; i < size; i++) result[i] = step(result[i]!, part[i]!);
  return result;
}

/** Bits that are set in one of the parts and in no other. */
function exactlyOne(parts: readonly Buffer[], size: number): Buffer {
  const once = Buffer.alloc(size);
  const twice = Buffer.alloc(size);
  for (const part of parts) {
    for (let i = 0; i < size; i++) {
      twice[i]! |= once[i]! & part[i]!;
      once[i]! |= part[i]!;
    }
  }
  return fold([once, twice], size, (once, twice) => once & ~twice);
}
