import { addInt64, type Int64 } from '../../../base/numbers.js';
import type { Group } from './group.js';
import { compareIds, difference, type StreamId, ZERO_ID } from './id.js';
import type { Stream } from './stream.js';

/**
 * How many entries the group has still to read, as far as that is known: null where XDEL left holes among them, or where
 * the group stands at an id that says nothing.
 */
export function lagOf(stream: Stream, group: Group): Int64 | null {
  if (stream.entriesAdded === 0) return 0;
  const isCounted = group.entriesRead !== null && !hasHolesFrom(stream, group.last);
  const read = isCounted ? group.entriesRead : entriesUpTo(stream, group.last);
  return read === null ? null : (addInt64(stream.entriesAdded, negated(read)) ?? null);
}

/** Moves the group on to an entry that it was just given. */
export function advance(stream: Stream, group: Group, id: StreamId): void {
  if (compareIds(id, group.last) <= 0) return;
  if (group.entriesRead !== null && !hasHolesFrom(stream, id))
    group.entriesRead = addInt64(group.entriesRead, 1) ?? null;
  else if (stream.entriesAdded !== 0) group.entriesRead = entriesUpTo(stream, id);
  group.last = id;
}

/** Whether XDEL deleted something at `id` or behind it that is not in front of all that is left. */
function hasHolesFrom(stream: Stream, id: StreamId): boolean {
  const first = stream.first();
  if (first === undefined || compareIds(first.id, stream.maxDeletedId) > 0) return false;
  return compareIds(id, stream.maxDeletedId) <= 0;
}

/** How many entries were ever added up to `id`, that one included; null: nobody knows. */
function entriesUpTo(stream: Stream, id: StreamId): Int64 | null {
  const { entriesAdded, length, lastId, maxDeletedId } = stream;
  if (entriesAdded === 0) return 0;
  const toLast = compareIds(id, lastId);
  if (toLast === 0 || (length === 0 && toLast < 0)) return entriesAdded;
  const first = stream.first()?.id;
  if (toLast > 0 || first === undefined) return null;
  const isWhole = compareIds(maxDeletedId, ZERO_ID) === 0 || compareIds(maxDeletedId, first) < 0;
  const toFirst = compareIds(id, first);
  if (!isWhole || toFirst > 0) return null;
  return addInt64(difference(entriesAdded, length), toFirst === 0 ? 1 : 0) ?? null;
}

function negated(value: Int64): Int64 {
  return typeof value === 'number' ? -value : -value;
}
