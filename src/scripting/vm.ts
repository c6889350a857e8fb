import { assert } from '../base/assert.js';
import type { Budget } from './budget.js';
import { ArgumentError, ArgumentTypeError, LuaError, RaisedReply } from './lua-error.js';
import { Heap, type HeapImage } from './heap.js';
import { LuaModule, type LuaExports, type LuaState, type Pointer } from './lua-module.js';

export const REGISTRY = -10_000;
export const GLOBALS = -10_002;
export const ALL_RESULTS = -1;
const GC_COLLECT = 2;
/** A function in JavaScript costs this to call. */
const HOST_UNITS = 15;
/** Values that each level of a nested one may push. */
const STACK_ROOM = 8;
/** Strings up to this travel through one place. */
const SCRATCH_BYTES = 64 * 1024;
/** Where C's own memory ends, counted from its start: it needs some 50 bytes for each protected call inside another. */
const C_HEAP_BYTES = 256 * 1024;

export const TYPE = {
  nil: 0,
  boolean: 1,
  lightUserdata: 2,
  number: 3,
  string: 4,
  table: 5,
  function: 6,
  userdata: 7,
  thread: 8,
} as const;

const TYPE_NAMES = [
  'nil',
  'boolean',
  'userdata',
  'number',
  'string',
  'table',
  'function',
  'userdata',
  'thread',
];

/** What JavaScript gives Lua: takes arguments from the stack of `L`, leaves results there, answers how many. */
export type HostFunction = (vm: Vm, L: LuaState) => number;

/** All of a Lua state, to go back to. */
export interface Image {
  readonly statics: Uint8Array;
  /** Of C's own memory, as far as it was ever used. */
  readonly cHeap: Uint8Array;
  readonly heap: HeapImage;
  readonly live: number;
}

/**
 * A Lua state whose memory can be put back to what it was. Each script begins with memory that is a function of its text
 * alone: addresses, the order of tables, the work of the collector and the end of memory are then the same on every node,
 * whatever ran before, and nothing that a script did to its world outlives it.
 */
export class Vm {
  readonly api: LuaExports;
  readonly budget: Budget;
  readonly L: LuaState;
  readonly #module = new LuaModule();
  readonly #staticEnd: number;
  readonly #cHeapStart: number;
  readonly #heap: Heap;
  readonly #lengthAt: Pointer;
  readonly #scratch: Pointer;
  readonly #names = new Map<string, Pointer>();
  readonly #beginnings: (() => void)[] = [];
  #isSealed = false;

  constructor() {
    this.budget = this.#module.budget;
    this.api = this.#module.exports;
    this.#staticEnd = this.api.emscripten_stack_get_end();
    this.#cHeapStart = this.api.emscripten_stack_get_base();
    // Between the two memories, so that no image holds it: what is there is of no use once Lua has taken it.
    this.#scratch = this.#cHeapStart + C_HEAP_BYTES;
    this.#heap = new Heap(this.#module, this.#scratch + SCRATCH_BYTES);
    this.#lengthAt = this.#malloc(4);
    const allocate = this.#module.pointerTo('iiiii', (_data, at, before, size) =>
      this.#allocate(at, before >>> 0, size >>> 0),
    );
    this.L = this.api.lua_newstate(allocate, 0);
    for (const name of ['base', 'table', 'string', 'math', 'debug'] as const) {
      this.api.lua_pushcclosure(this.L, this.#module.pointerToExport(`luaopen_${name}`), 0);
      this.pushString(this.L, name === 'base' ? '' : name);
      assert(this.api.lua_pcall(this.L, 1, 0, 0) === 0, 'the libraries of Lua open');
    }
  }

  // ---- images ------------------------------------------------------------------------------------------------------

