import { keysCounted, type ReadCommand, type WriteCommand } from '../spec.js';
import { evaluate, evaluateKnown } from './running.js';

const shared = {
  arity: -3,
  categories: ['scripting'],
  group: 'scripting',
  complexity: 'Depends on the script',
} as const;

const FLAGS = ['noscript', 'stale', 'skip_monitor', 'no_mandatory_keys', 'movablekeys'] as const;
const FLAGS_READ_ONLY = [
  'noscript',
  'readonly',
  'stale',
  'skip_monitor',
  'no_mandatory_keys',
  'movablekeys',
] as const;
const SYNTAX = 'numkeys [key [key ...]] [arg [arg ...]]';

const evalScript: WriteCommand = {
  ...shared,
  name: 'eval',
  class: 'write',
  flags: FLAGS,
  keys: [keysCounted(['RW', 'access', 'update'], 2)],
  since: '2.6.0',
  summary: 'Runs a Lua script as one command, and remembers it',
  syntax: `script ${SYNTAX}`,
  apply: (context, argv) => evaluate(context, argv, false),
};

const evalsha: WriteCommand = {
  ...evalScript,
  name: 'evalsha',
  summary: 'Runs a script that the server knows, by the SHA1 of its text',
  syntax: `sha1 ${SYNTAX}`,
  apply: (context, argv) => evaluateKnown(context, context, argv, false),
};

/** Logged, for the script has to be remembered: EVALSHA_RO is the way that needs no log. */
const evalReadOnly: WriteCommand = {
  ...evalScript,
  name: 'eval_ro',
  flags: FLAGS_READ_ONLY,
  keys: [keysCounted(['RO', 'access'], 2)],
  since: '7.0.0',
  summary: 'Runs a script that must not write, and remembers it',
  apply: (context, argv) => evaluate(context, argv, true),
};

const evalshaReadOnly: ReadCommand = {
  ...shared,
  name: 'evalsha_ro',
  class: 'read',
  flags: FLAGS_READ_ONLY,
  keys: [keysCounted(['RO', 'access'], 2)],
  since: '7.0.0',
  summary: 'Runs a script that the server knows and that must not write; a read, on any node',
  syntax: `sha1 ${SYNTAX}`,
  query: (context, argv) => evaluateKnown(context, null, argv, true),
};

export const evaluations = [evalScript, evalReadOnly, evalsha, evalshaReadOnly] as const;
