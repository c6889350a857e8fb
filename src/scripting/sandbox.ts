import { assert } from '../base/assert.js';
import { LuaError } from './lua-error.js';
import { Registrations } from './registrations.js';
import type { LuaState } from './lua-module.js';
import { RedisApi } from './redis-api.js';
import { LIBRARIES } from './libraries/index.js';
import type { RedisRandom } from './redis-random.js';
import { addStandardFunctions, LOCKED, READ_ONLY } from './standard.js';
import { GLOBALS, REGISTRY, type Vm } from './vm.js';

/** In the registry of Lua. */
const LIBRARY_GLOBALS = 'library_globals';
const LIBRARY_WORLD = 'library_world';

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
local refuse, missing, register = ...
local function lock(table)
  locked[table] = true
  return rawsetmetatable(table, {__newindex = refuse})
end
for name, value in pairs(_G) do
  if rawtype(value) == 'table' and value ~= _G and name ~= 'KEYS' and name ~= 'ARGV' then
    lock(value)
  end
end

-- Functions of libraries have globals of their own: an empty table that shows, while a library is loaded, what registers
-- functions, and afterwards the world of scripts without what only those have.
local function some(names)
  local fields = {}
  for name in string.gmatch(names, '%S+') do fields[name] = redis[name] end
  return fields
end
local constants = 'LOG_DEBUG LOG_VERBOSE LOG_NOTICE LOG_WARNING REDIS_VERSION REDIS_VERSION_NUM log '
local world = {}
for name, value in pairs(_G) do world[name] = value end
world._G, world.KEYS, world.ARGV, world.__redis__err__handler = world, nil, nil, nil
world.redis = lock(some(constants .. 'REPL_ALL REPL_AOF REPL_NONE REPL_REPLICA REPL_SLAVE ' ..
  'acl_check_cmd call error_reply pcall set_repl setresp sha1hex status_reply'))
lock(world)
getmetatable(world).__index = missing
local api = some(constants)
api.register_function = register
local function only(fields)
  return rawsetmetatable(fields, {__index = missing})
end
local loading = only({redis = lock({})})
getmetatable(loading.redis).__index = only(api)
local globals = lock({})
getmetatable(globals).__index = loading

locked[_G] = true
rawsetmetatable(_G, {
  __newindex = refuse,
  __index = missing,
})
return __redis__err__handler, world, globals, locked
`;

/** The globals of libraries become those of what is compiled next: it sees only what registers functions. */
export function enterLoading(vm: Vm): void {
  vm.getField(vm.L, REGISTRY, LIBRARY_GLOBALS);
  vm.api.lua_replace(vm.L, GLOBALS);
}

/** From now on the functions of the library see what functions see. */
export function leaveLoading(vm: Vm): void {
  vm.getField(vm.L, REGISTRY, LIBRARY_GLOBALS);
  vm.api.lua_getmetatable(vm.L, -1);
  vm.getField(vm.L, REGISTRY, LIBRARY_WORLD);
  vm.setField(vm.L, -2, '__index');
  vm.api.lua_settop(vm.L, -3);
}

/** Builds the world of scripts in a new machine. Leaves the error handler as the only value on the stack. */
export function furnish(vm: Vm): { redis: RedisApi; random: RedisRandom; registrations: Registrations } {
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
  const registrations = new Registrations(vm);
  vm.pushFunction((_vm, state) => registrations.register(state));
  assert(api.lua_pcall(L, 3, 4, 0) === 0, 'the world of scripts can be set up');
  for (const name of [LOCKED, LIBRARY_GLOBALS, LIBRARY_WORLD]) vm.setField(L, REGISTRY, name);
  vm.name('__index');
  return { redis, random, registrations };
}

function refuse(): never {
  throw READ_ONLY;
}

function missing(vm: Vm, L: LuaState): never {
  throw new LuaError(`Script attempted to access nonexistent global variable '${vm.string(L, 2)}'`);
}
