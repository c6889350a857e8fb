import type { ReadContext, WriteContext } from '../../machine/context.js';
import type { Database } from '../../machine/database.js';
import type { MachineSettings } from '../../machine/settings.js';
import type { Value } from '../../machine/value.js';
import { Hash } from '../../machine/values/hash.js';
import { afterField, beforeFields, type HashLimits } from '../../machine/values/hash-encoding.js';
import { WRONG_TYPE } from '../../resp/reply.js';

/** The hash under a key; undefined: nothing is there. */
export function hashAt(db: Database, key: string): Hash | undefined {
  return checked(db.get(key));
}

/** The same, to be changed in place; {@link edited} follows. */
export function hashToEdit(db: Database, key: string): Hash | undefined {
  return checked(db.edit(key));
}

function checked(value: Value | undefined): Hash | undefined {
  if (value === undefined || value instanceof Hash) return value;
  throw WRONG_TYPE;
}

/** To be called after fields were changed: the key goes with the last of them. */
export function edited(
  { db, keyspace }: Pick<ReadContext, 'db' | 'keyspace'>,
  key: string,
  hash: Hash,
): void {
  if (hash.size(keyspace) === 0) db.delete(key);
  else db.touchParts(key, hash);
}

/** One field; undefined: it is not there, or nothing is. */
export function fieldAt({ db, keyspace }: ReadContext, key: string, field: string): string | undefined {
  return hashAt(db, key)?.get(field, keyspace);
}

/**
 * Sets fields of `hash`, as `hashToEdit` found it; undefined: makes one. `pairs` are fields and values in turn, at least
 * one. `keepsLife`: with the life times that they have. Answers how many fields are new.
 */
export function setFields(
  { db, keyspace, settings }: WriteContext,
  key: string,
  hash: Hash | undefined,
  pairs: readonly string[],
  keepsLife = false,
): number {
  const limits = limitsOf(settings);
  const grown = hash ?? new Hash();
  beforeFields(grown, limits, pairs);
  let added = 0;
  for (let i = 0; i < pairs.length; i += 2) {
    const field = pairs[i]!;
    if (!grown.has(field, keyspace)) added++;
    grown.set(field, pairs[i + 1]!, keyspace, keepsLife);
    afterField(grown, limits);
  }
  if (hash === undefined) db.set(key, grown);
  else db.touchParts(key, grown);
  return added;
}

/** Limits as the log holds them. */
export function limitsOf(settings: MachineSettings): HashLimits {
  return {
    entries: Number(settings.get('hash-max-listpack-entries') ?? 512),
    value: Number(settings.get('hash-max-listpack-value') ?? 64),
  };
}
