import { ErrorReply } from '../../resp/reply.js';
import { stringAt, wrongArity } from '../arguments.js';
import { keysAt, type ReadCommand, type WriteCommand } from '../spec.js';
import { compare, comparisonOf, digestOf } from './comparisons.js';

const INVALID_CONDITION = new ErrorReply('ERR Invalid condition. Use IFEQ, IFNE, IFDEQ, or IFDNE');
const NOT_A_STRING = new ErrorReply('ERR Key should be of string type if conditions are specified');

export const delex: WriteCommand = {
  name: 'delex',
  class: 'write',
  arity: -2,
  flags: ['write', 'fast'],
  categories: ['string'],
  keys: [keysAt(['RW', 'delete', 'variable_flags'], 1)],
  group: 'string',
  since: '8.4.0',
  summary: 'Deletes a key, or only if its string, or the digest of it, is or is not a given one',
  complexity: 'O(N) with N the length of the string when a digest is compared, else O(1)',
  syntax: 'key [IFEQ value | IFNE value | IFDEQ digest | IFDNE digest]',
  apply: ({ db }, argv) => {
    const key = argv[1]!;
    if (argv.length === 2) return db.delete(key) ? 1 : 0;
    if (argv.length !== 4) throw wrongArity('delex');
    const comparison = comparisonOf(argv[2]);
    if (!db.has(key)) return 0;
    const text = stringAt(db, key, NOT_A_STRING)?.toString();
    if (comparison === undefined) throw INVALID_CONDITION;
    return compare(comparison, argv[3]!, text) && db.delete(key) ? 1 : 0;
  },
};

export const delifeq: WriteCommand = {
  name: 'delifeq',
  class: 'write',
  arity: 3,
  flags: ['write', 'fast'],
  categories: ['string'],
  keys: [keysAt(['RW', 'delete'], 1)],
  group: 'string',
  since: '9.0.0',
  summary: 'Deletes a key if its string is a given one (a command of Valkey)',
  complexity: 'O(1)',
  syntax: 'key value',
  apply: ({ db }, argv) => {
    const key = argv[1]!;
    return stringAt(db, key)?.toString() === argv[2] && db.delete(key) ? 1 : 0;
  },
};

export const digest: ReadCommand = {
  name: 'digest',
  class: 'read',
  arity: 2,
  flags: ['readonly', 'fast'],
  categories: ['string'],
  keys: [keysAt(['RO'], 1)],
  group: 'string',
  since: '8.4.0',
  summary: 'Returns the XXH3 digest of a string as 16 hexadecimal digits',
  complexity: 'O(N) with N the length of the string',
  syntax: 'key',
  query: ({ db }, argv) => {
    const value = stringAt(db, argv[1]!);
    return value === undefined ? null : digestOf(value.toString());
  },
};
