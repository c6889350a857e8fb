import type { ErrorReply, Reply } from '../resp/reply.js';

/** What a script asks of the world around it. */
export interface ScriptHost {
  /** What may be spent, in units of about one Lua instruction. */
  readonly budget: number;
  /** Milliseconds since the epoch: the only time that a script sees. */
  readonly now: number;
  /** What `math.random` begins with. */
  readonly seed: number;
  /**
   * Runs a command; what went wrong is the reply. `charge` takes what it costs from the budget, before and behind it, and
   * throws when that is spent.
   */
  call(argv: readonly string[], charge: (units: number) => void): Reply;
  /** False: no such command. */
  knows(argv: readonly string[]): boolean;
}

interface Run {
  readonly host: ScriptHost;
  readonly keys: readonly string[];
  readonly argv: readonly string[];
}

export interface ScriptRun extends Run {
  /** Without the line `#!lua` in front. */
  readonly code: string;
  /** SHA1 of its text, that line included: its name in errors, and in caches. */
  readonly sha: string;
}

/** The text of a library of functions. */
export interface LibraryText {
  /** Without the line `#!lua name=...` in front. */
  readonly code: string;
  /** SHA1 of its text, that line included: its name in caches. */
  readonly sha: string;
}

export interface FunctionRun extends Run {
  readonly library: LibraryText;
  /** As the library registered it. */
  readonly name: string;
}

/** What scripts and functions may say of themselves, in the order in which they are listed. */
export const SCRIPT_FLAGS: readonly string[] = [
  'no-writes',
  'allow-oom',
  'allow-stale',
  'no-cluster',
  'allow-cross-slot-keys',
];

/** A function as a library has it. */
export interface RegisteredFunction {
  readonly name: string;
  readonly description: string | null;
  /** In the order of {@link SCRIPT_FLAGS}. */
  readonly flags: readonly string[];
}

export interface LoadedLibrary {
  /** In order of name. */
  readonly functions: readonly RegisteredFunction[];
  /** What it took of the budget. */
  readonly units: number;
}

/**
 * Runs Lua. A pure function of what it is given: nothing is left behind by a run, whatever a cache inside makes faster.
 * `scripting` implements it.
 */
export interface ScriptEngine {
  /** What is wrong with the code, as a compiler says it; null: nothing. */
  compile(sha: string, code: string): string | null;
  run(script: ScriptRun): Reply;
  /** Runs the code of a library, which registers its functions; or what is wrong with it. It may take so many units. */
  load(library: LibraryText, units: number): LoadedLibrary | ErrorReply;
  /** Calls a function of a library that could be loaded. The library is as it was behind its loading, whatever ran since. */
  call(run: FunctionRun): Reply;
}
