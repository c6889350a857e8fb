import type { WriteContext } from '../../machine/context.js';
import { RdbSink, TooLong } from '../../machine/rdb/sink.js';
import { BadPayload, type RdbSource } from '../../machine/rdb/source.js';
import { Scripts } from '../../machine/scripts.js';
import { ErrorReply, OK } from '../../resp/reply.js';
import { keyword, wrongSubcommandArity } from '../arguments.js';
import { sealed, unsealed } from '../keys/dumping.js';
import type { ReadCommand, WriteCommand } from '../spec.js';
import { stringLimit } from '../strings/limits.js';
import { DEFAULT_BUDGET } from './budget.js';
import { LIBRARY_UNITS, loadLibrary, NO_ROOM_FOR_LIBRARIES, refuseSharedNames } from './library.js';

/** How Redis's own files mark a library, since when, and how they did before its first release. */
const LIBRARY = 245;
const LIBRARY_BEFORE_RELEASE = 246;
const RDB_VERSION = 10;
const CHECKSUM = 8;
/** What a payload may take as a whole, and what each library does besides its own code. */
const PAYLOAD_UNITS = DEFAULT_BUDGET;
const UNITS_A_LIBRARY = 20_000;

const TOO_LONG = new ErrorReply('ERR the payload would exceed the maximum allowed size (proto-max-bulk-len)');
const BAD_POLICY = new ErrorReply(
  'ERR Wrong restore policy given, value should be either FLUSH, APPEND or REPLACE.',
);
const OLD_FORMAT = new ErrorReply('ERR Pre-GA function format not supported');
const NO_FUNCTION = new ErrorReply('ERR given type is not a function');
const BAD_LIBRARY = new ErrorReply('ERR Failed loading library data');
const SPENT = new ErrorReply('ERR the libraries of the payload take too long to load');

const shared = { categories: ['scripting'], group: 'scripting', since: '7.0.0' } as const;

export const dumpFunctions: ReadCommand = {
  ...shared,
  name: 'dump',
  class: 'read',
  arity: 2,
  flags: ['noscript'],
  summary: 'Answers all libraries as a payload for FUNCTION RESTORE, here or in Redis',
  complexity: 'O(N) with N the length of all code',
  syntax: '',
  query({ scripting, settings }) {
    try {
      const sink = new RdbSink(stringLimit(settings) - CHECKSUM);
      for (const { code } of scripting.scripts.libraries()) {
        sink.uint8(LIBRARY);
        sink.string(code);
      }
      return sealed(sink, RDB_VERSION);
    } catch (error) {
      throw error instanceof TooLong ? TOO_LONG : error;
    }
  },
};

export const restoreFunctions: WriteCommand = {
  ...shared,
  name: 'restore',
  class: 'write',
  arity: -3,
  flags: ['write', 'denyoom', 'noscript'],
  summary: 'Loads the libraries of a payload of FUNCTION DUMP, all or none',
  complexity: 'O(N) with N the length of the code',
  syntax: 'serialized-value [FLUSH | APPEND | REPLACE]',
  apply(context, argv) {
    if (argv.length > 4) throw wrongSubcommandArity(argv);
    const policy = keyword(argv[3] ?? 'APPEND', 'FLUSH', 'APPEND', 'REPLACE');
    if (policy === undefined) throw BAD_POLICY;
    const loaded = readLibraries(context, unsealed(argv[2] ?? ''));
    const { scripts } = context.scripting;
    if (policy === 'FLUSH') scripts.flushLibraries();
    else checkJoin(scripts, loaded, policy === 'REPLACE');
    for (const library of loaded.libraries()) scripts.addLibrary(library);
    return OK;
  },
};

/** Apart from those that are there. */
function readLibraries(context: WriteContext, source: RdbSource): Scripts {
  const loaded = new Scripts();
  let left = PAYLOAD_UNITS;
  while (!source.isAtEnd) {
    const text = readLibrary(source);
    left -= UNITS_A_LIBRARY;
    if (left < 0) throw SPENT;
    const { library, units } = loadLibrary(context, loaded, text, false, Math.min(left, LIBRARY_UNITS));
    left -= units;
    loaded.addLibrary(library);
  }
  return loaded;
}

function readLibrary(source: RdbSource): string {
  const kind = source.uint8();
  if (kind === LIBRARY_BEFORE_RELEASE) throw OLD_FORMAT;
  if (kind !== LIBRARY) throw NO_FUNCTION;
  try {
    return source.string();
  } catch (error) {
    throw error instanceof BadPayload ? BAD_LIBRARY : error;
  }
}

/** @throws ErrorReply when they cannot be added to those that are there; nothing has changed then */
function checkJoin(scripts: Scripts, loaded: Scripts, replaces: boolean): void {
  const libraries = loaded.libraries();
  for (const { name } of libraries) {
    if (!replaces && scripts.library(name) !== undefined)
      throw new ErrorReply(`ERR Library ${name} already exists`);
  }
  for (const library of libraries)
    refuseSharedNames(scripts, library, owner => loaded.library(owner) !== undefined);
  if (!scripts.hasRoomFor(libraries)) throw NO_ROOM_FOR_LIBRARIES;
}
