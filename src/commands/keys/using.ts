import { OK } from '../../resp/reply.js';
import type { WriteCommand } from '../spec.js';

/** What a node tells of reads, where a policy evicts what is least used. */
export const used: WriteCommand = {
  name: 'quorate.used',
  class: 'write',
  arity: -2,
  flags: ['write'],
  categories: [],
  group: 'quorate',
  since: '0.1.0',
  summary: 'Tells that keys were read',
  complexity: 'O(N) with N the number of keys',
  syntax: 'key [key ...]',
  internal: true,
  apply({ db, dbIndex, keyspace, now, random }, argv) {
    for (const key of argv.slice(1)) {
      if (db.has(key)) keyspace.uses.note(dbIndex, key, keyspace.serial, now, random);
    }
    return OK;
  },
};
