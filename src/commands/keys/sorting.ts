import { parseDouble } from '../../base/numbers.js';
import type { ReadContext, WriteContext } from '../../machine/context.js';
import { Bytes } from '../../machine/values/bytes.js';
import { Hash } from '../../machine/values/hash.js';
import { List } from '../../machine/values/list.js';
import { afterLoading } from '../../machine/values/list-encoding.js';
import { MemberSet } from '../../machine/values/member-set.js';
import { SortedSet } from '../../machine/values/sorted-set.js';
import { ErrorReply, type Reply, WRONG_TYPE } from '../../resp/reply.js';
import { printed } from '../arguments.js';
import { listpackSize } from '../lists/values.js';
import { keysAt, type KeySpec, type ReadCommand, type WriteCommand } from '../spec.js';
import { limitsOf, readSortOptions, type SortOptions } from './sort-options.js';

const NOT_A_NUMBER = new ErrorReply("ERR One or more scores can't be converted into double");

/** What is closer to zero has lost digits: strtod says so. */
const SMALLEST_NORMAL = 2 ** -1022;

const SORTED: KeySpec = keysAt(['RO', 'access'], 1);
/** The keys of BY and GET are made of what the sorted value holds. */
const PATTERNS: KeySpec = { ...keysAt(['RO', 'access'], 0), isUnknown: true };
const STORED: KeySpec = {
  flags: ['OW', 'update'],
  begin: { keyword: 'STORE', startFrom: 2 },
  find: { lastKey: 0, step: 1, limit: 0 },
  isUnknown: true,
};

export const sort: WriteCommand = {
  name: 'sort',
  class: 'write',
  arity: -2,
  flags: ['write', 'denyoom', 'movablekeys'],
  categories: ['set', 'sortedset', 'list', 'dangerous'],
  keys: [SORTED, PATTERNS, STORED],
  group: 'generic',
  since: '1.0.0',
  summary:
    'Sorts a list, a set or a sorted set by its elements or by other keys, and returns or stores the result',
  complexity: 'O(N+M*log(M)) with N the number of elements and M the number returned',
  syntax:
    'key [BY pattern] [LIMIT offset count] [GET pattern [GET pattern ...]] [ASC | DESC] [ALPHA] [STORE destination]',
  apply: (context, argv) => {
    const options = readSortOptions(argv, true);
    const result = sorted(context, argv[1]!, options);
    return options.store === undefined ? result : store(context, options.store, result);
  },
};

export const sortRo: ReadCommand = {
  name: 'sort_ro',
  class: 'read',
  arity: -2,
  flags: ['readonly', 'movablekeys'],
  categories: ['set', 'sortedset', 'list', 'dangerous'],
  keys: [SORTED, PATTERNS],
  group: 'generic',
  since: '7.0.0',
  summary: 'Sorts a list, a set or a sorted set by its elements or by other keys, and returns the result',
  complexity: 'O(N+M*log(M)) with N the number of elements and M the number returned',
  syntax: 'key [BY pattern] [LIMIT offset count] [GET pattern [GET pattern ...]] [ASC | DESC] [ALPHA]',
  query: (context, argv) => sorted(context, argv[1]!, readSortOptions(argv, false)),
};

/** A missing value of GET is stored as an empty element. */
function store({ db, settings }: WriteContext, key: string, result: readonly (string | null)[]): Reply {
  db.refuseKept(key);
  if (result.length === 0) {
    db.delete(key);
    return 0;
  }
  const list = List.of(result.map(element => element ?? ''));
  afterLoading(list, listpackSize(settings));
  db.set(key, list);
  return list.length;
}

function sorted(context: ReadContext, key: string, options: SortOptions): (string | null)[] {
  let elements = elementsOf(context, key, options);
  const { start, end } = limitsOf(options, elements.length);
  if (options.by === undefined || options.by.includes('*')) elements = inOrder(context, elements, options);
  const part = elements.slice(start, end);
  if (options.get.length === 0) return part;
  return part.flatMap(element => options.get.map(pattern => valueBy(context, pattern, element) ?? null));
}

/** In the order of the value itself, which DESC turns round: so it is what remains when nothing else sorts. */
function elementsOf({ db }: ReadContext, key: string, options: SortOptions): string[] {
  const value = db.get(key);
  if (value === undefined) return [];
  if (value instanceof List) return options.isDescending ? [...value].reverse() : [...value];
  if (value instanceof MemberSet) {
    // Redis makes what it stores depend on nothing but the members.
    const isUnsorted = options.by !== undefined && !options.by.includes('*');
    if (isUnsorted && options.store !== undefined) Object.assign(options, { by: undefined, isAlpha: true });
    return [...value];
  }
  if (!(value instanceof SortedSet)) throw WRONG_TYPE;
  const members: string[] = [];
  const visit = (member: string): undefined => void members.push(member);
  if (options.isDescending) value.forEachBack(0, value.size, visit);
  else value.forEach(0, value.size, visit);
  return members;
}

/** An element and what it is sorted by; `weight` undefined: BY leads to nothing. */
interface Weighed {
  readonly element: string;
  readonly weight: string | undefined;
  readonly score: number;
}

function inOrder(context: ReadContext, elements: readonly string[], options: SortOptions): string[] {
  const { by, isAlpha, isDescending } = options;
  const weighed = elements.map((element): Weighed => {
    const weight = by === undefined ? element : valueBy(context, by, element);
    return { element, weight, score: isAlpha || weight === undefined ? 0 : scoreOf(weight) };
  });
  const compare = isAlpha ? compareTexts : compareScores;
  weighed.sort((a, b) => (isDescending ? compare(b, a) : compare(a, b)));
  return weighed.map(({ element }) => element);
}

function compareTexts({ weight: left }: Weighed, { weight: right }: Weighed): number {
  if (left === undefined || right === undefined) return left === right ? 0 : left === undefined ? -1 : 1;
  return compareBytes(left, right);
}

/** Equal scores: by the elements, so that there is one order. */
function compareScores(left: Weighed, right: Weighed): number {
  if (left.score !== right.score) return left.score < right.score ? -1 : 1;
  return compareBytes(left.element, right.element);
}

function compareBytes(left: string, right: string): number {
  return left === right ? 0 : left < right ? -1 : 1;
}

/** As C's strtod reads a whole string: white space before it, nothing for 0, and no further than a zero byte. */
function scoreOf(text: string): number {
  const shown = printed(text);
  const score = shown === '' ? 0 : parseDouble(shown.replace(/^[ \t\n\v\f\r]+/, ''));
  if (score === undefined || (score !== 0 && Math.abs(score) < SMALLEST_NORMAL)) throw NOT_A_NUMBER;
  return score;
}

/** What a pattern of BY or GET leads to: `#` to the element, `a*b` to a string, `a*b->field` to a field of a hash. */
function valueBy({ db, keyspace }: ReadContext, pattern: string, element: string): string | undefined {
  if (pattern === '#') return element;
  const star = pattern.indexOf('*');
  if (star < 0) return undefined;
  const arrow = pattern.indexOf('->', star + 1);
  const hasField = arrow >= 0 && arrow + 2 < pattern.length;
  const key = pattern.slice(0, star) + element + pattern.slice(star + 1, hasField ? arrow : undefined);
  const value = db.get(key);
  if (hasField) return value instanceof Hash ? value.get(pattern.slice(arrow + 2), keyspace) : undefined;
  return typeof value === 'string' || value instanceof Bytes ? value.toString() : undefined;
}
