import { Bytes } from '../../machine/values/bytes.js';
import { ErrorReply } from '../../resp/reply.js';
import { integerWithin, stringAt } from '../arguments.js';
import { keysAt, type ReadCommand, type WriteCommand } from '../spec.js';
import { edit } from '../strings/editing.js';
import { bitOffset } from './offsets.js';
import { byteAt } from './runs.js';

const BAD_BIT = new ErrorReply('ERR bit is not an integer or out of range');

export const setbit: WriteCommand = {
  name: 'setbit',
  class: 'write',
  arity: 4,
  flags: ['write', 'denyoom'],
  categories: ['bitmap'],
  keys: [keysAt(['RW', 'access', 'update'], 1)],
  group: 'bitmap',
  since: '2.2.0',
  summary: 'Sets or clears one bit of a string, which grows by zeros as needed, and returns what the bit was',
  complexity: 'O(1)',
  syntax: 'key offset value',
  apply: (context, argv) => {
    const { db, settings } = context;
    const offset = bitOffset(argv[2]!, settings);
    const isOn = integerWithin(argv[3]!, 0, 1, BAD_BIT) === 1;
    const value = stringAt(db, argv[1]!);
    const at = Math.floor(offset / 8);
    const mask = 0x80 >> (offset % 8);
    const byte = byteAt(value, at);
    const wasOn = (byte & mask) !== 0;
    const changes = at >= (value?.length ?? 0) || wasOn !== isOn;
    const isRaw = value instanceof Bytes && value.encoding === 'raw';
    if (changes || !isRaw)
      edit(db, argv[1]!, value, bytes => bytes.setByte(at, isOn ? byte | mask : byte & ~mask));
    if (changes) context.notify('$', 'setbit', argv[1]!);
    return wasOn ? 1 : 0;
  },
};

export const getbit: ReadCommand = {
  name: 'getbit',
  class: 'read',
  arity: 3,
  flags: ['readonly', 'fast'],
  categories: ['bitmap'],
  keys: [keysAt(['RO', 'access'], 1)],
  group: 'bitmap',
  since: '2.2.0',
  summary: 'Returns one bit of a string, zero where the string has ended',
  complexity: 'O(1)',
  syntax: 'key offset',
  query: ({ db, settings }, argv) => {
    const offset = bitOffset(argv[2]!, settings);
    const byte = byteAt(stringAt(db, argv[1]!), Math.floor(offset / 8));
    return (byte & (0x80 >> (offset % 8))) === 0 ? 0 : 1;
  },
};
