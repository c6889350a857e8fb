import { isKeyword, keyword, stringAt } from '../arguments.js';
import type { WriteContext } from '../../machine/context.js';
import { OK, type Reply, SYNTAX_ERROR } from '../../resp/reply.js';
import { keysAt, type WriteCommand } from '../spec.js';
import { giveDeadline } from './deadlines.js';
import { type Comparison, compare, comparisonOf } from './comparisons.js';
import { ExpiryOptions } from './expiry-options.js';

export const set: WriteCommand = {
  name: 'set',
  class: 'write',
  arity: -3,
  flags: ['write', 'denyoom'],
  categories: ['string'],
  keys: [keysAt(['RW', 'access', 'update', 'variable_flags'], 1)],
  group: 'string',
  since: '1.0.0',
  summary: 'Stores a string under a key, whatever was there, or only under a condition',
  complexity: 'O(1)',
  syntax:
    'key value [NX | XX | IFEQ value | IFNE value | IFDEQ digest | IFDNE digest] [GET] ' +
    '[EX seconds | PX milliseconds | EXAT unix-time-seconds | PXAT unix-time-milliseconds | KEEPTTL]',
  apply: (context, argv) => {
    if (argv.length > 3) return setWithOptions(context, argv);
    context.db.set(argv[1]!, argv[2]!);
    return OK;
  },
};

interface SetOptions {
  condition: 'NX' | 'XX' | Comparison | undefined;
  /** What the condition compares with. */
  operand: string;
  get: boolean;
  readonly expiry: ExpiryOptions;
}

function setWithOptions(context: WriteContext, argv: readonly string[]): Reply {
  const { db, now } = context;
  const key = argv[1]!;
  const options = readOptions(argv);
  const deadline = options.expiry.deadline(now, 'set');
  const exists = db.has(key);
  const old = needsOld(options) ? stringAt(db, key)?.toString() : undefined;
  const held = holds(options, exists, old);
  if (held) {
    const token = deadline !== undefined && exists && db.get(key) === argv[2] ? db.token(key) : undefined;
    if (options.expiry.keepsTtl && exists) db.replace(key, argv[2]!);
    else db.set(key, argv[2]!);
    if (deadline !== undefined) giveDeadline(context, key, deadline);
    // Who sets the same value again has not let go: so Redlock's clients extend what they hold.
    if (token !== undefined && db.has(key)) db.keepToken(key, token);
  }
  if (options.get) return old ?? null;
  return held ? OK : null;
}

function needsOld({ get, condition }: SetOptions): boolean {
  return get || !(condition === undefined || condition === 'NX' || condition === 'XX');
}

function holds({ condition, operand }: SetOptions, exists: boolean, old: string | undefined): boolean {
  if (condition === undefined) return true;
  if (condition === 'NX') return !exists;
  if (condition === 'XX') return exists;
  return compare(condition, operand, old);
}

function readOptions(argv: readonly string[]): SetOptions {
  const options: SetOptions = { condition: undefined, operand: '', get: false, expiry: new ExpiryOptions() };
  for (let index = 3; index < argv.length; ) {
    const behind = options.expiry.read(argv, index, 'PERSIST');
    index = behind > index ? behind : readOption(options, argv, index);
  }
  return options;
}

/** One of the options that do not speak of time. Returns the index behind it. */
function readOption(options: SetOptions, argv: readonly string[], index: number): number {
  const option = argv[index]!;
  if (isKeyword(option, 'GET')) {
    options.get = true;
    return index + 1;
  }
  const existence = keyword(option, 'NX', 'XX');
  const condition = existence ?? comparisonOf(option);
  if (condition === undefined) throw SYNTAX_ERROR;
  if (options.condition !== undefined && options.condition !== condition) throw SYNTAX_ERROR;
  options.condition = condition;
  if (existence !== undefined) return index + 1;
  const operand = argv[index + 1];
  if (operand === undefined) throw SYNTAX_ERROR;
  options.operand = operand;
  return index + 2;
}
