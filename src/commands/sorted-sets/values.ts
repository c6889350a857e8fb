import type { ReadContext } from '../../machine/context.js';
import type { Database } from '../../machine/database.js';
import type { MachineSettings } from '../../machine/settings.js';
import type { Value } from '../../machine/value.js';
import { SortedSet, type SortedSetLimits } from '../../machine/values/sorted-set.js';
import { Double, PairsReply, type Reply, WRONG_TYPE } from '../../resp/reply.js';

type Place = Pick<ReadContext, 'db' | 'settings'>;

/** The sorted set under a key; undefined: nothing is there. */
export function sortedSetAt(db: Database, key: string): SortedSet | undefined {
  return checked(db.get(key));
}

/** The same, to be changed in place. */
export function sortedSetToEdit(db: Database, key: string): SortedSet | undefined {
  return checked(db.edit(key));
}

function checked(value: Value | undefined): SortedSet | undefined {
  if (value === undefined || value instanceof SortedSet) return value;
  throw WRONG_TYPE;
}

/** The most members of a listpack: ZSCAN answers all of it at once. */
const LISTPACK_MAX = 16_384;

/** Limits as the log holds them. */
export function limitsOf(settings: MachineSettings): SortedSetLimits {
  return {
    entries: Math.min(Number(settings.get('zset-max-listpack-entries') ?? 128), LISTPACK_MAX),
    value: Number(settings.get('zset-max-listpack-value') ?? 64),
  };
}

/** Gives a member its score, as a member that is new or has another one. */
export function put(set: SortedSet, limits: SortedSetLimits, member: string, score: number): void {
  if (set.score(member) === undefined) set.expect(member, limits);
  set.set(member, score);
}

/** To be called after members were removed: the key goes with the last of them. */
export function shrunk({ db }: Pick<Place, 'db'>, key: string, set: SortedSet): void {
  if (set.size === 0) db.delete(key);
  else db.touch(key);
}

/** Puts a set that a command made in the place of whatever is under `key`; an empty one leaves nothing. Answers its size. */
export function store({ db }: Pick<Place, 'db'>, key: string, set: SortedSet): number {
  db.refuseKept(key);
  if (set.size === 0) db.delete(key);
  else db.set(key, set);
  return set.size;
}

/**
 * A set of pairs. Within `limits` it is a listpack if all of it fits one, whatever the order in which it came together, as
 * the *STORE commands make it.
 */
export function setOf(
  entries: Iterable<readonly [member: string, score: number]>,
  limits: SortedSetLimits | undefined,
): SortedSet {
  const pairs = [...entries];
  const set = new SortedSet();
  set.isSkiplist =
    limits === undefined ||
    pairs.length > limits.entries ||
    pairs.some(([member]) => member.length > limits.value);
  for (const [member, score] of pairs) set.set(member, score);
  return set;
}

/** Members by rank, with their scores if asked for. */
export function membersReply(
  set: SortedSet,
  [from, to]: readonly [number, number],
  withScores: boolean,
  backwards = false,
): Reply {
  const found: Reply[] = [];
  const visit = (member: string, score: number): undefined => {
    found.push(member);
    if (withScores) found.push(new Double(score));
  };
  if (backwards) set.forEachBack(from, to, visit);
  else set.forEach(from, to, visit);
  return withScores ? new PairsReply(found) : found;
}
