import { wrongArity } from '../arguments.js';
import type { WriteContext } from '../../machine/context.js';
import { Bytes } from '../../machine/values/bytes.js';
import { OK } from '../../resp/reply.js';
import { keysAt, type ReadCommand, type WriteCommand } from '../spec.js';

export const mget: ReadCommand = {
  name: 'mget',
  class: 'read',
  arity: -2,
  flags: ['readonly', 'fast'],
  categories: ['string'],
  keys: [keysAt(['RO', 'access'], 1, -1)],
  group: 'string',
  since: '1.0.0',
  summary: 'Returns the strings stored under several keys',
  complexity: 'O(N) with N the number of keys',
  syntax: 'key [key ...]',
  query: ({ db }, argv) => {
    const values = new Array<string | null>(argv.length - 1);
    for (let i = 1; i < argv.length; i++) {
      const value = db.get(argv[i]!);
      // A key of another type counts as missing here, alone among the commands for strings.
      values[i - 1] = typeof value === 'string' ? value : value instanceof Bytes ? value.toString() : null;
    }
    return values;
  },
};

export const mset: WriteCommand = {
  name: 'mset',
  class: 'write',
  arity: -3,
  flags: ['write', 'denyoom'],
  categories: ['string'],
  keys: [keysAt(['OW', 'update'], 1, -1, 2)],
  group: 'string',
  since: '1.0.1',
  summary: 'Stores strings under several keys, all at once',
  complexity: 'O(N) with N the number of keys',
  syntax: 'key value [key value ...]',
  apply: ({ db }, argv) => {
    if (argv.length % 2 === 0) throw wrongArity('mset');
    setPairs(db, argv, 1, argv.length);
    return OK;
  },
};

export const msetnx: WriteCommand = {
  name: 'msetnx',
  class: 'write',
  arity: -3,
  flags: ['write', 'denyoom'],
  categories: ['string'],
  keys: [keysAt(['OW', 'insert'], 1, -1, 2)],
  group: 'string',
  since: '1.0.1',
  summary: 'Stores strings under several keys, all at once, unless any of the keys exists',
  complexity: 'O(N) with N the number of keys',
  syntax: 'key value [key value ...]',
  apply: ({ db }, argv) => {
    if (argv.length % 2 === 0) throw wrongArity('msetnx');
    for (let i = 1; i < argv.length; i += 2) if (db.has(argv[i]!)) return 0;
    setPairs(db, argv, 1, argv.length);
    return 1;
  },
};

function setPairs(db: WriteContext['db'], argv: readonly string[], from: number, to: number): void {
  for (let i = from; i < to; i += 2) db.set(argv[i]!, argv[i + 1]!);
}
