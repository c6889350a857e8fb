import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { latin1Text } from '../base/latin1.js';
import { Budget, type Meter } from './budget.js';
import { ASKS_FOR_MORE, METER_AT, metered } from './meter.js';

/** An address in the memory of the module; 0: none. */
export type Pointer = number;
/** A Lua state, or a coroutine of it. */
export type LuaState = Pointer;

/** What the C API of Lua 5.1 is called with here; see its reference manual, section 3. */
export interface LuaExports {
  readonly memory: WebAssembly.Memory;
  readonly __indirect_function_table: WebAssembly.Table;
  __wasm_call_ctors(): void;
  setThrew(value: number, type: number): void;
  stackSave(): Pointer;
  stackRestore(at: Pointer): void;
  emscripten_stack_get_base(): Pointer;
  emscripten_stack_get_end(): Pointer;
  malloc(size: number): Pointer;
  realloc(at: Pointer, size: number): Pointer;
  free(at: Pointer): void;
  lua_newstate(allocate: Pointer, data: Pointer): LuaState;
  lua_call(L: LuaState, args: number, results: number): void;
  lua_checkstack(L: LuaState, extra: number): number;
  lua_concat(L: LuaState, count: number): void;
  lua_createtable(L: LuaState, elements: number, fields: number): void;
  lua_error(L: LuaState): number;
  lua_gc(L: LuaState, what: number, data: number): number;
  lua_getfield(L: LuaState, index: number, name: Pointer): void;
  lua_getmetatable(L: LuaState, index: number): number;
  lua_gettop(L: LuaState): number;
  lua_gettable(L: LuaState, index: number): void;
  lua_insert(L: LuaState, index: number): void;
  lua_isnumber(L: LuaState, index: number): number;
  lua_next(L: LuaState, index: number): number;
  lua_objlen(L: LuaState, index: number): number;
  lua_pcall(L: LuaState, args: number, results: number, handler: number): number;
  lua_pushboolean(L: LuaState, value: number): void;
  lua_pushcclosure(L: LuaState, target: Pointer, upvalues: number): void;
  lua_pushlightuserdata(L: LuaState, value: Pointer): void;
  lua_pushlstring(L: LuaState, at: Pointer, length: number): void;
  lua_pushnil(L: LuaState): void;
  lua_pushnumber(L: LuaState, value: number): void;
  lua_pushvalue(L: LuaState, index: number): void;
  lua_rawequal(L: LuaState, one: number, other: number): number;
  lua_rawget(L: LuaState, index: number): void;
  lua_rawgeti(L: LuaState, index: number, key: number): void;
  lua_rawset(L: LuaState, index: number): void;
  lua_rawseti(L: LuaState, index: number, key: number): void;
  lua_remove(L: LuaState, index: number): void;
  lua_replace(L: LuaState, index: number): void;
  lua_setfield(L: LuaState, index: number, name: Pointer): void;
  lua_settable(L: LuaState, index: number): void;
  lua_settop(L: LuaState, index: number): void;
  lua_toboolean(L: LuaState, index: number): number;
  lua_tocfunction(L: LuaState, index: number): Pointer;
  lua_tolstring(L: LuaState, index: number, length: Pointer): Pointer;
  lua_tonumber(L: LuaState, index: number): number;
  lua_topointer(L: LuaState, index: number): Pointer;
  lua_type(L: LuaState, index: number): number;
  luaL_argerror(L: LuaState, argument: number, message: Pointer): number;
  luaL_loadbuffer(L: LuaState, at: Pointer, length: number, name: Pointer): number;
  luaL_typerror(L: LuaState, argument: number, type: Pointer): number;
  luaL_where(L: LuaState, level: number): void;
  readonly luaopen_base: (L: LuaState) => number;
  readonly luaopen_debug: (L: LuaState) => number;
  readonly luaopen_math: (L: LuaState) => number;
  readonly luaopen_string: (L: LuaState) => number;
  readonly luaopen_table: (L: LuaState) => number;
}

/** How C spells the type of a function: `i` a 32-bit integer, `v` nothing; the result first. */
type Signature = 'ii' | 'iiiii';

/** What Lua calls where it waits for errors. */
type ProtectedFunction = (first: number, second: number) => void;

const PAGE_BYTES = 65_536;
/** Memory is taken from the machine in steps of this. */
const GROWTH_BYTES = 1 << 20;

/** Texts up to this are faster written byte by byte than by a call of the platform. */
const SHORT_BYTES = 64;
/** Copied by JavaScript in the time of one instruction. */
const COPIED_BYTES_A_UNIT = 64;
/** A call that catches errors; an error that is caught; and each byte of the stack of C that it passes on its way. */
const PROTECTED_UNITS = 20;
const CAUGHT_UNITS = 400;
const PASSED_BYTE_UNITS = 4;

let compiled: WebAssembly.Module | null = null;

/** The code of Lua, which counts what it does; compiled once. */
function luaCode(): WebAssembly.Module {
  const require = createRequire(import.meta.url);
  const folder = dirname(require.resolve('wasmoon-lua5.1'));
  return (compiled ??= new WebAssembly.Module(metered(readFileSync(join(folder, 'liblua5.1.wasm')))));
}

/**
 * Lua 5.1 in WebAssembly, made in one step and without the JavaScript around it in its package. Nothing of the host is
 * reachable: files, clocks and environment are imports that this class refuses.
 */
