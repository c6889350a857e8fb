import type { WriteHandler } from '../../machine/command-table.js';
import { keysAt, type WriteCommand } from '../spec.js';

const removeAll: WriteHandler = ({ db }, argv) => {
  let removed = 0;
  for (let i = 1; i < argv.length; i++) if (db.delete(argv[i]!)) removed++;
  return removed;
};

export const del: WriteCommand = {
  name: 'del',
  class: 'write',
  arity: -2,
  flags: ['write'],
  categories: ['keyspace'],
  keys: [keysAt(['RM', 'delete'], 1, -1)],
  group: 'generic',
  since: '1.0.0',
  summary: 'Removes keys and returns how many of them existed',
  complexity: 'O(N) with N the number of keys; the memory of large values is freed later',
  syntax: 'key [key ...]',
  apply: removeAll,
};

/** Here both names do the same: no removal waits until the memory of the value is freed. */
export const unlink: WriteCommand = {
  ...del,
  name: 'unlink',
  flags: ['write', 'fast'],
  since: '4.0.0',
  summary: 'Removes keys without waiting until their memory is freed',
};
