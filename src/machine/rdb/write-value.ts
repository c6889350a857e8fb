import { Bytes } from '../values/bytes.js';
import type { Value } from '../value.js';
import { Hash } from '../values/hash.js';
import { List } from '../values/list.js';
import type { Lock } from '../values/lock/lock.js';
import { MemberSet } from '../values/member-set.js';
import type { Queue } from '../values/queue/queue.js';
import { SortedSet } from '../values/sorted-set.js';
import type { RdbSink } from './sink.js';
import { RDB } from './types.js';
import { writeStream } from './write-stream.js';

/** RDB of Redis 7.0: whatever reads later ones reads this. */
const VERSION = 10;
/** RDB of Redis 7.4, without which the life times of fields cannot be told. */
const VERSION_OF_FIELD_LIVES = 12;

/** A queue or a lock is not: it is more than its content. */
export type DumpedValue = Exclude<Value, Queue | Lock>;

/** What is due is decided where it is read again. */
const NEVER_DUE = { isDue: () => false };

/**
 * Writes a value: its type, then its content, in the plain form of each type, which every version of Redis turns into
 * the encoding of its own settings. Returns the version of RDB that a reader needs.
 */
export function writeValue(sink: RdbSink, value: DumpedValue): number {
  if (typeof value === 'string' || value instanceof Bytes) {
    sink.uint8(RDB.string);
    sink.string(value.toString());
  } else if (value instanceof List) {
    writeTexts(sink, RDB.list, value.length, value);
  } else if (value instanceof MemberSet) {
    writeTexts(sink, RDB.set, value.size, value);
  } else if (value instanceof SortedSet) {
    writeSortedSet(sink, value);
  } else if (value instanceof Hash) {
    return writeHash(sink, value);
  } else {
    writeStream(sink, value);
  }
  return VERSION;
}

function writeTexts(sink: RdbSink, type: number, count: number, texts: Iterable<string>): void {
  sink.uint8(type);
  sink.length(count);
  for (const text of texts) sink.string(text);
}

/** From the highest score down, as Redis writes it: so a reader inserts each at the head. */
function writeSortedSet(sink: RdbSink, set: SortedSet): void {
  sink.uint8(RDB.zset2);
  sink.length(set.size);
  set.forEachBack(0, set.size, (member, score) => {
    sink.string(member);
    sink.double(score);
    return undefined;
  });
}

function writeHash(sink: RdbSink, hash: Hash): number {
  const first = hash.firstDeadline;
  sink.uint8(first === undefined ? RDB.hash : RDB.hashMetadata);
  if (first !== undefined) sink.milliseconds(first);
  sink.length(hash.stored);
  hash.forEach(NEVER_DUE, (field, value) => {
    // A deadline is one more than its difference to the first: 0 is none.
    const deadline = first === undefined ? undefined : hash.deadline(field);
    if (first !== undefined) sink.length(deadline === undefined ? 0 : deadline - first + 1);
    sink.string(field);
    sink.string(value);
  });
  return first === undefined ? VERSION : VERSION_OF_FIELD_LIVES;
}
