import type { Database } from '../../machine/database.js';
import type { Keyspace } from '../../machine/keyspace.js';
import { ErrorReply } from '../../resp/reply.js';
import { integer } from '../arguments.js';

const LEAST = -(2 ** 31);
const MOST = 2 ** 31 - 1;
const NOT_32_BITS = new ErrorReply(`ERR value is out of range, value must between ${LEAST} and ${MOST}`);
const NO_SUCH_DATABASE = new ErrorReply('ERR DB index is out of range');

/** An integer of 32 bits, which may still name no database. `error`: for all else, instead of Redis's usual words. */
export function databaseIndex(text: string, error?: ErrorReply): number {
  const index = integer(text, error);
  if (index < LEAST || index > MOST) throw error ?? NOT_32_BITS;
  return index;
}

export function databaseAt(keyspace: Keyspace, index: number): Database {
  const database = keyspace.databases[index];
  if (database === undefined) throw NO_SUCH_DATABASE;
  return database;
}
