import type { ReadContext, WriteContext } from '../../machine/context.js';
import type { Hash } from '../../machine/values/hash.js';
import { ErrorReply, type Reply } from '../../resp/reply.js';
import { type ExpiryUnit, keyword } from '../arguments.js';
import { keysAt, type WriteCommand } from '../spec.js';
import { fieldDeadline, fieldsFrom } from './field-arguments.js';
import { edited, hashToEdit } from './values.js';

/** What is answered for each field. */
const NO_FIELD = -2;
const NO_LIFE_TIME = -1;
const NOT_NOW = 0;
const DONE = 1;
const DELETED = 2;

const NO_POSITIVE_COUNT = new ErrorReply('ERR Parameter `numFields` should be greater than 0');

/** When a new deadline may take the place of the present one. */
type Condition = (present: number | undefined, deadline: number) => boolean;

/** A field that lives for ever counts as one that ends after all others. */
const CONDITIONS: Readonly<Record<'NX' | 'XX' | 'GT' | 'LT', Condition>> = {
  NX: present => present === undefined,
  XX: present => present !== undefined,
  GT: (present, deadline) => present !== undefined && deadline > present,
  LT: (present, deadline) => present === undefined || deadline < present,
};

/** Gives a field that is there a deadline; one that is due deletes it at once. */
export function endFieldAt(
  { keyspace }: Pick<ReadContext, 'keyspace'>,
  hash: Hash,
  field: string,
  deadline: number,
): void {
  if (keyspace.isDue(deadline)) hash.delete(field, keyspace);
  else hash.setDeadline(field, deadline);
}

/** `from`: what the argument counts from, in milliseconds since the epoch. */
function expireFields(context: WriteContext, argv: readonly string[], unit: ExpiryUnit, from: number): Reply {
  const { db, keyspace } = context;
  const hash = hashToEdit(db, argv[1]!);
  const deadline = fieldDeadline(argv[2]!, unit, from, argv[0]!.toLowerCase());
  const option = keyword(argv[3], 'NX', 'XX', 'GT', 'LT');
  const fields = fieldsFrom(argv, option === undefined ? 3 : 4, NO_POSITIVE_COUNT);
  if (hash === undefined) return fields.map(() => NO_FIELD);
  const mayExpire = option === undefined ? () => true : CONDITIONS[option];
  const outcomes = fields.map(field => {
    if (!hash.has(field, keyspace)) return NO_FIELD;
    if (!mayExpire(hash.deadline(field), deadline)) return NOT_NOW;
    endFieldAt(context, hash, field, deadline);
    return keyspace.isDue(deadline) ? DELETED : DONE;
  });
  if (outcomes.some(outcome => outcome > 0)) edited(context, argv[1]!, hash);
  return outcomes;
}

export const hexpire: WriteCommand = {
  name: 'hexpire',
  class: 'write',
  arity: -6,
  flags: ['write', 'denyoom', 'fast'],
  categories: ['hash'],
  keys: [keysAt(['RW', 'update'], 1)],
  group: 'hash',
  since: '7.4.0',
  summary: 'Lets fields of a hash live for a number of seconds from now',
  complexity: 'O(N) with N the number of fields given',
  syntax: 'key seconds [NX | XX | GT | LT] FIELDS numfields field [field ...]',
  apply: (context, argv) => expireFields(context, argv, 'seconds', context.now),
};

export const hpexpire: WriteCommand = {
  ...hexpire,
  name: 'hpexpire',
  summary: 'Lets fields of a hash live for a number of milliseconds from now',
  syntax: 'key milliseconds [NX | XX | GT | LT] FIELDS numfields field [field ...]',
  apply: (context, argv) => expireFields(context, argv, 'milliseconds', context.now),
};

export const hexpireat: WriteCommand = {
  ...hexpire,
  name: 'hexpireat',
  summary: 'Lets fields of a hash live until a moment, in seconds since the epoch',
  syntax: 'key unix-time-seconds [NX | XX | GT | LT] FIELDS numfields field [field ...]',
  apply: (context, argv) => expireFields(context, argv, 'seconds', 0),
};

export const hpexpireat: WriteCommand = {
  ...hexpire,
  name: 'hpexpireat',
  summary: 'Lets fields of a hash live until a moment, in milliseconds since the epoch',
  syntax: 'key unix-time-milliseconds [NX | XX | GT | LT] FIELDS numfields field [field ...]',
  apply: (context, argv) => expireFields(context, argv, 'milliseconds', 0),
};

export const hpersist: WriteCommand = {
  ...hexpire,
  name: 'hpersist',
  arity: -5,
  flags: ['write', 'fast'],
  summary: 'Lets fields of a hash live for ever again',
  syntax: 'key FIELDS numfields field [field ...]',
  apply: (context, argv) => {
    const { db, keyspace } = context;
    const hash = hashToEdit(db, argv[1]!);
    const outcomes = fieldsFrom(argv, 2).map(field => {
      if (hash?.has(field, keyspace) !== true) return NO_FIELD;
      return hash.persist(field) ? DONE : NO_LIFE_TIME;
    });
    if (hash !== undefined && outcomes.includes(DONE)) edited(context, argv[1]!, hash);
    return outcomes;
  },
};
