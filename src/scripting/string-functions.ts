import { integerArgument } from './arguments.js';
import { LuaError } from './lua-error.js';
import type { LuaState } from './lua-module.js';
import { type HostFunction, TYPE, type Vm } from './vm.js';

/** A function of C, called in the place of the one that stands for it. */
type Original = (L: LuaState) => number;

/** Items of a pattern at which C calls itself to match what is behind them: its stack has room for so many. */
const RECURSIONS = /[()*+?-]/g;
const MAX_RECURSIONS = 250;
const PATTERN = 2;
const PLAIN = 4;
const INT32 = 2 ** 31 - 1;

/** Functions of `string` that match patterns: Lua's own, when the pattern is not too much for the stack. */
export const patternFunctions: Readonly<Record<string, (original: Original) => HostFunction>> = {
  find: original => (vm, L) => {
    if (vm.api.lua_toboolean(L, PLAIN) === 0) checkPattern(vm, L);
    keepWithin32Bits(vm, L, 3);
    return original(L);
  },
  match: original => (vm, L) => {
    checkPattern(vm, L);
    keepWithin32Bits(vm, L, 3);
    return original(L);
  },
  gmatch: checked,
  gfind: checked,
  gsub: checked,
};

/** Functions of `string` that take places in a text. */
export const placeFunctions: Readonly<Record<string, (original: Original) => HostFunction>> = {
  sub: placed,
  byte: placed,
};

function checked(original: Original): HostFunction {
  return (vm, L) => {
    checkPattern(vm, L);
    return original(L);
  };
}

function placed(original: Original): HostFunction {
  return (vm, L) => {
    keepWithin32Bits(vm, L, 2);
    keepWithin32Bits(vm, L, 3);
    return original(L);
  };
}

function checkPattern(vm: Vm, L: LuaState): void {
  if (vm.api.lua_type(L, PATTERN) !== TYPE.string || vm.api.lua_objlen(L, PATTERN) <= MAX_RECURSIONS) return;
  const recursions = vm.string(L, PATTERN).match(RECURSIONS)?.length ?? 0;
  if (recursions > MAX_RECURSIONS) throw new LuaError('pattern too complex');
}

/** Integers of C have 32 bits in here, and 64 on the machines that Redis runs on: a place far behind the end stays there. */
function keepWithin32Bits(vm: Vm, L: LuaState, place: number): void {
  const value = vm.api.lua_tonumber(L, place);
  if (Math.abs(value) <= INT32 || Number.isNaN(value)) return;
  vm.api.lua_pushnumber(L, Math.max(-INT32, Math.min(INT32, integerArgument(vm, L, place))));
  vm.api.lua_replace(L, place);
}
