import type {
  FunctionRun,
  LibraryText,
  LoadedLibrary,
  ScriptEngine,
  ScriptRun,
} from '../machine/script-engine.js';
import { ErrorReply, type Reply } from '../resp/reply.js';
import { ScriptRunner } from './runner.js';

const NESTED = new ErrorReply('ERR This Redis command is not allowed from script');

/** Lua 5.1 as Redis has it. Its machine is made when the first script comes: that takes some 30 ms. */
export class LuaEngine implements ScriptEngine {
  #made: ScriptRunner | null = null;

  /** @throws ErrorReply within a script: commands in commands may lead back to here */
  get #runner(): ScriptRunner {
    if (this.#made?.isRunning === true) throw NESTED;
    return (this.#made ??= new ScriptRunner());
  }

  compile(sha: string, code: string): string | null {
    return this.#runner.compile(sha, code);
  }

  run(script: ScriptRun): Reply {
    return this.#runner.run(script);
  }

  load(library: LibraryText, units: number): LoadedLibrary | ErrorReply {
    return this.#runner.load(library, units);
  }

  call(run: FunctionRun): Reply {
    return this.#runner.callFunction(run);
  }
}
