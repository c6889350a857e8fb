import type { WriteContext } from '../../machine/context.js';
import { integer } from '../arguments.js';
import { keysAt, type WriteCommand } from '../spec.js';
import { type Range, ranksBetween, scoreRange, textRange } from './bounds.js';
import { shrunk, sortedSetToEdit } from './values.js';

const shared = {
  class: 'write',
  flags: ['write'],
  categories: ['sortedset'],
  keys: [keysAt(['RW', 'delete'], 1)],
  group: 'sorted-set',
  complexity: 'O(log(N)+M) with N the size of the set and M the number of members removed',
} as const;

export const zrem: WriteCommand = {
  ...shared,
  name: 'zrem',
  arity: -3,
  flags: ['write', 'fast'],
  since: '1.2.0',
  summary: 'Removes members of a sorted set; the key goes with the last one',
  complexity: 'O(M*log(N)) with N the size of the set and M the number of members to remove',
  syntax: 'key member [member ...]',
  apply: ({ db }, argv) => {
    const set = sortedSetToEdit(db, argv[1]!);
    if (set === undefined) return 0;
    let removed = 0;
    for (let at = 2; at < argv.length; at++) if (set.delete(argv[at]!)) removed++;
    if (removed > 0) shrunk({ db }, argv[1]!, set);
    return removed;
  },
};

export const zremrangebyrank: WriteCommand = {
  ...shared,
  name: 'zremrangebyrank',
  arity: 4,
  since: '2.0.0',
  summary: 'Removes the members from one rank to another, both included',
  syntax: 'key start stop',
  apply: (context, argv) => {
    const start = integer(argv[2]!);
    const stop = integer(argv[3]!);
    return remove(context, argv[1]!, ({ size }) => ranksBetween(size, start, stop));
  },
};

export const zremrangebyscore: WriteCommand = {
  ...shared,
  name: 'zremrangebyscore',
  arity: 4,
  since: '1.2.0',
  summary: 'Removes the members whose scores are within a range',
  syntax: 'key min max',
  apply: (context, argv) => remove(context, argv[1]!, scoreRange(argv[2]!, argv[3]!)),
};

export const zremrangebylex: WriteCommand = {
  ...shared,
  name: 'zremrangebylex',
  arity: 4,
  since: '2.8.9',
  summary: 'Removes the members within a range of texts, of a set whose scores are all equal',
  syntax: 'key min max',
  apply: (context, argv) => remove(context, argv[1]!, textRange(argv[2]!, argv[3]!)),
};

function remove({ db }: WriteContext, key: string, range: Range): number {
  const set = sortedSetToEdit(db, key);
  if (set === undefined) return 0;
  const [from, to] = range(set);
  if (from < to) {
    set.removeRange(from, to);
    shrunk({ db }, key, set);
  }
  return to - from;
}
