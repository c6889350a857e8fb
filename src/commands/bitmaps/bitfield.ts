import { INT64_MAX, type Int64, narrow, parseInt64 } from '../../base/numbers.js';
import type { ReadContext, WriteContext } from '../../machine/context.js';
import type { MachineSettings } from '../../machine/settings.js';
import type { Bytes } from '../../machine/values/bytes.js';
import { ErrorReply, type Reply, SYNTAX_ERROR } from '../../resp/reply.js';
import { integer64, keyword, printed, stringAt } from '../arguments.js';
import { keysAt, type ReadCommand, type WriteCommand } from '../spec.js';
import { edit } from '../strings/editing.js';
import { type Field, fit, type Overflow, readField, writeField } from './fields.js';
import { bitOffset } from './offsets.js';

const BAD_TYPE = new ErrorReply(
  'ERR Invalid bitfield type. Use something like i16 u8. Note that u64 is not supported but i64 is.',
);
const BAD_OVERFLOW = new ErrorReply('ERR Invalid OVERFLOW type specified');
const GET_ONLY = new ErrorReply('ERR BITFIELD_RO only supports the GET subcommand');

export const bitfield: WriteCommand = {
  name: 'bitfield',
  class: 'write',
  arity: -2,
  flags: ['write', 'denyoom'],
  categories: ['bitmap'],
  keys: [keysAt(['RW', 'access', 'update', 'variable_flags'], 1)],
  group: 'bitmap',
  since: '3.2.0',
  summary: 'Reads and changes integers of any width at any place within a string',
  complexity: 'O(1) for each subcommand',
  syntax:
    'key [GET encoding offset | [OVERFLOW <WRAP | SAT | FAIL>] ' +
    '<SET encoding offset value | INCRBY encoding offset increment> ...]',
  apply: (context, argv) => {
    const operations = readOperations(argv, context.settings);
    if (operations.every(({ name }) => name === 'GET')) return readAll(context, argv[1]!, operations);
    return changeAll(context, argv[1]!, operations);
  },
};

export const bitfieldRo: ReadCommand = {
  name: 'bitfield_ro',
  class: 'read',
  arity: -2,
  flags: ['readonly', 'fast'],
  categories: ['bitmap'],
  keys: [keysAt(['RO', 'access'], 1)],
  group: 'bitmap',
  since: '6.0.0',
  summary: 'Reads integers of any width at any place within a string',
  complexity: 'O(1) for each subcommand',
  syntax: 'key [GET encoding offset [GET encoding offset ...]]',
  query: (context, argv) => {
    const operations = readOperations(argv, context.settings);
    if (operations.some(({ name }) => name !== 'GET')) throw GET_ONLY;
    return readAll(context, argv[1]!, operations);
  },
};

interface Operation {
  readonly name: 'GET' | 'SET' | 'INCRBY';
  readonly field: Field;
  /** The new value, or what is added; 0 of GET. */
  readonly operand: Int64;
  readonly overflow: Overflow;
}

function readOperations(argv: readonly string[], settings: MachineSettings): Operation[] {
  const operations: Operation[] = [];
  let overflow: Overflow = 'WRAP';
  for (let at = 2; at < argv.length; ) {
    const name = keyword(argv[at], 'GET', 'SET', 'INCRBY', 'OVERFLOW');
    const words = name === undefined ? Infinity : { OVERFLOW: 2, GET: 3, SET: 4, INCRBY: 4 }[name];
    if (name === undefined || at + words > argv.length) throw SYNTAX_ERROR;
    if (name === 'OVERFLOW') {
      const chosen = keyword(argv[at + 1], 'WRAP', 'SAT', 'FAIL');
      if (chosen === undefined) throw BAD_OVERFLOW;
      overflow = chosen;
    } else {
      const field = readFieldArguments(argv[at + 1]!, argv[at + 2]!, settings);
      const operand = name === 'GET' ? 0 : integer64(argv[at + 3]!);
      operations.push({ name, field, operand, overflow });
    }
    at += words;
  }
  return operations;
}

/** A type like `u8` or `i64`, and an offset in bits, or with `#` in fields of that type. */
function readFieldArguments(type: string, offset: string, settings: MachineSettings): Field {
  const isSigned = type.startsWith('i');
  const bits = parseInt64(printed(type.slice(1)));
  if (!isSigned && !type.startsWith('u')) throw BAD_TYPE;
  if (typeof bits !== 'number' || bits < 1 || bits > (isSigned ? 64 : 63)) throw BAD_TYPE;
  const inFields = offset.startsWith('#');
  const start = bitOffset(inFields ? offset.slice(1) : offset, settings, bits, inFields ? bits : 1);
  return { offset: start, bits, isSigned };
}

function readAll({ db }: ReadContext, key: string, operations: readonly Operation[]): Reply {
  const value = stringAt(db, key);
  return operations.map(({ field }) => narrow(readField(value, field)));
}

function changeAll(context: WriteContext, key: string, operations: readonly Operation[]): Reply {
  const value = stringAt(context.db, key);
  const replies: Reply[] = [];
  let changes = false;
  edit(context.db, key, value, bytes => {
    // As in Redis, there is room for all fields whatever becomes of them.
    const ends = operations.map(({ name, field }) => (name === 'GET' ? 0 : field.offset + field.bits));
    const length = Math.ceil(Math.max(...ends) / 8);
    const grows = length > bytes.length;
    bytes.extend(length);
    for (const operation of operations) {
      const { reply, isOther } = change(bytes, operation);
      replies.push(reply);
      changes ||= isOther || (grows && operation.name !== 'GET' && reply !== null);
    }
  });
  if (changes) context.notify('$', 'setbit', key);
  return replies;
}

/** `isOther`: the field holds another value than before. */
function change(
  bytes: Bytes,
  { name, field, operand, overflow }: Operation,
): { reply: Reply; isOther: boolean } {
  const old = readField(bytes, field);
  if (name === 'GET') return { reply: narrow(old), isOther: false };
  const wanted = name === 'SET' ? newValue(operand, field, overflow) : old + BigInt(operand);
  const fitting = fit(wanted, field, overflow);
  if (fitting === undefined) return { reply: null, isOther: false };
  writeField(bytes, field, fitting);
  return { reply: narrow(name === 'SET' ? old : fitting), isOther: fitting !== old };
}

/**
 * What SET stands for. Redis reads a negative value for an unsigned field as the 64-bit number with the same bits, and
 * where it saturates, a value below a signed field by more than 63 bits can count as one above it.
 */
function newValue(operand: Int64, { bits, isSigned }: Field, overflow: Overflow): bigint {
  const value = BigInt(operand);
  if (!isSigned) return BigInt.asUintN(64, value);
  const isFarBelow = 2n ** BigInt(bits - 1) - 1n - value > INT64_MAX;
  return overflow === 'SAT' && bits < 64 && isFarBelow ? INT64_MAX : value;
}
