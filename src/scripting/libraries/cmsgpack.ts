import { integerArgument, stringArgument } from '../arguments.js';
import { ArgumentError, LuaError } from '../lua-error.js';
import type { LuaState } from '../lua-module.js';
import type { Vm } from '../vm.js';
import { pushLibrary } from './library.js';
import { PackReader } from './pack-reader.js';
import { PackWriter } from './pack-writer.js';

/** `cmsgpack`: MessagePack as Redis writes and reads it. */
export function pushCmsgpack(vm: Vm): void {
  pushLibrary(vm, {
    pack,
    unpack: (_vm, L) => unpack(vm, L, 0, 0),
    unpack_one: (_vm, L) => unpack(vm, L, 1, integerArgument(vm, L, 2, 0)),
    unpack_limit: (_vm, L) => unpack(vm, L, integerArgument(vm, L, 2), integerArgument(vm, L, 3, 0)),
    _NAME: 'cmsgpack',
    _VERSION: 'lua-cmsgpack 0.4.0',
    _COPYRIGHT: 'Copyright (C) 2012, Salvatore Sanfilippo',
    _DESCRIPTION: 'MessagePack C implementation for Lua',
  });
}

function pack(vm: Vm, L: LuaState): number {
  const count = vm.api.lua_gettop(L);
  if (count === 0) throw new ArgumentError(0, 'MessagePack pack needs input.');
  const writer = new PackWriter(vm, L);
  for (let at = 1; at <= count; at++) {
    vm.checkStack(L);
    vm.api.lua_pushvalue(L, at);
    writer.write(0);
  }
  vm.pushString(L, writer.finish());
  return 1;
}

/** Limit and offset 0: all values. Otherwise the place behind the last one comes first, -1 at the end. */
function unpack(vm: Vm, L: LuaState, limit: number, offset: number): number {
  const data = stringArgument(vm, L, 1);
  if (offset < 0 || limit < 0)
    throw new LuaError(`Invalid request to unpack with offset of ${offset} and limit of ${data.length}.`);
  if (offset > data.length)
    throw new LuaError(`Start offset ${offset} greater than input length ${data.length}.`);
  vm.api.lua_settop(L, 1);
  const isAll = limit === 0 && offset === 0;
  const reader = new PackReader(vm, L, data, offset);
  let count = 0;
  for (; reader.left > 0 && (isAll || count < limit); count++) reader.push();
  if (isAll) return count;
  vm.checkStack(L);
  vm.api.lua_pushnumber(L, reader.left === 0 ? -1 : data.length - reader.left);
  vm.api.lua_insert(L, 2);
  return count + 1;
}
