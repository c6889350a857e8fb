import type { ReadContext } from '../../machine/context.js';
import {
  compareIds,
  formatId,
  idAfter,
  MAX_ID,
  type StreamId,
  ZERO_ID,
} from '../../machine/values/stream/id.js';
import { Stream } from '../../machine/values/stream/stream.js';
import { ErrorReply, NO_SUCH_KEY, OK, SYNTAX_ERROR } from '../../resp/reply.js';
import { integer64, keyword, wrongArity } from '../arguments.js';
import { keysAt, type WriteCommand } from '../spec.js';
import { idArgument, type NewId } from './ids.js';
import { trimOptions } from './trim-options.js';
import { nodeLimits, streamAt, streamToEdit } from './values.js';

const shared = { class: 'write', categories: ['stream'], group: 'stream', since: '5.0.0' } as const;

const ID_ZERO = new ErrorReply('ERR The ID specified in XADD must be greater than 0-0');
const ID_TOO_SMALL = new ErrorReply(
  'ERR The ID specified in XADD is equal or smaller than the target stream top item',
);
const IDS_EXHAUSTED = new ErrorReply(
  'ERR The stream has exhausted the last possible ID, unable to add more items',
);

export const xadd: WriteCommand = {
  ...shared,
  name: 'xadd',
  arity: -5,
  flags: ['write', 'denyoom', 'fast'],
  keys: [keysAt(['RW', 'update'], 1)],
  summary: 'Adds an entry to a stream and returns its id; may trim the stream',
  complexity: 'O(1) for the entry, O(N) for the trim with N the number of entries that go',
  syntax:
    'key [NOMKSTREAM] [<MAXLEN | MINID> [= | ~] threshold [LIMIT count]] <* | id> field value [field value ...]',
  apply: (context, argv) => {
    const { db, settings } = context;
    const key = argv[1]!;
    const { trim, noMakeStream, id, end } = trimOptions(argv, true, settings);
    const fields = argv.slice(end + 1);
    if (fields.length < 2 || fields.length % 2 === 1) throw wrongArity('xadd');
    if (id !== null && id.ms === 0 && id.seq === 0) throw ID_ZERO;
    const known = streamAt(db, key);
    if (known === undefined && noMakeStream) return null;
    const newId = idOfNew(known?.lastId ?? ZERO_ID, id, context);
    const stream = known === undefined ? new Stream() : streamToEdit(db, key)!;
    stream.add(newId, fields, nodeLimits(context));
    const trimmed = trim === undefined ? 0 : stream.trim(trim);
    if (known === undefined) db.set(key, stream);
    else db.touch(key);
    if (trimmed > 0) context.notify('t', 'xtrim', key);
    return formatId(newId);
  },
};

/** The id that an entry behind `last` gets. */
function idOfNew(last: StreamId, wanted: NewId | null, { now }: Pick<ReadContext, 'now'>): StreamId {
  if (compareIds(last, MAX_ID) === 0) throw IDS_EXHAUSTED;
  if (wanted === null) return last.ms < now ? { ms: now, seq: 0 } : idAfter(last)!;
  const { ms, seq } = wanted;
  const id = seq !== null ? { ms, seq } : ms === last.ms ? idAfter(last)! : { ms, seq: 0 };
  if (id.ms !== ms || compareIds(id, last) <= 0) throw ID_TOO_SMALL;
  return id;
}

export const xtrim: WriteCommand = {
  ...shared,
  name: 'xtrim',
  arity: -4,
  flags: ['write'],
  keys: [keysAt(['RW', 'delete'], 1)],
  summary: 'Deletes the oldest entries of a stream',
  complexity: 'O(N) with N the number of entries that go',
  syntax: 'key <MAXLEN | MINID> [= | ~] threshold [LIMIT count]',
  apply: ({ db, settings }, argv) => {
    const { trim } = trimOptions(argv, false, settings);
    const stream = streamToEdit(db, argv[1]!);
    if (stream === undefined || trim === undefined) return 0;
    const removed = stream.trim(trim);
    if (removed > 0) db.touch(argv[1]!);
    return removed;
  },
};

const ADDED_NEGATIVE = new ErrorReply('ERR entries_added must be positive');
const BELOW_MAX_DELETED = new ErrorReply(
  'ERR The ID specified in XSETID is smaller than the provided max_deleted_entry_id',
);
const BELOW_KNOWN_DELETED = new ErrorReply(
  'ERR The ID specified in XSETID is smaller than current max_deleted_entry_id',
);
const BELOW_TOP = new ErrorReply('ERR The ID specified in XSETID is smaller than the target stream top item');
const ADDED_BELOW_LENGTH = new ErrorReply(
  'ERR The entries_added specified in XSETID is smaller than the target stream length',
);

export const xsetid: WriteCommand = {
  ...shared,
  name: 'xsetid',
  arity: -3,
  flags: ['write', 'denyoom', 'fast'],
  keys: [keysAt(['RW', 'update'], 1)],
  summary: 'Sets the last id of a stream, and what it counts of its past; for those who copy streams',
  complexity: 'O(1)',
  syntax: 'key last-id [ENTRIESADDED entries-added] [MAXDELETEDID max-deleted-id]',
  apply: ({ db }, argv) => {
    const key = argv[1]!;
    const { id, entriesAdded, maxDeletedId } = setIdArguments(argv);
    const stream = streamToEdit(db, key);
    if (stream === undefined) throw NO_SUCH_KEY;
    if (compareIds(id, stream.maxDeletedId) < 0) throw BELOW_KNOWN_DELETED;
    const top = stream.top();
    if (top !== undefined) {
      if (compareIds(id, top.id) < 0) throw BELOW_TOP;
      if (entriesAdded !== undefined && entriesAdded < stream.length) throw ADDED_BELOW_LENGTH;
    }
    stream.lastId = id;
    if (entriesAdded !== undefined) stream.entriesAdded = entriesAdded;
    if (compareIds(maxDeletedId, ZERO_ID) !== 0) stream.maxDeletedId = maxDeletedId;
    db.touch(key);
    return OK;
  },
};

function setIdArguments(argv: readonly string[]): {
  id: StreamId;
  entriesAdded: Stream['entriesAdded'] | undefined;
  maxDeletedId: StreamId;
} {
  const id = idArgument(argv[2]!);
  let entriesAdded: Stream['entriesAdded'] | undefined;
  let maxDeletedId = ZERO_ID;
  for (let at = 3; at < argv.length; at += 2) {
    const option = at + 1 < argv.length ? keyword(argv[at], 'ENTRIESADDED', 'MAXDELETEDID') : undefined;
    if (option === undefined) throw SYNTAX_ERROR;
    if (option === 'ENTRIESADDED') {
      entriesAdded = integer64(argv[at + 1]!);
      if (entriesAdded < 0) throw ADDED_NEGATIVE;
    } else {
      maxDeletedId = idArgument(argv[at + 1]!);
      if (compareIds(id, maxDeletedId) < 0) throw BELOW_MAX_DELETED;
    }
  }
  return { id, entriesAdded, maxDeletedId };
}
