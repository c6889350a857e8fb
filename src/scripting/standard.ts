import { anyArgument, integerArgument, numberArgument, stringArgument, tableArgument } from './arguments.js';
import { ArgumentError, LuaError } from './lua-error.js';
import { RedisRandom } from './redis-random.js';
import type { LuaState, Pointer } from './lua-module.js';
import { formatFunction } from './format.js';
import { parseUnsigned } from './unsigned.js';
import { gmatch, nextMatch, patternFunctions } from './string-functions.js';
import { ALL_RESULTS, GLOBALS, type HostFunction, REGISTRY, TYPE, type Vm } from './vm.js';

/** Making or resuming a coroutine: it may run for as many instructions before it is counted. */
const COROUTINE_UNITS = 1000;
/** A handler that fails itself is called again by C, some two hundred times, before that gives up. */
const XPCALL_UNITS = 20_000;
/** Compiling costs this for each byte. */
const COMPILE_UNITS = 4;
const BYTES_A_UNIT = 64;
/** Slots of a table that are looked at in the time of one instruction. */
const SLOTS_A_UNIT = 8;
/** Where a table of Lua keeps its sizes. */
const TABLE = { logNodes: 7, arraySize: 28 } as const;
/** In the registry: tables that no script may change. */
export const LOCKED = 'locked';
export const READ_ONLY = new LuaError('Attempt to modify a readonly table');

type Cost = (vm: Vm, L: LuaState) => number;

const length: Cost = (vm, L) => (vm.api.lua_type(L, 1) === TYPE.table ? vm.api.lua_objlen(L, 1) : 0);
const texts: Cost = (vm, L) => {
  let bytes = 0;
  for (let at = vm.api.lua_gettop(L); at > 0; at--) {
    if (vm.api.lua_type(L, at) === TYPE.string) bytes += vm.api.lua_objlen(L, at);
  }
  return bytes / BYTES_A_UNIT;
};

/** Functions of Lua that do more than a few instructions' work in one call, and what that is. */
const COSTS: Readonly<Record<string, Readonly<Record<string, Cost>>>> = {
  table: {
    concat: length,
    insert: (vm, L) => (vm.api.lua_gettop(L) > 2 ? length(vm, L) / SLOTS_A_UNIT : 0),
    remove: (vm, L) => (vm.api.lua_gettop(L) > 1 ? length(vm, L) / SLOTS_A_UNIT : 0),
    foreach: slots,
    foreachi: length,
    maxn: slots,
  },
  string: {
    lower: texts,
    upper: texts,
    reverse: texts,
    byte: texts,
    rep: (vm, L) => Math.max(0, vm.api.lua_tonumber(L, 2)) * (1 + texts(vm, L) / 4),
  },
  coroutine: { create: () => COROUTINE_UNITS, resume: () => COROUTINE_UNITS, wrap: () => COROUTINE_UNITS },
};

/** Replaces what must be counted, checked or made the same everywhere. */
export function addStandardFunctions(vm: Vm, now: () => number): RedisRandom {
  const { api, L } = vm;
  for (const [library, costs] of Object.entries(COSTS)) {
    for (const [name, cost] of Object.entries(costs))
      replace(vm, library, name, original => (_vm, state) => {
        vm.budget.charge(cost(vm, state));
        return original(state);
      });
  }
  const format = pointerOf(vm, 'string', 'format');
  replace(vm, 'string', 'format', () => formatFunction(format));
  for (const [name, run] of Object.entries(patternFunctions)) replace(vm, 'string', name, () => run);
  vm.pushFunction(nextMatch);
  const next = api.lua_tocfunction(L, -1);
  api.lua_settop(L, -2);
  for (const name of ['gmatch', 'gfind']) replace(vm, 'string', name, () => gmatch(next));
  replace(vm, 'table', 'sort', original => (_vm, state) => {
    const count = length(vm, state);
    vm.budget.chargeComparisons(count * Math.ceil(Math.log2(count + 2)));
    return original(state);
  });
  addGlobals(vm);
  addTime(vm, now);
  const random = new RedisRandom();
  replace(vm, 'math', 'random', () => (_vm, state) => mathRandom(vm, state, random));
  replace(vm, 'math', 'randomseed', () => (_vm, state) => {
    random.seed(numberArgument(vm, state, 1));
    return 0;
  });
  return random;
}

