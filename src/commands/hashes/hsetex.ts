import { ErrorReply } from '../../resp/reply.js';
import { integerWithin, keyword, printed, wrongArity } from '../arguments.js';
import { keysAt, type WriteCommand } from '../spec.js';
import { endFieldAt } from './expiring.js';
import { FIELDS_MISSING, fieldDeadline, TIME_OPTIONS } from './field-arguments.js';
import { edited, hashAt, hashToEdit, setFields } from './values.js';

const INT32_MAX = 2 ** 31 - 1;
const INVALID_COUNT = new ErrorReply('ERR invalid number of fields');
const ONE_CONDITION = new ErrorReply('ERR Only one of FXX or FNX arguments can be specified');
const ONE_TIME = new ErrorReply('ERR Only one of EX, PX, EXAT, PXAT or KEEPTTL arguments can be specified');

interface Options {
  readonly condition: 'FNX' | 'FXX' | undefined;
  readonly keepsLife: boolean;
  /** Milliseconds since the epoch. */
  readonly deadline: number | undefined;
  /** Fields and values in turn. */
  readonly pairs: readonly string[];
}

function readOptions(argv: readonly string[], now: number): Options {
  let condition: Options['condition'];
  let keepsLife = false;
  let deadline: number | undefined;
  for (let i = 2; i < argv.length; i++) {
    const option = keyword(argv[i], 'FIELDS', 'FNX', 'FXX', 'KEEPTTL', 'EX', 'PX', 'EXAT', 'PXAT');
    switch (option) {
      case 'FIELDS':
        return { condition, keepsLife, deadline, pairs: pairsFrom(argv, i) };
      case 'FNX':
      case 'FXX':
        if (condition !== undefined) throw ONE_CONDITION;
        condition = option;
        break;
      case 'KEEPTTL':
        if (keepsLife || deadline !== undefined) throw ONE_TIME;
        keepsLife = true;
        break;
      case undefined:
        throw new ErrorReply(`ERR unknown argument: ${printed(argv[i]!)}`);
      case 'EX':
      case 'PX':
      case 'EXAT':
      case 'PXAT': {
        if (keepsLife || deadline !== undefined) throw ONE_TIME;
        // Six arguments at least: so none of these ends the command.
        const amount = argv[++i]!;
        const { unit, isRelative } = TIME_OPTIONS[option];
        deadline = fieldDeadline(amount, unit, isRelative ? now : 0, 'hsetex');
      }
    }
  }
  throw FIELDS_MISSING;
}

/** From index `from` on: `FIELDS numfields field value [field value ...]`. */
function pairsFrom(argv: readonly string[], from: number): readonly string[] {
  if (from >= argv.length - 3) throw wrongArity('hsetex');
  const count = integerWithin(argv[from + 1]!, 1, INT32_MAX, INVALID_COUNT);
  if (2 * count !== argv.length - from - 2) throw wrongArity('hsetex');
  return argv.slice(from + 2);
}

export const hsetex: WriteCommand = {
  name: 'hsetex',
  class: 'write',
  arity: -6,
  flags: ['write', 'denyoom', 'fast'],
  categories: ['hash'],
  keys: [keysAt(['RW', 'update'], 1)],
  group: 'hash',
  since: '8.0.0',
  summary:
    'Sets fields of a hash and how long they live: all of them, or none when the condition does not hold',
  complexity: 'O(N) with N the number of fields set',
  syntax:
    'key [FNX | FXX] [EX seconds | PX milliseconds | EXAT unix-time-seconds | PXAT unix-time-milliseconds | KEEPTTL] FIELDS numfields field value [field value ...]',
  apply: (context, argv) => {
    const { db, keyspace } = context;
    const key = argv[1]!;
    const { condition, keepsLife, deadline, pairs } = readOptions(argv, context.now);
    const present = hashToEdit(db, key);
    const fields = pairs.filter((_, place) => place % 2 === 0);
    const isThere = (field: string): boolean => present?.has(field, keyspace) === true;
    if (condition === 'FXX' && !fields.every(isThere)) return 0;
    if (condition === 'FNX' && fields.some(isThere)) return 0;
    setFields(context, key, present, pairs, keepsLife);
    const hash = hashAt(db, key);
    if (hash === undefined || deadline === undefined) return 1;
    // A field that is named twice is there once, and gone once.
    for (const field of fields) if (hash.has(field, keyspace)) endFieldAt(context, hash, field, deadline);
    edited(context, key, hash);
    return 1;
  },
};
