import { SetReply, SYNTAX_ERROR } from '../../resp/reply.js';
import { positiveCount } from '../arguments.js';
import { pickCount, randomRanks } from '../random-ranks.js';
import { keysAt, type ReadCommand, type WriteCommand } from '../spec.js';
import { edited, setAt, setToEdit } from './values.js';

export const spop: WriteCommand = {
  name: 'spop',
  class: 'write',
  arity: -2,
  flags: ['write', 'fast'],
  categories: ['set'],
  keys: [keysAt(['RW', 'access', 'delete'], 1)],
  group: 'set',
  since: '1.0.0',
  summary: 'Takes any members out of a set and returns them; the key goes with the last one',
  complexity: 'O(N) with N the number of members taken',
  syntax: 'key [count]',
  apply: (context, argv) => {
    if (argv.length > 3) throw SYNTAX_ERROR;
    const count = argv.length === 3 ? positiveCount(argv[2]!) : undefined;
    const set = setToEdit(context.db, argv[1]!);
    if (set === undefined || count === 0) return count === undefined ? null : new SetReply([]);
    const taken = set.membersAt(randomRanks(context.random, set.size, count ?? 1));
    if (taken.length === set.size) {
      context.db.delete(argv[1]!);
    } else {
      for (const member of taken) set.delete(member);
      edited(context, argv[1]!, set);
    }
    return count === undefined ? taken[0]! : new SetReply(taken);
  },
};

export const srandmember: ReadCommand = {
  name: 'srandmember',
  class: 'read',
  arity: -2,
  flags: ['readonly'],
  categories: ['set'],
  keys: [keysAt(['RO', 'access'], 1)],
  group: 'set',
  since: '1.0.0',
  summary: 'Returns any members of a set',
  complexity: 'O(N) with N the number of members returned',
  syntax: 'key [count]',
  query: ({ db, random }, argv) => {
    if (argv.length > 3) throw SYNTAX_ERROR;
    const count = argv.length === 3 ? pickCount(argv[2]!) : undefined;
    const set = setAt(db, argv[1]!);
    if (set === undefined || count === 0) return count === undefined ? null : [];
    const members = set.membersAt(randomRanks(random, set.size, count ?? 1));
    return count === undefined ? members[0]! : members;
  },
};