/** Of a C function of Lua's. */
function pointerOf(vm: Vm, library: string, name: string): Pointer {
  vm.getField(vm.L, GLOBALS, library);
  vm.getField(vm.L, -1, name);
  const pointer = vm.api.lua_tocfunction(vm.L, -1);
  vm.api.lua_settop(vm.L, -3);
  return pointer;
}

function replace(
  vm: Vm,
  library: string,
  name: string,
  make: (original: (L: LuaState) => number) => HostFunction,
): void {
  const { api, L } = vm;
  if (library === '') api.lua_pushvalue(L, GLOBALS);
  else vm.getField(L, GLOBALS, library);
  vm.getField(L, -1, name);
  const original = vm.functionAt(-1);
  api.lua_settop(L, -2);
  vm.pushFunction(make(original));
  vm.setField(L, -2, name);
  api.lua_settop(L, -2);
}

function addGlobals(vm: Vm): void {
  const { api } = vm;
  replace(vm, '', 'unpack', original => (_vm, L) => {
    const last = integerArgument(vm, L, 3, length(vm, L));
    vm.budget.charge(Math.max(0, last - integerArgument(vm, L, 2, 1)));
    return original(L);
  });
  replace(vm, '', 'pcall', () => protectedCall);
  replace(vm, '', 'xpcall', original => (_vm, L) => {
    vm.budget.charge(XPCALL_UNITS);
    return original(L);
  });
  replace(vm, '', 'tonumber', original => (_vm, L) => toNumber(vm, L, original));
  for (const name of ['rawset', 'setmetatable']) {
    replace(vm, '', name, original => (_vm, L) => {
      refuseLocked(vm, L);
      return original(L);
    });
  }
  replace(vm, '', 'collectgarbage', original => (_vm, L) => {
    const what = api.lua_type(L, 1) <= TYPE.nil ? 'collect' : stringArgument(vm, L, 1);
    vm.budget.charge(vm.budget.live / BYTES_A_UNIT);
    if (what !== 'collect' && what !== 'count') api.lua_settop(L, 0);
    return original(L);
  });
  for (const name of ['loadstring', 'load']) {
    replace(vm, '', name, original => (_vm, L) => load(vm, L, original));
  }
  addNext(vm);
}

/** With a base, C's `strtoul` of 64 bits. */
function toNumber(vm: Vm, L: LuaState, original: (L: LuaState) => number): number {
  const base = integerArgument(vm, L, 2, 10);
  if (base === 10) return original(L);
  const text = stringArgument(vm, L, 1);
  if (base < 2 || base > 36) throw new ArgumentError(2, 'base out of range');
  vm.budget.charge(text.length);
  const value = parseUnsigned(text, base);
  if (value === null) vm.api.lua_pushnil(L);
  else vm.api.lua_pushnumber(L, Number(value));
  return 1;
}

/** A failure of `redis.call` is a text to those who catch it. */
function protectedCall(vm: Vm, L: LuaState): number {
  const { api } = vm;
  anyArgument(vm, L, 1);
  api.lua_pushboolean(L, 1);
  api.lua_insert(L, 1);
  if (api.lua_pcall(L, api.lua_gettop(L) - 2, ALL_RESULTS, 0) !== 0) {
    api.lua_remove(L, 1);
    if (api.lua_type(L, -1) === TYPE.table) {
      vm.pushString(L, 'err');
      api.lua_rawget(L, -2);
      const type = api.lua_type(L, -1);
      if (type === TYPE.string || type === TYPE.number) api.lua_replace(L, -2);
      else api.lua_settop(L, -2);
    }
    api.lua_pushboolean(L, 0);
    api.lua_insert(L, 1);
  }
  return api.lua_gettop(L);
}

