import type { Value } from '../../machine/value.js';
import { ErrorReply, SYNTAX_ERROR } from '../../resp/reply.js';
import { isKeyword } from '../arguments.js';
import { keysAt, type WriteCommand } from '../spec.js';
import { databaseAt, databaseIndex } from './database-argument.js';
import { give, tellOfReplacement } from './renaming.js';

const SAME_OBJECT = new ErrorReply('ERR source and destination objects are the same');

export const move: WriteCommand = {
  name: 'move',
  class: 'write',
  arity: 3,
  flags: ['write', 'fast'],
  categories: ['keyspace'],
  keys: [keysAt(['RW', 'access', 'update'], 1)],
  group: 'generic',
  since: '1.0.0',
  summary: 'Moves a key to another database, unless it exists there',
  complexity: 'O(1)',
  syntax: 'key db',
  apply: (context, argv) => {
    const { db, keyspace } = context;
    const key = argv[1]!;
    const target = databaseAt(keyspace, databaseIndex(argv[2]!));
    if (target === db) throw SAME_OBJECT;
    db.refuseKept(key);
    if (!db.has(key) || target.has(key)) return 0;
    give(context, key, target, key, 'move');
    return 1;
  },
};

export const copy: WriteCommand = {
  name: 'copy',
  class: 'write',
  arity: -3,
  flags: ['write', 'denyoom'],
  categories: ['keyspace'],
  keys: [keysAt(['RO', 'access'], 1), keysAt(['OW', 'update'], 2)],
  group: 'generic',
  since: '6.2.0',
  summary: 'Copies the value and the life time of a key to another key',
  complexity: 'O(1) for immutable strings, else O(N) with N the size of the value',
  syntax: 'source destination [DB destination-db] [REPLACE]',
  apply: (context, argv) => {
    const { db, keyspace } = context;
    const [, source, destination] = argv as [string, string, string];
    let target = db;
    let replaces = false;
    for (let i = 3; i < argv.length; i++) {
      if (isKeyword(argv[i], 'REPLACE')) replaces = true;
      else if (isKeyword(argv[i], 'DB') && i + 1 < argv.length)
        target = databaseAt(keyspace, databaseIndex(argv[++i]!));
      else throw SYNTAX_ERROR;
    }
    if (target === db && source === destination) throw SAME_OBJECT;
    db.refuseKept(source);
    const value = db.get(source);
    if (value === undefined || (!replaces && target.has(destination))) return 0;
    const deadline = db.deadline(source);
    tellOfReplacement(context, target, destination);
    target.set(destination, copyOf(value));
    if (deadline !== undefined) target.setDeadline(destination, deadline);
    return 1;
  },
};

function copyOf(value: Value): Value {
  return typeof value === 'string' ? value : value.clone();
}
