import type { Database } from '../../machine/database.js';
import type { Keyspace } from '../../machine/keyspace.js';
import { ErrorReply, NOT_AN_INTEGER } from '../../resp/reply.js';
import { integerWithin } from '../arguments.js';

const OUT_OF_RANGE = new ErrorReply('ERR DB index is out of range');

/** The database that an argument names. `notANumber`: for what is no integer of 32 bits. */
export function databaseAt(keyspace: Keyspace, text: string, notANumber = NOT_AN_INTEGER): Database {
  const database = keyspace.databases[integerWithin(text, -(2 ** 31), 2 ** 31 - 1, notANumber)];
  if (database === undefined) throw OUT_OF_RANGE;
  return database;
}
