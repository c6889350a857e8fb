import type { Database } from '../../machine/database.js';
import { NO_SUCH_KEY, OK } from '../../resp/reply.js';
import { keysAt, type WriteCommand } from '../spec.js';

/** Gives the value and the life time of a key that is there to another one, in the place of whatever that was. */
export function give(from: Database, key: string, to: Database, newKey: string): void {
  const value = from.get(key)!;
  const deadline = from.deadline(key);
  from.delete(key);
  to.set(newKey, value);
  if (deadline !== undefined) to.setDeadline(newKey, deadline);
}

export const rename: WriteCommand = {
  name: 'rename',
  class: 'write',
  arity: 3,
  flags: ['write'],
  categories: ['keyspace'],
  keys: [keysAt(['RW', 'access', 'delete'], 1), keysAt(['OW', 'update'], 2)],
  group: 'generic',
  since: '1.0.0',
  summary: 'Renames a key, and replaces what was under the new name',
  complexity: 'O(1)',
  syntax: 'key newkey',
  apply: ({ db }, argv) => {
    const [, key, newKey] = argv as [string, string, string];
    if (!db.has(key)) throw NO_SUCH_KEY;
    for (const each of [key, newKey]) db.refuseKept(each);
    if (key !== newKey) give(db, key, db, newKey);
    return OK;
  },
};

export const renamenx: WriteCommand = {
  name: 'renamenx',
  class: 'write',
  arity: 3,
  flags: ['write', 'fast'],
  categories: ['keyspace'],
  keys: [keysAt(['RW', 'access', 'delete'], 1), keysAt(['OW', 'insert'], 2)],
  group: 'generic',
  since: '1.0.0',
  summary: 'Renames a key, unless the new name exists',
  complexity: 'O(1)',
  syntax: 'key newkey',
  apply: ({ db }, argv) => {
    const [, key, newKey] = argv as [string, string, string];
    if (!db.has(key)) throw NO_SUCH_KEY;
    db.refuseKept(key);
    if (db.has(newKey)) return 0;
    give(db, key, db, newKey);
    return 1;
  },
};
