import { SetReply } from '../../resp/reply.js';
import { scanCursor, scanOptions } from '../keys/scan-options.js';
import { keysAt, type ReadCommand } from '../spec.js';
import { setAt } from './values.js';

export const sismember: ReadCommand = {
  name: 'sismember',
  class: 'read',
  arity: 3,
  flags: ['readonly', 'fast'],
  categories: ['set'],
  keys: [keysAt(['RO'], 1)],
  group: 'set',
  since: '1.0.0',
  summary: 'Tells whether a member is in a set',
  complexity: 'O(1)',
  syntax: 'key member',
  query: ({ db }, argv) => (setAt(db, argv[1]!)?.has(argv[2]!) === true ? 1 : 0),
};

export const smismember: ReadCommand = {
  ...sismember,
  name: 'smismember',
  arity: -3,
  keys: [keysAt(['RO', 'access'], 1)],
  since: '6.2.0',
  summary: 'Tells for each of several members whether it is in a set',
  complexity: 'O(N) with N the number of members given',
  syntax: 'key member [member ...]',
  query: ({ db }, argv) => {
    const set = setAt(db, argv[1]!);
    return argv.slice(2).map(member => (set?.has(member) === true ? 1 : 0));
  },
};

export const scard: ReadCommand = {
  ...sismember,
  name: 'scard',
  arity: 2,
  summary: 'Returns how many members a set has',
  syntax: 'key',
  query: ({ db }, argv) => setAt(db, argv[1]!)?.size ?? 0,
};

export const smembers: ReadCommand = {
  ...sismember,
  name: 'smembers',
  arity: 2,
  flags: ['readonly'],
  keys: [keysAt(['RO', 'access'], 1)],
  summary: 'Returns all members of a set',
  complexity: 'O(N) with N the number of members',
  syntax: 'key',
  query: ({ db }, argv) => {
    const members: string[] = [];
    setAt(db, argv[1]!)?.forEach(member => members.push(member));
    return new SetReply(members);
  },
};

export const sscan: ReadCommand = {
  ...smembers,
  name: 'sscan',
  arity: -3,
  since: '2.8.0',
  summary: 'Returns some members of a set, and a cursor to go on from',
  complexity: 'O(1) for each call; O(N) for a walk from cursor to cursor, with N the number of members',
  syntax: 'key cursor [MATCH pattern] [COUNT count]',
  query: ({ db }, argv) => {
    const cursor = scanCursor(argv[2]!);
    const set = setAt(db, argv[1]!);
    if (set === undefined) return ['0', []];
    const { glob, count } = scanOptions(argv, 3, 'others');
    const found: string[] = [];
    const next = set.scan(cursor, count, member => {
      if (glob?.matches(member) !== false) found.push(member);
    });
    return [String(next), found];
  },
};
