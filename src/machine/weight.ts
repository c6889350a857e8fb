import type { Value } from './value.js';
import { Bytes } from './values/bytes.js';
import { Hash } from './values/hash.js';
import { List } from './values/list.js';
import { Lock } from './values/lock/lock.js';
import { MemberSet } from './values/member-set.js';
import { Queue } from './values/queue/queue.js';
import { SortedSet } from './values/sorted-set.js';

/*
 * Bytes, measured on Node 20: what a hundred thousand of each add to the heap, besides the bytes of their texts.
 */

/** A key with a string: its places in the tables of its database, and two strings. */
const KEY = 150;
export const LIFE_TIME = 136;
/** What a value has whatever it holds, and for each element. */
const LIST = 700;
const LIST_ELEMENT = 40;
const SET = 250;
const SET_MEMBER = 60;
const HASH = 250;
const HASH_FIELD = 80;
const SORTED_SET = 1100;
const SORTED_MEMBER = 82;
const STREAM = 900;
const STREAM_ENTRY = 170;
const GROUP = 1000;
const LOCK = 900;
const HOLD = 400;
const QUEUE = 5000;
const MESSAGE = 100;
const MESSAGE_GROUP = 300;
const BOUND_MESSAGE = 300;
/** An id that a producer gave to a message. */
const KNOWN_ID = 170;

/**
 * How many bytes a key counts for, without its life time: an estimate that depends on the content alone, so that it is the
 * same on every node, whatever the past of its heap. Costs O(1).
 */
export function weightOf(key: string, value: Value): number {
  return KEY + key.length + weightOfValue(value);
}

function weightOfValue(value: Value): number {
  if (typeof value === 'string' || value instanceof Bytes) return value.length;
  if (value instanceof List) return LIST + value.elementBytes + LIST_ELEMENT * value.length;
  if (value instanceof MemberSet) return SET + value.textBytes + SET_MEMBER * value.size;
  if (value instanceof Hash)
    return HASH + value.textBytes + HASH_FIELD * value.stored + LIFE_TIME * value.lives;
  if (value instanceof SortedSet) return SORTED_SET + value.textBytes + SORTED_MEMBER * value.size;
  if (value instanceof Lock) return LOCK + value.textBytes + HOLD * value.size;
  if (value instanceof Queue) return weightOfQueue(value);
  return STREAM + value.nodeBytes + STREAM_ENTRY * value.length + GROUP * value.groupCount;
}

function weightOfQueue({ textBytes, stored, groups, bound, known }: Queue): number {
  const messages = textBytes + MESSAGE * stored + MESSAGE_GROUP * groups + BOUND_MESSAGE * bound;
  return QUEUE + messages + known.bytes + KNOWN_ID * known.size;
}
