import type { ReadContext, WriteContext } from '../../machine/context.js';
import type { Database } from '../../machine/database.js';
import { MemberSet } from '../../machine/values/member-set.js';
import { ErrorReply, type Reply, SetReply, SYNTAX_ERROR } from '../../resp/reply.js';
import { integerWithin, isKeyword } from '../arguments.js';
import { keysAt, keysCounted, type ReadCommand, type WriteCommand } from '../spec.js';
import { limitsOf, setAt } from './values.js';

type Combine = (db: Database, keys: readonly string[]) => string[];

/** The sets under the keys, undefined where nothing is. All types are checked before anything is done. */
function setsAt(db: Database, keys: readonly string[]): (MemberSet | undefined)[] {
  return keys.map(key => setAt(db, key));
}

/** Members of all sets, at most `limit` of them, in the order of the smallest. */
function intersection(db: Database, keys: readonly string[], limit = Infinity): string[] {
  const sets = setsAt(db, keys);
  const present = sets.filter(set => set !== undefined);
  const [smallest, ...others] = present.toSorted((a, b) => a.size - b.size);
  const found: string[] = [];
  if (smallest === undefined || present.length < sets.length) return found;
  for (const member of smallest) {
    if (others.every(other => other.has(member))) found.push(member);
    if (found.length >= limit) break;
  }
  return found;
}

function union(db: Database, keys: readonly string[]): string[] {
  const sets = setsAt(db, keys);
  const everything = new MemberSet();
  for (const set of sets) set?.forEach(member => everything.add(member, WORKING_LIMITS));
  return [...everything];
}

/** No result that is only shown is ever a listpack. */
const WORKING_LIMITS = { intsetEntries: 512, listpackEntries: 0, listpackValue: 0 };

/**
 * Members of the first set that are in no other. As in Redis by the cheaper of two ways: to look for each member in all
 * others, or to take the members of all others out of a copy.
 */
function difference(db: Database, keys: readonly string[]): string[] {
  const [first, ...rest] = setsAt(db, keys);
  const others = rest.filter(set => set !== undefined);
  if (first === undefined || others.includes(first)) return [];
  const total = others.reduce((sum, { size }) => sum + size, 0);
  if (first.size * others.length <= total)
    return [...first].filter(member => !others.some(other => other.has(member)));
  const left = first.clone();
  for (const other of others) other.forEach(member => left.delete(member));
  return [...left];
}

function show(combine: Combine): (context: ReadContext, argv: readonly string[]) => Reply {
  return ({ db }, argv) => new SetReply(combine(db, argv.slice(1)));
}

/**
 * Puts the result in the place of whatever is under the first key; an empty one leaves nothing. Answers its size. As in
 * Redis 7.2 an intersection is gathered in a listpack, and all others in an intset while that can be.
 */
function store(
  combine: Combine,
  gathered: 'listpack' | 'intset' = 'intset',
): (context: WriteContext, argv: readonly string[]) => Reply {
  return ({ db, settings }, argv) => {
    const members = combine(db, argv.slice(2));
    db.refuseKept(argv[1]!);
    if (members.length === 0) {
      db.delete(argv[1]!);
      return 0;
    }
    const limits = limitsOf(settings);
    const set = new MemberSet(gathered);
    for (const member of members) set.add(member, limits);
    if (gathered === 'listpack') set.compact(limits);
    db.set(argv[1]!, set);
    return set.size;
  };
}

export const sinter: ReadCommand = {
  name: 'sinter',
  class: 'read',
  arity: -2,
  flags: ['readonly'],
  categories: ['set'],
  keys: [keysAt(['RO', 'access'], 1, -1)],
  group: 'set',
  since: '1.0.0',
  summary: 'Returns the members that are in all of several sets',
  complexity: 'O(N*M) with N the size of the smallest set and M the number of sets',
  syntax: 'key [key ...]',
  query: show(intersection),
};

export const sunion: ReadCommand = {
  ...sinter,
  name: 'sunion',
  summary: 'Returns the members that are in any of several sets',
  complexity: 'O(N) with N the size of all sets together',
  query: show(union),
};

export const sdiff: ReadCommand = {
  ...sunion,
  name: 'sdiff',
  summary: 'Returns the members of the first set that are in none of the others',
  query: show(difference),
};

export const sinterstore: WriteCommand = {
  ...sinter,
  name: 'sinterstore',
  class: 'write',
  arity: -3,
  flags: ['write', 'denyoom'],
  keys: [keysAt(['RW', 'update'], 1), keysAt(['RO', 'access'], 2, -1)],
  summary: 'Stores the members that are in all of several sets, and returns how many there are',
  syntax: 'destination key [key ...]',
  apply: store((db, keys) => intersection(db, keys), 'listpack'),
};

export const sunionstore: WriteCommand = {
  ...sinterstore,
  name: 'sunionstore',
  keys: [keysAt(['OW', 'update'], 1), keysAt(['RO', 'access'], 2, -1)],
  summary: 'Stores the members that are in any of several sets, and returns how many there are',
  complexity: 'O(N) with N the size of all sets together',
  apply: store(union),
};

export const sdiffstore: WriteCommand = {
  ...sunionstore,
  name: 'sdiffstore',
  summary:
    'Stores the members of the first set that are in none of the others, and returns how many there are',
  apply: store(difference),
};

const NO_KEYS = new ErrorReply('ERR numkeys should be greater than 0');
const TOO_MANY_KEYS = new ErrorReply("ERR Number of keys can't be greater than number of args");
const NEGATIVE_LIMIT = new ErrorReply("ERR LIMIT can't be negative");

export const sintercard: ReadCommand = {
  ...sinter,
  name: 'sintercard',
  arity: -3,
  flags: ['readonly', 'movablekeys'],
  keys: [keysCounted(['RO', 'access'], 1)],
  since: '7.0.0',
  summary: 'Returns how many members are in all of several sets, up to a limit',
  syntax: 'numkeys key [key ...] [LIMIT limit]',
  query: ({ db }, argv) => {
    const numkeys = integerWithin(argv[1]!, 1, Number.MAX_SAFE_INTEGER, NO_KEYS);
    if (numkeys > argv.length - 2) throw TOO_MANY_KEYS;
    let limit = 0;
    for (let i = 2 + numkeys; i < argv.length; i += 2) {
      if (!isKeyword(argv[i], 'LIMIT') || i + 1 >= argv.length) throw SYNTAX_ERROR;
      limit = integerWithin(argv[i + 1]!, 0, Number.MAX_SAFE_INTEGER, NEGATIVE_LIMIT);
    }
    return intersection(db, argv.slice(2, 2 + numkeys), limit === 0 ? Infinity : limit).length;
  },
};
