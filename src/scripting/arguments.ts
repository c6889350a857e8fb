import { ArgumentError, ArgumentTypeError } from './lua-error.js';
import type { LuaState } from './lua-module.js';
import { TYPE, type Vm } from './vm.js';

/** What functions of Lua read from their arguments; places count from 1. All of it raises Lua's own errors. */

export function stringArgument(vm: Vm, L: LuaState, place: number): string {
  const type = vm.api.lua_type(L, place);
  if (type !== TYPE.string && type !== TYPE.number) throw new ArgumentTypeError(place, 'string');
  return vm.string(L, place);
}

export function numberArgument(vm: Vm, L: LuaState, place: number): number {
  const value = vm.api.lua_tonumber(L, place);
  if (value === 0 && !isNumber(vm, L, place)) throw new ArgumentTypeError(place, 'number');
  return value;
}

/** Cut off to 32 bits as a cast of C does; `absent` when there is no argument, or nil. */
export function integerArgument(vm: Vm, L: LuaState, place: number, absent?: number): number {
  if (absent !== undefined && vm.api.lua_type(L, place) <= TYPE.nil) return absent;
  const value = Math.trunc(numberArgument(vm, L, place));
  return Math.max(-(2 ** 53), Math.min(2 ** 53, Number.isNaN(value) ? 0 : value));
}

export function anyArgument(vm: Vm, L: LuaState, place: number): void {
  if (vm.api.lua_gettop(L) < place) throw new ArgumentError(place, 'value expected');
}

function isNumber(vm: Vm, L: LuaState, place: number): boolean {
  return vm.api.lua_isnumber(L, place) === 1;
}
