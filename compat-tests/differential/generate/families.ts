import { GEO_COMMANDS } from './geo.js';
import { HASH_COMMANDS } from './hashes.js';
import { BITMAP_COMMANDS } from './bitmaps.js';
import { HYPERLOGLOG_COMMANDS } from './hyperloglogs.js';
import { KEY_COMMANDS } from './keys.js';
import { LIST_COMMANDS, blockingCommand, shortBlocking } from './lists.js';
import { SET_COMMANDS } from './sets.js';
import { SORT_COMMANDS } from './sorts.js';
import { SORTED_SET_COMMANDS, blockingSortedSet, shortBlockingSortedSet } from './sorted-sets.js';
import { STREAM_COMMANDS, blockingStream, fillingStream, shortBlockingStream } from './streams.js';
import { STRING_COMMANDS } from './strings.js';
import { MILLISECONDS, type Timeouts } from '../timeouts.js';
import type { Words } from './words.js';

type Make = (words: Words) => readonly string[];

/** Commands for one type of value. */
export interface Family {
  readonly makers: readonly Make[];
  /** One that blocks, and answers within a step. */
  readonly shortBlocking?: Make;
}

/** A type that clients wait for. */
export interface BlockingFamily extends Family {
  readonly blocking: (words: Words, timeout: string) => readonly string[];
  /** Where they are not seconds. */
  readonly timeouts?: Timeouts;
  /** What serves those who wait. */
  readonly filling: Make;
}

const lists: BlockingFamily = {
  makers: LIST_COMMANDS,
  shortBlocking,
  blocking: blockingCommand,
  filling: w => [w.dice.pick(['LPUSH', 'RPUSH', 'RPUSH']), w.key(), ...w.dice.several(1, 4, w.element)],
};

const sortedSets: BlockingFamily = {
  makers: SORTED_SET_COMMANDS,
  shortBlocking: shortBlockingSortedSet,
  blocking: blockingSortedSet,
  filling: w => {
    const pairs = w.dice.several(1, 4, () => [String(w.dice.between(0, 5)), w.element()]);
    return ['ZADD', w.key(), ...pairs.flat()];
  },
};

const streams: BlockingFamily = {
  makers: STREAM_COMMANDS,
  shortBlocking: shortBlockingStream,
  blocking: blockingStream,
  timeouts: MILLISECONDS,
  filling: fillingStream,
};

/** By the name that `FAMILY` of the environment takes: all scripts of a run are then about it. */
const FAMILIES: Readonly<Record<string, Family>> = {
  strings: { makers: STRING_COMMANDS },
  bitmaps: { makers: BITMAP_COMMANDS },
  hyperloglogs: { makers: HYPERLOGLOG_COMMANDS },
  keys: { makers: KEY_COMMANDS },
  sorts: { makers: SORT_COMMANDS },
  lists,
  hashes: { makers: HASH_COMMANDS },
  sets: { makers: SET_COMMANDS },
  'sorted-sets': sortedSets,
  geo: { makers: GEO_COMMANDS },
  streams,
};

const BLOCKING_FAMILIES: Readonly<Record<string, BlockingFamily>> = {
  lists,
  'sorted-sets': sortedSets,
  streams,
};

const ALL: Family = { makers: Object.values(FAMILIES).flatMap(({ makers }) => makers) };

/** What a script is mostly about: one family, or all of them. */
export function familyOf(w: Words): Family {
  const named = FAMILIES[process.env['FAMILY'] ?? ''];
  return named ?? (w.dice.percent(30) ? ALL : w.dice.pick(Object.values(FAMILIES)));
}

export function blockingFamilyOf(w: Words): BlockingFamily {
  return BLOCKING_FAMILIES[process.env['FAMILY'] ?? ''] ?? w.dice.pick(Object.values(BLOCKING_FAMILIES));
}

/** Of any family, so that types collide. */
export const anyOther: Make = w => w.dice.pick(ALL.makers)(w);
