import type { WriteContext } from '../../machine/context.js';
import { ErrorReply, type Reply } from '../../resp/reply.js';
import { deadlineOf, type ExpiryUnit, keyword, printed } from '../arguments.js';
import { keysAt, type WriteCommand } from '../spec.js';

const NX_WITH_OTHERS = new ErrorReply('ERR NX and XX, GT or LT options at the same time are not compatible');
const GT_WITH_LT = new ErrorReply('ERR GT and LT options at the same time are not compatible');

/** When a new deadline may take the place of the present one. */
type Condition = (present: number | undefined, deadline: number) => boolean;

/** A key that lives for ever counts as one that ends after all others. */
const CONDITIONS: Readonly<Record<'NX' | 'XX' | 'GT' | 'LT', Condition>> = {
  NX: present => present === undefined,
  XX: present => present !== undefined,
  GT: (present, deadline) => present !== undefined && deadline > present,
  LT: (present, deadline) => present === undefined || deadline < present,
};

function readConditions(argv: readonly string[]): Condition[] {
  const given = new Set<keyof typeof CONDITIONS>();
  for (let i = 3; i < argv.length; i++) {
    const option = keyword(argv[i], 'NX', 'XX', 'GT', 'LT');
    if (option === undefined) throw new ErrorReply(`ERR Unsupported option ${printed(argv[i]!)}`);
    given.add(option);
  }
  if (given.has('NX') && given.size > 1) throw NX_WITH_OTHERS;
  if (given.has('GT') && given.has('LT')) throw GT_WITH_LT;
  return [...given].map(option => CONDITIONS[option]);
}

/** `from`: what the argument counts from, in milliseconds since the epoch. */
function expireKey({ db }: WriteContext, argv: readonly string[], unit: ExpiryUnit, from: number): Reply {
  const key = argv[1]!;
  const conditions = readConditions(argv);
  const deadline = deadlineOf(argv[2]!, unit, from, argv[0]!.toLowerCase());
  if (!db.has(key)) return 0;
  db.refuseKept(key);
  const present = db.deadline(key);
  if (!conditions.every(holds => holds(present, deadline))) return 0;
  db.setDeadline(key, deadline);
  return 1;
}

export const expire: WriteCommand = {
  name: 'expire',
  class: 'write',
  arity: -3,
  flags: ['write', 'fast'],
  categories: ['keyspace'],
  keys: [keysAt(['RW', 'update'], 1)],
  group: 'generic',
  since: '1.0.0',
  summary: 'Lets a key live for a number of seconds from now',
  complexity: 'O(1)',
  syntax: 'key seconds [NX | XX | GT | LT]',
  apply: (context, argv) => expireKey(context, argv, 'seconds', context.now),
};

export const pexpire: WriteCommand = {
  ...expire,
  name: 'pexpire',
  since: '2.6.0',
  summary: 'Lets a key live for a number of milliseconds from now',
  syntax: 'key milliseconds [NX | XX | GT | LT]',
  apply: (context, argv) => expireKey(context, argv, 'milliseconds', context.now),
};

export const expireat: WriteCommand = {
  ...expire,
  name: 'expireat',
  since: '1.2.0',
  summary: 'Lets a key live until a moment, in seconds since the epoch',
  syntax: 'key unix-time-seconds [NX | XX | GT | LT]',
  apply: (context, argv) => expireKey(context, argv, 'seconds', 0),
};

export const pexpireat: WriteCommand = {
  ...expire,
  name: 'pexpireat',
  since: '2.6.0',
  summary: 'Lets a key live until a moment, in milliseconds since the epoch',
  syntax: 'key unix-time-milliseconds [NX | XX | GT | LT]',
  apply: (context, argv) => expireKey(context, argv, 'milliseconds', 0),
};
