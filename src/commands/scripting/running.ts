import type { ReadContext, WriteContext } from '../../machine/context.js';
import { shaOf } from '../../machine/scripts.js';
import { ErrorReply, type Reply } from '../../resp/reply.js';
import { integer } from '../arguments.js';
import { Host } from './host.js';
import { parseScript } from './shebang.js';

const NO_SCRIPT = new ErrorReply('NOSCRIPT No matching script. Please use EVAL.');
const TOO_MANY_KEYS = new ErrorReply("ERR Number of keys can't be greater than number of args");
const NEGATIVE_KEYS = new ErrorReply("ERR Number of keys can't be negative");
const MAY_WRITE = new ErrorReply('ERR Can not execute a script with write flag using *_ro command.');
const NO_ROOM = new ErrorReply(
  "OOM allow-oom flag is not set on the script, can not run it when used memory > 'maxmemory'",
);
const SHA_DIGITS = 40;
/** A command that needs room, whatever else it is. */
const NEEDS_ROOM = ['set', '', ''];

/** What the arguments behind a script or the name of a function hold. */
export interface ScriptArguments {
  readonly keys: readonly string[];
  readonly argv: readonly string[];
}

/** @throws ErrorReply when `argv[2]` does not tell how many keys follow */
export function scriptArguments(
  argv: readonly string[],
  notANumber: ErrorReply | undefined = undefined,
): ScriptArguments {
  const count = integer(argv[2] ?? '', notANumber);
  if (count > argv.length - 3) throw TOO_MANY_KEYS;
  if (count < 0) throw NEGATIVE_KEYS;
  return { keys: argv.slice(3, 3 + count), argv: argv.slice(3 + count) };
}

/** EVAL, EVAL_RO as they are logged: the script is kept. */
export function evaluate(context: WriteContext, argv: readonly string[], isReadOnly: boolean): Reply {
  const given = scriptArguments(argv);
  const code = argv[1] ?? '';
  const sha = shaOf(code);
  const { scripts } = context.scripting;
  if (scripts.code(sha) === undefined) {
    checkCompiles(context, sha, code);
    scripts.add(sha, code, false);
  } else scripts.used(sha);
  return run(context, context, sha, code, given, isReadOnly);
}

/** `writing`: null in a query. */
export function evaluateKnown(
  context: ReadContext,
  writing: WriteContext | null,
  argv: readonly string[],
  isReadOnly: boolean,
): Reply {
  if (argv[1]?.length !== SHA_DIGITS) throw NO_SCRIPT;
  const given = scriptArguments(argv);
  const sha = argv[1].toLowerCase();
  const { scripts } = context.scripting;
  const code = scripts.code(sha);
  if (code === undefined) throw NO_SCRIPT;
  if (writing !== null) scripts.used(sha);
  return run(context, writing, sha, code, given, isReadOnly);
}

/** @throws ErrorReply with what the compiler says */
export function checkCompiles(context: ReadContext, sha: string, code: string): void {
  const wrong = context.scripting.engine.compile(sha, parseScript(code).code);
  if (wrong !== null) throw new ErrorReply(`ERR Error compiling script (new function): ${wrong}`);
}

function run(
  context: ReadContext,
  writing: WriteContext | null,
  sha: string,
  text: string,
  { keys, argv }: ScriptArguments,
  isReadOnly: boolean,
): Reply {
  const { code, flags } = parseScript(text);
  if (flags !== null) checkFlags(flags, writing, isReadOnly);
  const host = new Host(context, isReadOnly || flags?.has('no-writes') === true);
  return context.scripting.engine.run({ sha, code, keys, argv, host });
}

/**
 * Whether a script or a function with these flags may run now.
 * @throws ErrorReply why not
 */
export function checkFlags(
  flags: ReadonlySet<string>,
  writing: WriteContext | null,
  isReadOnly: boolean,
): void {
  if (flags.has('no-writes')) return;
  if (isReadOnly) throw MAY_WRITE;
  if (writing === null) return;
  if (flags.has('allow-oom')) writing.ignoreWeight();
  else if (!writing.hasRoomFor(NEEDS_ROOM)) throw NO_ROOM;
}
