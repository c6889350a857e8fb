import type { Reply } from '../resp/reply.js';

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

export interface ScriptRun {
  readonly host: ScriptHost;
  /** Without the line `#!lua` in front. */
  readonly code: string;
  /** SHA1 of its text, that line included: its name in errors, and in caches. */
  readonly sha: string;
  readonly keys: readonly string[];
  readonly argv: readonly string[];
}

/** A function as a library has it. */
export interface RegisteredFunction {
  readonly name: string;
  readonly description: string | null;
  /** As they were given. */
  readonly flags: readonly string[];
}

/**
 * Runs Lua. A pure function of what it is given: nothing is left behind by a run, whatever a cache inside makes faster.
 * `scripting` implements it.
 */
export interface ScriptEngine {
  /** What is wrong with the code, as a compiler says it; null: nothing. */
  compile(sha: string, code: string): string | null;
  run(script: ScriptRun): Reply;
}
