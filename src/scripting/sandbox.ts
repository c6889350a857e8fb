import { assert } from '../base/assert.js';
import { LuaError } from './lua-error.js';
import type { LuaState } from './lua-module.js';
import { RedisApi } from './redis-api.js';
import { LIBRARIES } from './libraries/index.js';
import type { RedisRandom } from './redis-random.js';
import { addStandardFunctions, LOCKED, READ_ONLY } from './standard.js';
import { GLOBALS, REGISTRY, type Vm } from './vm.js';

/** Removes what is not for scripts, sets up what they see. Given: the standard libraries and the tables of ours. */
const SETUP = `
local getinfo = debug.getinfo
debug = nil
for _, name in ipairs({'dofile', 'loadfile', 'print', 'newproxy', 'getfenv', 'setfenv', 'module', 'require', 'package'}) do
  _G[name] = nil
end
KEYS, ARGV = {}, {}

local rawsetmetatable, rawtype, rawtostring = setmetatable, type, tostring

function __redis__err__handler(err)
  local where = getinfo(2, 'nSl')
  if where and where.what == 'C' then where = getinfo(3, 'nSl') end
  if rawtype(err) ~= 'table' then err = {err = 'ERR ' .. rawtostring(err)} end
  if where then
    err['source'] = where.source
    err['line'] = where.currentline
  end
  return err
end

local locked = {}
local refuse, missing = ...
for name, value in pairs(_G) do
  if rawtype(value) == 'table' and value ~= _G and name ~= 'KEYS' and name ~= 'ARGV' then
    locked[value] = true
    rawsetmetatable(value, {__newindex = refuse})
  end
end
locked[_G] = true
rawsetmetatable(_G, {
  __newindex = refuse,
  __index = missing,
})
return __redis__err__handler, locked
`;

/** Builds the world of scripts in a new machine. Leaves the error handler as the only value on the stack. */
export function furnish(vm: Vm): { redis: RedisApi; random: RedisRandom } {
  const { L, api } = vm;
  const redis = new RedisApi(vm);
  redis.push();
  vm.setField(L, GLOBALS, 'redis');
  for (const [name, library] of Object.entries(LIBRARIES)) {
    library(vm);
    vm.setField(L, GLOBALS, name);
  }
  const random = addStandardFunctions(vm, () => redis.host?.now ?? 0);
  api.lua_createtable(L, 0, 0);
  vm.setField(L, REGISTRY, LOCKED);
  assert(vm.load(SETUP, '=setup'), 'what sets up the world of scripts is Lua');
  vm.pushFunction(refuse);
  vm.pushFunction(missing);
  assert(api.lua_pcall(L, 2, 2, 0) === 0, 'the world of scripts can be set up');
  vm.setField(L, REGISTRY, LOCKED);
  return { redis, random };
}

function refuse(): never {
  throw READ_ONLY;
}

function missing(vm: Vm, L: LuaState): never {
  throw new LuaError(`Script attempted to access nonexistent global variable '${vm.string(L, 2)}'`);
}
