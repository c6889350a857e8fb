import { integerArgument, stringArgument } from '../arguments.js';
import { ArgumentError, LuaError } from '../lua-error.js';
import type { LuaState } from '../lua-module.js';
import { GLOBALS, type HostFunction, TYPE, type Vm } from '../vm.js';
import { JsonDecoder } from './json-decoder.js';
import { JsonEncoder, JsonSettings } from './json-encoder.js';
import { pushLibrary } from './library.js';

const MAX_INTEGER = 2 ** 31 - 1;
/** Digits that a number may be printed with. */
const MAX_PRECISION = 14;

/** `cjson`. What its settings are changed to holds until the script ends. */
export function pushCjson(vm: Vm): void {
  const format = formatFunction(vm);
  const settings = vm.perRun(() => new JsonSettings());
  pushLibrary(vm, {
    encode: (_vm, L) => {
      if (vm.api.lua_gettop(L) !== 1) throw new ArgumentError(1, 'expected 1 argument');
      vm.pushString(L, new JsonEncoder(vm, L, settings(), format).encode());
      return 1;
    },
    decode: (_vm, L) => {
      if (vm.api.lua_gettop(L) !== 1) throw new ArgumentError(1, 'expected 1 argument');
      new JsonDecoder(vm, L, stringArgument(vm, L, 1), settings()).decode();
      return 1;
    },
    encode_max_depth: integerSetting(settings, 'encodeMaxDepth', 1, MAX_INTEGER),
    decode_max_depth: integerSetting(settings, 'decodeMaxDepth', 1, MAX_INTEGER),
    encode_number_precision: integerSetting(settings, 'precision', 1, MAX_PRECISION),
    encode_keep_buffer: (_vm, L) => {
      limitArguments(vm, L, 1);
      if (isGiven(vm, L, 1)) settings().keepBuffer = option(vm, L, 1, ['off', 'on']) === 1;
      return pushBoolean(vm, L, settings().keepBuffer);
    },
    encode_sparse_array: (_vm, L) => sparseArray(vm, L, settings()),
    encode_invalid_numbers: (_vm, L) => {
      limitArguments(vm, L, 1);
      if (isGiven(vm, L, 1))
        settings().encodeInvalid =
          ([false, true, 'null'] as const)[option(vm, L, 1, ['off', 'on', 'null'])] ?? false;
      const value = settings().encodeInvalid;
      if (value !== 'null') return pushBoolean(vm, L, value);
      vm.pushString(L, value);
      return 1;
    },
    decode_invalid_numbers: (_vm, L) => {
      limitArguments(vm, L, 1);
      if (isGiven(vm, L, 1)) settings().decodeInvalid = option(vm, L, 1, ['off', 'on']) === 1;
      return pushBoolean(vm, L, settings().decodeInvalid);
    },
    new: () => {
      throw new LuaError('cjson.new is not available');
    },
    _NAME: 'cjson',
    _VERSION: '2.1.0',
  });
  vm.api.lua_pushlightuserdata(vm.L, 0);
  vm.setField(vm.L, -2, 'null');
}

function formatFunction(vm: Vm): number {
  vm.getField(vm.L, GLOBALS, 'string');
  vm.getField(vm.L, -1, 'format');
  const pointer = vm.api.lua_tocfunction(vm.L, -1);
  vm.api.lua_settop(vm.L, -3);
  return pointer;
}

function limitArguments(vm: Vm, L: LuaState, most: number): void {
  if (vm.api.lua_gettop(L) > most) throw new ArgumentError(most + 1, 'found too many arguments');
}

function isGiven(vm: Vm, L: LuaState, place: number): boolean {
  return vm.api.lua_type(L, place) > TYPE.nil;
}

function integerSetting(
  settings: () => JsonSettings,
  name: 'encodeMaxDepth' | 'decodeMaxDepth' | 'precision',
  least: number,
  most: number,
): HostFunction {
  return (vm, L) => {
    limitArguments(vm, L, 1);
    if (isGiven(vm, L, 1)) settings()[name] = integerWithin(vm, L, 1, least, most);
    vm.api.lua_pushnumber(L, settings()[name]);
    return 1;
  };
}

function integerWithin(vm: Vm, L: LuaState, place: number, least: number, most: number): number {
  const value = integerArgument(vm, L, place);
  if (value < least || value > most)
    throw new ArgumentError(place, `expected integer between ${least} and ${most}`);
  return value;
}

function sparseArray(vm: Vm, L: LuaState, settings: JsonSettings): number {
  limitArguments(vm, L, 3);
  if (isGiven(vm, L, 1)) settings.sparseConvert = option(vm, L, 1, ['off', 'on']) === 1;
  if (isGiven(vm, L, 2)) settings.sparseRatio = integerWithin(vm, L, 2, 0, MAX_INTEGER);
  if (isGiven(vm, L, 3)) settings.sparseSafe = integerWithin(vm, L, 3, 0, MAX_INTEGER);
  vm.api.lua_pushboolean(L, settings.sparseConvert ? 1 : 0);
  vm.api.lua_pushnumber(L, settings.sparseRatio);
  vm.api.lua_pushnumber(L, settings.sparseSafe);
  return 3;
}

/** The place of the word in `words`; true and false stand for on and off. */
function option(vm: Vm, L: LuaState, place: number, words: readonly string[]): number {
  if (vm.api.lua_type(L, place) === TYPE.boolean) return vm.api.lua_toboolean(L, place);
  const word = stringArgument(vm, L, place);
  const found = words.indexOf(word);
  if (found < 0) throw new ArgumentError(place, `invalid option '${word}'`);
  return found;
}

function pushBoolean(vm: Vm, L: LuaState, value: boolean): number {
  vm.api.lua_pushboolean(L, value ? 1 : 0);
  return 1;
}
