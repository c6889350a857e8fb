import type { Value } from './value.js';
import { Bytes } from './values/bytes.js';
import { Hash } from './values/hash.js';
import { List } from './values/list.js';
import { MemberSet } from './values/member-set.js';
import { SortedSet } from './values/sorted-set.js';

/** What a key costs besides its bytes: its places in the tables of its database. Bytes. */
const KEY = 96;
/** What one element costs besides its bytes, by type. */
const LIST_ELEMENT = 16;
const SET_MEMBER = 32;
const HASH_FIELD = 48;
const SORTED_MEMBER = 72;
const STREAM_ENTRY = 64;
const GROUP = 256;

/**
 * How many bytes a key counts for: an estimate that depends on the content alone, so that it is the same on every node,
 * whatever the past of its heap. Costs O(1).
 */
export function weightOf(key: string, value: Value): number {
  return KEY + key.length + weightOfValue(value);
}

function weightOfValue(value: Value): number {
  if (typeof value === 'string' || value instanceof Bytes) return value.length;
  if (value instanceof List) return value.elementBytes + LIST_ELEMENT * value.length;
  if (value instanceof MemberSet) return value.textBytes + SET_MEMBER * value.size;
  if (value instanceof Hash) return value.textBytes + HASH_FIELD * value.stored;
  if (value instanceof SortedSet) return value.textBytes + SORTED_MEMBER * value.size;
  return value.nodeBytes + STREAM_ENTRY * value.length + GROUP * value.groupCount;
}
