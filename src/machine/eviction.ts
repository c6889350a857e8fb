import { below, type Random } from '../base/random.js';
import type { Database } from './database.js';
import { isBefore } from './expiry-index.js';
import type { Keyspace } from './keyspace.js';
import type { MachineSettings } from './settings.js';
import { Lock } from './values/lock/lock.js';
import { Queue } from './values/queue/queue.js';

/** Keys that are compared for one that goes, as many as Redis looks at. */
const SAMPLES = 5;
/** Picks for one of them: queues are never evicted. */
const PICKS = 16;
/** Keys that go before one command at most, so that none holds up those behind it: the next ones go on. */
const EVICTIONS = 1000;

interface Victim {
  readonly db: Database;
  readonly key: string;
}

/**
 * Makes room before a command: deletes keys until all of them together weigh no more than `maxmemory`, as
 * `maxmemory-policy` says. False: there is no room, and none can be made.
 *
 * All of it follows from the state and the seed of the entry, so each node comes to the same victims. When a key was read
 * is known as far as nodes told it: {@link Uses}.
 */
export function makeRoom(keyspace: Keyspace, settings: MachineSettings, random: Random): boolean {
  const limit = settings.maxMemory;
  if (limit === 0) return true;
  const policy = settings.get('maxmemory-policy') ?? 'noeviction';
  for (let evicted = 0; keyspace.weight > limit; evicted++) {
    if (evicted === EVICTIONS) return true;
    const victim = policy === 'noeviction' ? undefined : victimOf(keyspace, policy, random);
    if (victim === undefined) return false;
    victim.db.evict(victim.key);
  }
  return true;
}

function victimOf(keyspace: Keyspace, policy: string, random: Random): Victim | undefined {
  if (policy === 'volatile-ttl') return firstToEnd(keyspace);
  const isVolatile = policy.startsWith('volatile');
  const isByFrequency = policy.endsWith('lfu');
  let victim: Victim | undefined;
  let least = Infinity;
  let usedAt = Infinity;
  for (let sample = policy.endsWith('random') ? 1 : SAMPLES; sample > 0; sample--) {
    const candidate = candidateOf(keyspace, isVolatile, random);
    if (candidate === undefined) return victim;
    const { db, key } = candidate;
    const used = Math.max(db.changedAt(key), keyspace.uses.lastUse(db.index, key));
    const frequency = isByFrequency ? keyspace.uses.frequency(db.index, key, keyspace.now) : 0;
    if (frequency > least || (frequency === least && used >= usedAt)) continue;
    [victim, least, usedAt] = [candidate, frequency, used];
  }
  return victim;
}

/** Any key of any database that may be evicted, each as likely as any other; undefined: there are hardly any. */
function candidateOf(keyspace: Keyspace, isVolatile: boolean, random: Random): Victim | undefined {
  for (let pick = 0; pick < PICKS; pick++) {
    const picked = pickOf(keyspace, isVolatile, random);
    if (picked === undefined) return undefined;
    const value = picked.db.get(picked.key);
    if (!(value instanceof Queue || value instanceof Lock)) return picked;
  }
  return undefined;
}

/** Any key of any database, each as likely as any other. */
function pickOf(keyspace: Keyspace, isVolatile: boolean, random: Random): Victim | undefined {
  const sizeOf = (db: Database): number => (isVolatile ? db.expires : db.size);
  let left = keyspace.databases.reduce((sum, db) => sum + sizeOf(db), 0);
  left = left === 0 ? 0 : below(random, left);
  const db = keyspace.databases.find(each => (left -= sizeOf(each)) < 0);
  const key = db?.candidate(random, isVolatile);
  return db === undefined || key === undefined ? undefined : { db, key };
}

function firstToEnd(keyspace: Keyspace): Victim | undefined {
  let found: Victim | undefined;
  let first = undefined;
  for (const db of keyspace.databases) {
    const lifeTime = db.firstToEnd();
    if (lifeTime === undefined || (first !== undefined && !isBefore(lifeTime, first))) continue;
    first = lifeTime;
    found = { db, key: lifeTime.key };
  }
  return found;
}
