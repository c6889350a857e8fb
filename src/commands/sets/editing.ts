import { keysAt, type WriteCommand } from '../spec.js';
import { addTo, edited, setAt, setToEdit } from './values.js';

export const sadd: WriteCommand = {
  name: 'sadd',
  class: 'write',
  arity: -3,
  flags: ['write', 'denyoom', 'fast'],
  categories: ['set'],
  keys: [keysAt(['RW', 'insert'], 1)],
  group: 'set',
  since: '1.0.0',
  summary: 'Adds members to a set and returns how many of them are new',
  complexity: 'O(N) with N the number of members given',
  syntax: 'key member [member ...]',
  apply: (context, argv) => addTo(context, argv[1]!, setToEdit(context.db, argv[1]!), argv.slice(2)),
};

export const srem: WriteCommand = {
  ...sadd,
  name: 'srem',
  flags: ['write', 'fast'],
  keys: [keysAt(['RW', 'delete'], 1)],
  summary: 'Removes members of a set and returns how many of them existed; the key goes with the last one',
  apply: (context, argv) => {
    const set = setToEdit(context.db, argv[1]!);
    if (set === undefined) return 0;
    let removed = 0;
    for (let i = 2; i < argv.length; i++) if (set.delete(argv[i]!)) removed++;
    if (removed > 0) edited(context, argv[1]!, set);
    return removed;
  },
};

export const smove: WriteCommand = {
  ...srem,
  name: 'smove',
  arity: 4,
  keys: [keysAt(['RW', 'access', 'delete'], 1), keysAt(['RW', 'insert'], 2)],
  summary: 'Moves a member from one set to another',
  complexity: 'O(1)',
  syntax: 'source destination member',
  apply: (context, argv) => {
    const [, source, destination, member] = argv as [string, string, string, string];
    const { db } = context;
    const from = setToEdit(db, source);
    if (from === undefined) return 0;
    setAt(db, destination);
    if (!from.has(member)) return 0;
    if (source === destination) return 1;
    from.delete(member);
    context.notify('s', 'srem', source);
    edited(context, source, from);
    const to = setToEdit(db, destination);
    const isNew = to?.has(member) !== true;
    addTo(context, destination, to, [member]);
    if (isNew) context.notify('s', 'sadd', destination);
    return 1;
  },
};
