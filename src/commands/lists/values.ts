import type { ReadContext } from '../../machine/context.js';
import type { Database } from '../../machine/database.js';
import type { MachineSettings } from '../../machine/settings.js';
import type { Value } from '../../machine/value.js';
import { List, type ListEnd } from '../../machine/values/list.js';
import { afterShrink, beforeGrowth, DEFAULT_LISTPACK_SIZE } from '../../machine/values/list-encoding.js';
import { SYNTAX_ERROR, WRONG_TYPE } from '../../resp/reply.js';
import { keyword } from '../arguments.js';

type Place = Pick<ReadContext, 'db' | 'settings'>;

/** The list under a key; undefined: nothing is there. */
export function listAt(db: Database, key: string): List | undefined {
  return checked(db.get(key));
}

/** The same, to be changed in place. */
export function listToEdit(db: Database, key: string): List | undefined {
  return checked(db.edit(key));
}

function checked(value: Value | undefined): List | undefined {
  if (value === undefined || value instanceof List) return value;
  throw WRONG_TYPE;
}

/** Adds elements one after the other at an end of `list`, as `listToEdit` found it; undefined: makes one. */
export function pushTo(
  { db, settings }: Place,
  key: string,
  list: List | undefined,
  end: ListEnd,
  elements: readonly string[],
): List {
  const grown = list ?? new List();
  beforeGrowth(grown, listpackSize(settings), elements);
  for (const element of elements) grown.push(end, element);
  if (list === undefined) db.set(key, grown);
  else db.touch(key);
  return grown;
}

/** Takes at most `count` elements from an end of the list under `key`, which goes with its last element. */
export function takeFrom(place: Place, key: string, list: List, end: ListEnd, count: number): string[] {
  const taking = Math.min(count, list.length);
  const start = end === 'left' ? 0 : list.length - taking;
  const taken = list.slice(start, start + taking - 1);
  list.removeRange(start, taking);
  shrunk(place, key, list);
  return end === 'left' ? taken : taken.reverse();
}

/** Takes one element; the list is not empty, for no empty list stays under a key. */
export function takeOne(place: Place, key: string, list: List, end: ListEnd): string {
  const element = list.pop(end)!;
  shrunk(place, key, list);
  return element;
}

/** To be called after elements were removed. */
export function shrunk({ db, settings }: Place, key: string, list: List): void {
  if (list.length === 0) {
    db.delete(key);
    return;
  }
  afterShrink(list, listpackSize(settings));
  db.touch(key);
}

/** `list-max-listpack-size` as the log holds it. */
export function listpackSize(settings: MachineSettings): number {
  const size = settings.get('list-max-listpack-size');
  return size === undefined ? DEFAULT_LISTPACK_SIZE : Number(size);
}

/** LEFT or RIGHT. */
export function endOf(argument: string | undefined): ListEnd {
  switch (keyword(argument, 'LEFT', 'RIGHT')) {
    case 'LEFT':
      return 'left';
    case 'RIGHT':
      return 'right';
    case undefined:
      throw SYNTAX_ERROR;
  }
}

/**
 * A range as LRANGE and LTRIM take it: both ends included, negative ones counted from the right. Undefined: nothing of
 * the list is in it.
 */
export function rangeOf(
  length: number,
  start: number,
  stop: number,
): [first: number, last: number] | undefined {
  const first = Math.max(start < 0 ? length + start : start, 0);
  const last = Math.min(stop < 0 ? length + stop : stop, length - 1);
  return first > last ? undefined : [first, last];
}
