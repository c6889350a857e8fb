import type { ErrorReply, Reply } from '../resp/reply.js';
import type { KeyEvents } from './key-events.js';
import type { ReadContext, Waking, WriteContext } from './context.js';

/**
 * How the machine finds what an entry asks for. `commands` implements it.
 *
 * A handler checks everything before it changes anything, and throws an `ErrorReply` for what the client did wrong.
 * `argv[0]` is the name as the client wrote it.
 */
export interface CommandTable {
  /** The error that a client gets for what is no command of the state, or not with so many arguments. */
  callable(argv: readonly string[]): ErrorReply | undefined;
  write(argv: readonly string[]): WriteHandler | undefined;
  read(argv: readonly string[]): ReadHandler | undefined;
  /** Whether the command may need more memory (`denyoom`). */
  needsRoom(argv: readonly string[]): boolean;
  /** Of a write command that may block. */
  waking(argv: readonly string[]): Waking | undefined;
  /** What a command is to scripts, or why they cannot have it. */
  inScript(argv: readonly string[]): ScriptedCommand | ErrorReply;
  /** The events that a write command makes of what it does to keys. */
  keyEvents(argv: readonly string[]): KeyEvents | undefined;
}

/** A command that a script may call. */
export interface ScriptedCommand {
  /** In lower case. */
  readonly name: string;
  /** `state`: the machine runs it; `script`: it concerns the script alone (PING, ECHO, SELECT, TIME). */
  readonly concerns: 'state' | 'script';
  /** No script that only reads may call it. */
  readonly writes: boolean;
  /** The keys among the arguments. */
  keysOf(argv: readonly string[]): readonly string[];
}

export type WriteHandler = (context: WriteContext, argv: readonly string[]) => Reply;
export type ReadHandler = (context: ReadContext, argv: readonly string[]) => Reply;