function refuseLocked(vm: Vm, L: LuaState): void {
  const { api } = vm;
  if (api.lua_type(L, 1) !== TYPE.table) return;
  vm.getField(L, REGISTRY, LOCKED);
  api.lua_pushvalue(L, 1);
  api.lua_rawget(L, -2);
  const isLocked = api.lua_toboolean(L, -1) === 1;
  api.lua_settop(L, -3);
  if (isLocked) throw READ_ONLY;
}

/** Text only: bytecode can do what no text can. `load` is given its pieces here, for what they are must be seen. */
function load(vm: Vm, L: LuaState, original: (L: LuaState) => number): number {
  const { api } = vm;
  if (api.lua_type(L, 1) !== TYPE.string) {
    // Its pieces come from a function: not counted ahead, but each of them is made by counted instructions.
    return original(L);
  }
  const code = stringArgument(vm, L, 1);
  vm.budget.charge(code.length * COMPILE_UNITS);
  if (code.startsWith('\x1b')) {
    api.lua_pushnil(L);
    vm.pushString(L, 'attempt to load bytecode');
    return 2;
  }
  return original(L);
}

// ---- tables --------------------------------------------------------------------------------------------------------

/** Room of the table at place 1: what a walk over it looks at. */
function slots(vm: Vm, L: LuaState): number {
  const at: Pointer = vm.api.lua_topointer(L, 1);
  if (at === 0) return 0;
  return (2 ** vm.byteAt(at + TABLE.logNodes) + vm.wordAt(at + TABLE.arraySize)) / SLOTS_A_UNIT;
}

/**
 * `next`, and `pairs` which goes by it. A step may have to pass all the empty places of a large table. A walk that goes on
 * where the step before ended passes each of them once; any other step is charged for all of them.
 */
function addNext(vm: Vm): void {
  const { api } = vm;
  const walks = vm.perRun(() => new Map<Pointer, string>());
  replace(vm, '', 'next', original => (_vm, L) => {
    tableArgument(vm, L, 1);
    const table = api.lua_topointer(L, 1);
    const known = walks();
    if (api.lua_gettop(L) < 2 || known.get(table) !== identity(vm, L, 2)) vm.budget.charge(slots(vm, L));
    vm.budget.charge(1);
    const results = original(L);
    if (results === 2) known.set(table, identity(vm, L, -2));
    else known.delete(table);
    return results;
  });
  vm.getField(vm.L, GLOBALS, 'next');
  vm.setField(vm.L, REGISTRY, 'next');
  replace(vm, '', 'pairs', () => (_vm, L) => {
    tableArgument(vm, L, 1);
    vm.getField(L, REGISTRY, 'next');
    api.lua_pushvalue(L, 1);
    api.lua_pushnil(L);
    return 3;
  });
}

function identity(vm: Vm, L: LuaState, index: number): string {
  const type = vm.api.lua_type(L, index);
  if (type === TYPE.number) return `n${vm.api.lua_tonumber(L, index)}`;
  if (type === TYPE.boolean) return `b${vm.api.lua_toboolean(L, index)}`;
  return `p${vm.pointerAt(L, index)}`;
}

// ---- time and chance -----------------------------------------------------------------------------------------------

/** `os` has a clock only, and it stands still while a script runs. */
function addTime(vm: Vm, now: () => number): void {
  const { api, L } = vm;
  api.lua_createtable(L, 0, 1);
  vm.pushFunction((_vm, state) => {
    api.lua_pushnumber(state, now() / 1000);
    return 1;
  });
  vm.setField(L, -2, 'clock');
  vm.setField(L, GLOBALS, 'os');
}

/** As `math.random` of Lua, with Redis's generator, which begins anew in every script. */
function mathRandom(vm: Vm, L: LuaState, random: RedisRandom): number {
  const { api } = vm;
  const fraction = random.fraction();
  const count = api.lua_gettop(L);
  if (count === 0) {
    api.lua_pushnumber(L, fraction);
    return 1;
  }
  if (count > 2) throw new LuaError('wrong number of arguments');
  const least = count === 1 ? 1 : integerArgument(vm, L, 1);
  const most = integerArgument(vm, L, count);
  if (least > most) throw new ArgumentError(count, 'interval is empty');
  api.lua_pushnumber(L, Math.floor(fraction * (most - least + 1)) + least);
  return 1;
}
