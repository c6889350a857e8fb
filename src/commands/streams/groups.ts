import type { Int64 } from '../../base/numbers.js';
import type { Database } from '../../machine/database.js';
import type { Group } from '../../machine/values/stream/group.js';
import { type StreamId, ZERO_ID } from '../../machine/values/stream/id.js';
import { Stream } from '../../machine/values/stream/stream.js';
import { ErrorReply, OK } from '../../resp/reply.js';
import { integer64, isKeyword, printed, wrongSubcommandArity } from '../arguments.js';
import { helpReply } from '../server/help.js';
import { type ContainerCommand, keysAt, type NodeCommand, type WriteCommand } from '../spec.js';
import { beforeZero, idArgument, idOrEnd } from './ids.js';
import { streamAt, streamToEdit, visit } from './values.js';

const NO_KEY = new ErrorReply(
  'ERR The XGROUP subcommand requires the key to exist. ' +
    'Note that for CREATE you may want to use the MKSTREAM option to create an empty stream automatically.',
);
const BUSY_GROUP = new ErrorReply('BUSYGROUP Consumer Group name already exists');
const BAD_ENTRIES_READ = new ErrorReply('ERR value for ENTRIESREAD must be positive or -1');

const shared = {
  class: 'write',
  flags: ['write'],
  categories: ['stream'],
  keys: [keysAt(['RW', 'delete'], 2)],
  group: 'stream',
  since: '5.0.0',
  complexity: 'O(1)',
} as const;

function existing(db: Database, key: string): Stream {
  const stream = streamAt(db, key);
  if (stream === undefined) throw NO_KEY;
  return stream;
}

/** The group named by `argv[3]` of the stream under `argv[2]`, to be changed. */
function groupToEdit(db: Database, [, , key = '', name = '']: readonly string[]): Group {
  if (existing(db, key).group(name) === undefined)
    throw new ErrorReply(`NOGROUP No such consumer group '${printed(name)}' for key name '${printed(key)}'`);
  return streamToEdit(db, key)!.groupToEdit(name)!;
}

interface GroupOptions {
  readonly makesStream: boolean;
  readonly entriesRead: Int64 | null;
}

/** Options from `argv[5]` on. */
function groupOptions(argv: readonly string[], mayMakeStream: boolean): GroupOptions {
  let makesStream = false;
  let entriesRead: Int64 | null = null;
  for (let at = 5; at < argv.length; at++) {
    if (mayMakeStream && isKeyword(argv[at], 'MKSTREAM')) {
      makesStream = true;
    } else if (isKeyword(argv[at], 'ENTRIESREAD') && at + 1 < argv.length) {
      const count = integer64(argv[++at]!);
      if (count < -1) throw BAD_ENTRIES_READ;
      entriesRead = count === -1 ? null : count;
    } else {
      throw wrongSubcommandArity(argv);
    }
  }
  return { makesStream, entriesRead };
}

function isLastId(argument: string): boolean {
  return beforeZero(argument) === '$';
}

const create: WriteCommand = {
  ...shared,
  name: 'create',
  arity: -5,
  flags: ['write', 'denyoom'],
  keys: [keysAt(['RW', 'insert'], 2)],
  summary: 'Makes a group that reads a stream from behind an id on',
  syntax: 'key group <id | $> [MKSTREAM] [ENTRIESREAD entries-read]',
  apply: (context, argv) => {
    const { db } = context;
    const [, , key, name, id] = argv as [string, string, string, string, string];
    const { makesStream, entriesRead } = groupOptions(argv, true);
    const known = makesStream ? streamAt(db, key) : existing(db, key);
    if (argv.length > 8) throw wrongSubcommandArity(argv);
    const last: StreamId = isLastId(id) ? (known?.lastId ?? ZERO_ID) : idArgument(id);
    if (known?.group(name) !== undefined) throw BUSY_GROUP;
    const stream = known === undefined ? new Stream() : streamToEdit(db, key)!;
    stream.addGroup(name, { last, entriesRead });
    if (known === undefined) db.set(key, stream);
    context.notify('t', 'xgroup-create', key);
    return OK;
  },
};

