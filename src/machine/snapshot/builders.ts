import type { ValueBuilder } from '../container.js';
import type { TypeName } from '../value.js';
import { HashBuilder } from '../values/hash-builder.js';
import { ListBuilder } from '../values/list-builder.js';
import { LockBuilder } from '../values/lock/lock-builder.js';
import { QueueBuilder } from '../values/queue/queue-builder.js';
import { SetBuilder } from '../values/set-builder.js';
import { SortedSetBuilder } from '../values/sorted-set-builder.js';
import { StreamBuilder } from '../values/stream/stream-builder.js';
import { StringBuilder } from '../values/string-builder.js';

/** How a value of each type is made of its pieces again. */
export const BUILDERS: Readonly<Record<TypeName, () => ValueBuilder>> = {
  string: () => new StringBuilder(),
  list: () => new ListBuilder(),
  hash: () => new HashBuilder(),
  set: () => new SetBuilder(),
  zset: () => new SortedSetBuilder(),
  stream: () => new StreamBuilder(),
  dqueue: () => new QueueBuilder(),
  dlock: () => new LockBuilder(),
};
