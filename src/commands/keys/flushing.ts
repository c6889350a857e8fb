import type { MachineSettings } from '../../machine/settings.js';
import type { TypeName } from '../../machine/value.js';
import { ErrorReply, OK, SYNTAX_ERROR } from '../../resp/reply.js';
import { keyword } from '../arguments.js';
import type { WriteCommand } from '../spec.js';
import { databaseAt, databaseIndex } from './database-argument.js';

const INVALID_FIRST = new ErrorReply('ERR invalid first DB index');
const INVALID_SECOND = new ErrorReply('ERR invalid second DB index');

/** ASYNC and SYNC do the same here: the keys are gone at once, and their memory is freed later. */
function checkMode(argv: readonly string[]): void {
  if (argv.length > 2 || (argv.length === 2 && keyword(argv[1], 'ASYNC', 'SYNC') === undefined)) {
    throw SYNTAX_ERROR;
  }
}

/** Types of values that stay. */
function spared(settings: MachineSettings): TypeName[] {
  const types = settings.get('flush-protects') ?? '';
  return types.split(' ').filter(type => type !== '') as TypeName[];
}

export const flushdb: WriteCommand = {
  name: 'flushdb',
  class: 'write',
  arity: -1,
  flags: ['write'],
  categories: ['keyspace', 'dangerous'],
  group: 'server',
  since: '1.0.0',
  summary: 'Removes all keys of the database',
  complexity:
    'O(1); O(N) with N the number of keys where `flush-protects` spares any; the memory is freed later',
  syntax: '[ASYNC | SYNC]',
  apply: ({ db, settings }, argv) => {
    checkMode(argv);
    db.clear(spared(settings));
    return OK;
  },
};

export const flushall: WriteCommand = {
  ...flushdb,
  name: 'flushall',
  summary: 'Removes all keys of all databases',
  complexity: 'O(1) for each database; the memory is freed later',
  apply: ({ keyspace, settings }, argv) => {
    checkMode(argv);
    for (const db of keyspace.databases) db.clear(spared(settings));
    return OK;
  },
};

export const swapdb: WriteCommand = {
  name: 'swapdb',
  class: 'write',
  arity: 3,
  flags: ['write', 'fast'],
  categories: ['keyspace', 'dangerous'],
  group: 'server',
  since: '4.0.0',
  summary: 'Exchanges the contents of two databases',
  complexity: 'O(N) with N the number of clients that wait for keys of both databases',
  syntax: 'index1 index2',
  apply: ({ keyspace }, argv) => {
    const first = databaseIndex(argv[1]!, INVALID_FIRST);
    const second = databaseIndex(argv[2]!, INVALID_SECOND);
    keyspace.swap(databaseAt(keyspace, first).index, databaseAt(keyspace, second).index);
    return OK;
  },
};
