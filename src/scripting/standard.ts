import { anyArgument, integerArgument, numberArgument, stringArgument } from './arguments.js';
import { ArgumentError, ArgumentTypeError, LuaError } from './lua-error.js';
import { RedisRandom } from './redis-random.js';
import type { LuaState, Pointer } from './lua-module.js';
import { formatFunction } from './format.js';
import { parseUnsigned } from './unsigned.js';
import { patternFunctions, placeFunctions } from './string-functions.js';
import { ALL_RESULTS, GLOBALS, type HostFunction, REGISTRY, TYPE, type Vm } from './vm.js';

/** Of code, put together from pieces in the time of one instruction. */
const BYTES_A_UNIT = 16;
/** Far more than the stack of Lua takes, and so few that C can count them. */
const MAX_UNPACKED = 1_000_000;
const BARE_PREFIX = /^[ \t\n\v\f\r]*[+-]?0x$/i;
/** No longer text is looked at. */
const LONGEST_PREFIX = 64;
/** In the registry: tables that no script may change. */
export const LOCKED = 'locked';
export const READ_ONLY = new LuaError('Attempt to modify a readonly table');

/** Replaces what must be counted, checked or made the same everywhere. */
export function addStandardFunctions(vm: Vm, now: () => number): RedisRandom {
  const format = pointerOf(vm, 'string', 'format');
  replace(vm, 'string', 'format', () => formatFunction(format));
  for (const [name, make] of Object.entries({ ...patternFunctions, ...placeFunctions }))
    replace(vm, 'string', name, make);
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
  replace(vm, '', 'pcall', () => protectedCall);
  replace(vm, '', 'unpack', original => (_vm, L) => {
    const last = integerArgument(vm, L, 3, api.lua_type(L, 1) === TYPE.table ? api.lua_objlen(L, 1) : 0);
    if (last - integerArgument(vm, L, 2, 1) > MAX_UNPACKED) throw new LuaError('too many results to unpack');
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
    if (what !== 'collect' && what !== 'count') api.lua_settop(L, 0);
    return original(L);
  });
  replace(vm, '', 'loadstring', original => {
    replace(vm, '', 'load', () => (_vm, L) => load(vm, L, original));
    return (_vm, L) => loadString(vm, L, original);
  });
}

/** With a base, C's `strtoul` of 64 bits. */
function toNumber(vm: Vm, L: LuaState, original: (L: LuaState) => number): number {
  const base = integerArgument(vm, L, 2, 10);
  if (base === 10) return isBarePrefix(vm, L) ? pushNil(vm, L) : original(L);
  const text = stringArgument(vm, L, 1);
  if (base < 2 || base > 36) throw new ArgumentError(2, 'base out of range');
  vm.budget.charge(text.length);
  const end = text.indexOf('\0');
  const value = parseUnsigned(end < 0 ? text : text.slice(0, end), base);
  if (value === null) vm.api.lua_pushnil(L);
  else vm.api.lua_pushnumber(L, Number(value));
  return 1;
}

function pushNil(vm: Vm, L: LuaState): number {
  vm.api.lua_pushnil(L);
  return 1;
}

/** `0x` alone is a number to the C library in use here, and none to others. */
function isBarePrefix(vm: Vm, L: LuaState): boolean {
  if (vm.api.lua_type(L, 1) !== TYPE.string || vm.api.lua_objlen(L, 1) > LONGEST_PREFIX) return false;
  return BARE_PREFIX.test(vm.string(L, 1));
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

/** Text only: bytecode can do what no text can. */
function loadString(vm: Vm, L: LuaState, original: (L: LuaState) => number): number {
  if (!stringArgument(vm, L, 1).startsWith('\x1b')) return original(L);
  vm.api.lua_pushnil(L);
  vm.pushString(L, 'attempt to load bytecode');
  return 2;
}

/** The pieces that a function gives are put together first: what they are must be seen. */
function load(vm: Vm, L: LuaState, loadText: (L: LuaState) => number): number {
  const { api } = vm;
  if (api.lua_type(L, 1) !== TYPE.function) throw new ArgumentTypeError(1, 'function');
  const chunk = api.lua_type(L, 2) <= TYPE.nil ? '=(load)' : stringArgument(vm, L, 2);
  const pieces: string[] = [];
  let bytes = 0;
  for (;;) {
    api.lua_settop(L, 1);
    api.lua_pushvalue(L, 1);
    const failed = api.lua_pcall(L, 0, 1, 0) !== 0;
    const type = api.lua_type(L, -1);
    if (failed || (type > TYPE.nil && type !== TYPE.string && type !== TYPE.number)) {
      if (!failed) vm.pushString(L, 'reader function must return a string');
      api.lua_pushnil(L);
      api.lua_insert(L, -2);
      return 2;
    }
    const piece = type <= TYPE.nil ? '' : vm.string(L, -1);
    if (piece === '') break;
    vm.budget.charge(piece.length / BYTES_A_UNIT);
    vm.budget.checkLength((bytes += piece.length));
    pieces.push(piece);
  }
  api.lua_settop(L, 0);
  vm.pushString(L, pieces.join(''));
  vm.pushString(L, chunk);
  return loadString(vm, L, loadText);
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
