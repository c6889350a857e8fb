import { below } from '../../base/random.js';
import { PairsReply, SYNTAX_ERROR } from '../../resp/reply.js';
import { isKeyword } from '../arguments.js';
import { scanCursor, scanOptions } from '../keys/scan-options.js';
import { checkPairCount, pickCount, randomRanks } from '../random-ranks.js';
import { keysAt, type ReadCommand } from '../spec.js';
import { hashAt } from './values.js';

export const hscan: ReadCommand = {
  name: 'hscan',
  class: 'read',
  arity: -3,
  flags: ['readonly'],
  categories: ['hash'],
  keys: [keysAt(['RO', 'access'], 1)],
  group: 'hash',
  since: '2.8.0',
  summary: 'Returns some fields of a hash with their values, and a cursor to go on from',
  complexity: 'O(1) for each call; O(N) for a walk from cursor to cursor, with N the number of fields',
  syntax: 'key cursor [MATCH pattern] [COUNT count] [NOVALUES]',
  query: ({ db, keyspace }, argv) => {
    const cursor = scanCursor(argv[2]!);
    const hash = hashAt(db, argv[1]!);
    if (hash === undefined) return ['0', []];
    const { glob, count, withValues } = scanOptions(argv, 3, 'hash');
    const found: string[] = [];
    const next = hash.scan(cursor, count, keyspace, (field, value) => {
      if (glob?.matches(field) === false) return;
      found.push(field);
      if (withValues) found.push(value);
    });
    return [String(next), found];
  },
};

export const hrandfield: ReadCommand = {
  name: 'hrandfield',
  class: 'read',
  arity: -2,
  flags: ['readonly'],
  categories: ['hash'],
  keys: [keysAt(['RO', 'access'], 1)],
  group: 'hash',
  since: '6.2.0',
  summary: 'Returns any fields of a hash',
  complexity: 'O(N) with N the number of fields returned',
  syntax: 'key [count [WITHVALUES]]',
  query: ({ db, keyspace, random }, argv) => {
    const count = argv.length === 2 ? undefined : pickCount(argv[2]!);
    const withValues = argv.length === 4 && isKeyword(argv[3], 'WITHVALUES');
    if (argv.length > 3 && !withValues) throw SYNTAX_ERROR;
    if (withValues) checkPairCount(argv[2]!);
    const hash = hashAt(db, argv[1]!);
    if (count === undefined) {
      if (hash === undefined) return null;
      return hash.fieldsAt([below(random, hash.size(keyspace))], keyspace)[0]!;
    }
    if (hash === undefined || count === 0) return [];
    const fields = hash.fieldsAt(randomRanks(random, hash.size(keyspace), count), keyspace);
    if (!withValues) return fields;
    return new PairsReply(fields.flatMap(field => [field, hash.get(field, keyspace)!]));
  },
};
