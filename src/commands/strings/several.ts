import { integerWithin, keyword, wrongArity } from '../arguments.js';
import type { WriteContext } from '../../machine/context.js';
import { Bytes } from '../../machine/values/bytes.js';
import { ErrorReply, OK, SYNTAX_ERROR } from '../../resp/reply.js';
import { keysAt, type ReadCommand, type WriteCommand } from '../spec.js';
import { giveDeadline } from './deadlines.js';
import { ExpiryOptions } from './expiry-options.js';

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
    for (let i = 1; i < argv.length; i += 2) db.refuseKept(argv[i]!);
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

const INVALID_NUMKEYS = new ErrorReply('ERR invalid numkeys value');
const WRONG_PAIRS = new ErrorReply('ERR wrong number of key-value pairs');

export const msetex: WriteCommand = {
  name: 'msetex',
  class: 'write',
  arity: -4,
  flags: ['write', 'denyoom', 'movablekeys'],
  categories: ['string'],
  keys: [{ flags: ['OW', 'update'], begin: { index: 1 }, find: { numKeysIndex: 0, firstKey: 1, step: 2 } }],
  group: 'string',
  since: '8.4.0',
  summary: 'Stores strings under several keys with one life time, all at once or not at all',
  complexity: 'O(N) with N the number of keys',
  syntax:
    'numkeys key value [key value ...] [NX | XX] ' +
    '[EX seconds | PX milliseconds | EXAT unix-time-seconds | PXAT unix-time-milliseconds | KEEPTTL]',
  apply: (context, argv) => {
    const { db, now } = context;
    const behind = 2 + 2 * integerWithin(argv[1]!, 1, 2 ** 31 - 1, INVALID_NUMKEYS);
    if (behind > argv.length) throw WRONG_PAIRS;
    const { condition, expiry } = readOptions(argv, behind);
    const deadline = expiry.deadline(now, 'msetex');
    for (let i = 2; condition !== undefined && i < behind; i += 2) {
      if (db.has(argv[i]!) === (condition === 'NX')) return 0;
    }
    for (let i = 2; i < behind; i += 2) db.refuseKept(argv[i]!);
    for (let i = 2; i < behind; i += 2) {
      const key = argv[i]!;
      if (expiry.keepsTtl && db.has(key)) db.replace(key, argv[i + 1]!);
      else db.set(key, argv[i + 1]!);
      if (deadline !== undefined) giveDeadline(context, key, deadline);
    }
    return 1;
  },
};

interface MsetexOptions {
  condition: 'NX' | 'XX' | undefined;
  readonly expiry: ExpiryOptions;
}

function readOptions(argv: readonly string[], from: number): MsetexOptions {
  const options: MsetexOptions = { condition: undefined, expiry: new ExpiryOptions() };
  for (let index = from; index < argv.length; ) {
    const behind = options.expiry.read(argv, index, 'PERSIST');
    if (behind > index) {
      index = behind;
      continue;
    }
    const condition = keyword(argv[index], 'NX', 'XX');
    if (condition === undefined) throw SYNTAX_ERROR;
    if (options.condition !== undefined && options.condition !== condition) throw SYNTAX_ERROR;
    options.condition = condition;
    index++;
  }
  return options;
}

function setPairs(db: WriteContext['db'], argv: readonly string[], from: number, to: number): void {
  for (let i = from; i < to; i += 2) db.refuseKept(argv[i]!);
  for (let i = from; i < to; i += 2) db.set(argv[i]!, argv[i + 1]!);
}
