import type { WriteHandler } from '../../machine/command-table.js';
import type { ListEnd } from '../../machine/values/list.js';
import { keysAt, type WriteCommand } from '../spec.js';
import { pushOnto, sequenceToEdit } from './sequences.js';

const shared = {
  class: 'write',
  arity: -3,
  flags: ['write', 'denyoom', 'fast'],
  categories: ['list'],
  keys: [keysAt(['RW', 'insert'], 1)],
  group: 'list',
  complexity: 'O(N) with N the number of elements added',
  syntax: 'key element [element ...]',
} as const;

export const lpush: WriteCommand = {
  ...shared,
  name: 'lpush',
  since: '1.0.0',
  summary: 'Adds elements in front of a list, which is made when there is none',
  apply: push('left', true),
};

export const rpush: WriteCommand = {
  ...shared,
  name: 'rpush',
  since: '1.0.0',
  summary: 'Adds elements at the end of a list, which is made when there is none',
  apply: push('right', true),
};

export const lpushx: WriteCommand = {
  ...shared,
  name: 'lpushx',
  since: '2.2.0',
  summary: 'Adds elements in front of a list if there is one',
  apply: push('left', false),
};

export const rpushx: WriteCommand = {
  ...shared,
  name: 'rpushx',
  since: '2.2.0',
  summary: 'Adds elements at the end of a list if there is one',
  apply: push('right', false),
};

/** Answers the length afterwards. */
function push(end: ListEnd, makes: boolean): WriteHandler {
  return (context, argv) => {
    const target = sequenceToEdit(context.db, argv[1]!);
    if (target === undefined && !makes) return 0;
    return pushOnto(context, argv[1]!, target, end, argv.slice(2));
  };
}
