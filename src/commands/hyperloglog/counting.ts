import { narrow } from '../../base/numbers.js';
import type { MachineSettings } from '../../machine/settings.js';
import { OK } from '../../resp/reply.js';
import { keysAt, type ReadCommand, type WriteCommand } from '../spec.js';
import { estimate } from './estimate.js';
import {
  cachedEstimate,
  DENSE,
  dropEstimate,
  encodingOf,
  hyperLogLogAt,
  REGISTERS,
  store,
} from './layout.js';
import { raise, rankOf, toDense, unite } from './registers.js';
import { emptySparse } from './sparse.js';

const SPARSE_LIMIT = 3000;

/** `hll-sparse-max-bytes` as the log holds it. */
function sparseLimit(settings: MachineSettings): number {
  const limit = settings.get('hll-sparse-max-bytes');
  return limit === undefined ? SPARSE_LIMIT : Number(limit);
}

export const pfadd: WriteCommand = {
  name: 'pfadd',
  class: 'write',
  arity: -2,
  flags: ['write', 'denyoom', 'fast'],
  categories: ['hyperloglog'],
  keys: [keysAt(['RW', 'insert'], 1)],
  group: 'hyperloglog',
  since: '2.8.9',
  summary: 'Counts elements in a HyperLogLog and says whether its estimate may have changed',
  complexity: 'O(1) for each element',
  syntax: 'key [element [element ...]]',
  apply: ({ db, settings }, argv) => {
    const old = hyperLogLogAt(db, argv[1]!);
    let log = old ?? emptySparse();
    let isChanged = old === undefined;
    for (const element of argv.slice(2)) {
      const { index, rank } = rankOf(element);
      const raised = raise(log, index, rank, sparseLimit(settings));
      if (raised === undefined) continue;
      log = raised;
      isChanged = true;
    }
    if (!isChanged) return 0;
    dropEstimate(log);
    store(db, argv[1]!, log);
    return 1;
  },
};

export const pfcount: ReadCommand = {
  name: 'pfcount',
  class: 'read',
  arity: -2,
  flags: ['readonly'],
  categories: ['hyperloglog'],
  keys: [keysAt(['RW', 'access'], 1, -1)],
  group: 'hyperloglog',
  since: '2.8.9',
  summary: 'Estimates how many different elements HyperLogLogs have counted together',
  complexity: 'O(N) with N the number of keys, each of some 12 KB',
  syntax: 'key [key ...]',
  query: ({ db }, argv) => {
    const union = new Uint8Array(REGISTERS);
    for (const key of argv.slice(1)) {
      const log = hyperLogLogAt(db, key);
      if (log === undefined) continue;
      const cached = argv.length === 2 ? cachedEstimate(log) : undefined;
      if (cached !== undefined) return narrow(cached);
      unite(union, log);
    }
    return estimate(union);
  },
};

export const pfmerge: WriteCommand = {
  name: 'pfmerge',
  class: 'write',
  arity: -2,
  flags: ['write', 'denyoom'],
  categories: ['hyperloglog'],
  keys: [keysAt(['RW', 'access', 'insert'], 1), keysAt(['RO', 'access'], 2, -1)],
  group: 'hyperloglog',
  since: '2.8.9',
  summary: 'Adds to a HyperLogLog what others have counted',
  complexity: 'O(N) with N the number of keys, each of some 12 KB',
  syntax: 'destkey [sourcekey [sourcekey ...]]',
  apply: ({ db, settings }, argv) => {
    const union = new Uint8Array(REGISTERS);
    let isDense = false;
    for (const key of argv.slice(1)) {
      const source = hyperLogLogAt(db, key);
      if (source === undefined) continue;
      unite(union, source);
      isDense ||= encodingOf(source) === DENSE;
    }
    let log = hyperLogLogAt(db, argv[1]!) ?? emptySparse();
    if (isDense) log = toDense(log);
    union.forEach((rank, index) => {
      if (rank > 0) log = raise(log, index, rank, sparseLimit(settings)) ?? log;
    });
    dropEstimate(log);
    store(db, argv[1]!, log);
    return OK;
  },
};
