import type { ReadHandler } from '../../machine/command-table.js';
import { NULL_ARRAY, SYNTAX_ERROR } from '../../resp/reply.js';
import { integer, isKeyword } from '../arguments.js';
import { keysAt, type ReadCommand } from '../spec.js';
import { rangeEnd, rangeStart } from './ids.js';
import { entryReply, streamAt } from './values.js';

const shared = {
  class: 'read',
  flags: ['readonly'],
  categories: ['stream'],
  group: 'stream',
  since: '5.0.0',
} as const;

export const xlen: ReadCommand = {
  ...shared,
  name: 'xlen',
  arity: 2,
  flags: ['readonly', 'fast'],
  keys: [keysAt(['RO'], 1)],
  summary: 'Returns how many entries a stream has',
  complexity: 'O(1)',
  syntax: 'key',
  query: ({ db }, argv) => streamAt(db, argv[1]!)?.length ?? 0,
};

const range = {
  ...shared,
  arity: -4,
  keys: [keysAt(['RO', 'access'], 1)],
  complexity: 'O(log N + M) with N the number of entries and M the number of those returned',
} as const;

export const xrange: ReadCommand = {
  ...range,
  name: 'xrange',
  summary: 'Returns the entries of a stream between two ids',
  syntax: 'key start end [COUNT count]',
  query: inRange(false),
};

export const xrevrange: ReadCommand = {
  ...range,
  name: 'xrevrange',
  summary: 'Returns the entries of a stream between two ids, the latest first',
  syntax: 'key end start [COUNT count]',
  query: inRange(true),
};

function inRange(isBack: boolean): ReadHandler {
  return ({ db }, argv) => {
    const from = rangeStart(argv[isBack ? 3 : 2]!);
    const to = rangeEnd(argv[isBack ? 2 : 3]!);
    let count = Infinity;
    for (let at = 4; at < argv.length; at += 2) {
      if (!isKeyword(argv[at], 'COUNT') || at + 1 >= argv.length) throw SYNTAX_ERROR;
      count = Math.max(integer(argv[at + 1]!), 0);
    }
    const stream = streamAt(db, argv[1]!);
    if (stream === undefined) return [];
    if (count === 0) return NULL_ARRAY;
    return (isBack ? stream.rangeBack(from, to, count) : stream.range(from, to, count)).map(entryReply);
  };
}
