import type { WriteContext } from '../../machine/context.js';
import type { Database } from '../../machine/database.js';
import { NO_SUCH_KEY, OK } from '../../resp/reply.js';
import { keysAt, type WriteCommand } from '../spec.js';

/** Gives the value and the life time of a key that is there to another one, in the place of whatever that was. */
export function give(
  context: WriteContext,
  key: string,
  to: Database,
  newKey: string,
  event: 'rename' | 'move',
): void {
  const from = context.db;
  const value = from.get(key)!;
  const deadline = from.deadline(key);
  tellOfReplacement(context, to, newKey);
  from.delete(key);
  to.set(newKey, value);
  if (deadline !== undefined) to.setDeadline(newKey, deadline);
  context.notify('g', `${event}_from`, key);
  context.notify('g', `${event}_to`, newKey, to.index);
}

/** Where Redis deletes the old value first, and says nothing of that, the key counts as new. */
export function tellOfReplacement(context: WriteContext, db: Database, key: string): void {
  if (db.has(key)) context.notify('n', 'new', key, db.index);
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
  apply: (context, argv) => {
    const { db } = context;
    const [, key, newKey] = argv as [string, string, string];
    if (!db.has(key)) throw NO_SUCH_KEY;
    for (const each of [key, newKey]) db.refuseKept(each);
    if (key !== newKey) give(context, key, db, newKey, 'rename');
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
  apply: (context, argv) => {
    const { db } = context;
    const [, key, newKey] = argv as [string, string, string];
    if (!db.has(key)) throw NO_SUCH_KEY;
    db.refuseKept(key);
    if (db.has(newKey)) return 0;
    give(context, key, db, newKey, 'rename');
    return 1;
  },
};
