import { integerArgument, stringArgument } from './arguments.js';
import { ArgumentError, LuaError } from './lua-error.js';
import type { LuaState } from './lua-module.js';
import { PatternMatcher } from './pattern.js';
import { GLOBALS, type HostFunction, TYPE, type Vm } from './vm.js';

/** Characters copied that count as one instruction. */
const BYTES_A_UNIT = 16;
/** A step of a match takes the time of so many instructions. */
const STEP_UNITS = 4;
const SPECIALS = /[\^$*+?.([%-]/;
/** What a loop over matches goes on with: text, pattern, the place in the text. */
const [TEXT, PATTERN, PLACE] = [GLOBALS - 1, GLOBALS - 2, GLOBALS - 3];

/** The functions of `string` that match patterns, in place of Lua's own, whose steps nobody counts. */
export const patternFunctions: Readonly<Record<string, HostFunction>> = {
  find: (vm, L) => find(vm, L, true),
  match: (vm, L) => find(vm, L, false),
  gsub,
};

function matcher(vm: Vm, text: string, pattern: string): PatternMatcher {
  vm.budget.charge(10 + text.length / BYTES_A_UNIT);
  return new PatternMatcher(text, pattern, steps => vm.budget.charge(steps * STEP_UNITS));
}

function find(vm: Vm, L: LuaState, positions: boolean): number {
  const text = stringArgument(vm, L, 1);
  const pattern = stringArgument(vm, L, 2);
  const from = integerArgument(vm, L, 3, 1);
  const start = Math.min(Math.max(from < 0 ? text.length + from : from - 1, 0), text.length);
  if (positions && (vm.api.lua_toboolean(L, 4) === 1 || !SPECIALS.test(beforeZero(pattern)))) {
    vm.budget.charge(10 + (text.length * (1 + pattern.length / 64)) / BYTES_A_UNIT);
    const at = text.indexOf(pattern, start);
    if (at < 0) return pushNil(vm, L);
    vm.api.lua_pushnumber(L, at + 1);
    vm.api.lua_pushnumber(L, at + pattern.length);
    return 2;
  }
  const found = matcher(vm, text, pattern);
  const isAnchored = pattern.startsWith('^');
  for (let at = start; at <= text.length; at++) {
    const end = found.match(at, isAnchored ? 1 : 0);
    if (end >= 0) {
      if (!positions) return pushCaptures(vm, L, found, at, end, true);
      vm.api.lua_pushnumber(L, at + 1);
      vm.api.lua_pushnumber(L, end);
      return 2 + pushCaptures(vm, L, found, at, end, false);
    }
    if (isAnchored) break;
  }
  return pushNil(vm, L);
}

/** Makes `string.gmatch`; `next` is the function that was pushed by {@link nextMatch}. */
export function gmatch(next: number): HostFunction {
  return (vm, L) => {
    stringArgument(vm, L, 1);
    stringArgument(vm, L, 2);
    vm.api.lua_settop(L, 2);
    vm.api.lua_pushnumber(L, 0);
    vm.api.lua_pushcclosure(L, next, 3);
    return 1;
  };
}

/** The iterator of `string.gmatch`. */
export function nextMatch(vm: Vm, L: LuaState): number {
  const text = vm.string(L, TEXT);
  const found = matcher(vm, text, vm.string(L, PATTERN));
  for (let at = vm.api.lua_tonumber(L, PLACE); at <= text.length; at++) {
    const end = found.match(at, 0);
    if (end < 0) continue;
    vm.api.lua_pushnumber(L, end === at ? end + 1 : end);
    vm.api.lua_replace(L, PLACE);
    return pushCaptures(vm, L, found, at, end, true);
  }
  return 0;
}

function gsub(vm: Vm, L: LuaState): number {
  const text = stringArgument(vm, L, 1);
  const pattern = stringArgument(vm, L, 2);
  const type = vm.api.lua_type(L, 3);
  const most = integerArgument(vm, L, 4, text.length + 1);
  const kinds: readonly number[] = [TYPE.number, TYPE.string, TYPE.function, TYPE.table];
  if (!kinds.includes(type)) throw new ArgumentError(3, 'string/function/table expected');
  vm.api.lua_settop(L, 3);
  const replacement = type === TYPE.string || type === TYPE.number ? vm.string(L, 3) : null;
  const isAnchored = pattern.startsWith('^');
  const found = matcher(vm, text, pattern);
  const parts: string[] = [];
  let bytes = 0;
  const add = (part: string): void => {
    bytes += part.length;
    vm.budget.charge(1 + part.length / BYTES_A_UNIT);
    vm.checkLength(bytes);
    parts.push(part);
  };
  let at = 0;
  let count = 0;
  while (count < most) {
    const end = found.match(at, isAnchored ? 1 : 0);
    if (end >= 0) {
      count += 1;
      add(replacement === null ? replaced(vm, L, found, at, end) : filled(replacement, found, at, end));
    }
    if (end > at) at = end;
    else if (at < text.length) add(text.charAt(at++));
    else break;
    if (isAnchored) break;
  }
  add(text.slice(at));
  vm.pushString(L, parts.join(''));
  vm.api.lua_pushnumber(L, count);
  return 2;
}

/** A replacement text with the captures in it. */
function filled(replacement: string, found: PatternMatcher, start: number, end: number): string {
  return replacement.replace(/%([^]?)/g, (_all, next: string) => {
    if (next === '0') return found.text.slice(start, end);
    if (next >= '1' && next <= '9') return luaText(found.capture(Number(next) - 1, start, end));
    return next === '' ? '\0' : next;
  });
}

/** What the table or the function at place 3 gives for the first capture, or for all of them. */
function replaced(vm: Vm, L: LuaState, found: PatternMatcher, start: number, end: number): string {
  const { api } = vm;
  if (api.lua_type(L, 3) === TYPE.function) {
    api.lua_pushvalue(L, 3);
    api.lua_call(L, pushCaptures(vm, L, found, start, end, true), 1);
  } else {
    pushCapture(vm, L, found.capture(0, start, end));
    api.lua_gettable(L, 3);
  }
  const type = api.lua_type(L, -1);
  if (type !== TYPE.string && type !== TYPE.number) {
    if (api.lua_toboolean(L, -1) === 1)
      throw new LuaError(`invalid replacement value (a ${vm.typeName(type)})`);
    api.lua_settop(L, -2);
    return found.text.slice(start, end);
  }
  const text = vm.string(L, -1);
  api.lua_settop(L, -2);
  return text;
}

function pushCaptures(
  vm: Vm,
  L: LuaState,
  found: PatternMatcher,
  start: number,
  end: number,
  orWhole: boolean,
): number {
  const count = found.captureCount === 0 && orWhole ? 1 : found.captureCount;
  vm.checkStack(L, count);
  for (let index = 0; index < count; index++) pushCapture(vm, L, found.capture(index, start, end));
  return count;
}

function pushCapture(vm: Vm, L: LuaState, capture: string | number): void {
  if (typeof capture === 'number') vm.api.lua_pushnumber(L, capture);
  else vm.pushString(L, capture);
}

function luaText(capture: string | number): string {
  return typeof capture === 'number' ? String(capture) : capture;
}

function pushNil(vm: Vm, L: LuaState): number {
  vm.api.lua_pushnil(L);
  return 1;
}

function beforeZero(pattern: string): string {
  const end = pattern.indexOf('\0');
  return end < 0 ? pattern : pattern.slice(0, end);
}
