import { beforeGrowth } from '../../machine/values/list-encoding.js';
import { ErrorReply, NO_SUCH_KEY, OK, SYNTAX_ERROR } from '../../resp/reply.js';
import { integer, keyword } from '../arguments.js';
import { keysAt, type WriteCommand } from '../spec.js';
import { listToEdit, listpackSize, rangeOf, shrunk } from './values.js';

const shared = { class: 'write', categories: ['list'], group: 'list' } as const;

const INDEX_OUT_OF_RANGE = new ErrorReply('ERR index out of range');

export const linsert: WriteCommand = {
  ...shared,
  name: 'linsert',
  arity: 5,
  flags: ['write', 'denyoom'],
  keys: [keysAt(['RW', 'insert'], 1)],
  since: '2.2.0',
  summary: 'Inserts an element before or after the first that equals another',
  complexity: 'O(N) with N the number of elements up to that one',
  syntax: 'key <BEFORE | AFTER> pivot element',
  apply: ({ db, settings }, argv) => {
    const side = keyword(argv[2], 'BEFORE', 'AFTER');
    if (side === undefined) throw SYNTAX_ERROR;
    const list = listToEdit(db, argv[1]!);
    if (list === undefined) return 0;
    const at = list.indexOf(argv[3]!);
    if (at < 0) return -1;
    beforeGrowth(list, listpackSize(settings), [argv[4]!]);
    list.insert(side === 'BEFORE' ? at : at + 1, argv[4]!);
    db.touch(argv[1]!);
    return list.length;
  },
};

export const lset: WriteCommand = {
  ...shared,
  name: 'lset',
  arity: 4,
  flags: ['write', 'denyoom'],
  keys: [keysAt(['RW', 'update'], 1)],
  since: '1.0.0',
  summary: 'Replaces the element at an index, counted from the end when negative',
  complexity: 'O(N/65536) with N the number of elements between the index and the nearer end',
  syntax: 'key index element',
  apply: (context, argv) => {
    const list = listToEdit(context.db, argv[1]!);
    if (list === undefined) throw NO_SUCH_KEY;
    const argument = integer(argv[2]!);
    const index = argument < 0 ? list.length + argument : argument;
    if (index < 0 || index >= list.length) throw INDEX_OUT_OF_RANGE;
    beforeGrowth(list, listpackSize(context.settings), [argv[3]!]);
    list.set(index, argv[3]!);
    shrunk(context, argv[1]!, list);
    return OK;
  },
};

export const lrem: WriteCommand = {
  ...shared,
  name: 'lrem',
  arity: 4,
  flags: ['write'],
  keys: [keysAt(['RW', 'delete'], 1)],
  since: '1.0.0',
  summary: 'Removes elements that equal another: from the left, from the right (negative count), or all (0)',
  complexity: 'O(N) with N the length of the list',
  syntax: 'key count element',
  apply: (context, argv) => {
    const count = integer(argv[2]!);
    const list = listToEdit(context.db, argv[1]!);
    if (list === undefined) return 0;
    const limit = count === 0 ? Infinity : Math.abs(count);
    const removed = list.removeEqual(argv[3]!, limit, count < 0 ? 'right' : 'left');
    if (removed > 0) shrunk(context, argv[1]!, list);
    return removed;
  },
};

export const ltrim: WriteCommand = {
  ...shared,
  name: 'ltrim',
  arity: 4,
  flags: ['write'],
  keys: [keysAt(['RW', 'delete'], 1)],
  since: '1.0.0',
  summary: 'Removes all elements but those from one index to another, both included',
  complexity: 'O(N) with N the number of elements removed',
  syntax: 'key start stop',
  apply: (context, argv) => {
    const start = integer(argv[2]!);
    const stop = integer(argv[3]!);
    const list = listToEdit(context.db, argv[1]!);
    if (list === undefined) return OK;
    const [first, last] = rangeOf(list.length, start, stop) ?? [list.length, list.length - 1];
    list.removeRange(last + 1, list.length - last - 1);
    list.removeRange(0, first);
    shrunk(context, argv[1]!, list);
    return OK;
  },
};
