import { integer, stringAt } from '../arguments.js';
import type { WriteContext } from '../../machine/context.js';
import type { MachineSettings } from '../../machine/settings.js';
import { Bytes } from '../../machine/values/bytes.js';
import type { StringValue } from '../../machine/values/string.js';
import { ErrorReply } from '../../resp/reply.js';
import { keysAt, type WriteCommand } from '../spec.js';
import { stringLimit } from './limits.js';

const TOO_LONG = new ErrorReply('ERR string exceeds maximum allowed size (proto-max-bulk-len)');
const OFFSET_OUT_OF_RANGE = new ErrorReply('ERR offset is out of range');

export const append: WriteCommand = {
  name: 'append',
  class: 'write',
  arity: 3,
  flags: ['write', 'denyoom', 'fast'],
  categories: ['string'],
  keys: [keysAt(['RW', 'insert'], 1)],
  group: 'string',
  since: '2.0.0',
  summary: 'Adds bytes to the end of a string, which is made when there is none',
  complexity: 'O(N) with N the number of bytes added',
  syntax: 'key value',
  apply: ({ db, settings }, argv) => {
    const text = argv[2]!;
    const value = stringAt(db, argv[1]!);
    if (value === undefined) {
      db.set(argv[1]!, text);
      return text.length;
    }
    checkLength(value.length + text.length, settings);
    return edit(db, argv[1]!, value, bytes => bytes.append(text));
  },
};

export const setrange: WriteCommand = {
  name: 'setrange',
  class: 'write',
  arity: 4,
  flags: ['write', 'denyoom'],
  categories: ['string'],
  keys: [keysAt(['RW', 'update'], 1)],
  group: 'string',
  since: '2.2.0',
  summary: 'Overwrites a part of a string from an offset on, with zeros before it where there was nothing',
  complexity: 'O(N) with N the number of bytes written',
  syntax: 'key offset value',
  apply: ({ db, settings }, argv) => {
    const offset = integer(argv[2]!);
    if (offset < 0) throw OFFSET_OUT_OF_RANGE;
    const text = argv[3]!;
    const value = stringAt(db, argv[1]!);
    if (text === '') return value?.length ?? 0;
    checkLength(offset + text.length, settings);
    return edit(db, argv[1]!, value, bytes => bytes.write(offset, text));
  },
};

function checkLength(length: number, settings: MachineSettings): void {
  if (length > stringLimit(settings)) throw TOO_LONG;
}

/** Edits the value in place, after making it one that can be edited; undefined: there is none. Returns its length. */
export function edit(
  db: WriteContext['db'],
  key: string,
  value: StringValue | undefined,
  change: (bytes: Bytes) => void,
): number {
  if (value instanceof Bytes) {
    db.edit(key);
    change(value);
    db.touch(key);
    return value.length;
  }
  const bytes = new Bytes(value);
  change(bytes);
  if (value === undefined) db.set(key, bytes);
  else db.replace(key, bytes);
  return bytes.length;
}
