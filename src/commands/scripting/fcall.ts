import type { ReadContext, WriteContext } from '../../machine/context.js';
import { ErrorReply, type Reply } from '../../resp/reply.js';
import { keysCounted, type ReadCommand, type WriteCommand } from '../spec.js';
import { Host } from './host.js';
import { codeOf } from './library.js';
import { checkFlags, scriptArguments } from './running.js';

const NOT_FOUND = new ErrorReply('ERR Function not found');
const BAD_NUMBER_OF_KEYS = new ErrorReply('ERR Bad number of keys provided');

const shared = {
  arity: -3,
  categories: ['scripting'],
  group: 'scripting',
  since: '7.0.0',
  complexity: 'Depends on the function',
  syntax: 'function numkeys [key [key ...]] [arg [arg ...]]',
} as const;

export const fcall: WriteCommand = {
  ...shared,
  name: 'fcall',
  class: 'write',
  flags: ['noscript', 'stale', 'skip_monitor', 'no_mandatory_keys', 'movablekeys'],
  keys: [keysCounted(['RW', 'access', 'update'], 2)],
  summary: 'Calls a function of a library as one command',
  apply: (context, argv) => callFunction(context, context, argv, false),
};

export const fcallReadOnly: ReadCommand = {
  ...shared,
  name: 'fcall_ro',
  class: 'read',
  flags: ['readonly', 'noscript', 'stale', 'skip_monitor', 'no_mandatory_keys', 'movablekeys'],
  keys: [keysCounted(['RO', 'access'], 2)],
  summary: 'Calls a function that must not write; a read, on any node',
  query: (context, argv) => callFunction(context, null, argv, true),
};

/** `writing`: null in a query. */
function callFunction(
  context: ReadContext,
  writing: WriteContext | null,
  argv: readonly string[],
  isReadOnly: boolean,
): Reply {
  const { scripts, engine } = context.scripting;
  const found = scripts.functionOf(argv[1] ?? '');
  if (found === undefined) throw NOT_FOUND;
  const { library, registered } = found;
  const given = scriptArguments(argv, BAD_NUMBER_OF_KEYS);
  const flags = new Set(registered.flags);
  checkFlags(flags, writing, isReadOnly);
  return engine.call({
    ...given,
    library: { code: codeOf(library.code), sha: library.sha },
    name: registered.name,
    host: new Host(context, isReadOnly || flags.has('no-writes')),
  });
}