export class LuaModule implements Meter {
  readonly exports: LuaExports;
  readonly budget = new Budget(this);
  /** The memory. Not to be kept: it changes when memory grows. */
  bytes = Buffer.alloc(0);
  readonly #protectedFunctions: (ProtectedFunction | undefined)[] = [];
  /** The same, in words of 32 bits. */
  words = new Int32Array(0);

  constructor() {
    const module = luaCode();
    this.exports = new WebAssembly.Instance(module, this.#imports(module)).exports as LuaExports;
    this.#look();
    this.exports.__wasm_call_ctors();
  }

  get ticks(): number {
    return this.words[METER_AT >> 2] as number;
  }

  set ticks(ticks: number) {
    this.words[METER_AT >> 2] = ticks;
  }

  /** Lets memory be at least that long. */
  reach(end: Pointer): void {
    const missing = end - this.bytes.length;
    if (missing <= 0) return;
    this.exports.memory.grow(Math.ceil((missing + GROWTH_BYTES) / PAGE_BYTES));
    this.#look();
  }

  #look(): void {
    const { buffer } = this.exports.memory;
    this.bytes = Buffer.from(buffer);
    this.words = new Int32Array(buffer);
  }

  /** Puts a text there, as bytes. */
  write(text: string, at: Pointer): void {
    const { bytes } = this;
    const { length } = text;
    if (length > SHORT_BYTES) bytes.write(text, at, 'latin1');
    else for (let index = 0; index < length; index++) bytes[at + index] = text.charCodeAt(index);
  }

  /** The text of so many bytes. */
  read(at: Pointer, length: number): string {
    return latin1Text(this.bytes, at, at + length);
  }

  /** Makes a JavaScript function callable from C; answers its pointer. It stays for the life of the module. */
  pointerTo(signature: Signature, run: (...args: number[]) => number | void): Pointer {
    const wrapper = new WebAssembly.Module(forwarder(signature));
    const { f } = new WebAssembly.Instance(wrapper, { e: { f: run } }).exports as { f: unknown };
    return this.#addToTable(f);
  }

  /** The pointer of an exported function. */
  pointerToExport(
    name: 'luaopen_base' | 'luaopen_debug' | 'luaopen_math' | 'luaopen_string' | 'luaopen_table',
  ): Pointer {
    return this.#addToTable(this.exports[name]);
  }

  /** The C function at a pointer, to be called as C would. */
  functionAt(pointer: Pointer): (L: LuaState) => number {
    return this.exports.__indirect_function_table.get(pointer) as (L: LuaState) => number;
  }

  /** A look into the table itself costs more than most calls do. What is in there once stays. */
  #functionIn(target: Pointer): ProtectedFunction {
    return this.exports.__indirect_function_table.get(target) as ProtectedFunction;
  }

  #addToTable(target: unknown): Pointer {
    const table = this.exports.__indirect_function_table;
    const index = table.grow(1);
    table.set(index, target);
    return index;
  }

  #imports(module: WebAssembly.Module): Record<string, Record<string, unknown>> {
    const imports: Record<string, Record<string, unknown>> = {};
    for (const { module: from, name } of WebAssembly.Module.imports(module)) {
      (imports[from] ??= {})[name] = () => {
        throw new RangeError(`Lua asked its host for ${name}`);
      };
    }
    const empty = (count: Pointer, size: Pointer): number => {
      this.words[count >> 2] = this.words[size >> 2] = 0;
      return 0;
    };
    Object.assign((imports['wasi_snapshot_preview1'] ??= {}), {
      environ_sizes_get: empty,
      environ_get: () => 0,
    });
    Object.assign((imports['env'] ??= {}), {
      // C's setjmp and longjmp: an exception that only the frame which waits for it catches. By the same door metered code
      // asks for more.
      [ASKS_FOR_MORE]: () => {
        if (this.ticks >= 0) throw Infinity;
        this.budget.refill();
      },
      invoke_vii: (target: Pointer, first: number, second: number) => this.#protected(target, first, second),
      emscripten_memcpy_js: (to: Pointer, from: Pointer, size: number) => {
        this.budget.charge(size / COPIED_BYTES_A_UNIT);
        this.bytes.copyWithin(to >>> 0, from >>> 0, (from >>> 0) + size);
      },
      // C's own memory lies below that of Lua, see Vm: it never needs more than there is.
      emscripten_resize_heap: () => 0,
    });
    return imports;
  }

  #protected(target: Pointer, first: number, second: number): void {
    const at = this.exports.stackSave();
    this.budget.charge(PROTECTED_UNITS);
    try {
      (this.#protectedFunctions[target] ??= this.#functionIn(target))(first, second);
    } catch (error) {
      const passed = at - this.exports.stackSave();
      this.exports.stackRestore(at);
      if (error !== Infinity) throw error;
      this.budget.charge(CAUGHT_UNITS + passed * PASSED_BYTE_UNITS);
      this.exports.setThrew(1, 0);
    }
  }
}

/** A module that imports one function and exports it: so JavaScript gets into the table of C functions. */
function forwarder(signature: Signature): Uint8Array {
  const INTEGER = 0x7f;
  const parameters = signature.length - 1;
  const results = signature.startsWith('v') ? [0] : [1, INTEGER];
  const type = [1, 0x60, parameters, ...Array.from({ length: parameters }, () => INTEGER), ...results];
  return Uint8Array.from([
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...[1, type.length, ...type],
    ...[2, 7, 1, 1, 0x65, 1, 0x66, 0, 0],
    ...[7, 5, 1, 1, 0x66, 0, 0],
  ]);
}