const setid: WriteCommand = {
  ...shared,
  name: 'setid',
  arity: -5,
  keys: [keysAt(['RW', 'update'], 2)],
  summary: 'Makes a group read on from behind another id',
  syntax: 'key group <id | $> [ENTRIESREAD entries-read]',
  apply: (context, argv) => {
    const { db } = context;
    const { entriesRead } = groupOptions(argv, false);
    const group = groupToEdit(db, argv);
    if (argv.length > 7) throw wrongSubcommandArity(argv);
    group.last = isLastId(argv[4]!) ? streamAt(db, argv[2]!)!.lastId : idOrEnd(argv[4]!);
    group.entriesRead = entriesRead;
    context.notify('t', 'xgroup-setid', argv[2]!);
    return OK;
  },
};

const destroy: WriteCommand = {
  ...shared,
  name: 'destroy',
  arity: 4,
  summary: 'Deletes a group; consumers who wait for it are told',
  complexity: 'O(N) with N the number of pending entries',
  syntax: 'key group',
  apply: (context, [, , key = '', name = '']) => {
    const { db } = context;
    if (existing(db, key).group(name) === undefined) return 0;
    streamToEdit(db, key)!.deleteGroup(name);
    db.touch(key);
    context.notify('t', 'xgroup-destroy', key);
    return 1;
  },
};

const createconsumer: WriteCommand = {
  ...shared,
  name: 'createconsumer',
  arity: 5,
  flags: ['write', 'denyoom'],
  keys: [keysAt(['RW', 'insert'], 2)],
  since: '6.2.0',
  summary: 'Makes a consumer of a group, which its first request would make too',
  syntax: 'key group consumer',
  apply: (context, argv) => {
    const group = groupToEdit(context.db, argv);
    if (group.visitsOf(argv[4]!) !== undefined) return 0;
    visit(context, argv[2]!, group, argv[4]!);
    return 1;
  },
};

const delconsumer: WriteCommand = {
  ...shared,
  name: 'delconsumer',
  arity: 5,
  summary: 'Deletes a consumer; returns how many entries were pending for it, which nobody has now',
  complexity: 'O(N log P) with N the number of its pending entries and P that of its group',
  syntax: 'key group consumer',
  apply: (context, argv) => {
    const group = groupToEdit(context.db, argv);
    const isThere = group.visitsOf(argv[4]!) !== undefined;
    const pending = group.deleteConsumer(argv[4]!);
    if (isThere) context.notify('t', 'xgroup-delconsumer', argv[2]!);
    return pending;
  },
};

const help: NodeCommand = {
  name: 'help',
  class: 'node',
  arity: 2,
  flags: ['loading', 'stale'],
  categories: ['stream'],
  group: 'stream',
  since: '5.0.0',
  summary: 'Explains the subcommands',
  complexity: 'O(1)',
  syntax: '',
  run: (_node, _session, _argv, done) =>
    done(
      helpReply('XGROUP', [
        [
          'CREATE <key> <group> <id|$> [MKSTREAM] [ENTRIESREAD <n>]',
          'Makes a group that reads from behind <id> on.',
        ],
        ['CREATECONSUMER <key> <group> <consumer>', 'Makes a consumer.'],
        ['DELCONSUMER <key> <group> <consumer>', 'Deletes a consumer and forgets what is pending for it.'],
        ['DESTROY <key> <group>', 'Deletes a group.'],
        ['SETID <key> <group> <id|$> [ENTRIESREAD <n>]', 'Makes a group read on from behind <id>.'],
      ]),
    ),
};

export const xgroup: ContainerCommand = {
  name: 'xgroup',
  class: 'container',
  arity: -2,
  flags: [],
  categories: [],
  group: 'stream',
  since: '5.0.0',
  summary: 'Manages the groups that read a stream together',
  complexity: 'Depends on the subcommand',
  syntax: '',
  subcommands: [create, setid, destroy, createconsumer, delconsumer, help],
};
