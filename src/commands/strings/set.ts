import { isKeyword, stringAt } from '../arguments.js';
import type { WriteContext } from '../../machine/context.js';
import { OK, type Reply, SYNTAX_ERROR } from '../../resp/reply.js';
import { keysAt, type WriteCommand } from '../spec.js';
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
    'key value [NX | XX | IFEQ comparison | IFNE comparison] [GET] ' +
    '[EX seconds | PX milliseconds | EXAT unix-time-seconds | PXAT unix-time-milliseconds | KEEPTTL]',
  apply: (context, argv) => {
    if (argv.length > 3) return setWithOptions(context, argv);
    context.db.set(argv[1]!, argv[2]!);
    return OK;
  },
};

interface SetOptions {
  condition: 'NX' | 'XX' | 'IFEQ' | 'IFNE' | undefined;
  /** What IFEQ and IFNE compare with. */
  comparison: string;
  get: boolean;
  readonly expiry: ExpiryOptions;
}

function setWithOptions({ db, now }: WriteContext, argv: readonly string[]): Reply {
  const key = argv[1]!;
  const { condition, comparison, get, expiry } = readOptions(argv);
  const deadline = expiry.deadline(now, 'set');
  const compares = condition === 'IFEQ' || condition === 'IFNE';
  const old = get || compares ? stringAt(db, key)?.toString() : undefined;

  const held =
    condition === undefined ||
    (condition === 'NX' && !db.has(key)) ||
    (condition === 'XX' && db.has(key)) ||
    (condition === 'IFEQ' && old === comparison) ||
    (condition === 'IFNE' && old !== comparison);
  if (held) {
    if (expiry.keepsTtl && db.has(key)) db.replace(key, argv[2]!);
    else db.set(key, argv[2]!);
    if (deadline !== undefined) db.setDeadline(key, deadline);
  }
  if (get) return old ?? null;
  return held ? OK : null;
}

function readOptions(argv: readonly string[]): SetOptions {
  const options: SetOptions = {
    condition: undefined,
    comparison: '',
    get: false,
    expiry: new ExpiryOptions(),
  };
  for (let index = 3; index < argv.length; ) {
    const behind = options.expiry.read(argv, index, 'PERSIST');
    index = behind > index ? behind : readOption(options, argv, index);
  }
  return options;
}

/** One of the options that do not speak of time. Returns the index behind it. */
function readOption(options: SetOptions, argv: readonly string[], index: number): number {
  const option = argv[index]!;
  if (isKeyword(option, 'NX')) return choose(options, 'NX', index + 1);
  if (isKeyword(option, 'XX')) return choose(options, 'XX', index + 1);
  if (isKeyword(option, 'GET')) {
    options.get = true;
    return index + 1;
  }
  const condition = isKeyword(option, 'IFEQ') ? 'IFEQ' : isKeyword(option, 'IFNE') ? 'IFNE' : undefined;
  const comparison = argv[index + 1];
  if (condition === undefined || comparison === undefined) throw SYNTAX_ERROR;
  options.comparison = comparison;
  return choose(options, condition, index + 2);
}

function choose(
  options: SetOptions,
  condition: NonNullable<SetOptions['condition']>,
  behind: number,
): number {
  if (options.condition !== undefined && options.condition !== condition) throw SYNTAX_ERROR;
  options.condition = condition;
  return behind;
}
