import type { WriteContext } from '../../machine/context.js';
import { compareIds, type StreamId } from '../../machine/values/stream/id.js';
import type { Stream } from '../../machine/values/stream/stream.js';
import { ErrorReply, type Reply, SYNTAX_ERROR } from '../../resp/reply.js';
import { integerWithin, keyword } from '../arguments.js';
import { keysAt, type WriteCommand } from '../spec.js';
import { idArgument } from './ids.js';
import { streamAt, streamToEdit } from './values.js';

const shared = {
  class: 'write',
  flags: ['write', 'fast'],
  categories: ['stream'],
  keys: [keysAt(['RW', 'delete'], 1)],
  group: 'stream',
  since: '8.2.0',
} as const;

export const xdel: WriteCommand = {
  ...shared,
  name: 'xdel',
  arity: -3,
  since: '5.0.0',
  summary: 'Deletes entries of a stream; those who have them pending keep their ids',
  complexity: 'O(log N) for each id, with N the number of entries',
  syntax: 'key id [id ...]',
  apply: ({ db }, argv) => {
    const key = argv[1]!;
    if (streamAt(db, key) === undefined) return 0;
    const ids = argv.slice(2).map(idArgument);
    const stream = streamToEdit(db, key)!;
    const deleted = ids.filter(id => stream.delete(id)).length;
    if (deleted > 0) db.touch(key);
    return deleted;
  },
};

/** What becomes of an entry that groups have pending: it goes all the same, it goes from there too, or it stays. */
type References = 'KEEPREF' | 'DELREF' | 'ACKED';

/** There was no such entry. */
const NONE = -1;
const DELETED = 1;
/** A group has the entry pending, or has not read it yet. */
const STAYS = 2;

export const xdelex: WriteCommand = {
  ...shared,
  name: 'xdelex',
  arity: -5,
  summary:
    'Deletes entries of a stream and what groups know of them, or only those that all groups dealt with',
  complexity: 'O(G log N) for each id, with G the number of groups and N the number of entries',
  syntax: 'key [KEEPREF | DELREF | ACKED] IDS numids id [id ...]',
  apply: (context, argv) => {
    const { ids, references } = deletion(argv, 2);
    if (streamAt(context.db, argv[1]!) === undefined) return ids.map(() => NONE);
    return deleteAll(context, argv[1]!, ids, (stream, id) => {
      if (stream.find(id) === undefined) {
        if (references === 'DELREF') forget(stream, id);
        return NONE;
      }
      return deleteOne(stream, id, references);
    });
  },
};

export const xackdel: WriteCommand = {
  ...shared,
  name: 'xackdel',
  arity: -6,
  summary: 'Acknowledges entries in a group and deletes them, or only those that all groups dealt with',
  complexity: 'O(G log N) for each id, with G the number of groups and N the number of entries',
  syntax: 'key group [KEEPREF | DELREF | ACKED] IDS numids id [id ...]',
  apply: (context, argv) => {
    const [, key, name] = argv as [string, string, string];
    const { ids, references } = deletion(argv, 3);
    if (streamAt(context.db, key)?.group(name) === undefined) return ids.map(() => NONE);
    return deleteAll(context, key, ids, (stream, id) =>
      stream.groupToEdit(name)!.acknowledge(id) ? deleteOne(stream, id, references) : NONE,
    );
  },
};

function deleteAll(
  { db }: WriteContext,
  key: string,
  ids: readonly StreamId[],
  deleteEach: (stream: Stream, id: StreamId) => number,
): Reply {
  const stream = streamToEdit(db, key)!;
  const { length } = stream;
  const results = ids.map(id => deleteEach(stream, id));
  if (stream.length < length) db.touch(key);
  return results;
}

function deleteOne(stream: Stream, id: StreamId, references: References): number {
  if (references === 'ACKED' && isAwaited(stream, id)) return STAYS;
  if (references === 'DELREF') forget(stream, id);
  stream.delete(id);
  return DELETED;
}

/** Whether a group has the entry pending, or still to read. */
function isAwaited(stream: Stream, id: StreamId): boolean {
  return stream.groupNames().some(name => {
    const group = stream.group(name)!;
    return compareIds(id, group.last) > 0 || group.pending.get(id) !== undefined;
  });
}

function forget(stream: Stream, id: StreamId): void {
  for (const name of stream.groupNames())
    if (stream.group(name)!.pending.get(id) !== undefined) stream.groupToEdit(name)!.acknowledge(id);
}

const NO_COUNT = new ErrorReply('ERR Number of IDs must be a positive integer');
const BAD_COUNT = new ErrorReply('ERR The `numids` parameter must match the number of arguments');

/** Options from `from` on, in any order, each once. */
function deletion(argv: readonly string[], from: number): { ids: StreamId[]; references: References } {
  let ids: StreamId[] | undefined;
  let references: References | undefined;
  for (let at = from; at < argv.length; at++) {
    const option = keyword(argv[at], 'IDS', 'KEEPREF', 'DELREF', 'ACKED');
    if (option === 'IDS' && ids === undefined && at + 1 < argv.length) {
      const count = integerWithin(argv[at + 1]!, 1, Number.MAX_SAFE_INTEGER, NO_COUNT);
      const first = at + 2;
      if (first + count > argv.length) throw BAD_COUNT;
      ids = argv.slice(first, first + count).map(idArgument);
      at = first + count - 1;
    } else if (option !== undefined && option !== 'IDS' && references === undefined) {
      references = option;
    } else {
      throw SYNTAX_ERROR;
    }
  }
  if (ids === undefined) throw SYNTAX_ERROR;
  return { ids, references: references ?? 'KEEPREF' };
}
