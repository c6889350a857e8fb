import type { WriteContext } from '../../machine/context.js';
import type { Database } from '../../machine/database.js';
import type { MachineSettings } from '../../machine/settings.js';
import type { Value } from '../../machine/value.js';
import { MemberSet, type SetLimits } from '../../machine/values/member-set.js';
import { WRONG_TYPE } from '../../resp/reply.js';

/** The set under a key; undefined: nothing is there. */
export function setAt(db: Database, key: string): MemberSet | undefined {
  return checked(db.get(key));
}

/** The same, to be changed in place; {@link edited} follows. */
export function setToEdit(db: Database, key: string): MemberSet | undefined {
  return checked(db.edit(key));
}

function checked(value: Value | undefined): MemberSet | undefined {
  if (value === undefined || value instanceof MemberSet) return value;
  throw WRONG_TYPE;
}

/** Adds members to `set`, as `setToEdit` found it; undefined: makes one. Answers how many are new. */
export function addTo(
  { db, settings }: WriteContext,
  key: string,
  set: MemberSet | undefined,
  members: readonly string[],
): number {
  const limits = limitsOf(settings);
  const grown = set ?? MemberSet.for(members[0]!, members.length, limits);
  set?.expect(members.length, limits);
  let added = 0;
  for (const member of members) if (grown.add(member, limits)) added++;
  if (set === undefined) db.set(key, grown);
  else if (added > 0) db.touch(key);
  return added;
}

/** To be called after members were removed: the key goes with the last of them. */
export function edited({ db }: Pick<WriteContext, 'db'>, key: string, set: MemberSet): void {
  if (set.size === 0) db.delete(key);
  else db.touch(key);
}

/** Limits as the log holds them. */
export function limitsOf(settings: MachineSettings): SetLimits {
  return {
    intsetEntries: Number(settings.get('set-max-intset-entries') ?? 512),
    listpackEntries: Number(settings.get('set-max-listpack-entries') ?? 128),
    listpackValue: Number(settings.get('set-max-listpack-value') ?? 64),
  };
}
