import { createHash } from 'node:crypto';
import type { RegisteredFunction } from './script-engine.js';

/** Scripts that EVAL brought along, as in Redis 7.4; when there are more, those go that were run longest ago. */
const MAX_EVALUATED = 500;
/** Characters that are kept: of scripts, and of libraries with the names and descriptions of their functions. */
const MAX_CODE = 64 * 1024 * 1024;
/** What a function takes besides its texts. */
const FUNCTION_SIZE = 100;

/** By which clients know a script: SHA1, in hexadecimal digits. */
export function shaOf(code: string): string {
  return createHash('sha1').update(code, 'latin1').digest('hex');
}

/** The text of a script, as clients know it by its SHA1. */
export interface Script {
  readonly code: string;
  /** SCRIPT LOAD asked for it: it stays until SCRIPT FLUSH. */
  readonly isLoaded: boolean;
}

/** What FUNCTION LOAD took. */
export interface Library {
  readonly name: string;
  /** With the line `#!lua name=...` in front. */
  readonly code: string;
  /** SHA1 of the code. */
  readonly sha: string;
  /** In order of name. */
  readonly functions: readonly RegisteredFunction[];
}

/** A function, and where it belongs. */
export interface OwnedFunction {
  readonly library: Library;
  readonly registered: RegisteredFunction;
}

/** Scripts by their SHA1, and libraries of functions: state, so that a node which takes over knows them too. */
export class Scripts {
  /** Those of EVAL in the order in which they were run last. */
  readonly #scripts = new Map<string, Script>();
  readonly #libraries = new Map<string, Library>();
  /** By name in lower case: libraries do not share names. Of two in one library that differ by case, the first is called. */
  readonly #functions = new Map<string, OwnedFunction>();
  #evaluated = 0;
  #size = 0;
  #librarySize = 0;

  /** The code of a script by its SHA1 in lower case. */
  code(sha: string): string | undefined {
    return this.#scripts.get(sha)?.code;
  }

  /** Keeps a script, if there is room. False: SCRIPT LOAD asks for more than there is. */
  add(sha: string, code: string, isLoaded: boolean): boolean {
    const known = this.#scripts.get(sha);
    if (known !== undefined && (known.isLoaded || !isLoaded)) {
      this.used(sha);
      return true;
    }
    if (code.length > MAX_CODE) return false;
    if (known !== undefined) this.#remove(sha, known);
    for (const [oldest, script] of this.#scripts) {
      const fits = this.#size + code.length <= MAX_CODE;
      if (fits && (isLoaded || this.#evaluated < MAX_EVALUATED)) break;
      if (!script.isLoaded) this.#remove(oldest, script);
    }
    if (this.#size + code.length > MAX_CODE) return false;
    this.#scripts.set(sha, { code, isLoaded });
    this.#size += code.length;
    if (!isLoaded) this.#evaluated += 1;
    return true;
  }

  /** A script of EVAL was run: it is the last to go. */
  used(sha: string): void {
    const script = this.#scripts.get(sha);
    if (script === undefined || script.isLoaded) return;
    this.#scripts.delete(sha);
    this.#scripts.set(sha, script);
  }

  flush(): void {
    this.#scripts.clear();
    this.#evaluated = this.#size = 0;
  }

  #remove(sha: string, { code, isLoaded }: Script): void {
    this.#scripts.delete(sha);
    this.#size -= code.length;
    if (!isLoaded) this.#evaluated -= 1;
  }

  // ---- libraries -----------------------------------------------------------------------------------------------------

  library(name: string): Library | undefined {
    return this.#libraries.get(name);
  }

  /** The function of that name, in any case. */
  functionOf(name: string): OwnedFunction | undefined {
    return this.#functions.get(name.toLowerCase());
  }

  /** In order of name. */
  libraries(): readonly Library[] {
    return [...this.#libraries.values()].sort((one, other) => (one.name < other.name ? -1 : 1));
  }

  /** Whether they can be added, each in the place of one of the same name. */
  hasRoomFor(libraries: readonly Library[]): boolean {
    let size = this.#librarySize;
    for (const library of libraries) {
      const before = this.#libraries.get(library.name);
      size += sizeOf(library) - (before === undefined ? 0 : sizeOf(before));
    }
    return size <= MAX_CODE;
  }

  /** Takes the place of one of the same name. */
  addLibrary(library: Library): void {
    this.removeLibrary(library.name);
    this.#libraries.set(library.name, library);
    this.#librarySize += library.code.length;
    for (const registered of library.functions) this.addFunction(library, registered);
  }

  /** One of the functions of a library that was added. */
  addFunction(library: Library, registered: RegisteredFunction): void {
    this.#librarySize += sizeOfFunction(registered);
    const name = registered.name.toLowerCase();
    if (!this.#functions.has(name)) this.#functions.set(name, { library, registered });
  }

  /** False: there is none of that name. */
  removeLibrary(name: string): boolean {
    const library = this.#libraries.get(name);
    if (library === undefined) return false;
    this.#libraries.delete(name);
    this.#librarySize -= sizeOf(library);
    for (const registered of library.functions) this.#functions.delete(registered.name.toLowerCase());
    return true;
  }

  flushLibraries(): void {
    this.#libraries.clear();
    this.#functions.clear();
    this.#librarySize = 0;
  }

  // ---- as a whole ----------------------------------------------------------------------------------------------------

  get scriptCount(): number {
    return this.#scripts.size;
  }

  /** In the order that says which of them go first. */
  scripts(): Iterable<readonly [sha: string, script: Script]> {
    return this.#scripts;
  }
}

function sizeOf({ code, functions }: Library): number {
  return functions.reduce((size, registered) => size + sizeOfFunction(registered), code.length);
}

function sizeOfFunction({ name, description }: RegisteredFunction): number {
  return FUNCTION_SIZE + name.length + (description?.length ?? 0);
}