  /** The state as it is. Must not be called from within Lua. */
  image(): Image {
    this.api.lua_gc(this.L, GC_COLLECT, 0);
    const { bytes } = this.#module;
    return {
      statics: Uint8Array.prototype.slice.call(bytes, 0, this.#staticEnd),
      cHeap: Uint8Array.prototype.slice.call(bytes, this.#cHeapStart, this.#cHeapEnd),
      heap: this.#heap.image(),
      live: this.budget.live,
    };
  }

  restore({ statics, cHeap, heap, live }: Image): void {
    const { bytes } = this.#module;
    bytes.set(statics, 0);
    bytes.set(cHeap, this.#cHeapStart);
    this.#heap.restore(heap);
    this.budget.live = live;
    this.budget.end();
  }

  /** Behind the last byte that is not zero, as all of them are in the beginning. */
  get #cHeapEnd(): number {
    const { bytes } = this.#module;
    let end = this.#cHeapStart + C_HEAP_BYTES;
    while (end > this.#cHeapStart && bytes[end - 1] === 0) end -= 1;
    return end;
  }

  /** Names and functions are added no more: they are in all images. */
  seal(): void {
    this.#isSealed = true;
  }

  // ---- calls -------------------------------------------------------------------------------------------------------

  /**
   * Calls the function below `args` arguments on the stack, counted. False: an error is there in place of the results.
   * @throws BudgetSpent: the state is then good for nothing but to go back to an image
   */
  call(args: number, results: number, handler: number, units: number): boolean {
    const stack = this.api.stackSave();
    for (const begin of this.#beginnings) begin();
    this.budget.begin(units);
    try {
      return this.api.lua_pcall(this.L, args, results, handler) === 0;
    } finally {
      this.budget.end();
      this.api.stackRestore(stack);
    }
  }

  /** Makes `run` a function of Lua, on the stack. */
  pushFunction(run: HostFunction): void {
    assert(!this.#isSealed, 'functions are added before the first image');
    this.api.lua_pushcclosure(
      this.L,
      this.#module.pointerTo('ii', L => this.#host(run, L)),
      0,
    );
  }

  /** The C function on the stack, to be called in the place of another: it finds that one's arguments. */
  functionAt(index: number): (L: LuaState) => number {
    return this.#module.functionAt(this.api.lua_tocfunction(this.L, index));
  }

  #host(run: HostFunction, L: LuaState): number {
    try {
      this.budget.charge(HOST_UNITS);
      return run(this, L);
    } catch (error) {
      return this.#raise(L, error);
    }
  }

  #raise(L: LuaState, error: unknown): number {
    if (error instanceof ArgumentError)
      return this.api.luaL_argerror(L, error.place, this.#text(error.message));
    if (error instanceof ArgumentTypeError)
      return this.api.luaL_typerror(L, error.place, this.#text(error.expected));
    if (error instanceof LuaError) {
      if (error.level === 1) this.api.luaL_where(L, 1);
      this.pushString(L, error.message);
      if (error.level === 1) this.api.lua_concat(L, 2);
      return this.api.lua_error(L);
    }
    if (error instanceof RaisedReply) {
      this.api.lua_createtable(L, 0, 2);
      this.pushString(L, error.text);
      this.setField(L, -2, 'err');
      this.api.lua_pushboolean(L, 1);
      this.setField(L, -2, 'ignore_error_stats_update');
      return this.api.lua_error(L);
    }
    throw error; // Lua's own, on its way; the end of the budget; or one that stops the node
  }

  // ---- memory ------------------------------------------------------------------------------------------------------

  #allocate(at: Pointer, before: number, size: number): Pointer {
    const present = at === 0 ? 0 : before;
    if (!this.budget.take(present, size)) return 0;
    if (size === 0) {
      if (present !== 0) this.#heap.release(at, before);
      return 0;
    }
    const block = present === 0 ? this.#heap.allocate(size) : this.#heap.resize(at, before, size);
    if (block === 0) this.budget.live -= size - present;
    return block;
  }

  #malloc(size: number): Pointer {
    const block = this.#heap.allocate(size);
    assert(block !== 0, 'what the host needs is bounded');
    return block;
  }

  // ---- values ------------------------------------------------------------------------------------------------------

  pushString(L: LuaState, text: string): void {
    const { length } = text;
    const at = length <= SCRATCH_BYTES ? this.#scratch : this.#malloc(length);
    this.#module.write(text, at);
    this.api.lua_pushlstring(L, at, length);
    if (at !== this.#scratch) this.#heap.release(at, length);
  }

  /** The string at `index`; a number there becomes one. */
  string(L: LuaState, index: number): string {
    const at = this.api.lua_tolstring(L, index, this.#lengthAt) >>> 0;
    const length = this.#module.words[this.#lengthAt >> 2] as number;
    return this.#module.read(at, length);
  }

  mayPush(L: LuaState, count = STACK_ROOM): boolean {
    return this.api.lua_checkstack(L, count) === 1;
  }

  checkStack(L: LuaState, count = STACK_ROOM): void {
    if (!this.mayPush(L, count)) throw new LuaError('reached lua stack limit');
  }

  typeName(type: number): string {
    return TYPE_NAMES[type] ?? 'userdata';
  }

  /** Something of the host's that each run begins anew. */
  perRun<State>(make: () => State): () => State {
    let state = make();
    this.#beginnings.push(() => (state = make()));
    return () => state;
  }

  setField(L: LuaState, index: number, name: string): void {
    this.api.lua_setfield(L, index, this.name(name));
  }

  getField(L: LuaState, index: number, name: string): void {
    this.api.lua_getfield(L, index, this.name(name));
  }

  /** Compiles; the function, or what is wrong, is then on the stack. `chunk` as Lua wants it: `@user_script`. */
  load(code: string, chunk: string): boolean {
    const size = Math.max(code.length, 1);
    const at = this.#malloc(size);
    this.#module.bytes.write(code, at, 'latin1');
    const status = this.api.luaL_loadbuffer(this.L, at, code.length, this.name(chunk));
    this.#heap.release(at, size);
    return status === 0;
  }

  /** A name as C knows it; made once. */
  name(text: string): Pointer {
    let at = this.#names.get(text);
    if (at === undefined) {
      assert(!this.#isSealed, `the name ${text} is made before the first image`);
      at = this.#malloc(text.length + 1);
      this.#module.bytes.write(`${text}\0`, at, 'latin1');
      this.#names.set(text, at);
    }
    return at;
  }

  /** A text for C, good until the next string is pushed. */
  #text(message: string): Pointer {
    this.#module.bytes.write(`${message.slice(0, SCRATCH_BYTES - 1)}\0`, this.#scratch, 'latin1');
    return this.#scratch;
  }
}
