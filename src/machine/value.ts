import type { Bytes } from './values/bytes.js';
import type { Hash } from './values/hash.js';
import type { List } from './values/list.js';
import type { Lock } from './values/lock/lock.js';
import type { MemberSet } from './values/member-set.js';
import type { SortedSet } from './values/sorted-set.js';
import type { Queue } from './values/queue/queue.js';
import type { Stream } from './values/stream/stream.js';

/**
 * What a key holds. A short or immutable string is a plain JavaScript string of bytes; one that is edited in place
 * (APPEND, SETRANGE ...) or must show the encoding `raw` is a {@link Bytes}.
 */
export type Value = string | Bytes | List | Hash | MemberSet | SortedSet | Stream | Queue | Lock;

/** As TYPE answers. */
export type TypeName = 'string' | 'list' | 'hash' | 'set' | 'zset' | 'stream' | 'dqueue' | 'dlock';

export function typeName(value: Value): TypeName {
  return typeof value === 'string' ? 'string' : value.type;
}
