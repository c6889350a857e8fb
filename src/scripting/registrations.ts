import { type RegisteredFunction, SCRIPT_FLAGS } from '../machine/script-engine.js';
import { RaisedReply } from './lua-error.js';
import type { LuaState } from './lua-module.js';
import { REGISTRY, TYPE, type Vm } from './vm.js';

/** In the registry of Lua: callbacks by the name of their function. */
const CALLBACKS = 'callbacks';
/** What it costs to register a function: that bounds how many a library may have. */
const FUNCTION_UNITS = 1000;
const NAME = /^\w+$/;

/** What `redis.register_function` is told, in both of its forms. */
interface Registration {
  name?: string;
  description?: string;
  flags: readonly string[];
  /** Where the callback stands on the stack. */
  callback: number;
}

/** The functions of the library that is being loaded. */
export class Registrations {
  readonly #functions = new Map<string, RegisteredFunction>();

  constructor(private readonly vm: Vm) {
    vm.api.lua_createtable(vm.L, 0, 0);
    vm.setField(vm.L, REGISTRY, CALLBACKS);
  }

  /** Before a library is loaded. */
  clear(): void {
    this.#functions.clear();
  }

  /** In order of name. */
  functions(): readonly RegisteredFunction[] {
    return [...this.#functions.values()].sort((one, other) => (one.name < other.name ? -1 : 1));
  }

  /** Puts the callback of a function on the stack. */
  pushCallback(name: string): void {
    const { vm } = this;
    vm.getField(vm.L, REGISTRY, CALLBACKS);
    vm.pushString(vm.L, name);
    vm.api.lua_rawget(vm.L, -2);
    vm.api.lua_remove(vm.L, -2);
  }

  /** `redis.register_function`. */
  register(L: LuaState): number {
    const { vm } = this;
    const { name, description, flags, callback } = this.#arguments(L);
    if (name === undefined || !NAME.test(name))
      fail(
        'Library names can only contain letters, numbers, or underscores(_) and must be at least one character long',
      );
    if (this.#functions.has(name)) fail('Function already exists in the library');
    vm.budget.charge(FUNCTION_UNITS);
    this.#functions.set(name, { name, description: description ?? null, flags });
    vm.getField(L, REGISTRY, CALLBACKS);
    vm.pushString(L, name);
    vm.api.lua_pushvalue(L, callback);
    vm.api.lua_rawset(L, -3);
    return 0;
  }

  #arguments(L: LuaState): Registration {
    const { vm } = this;
    const count = vm.api.lua_gettop(L);
    if (count < 1 || count > 2) fail('wrong number of arguments to redis.register_function');
    if (count === 1) return this.#named(L);
    const name = this.#text(L, 1) ?? fail('first argument to redis.register_function must be a string');
    if (vm.api.lua_type(L, 2) !== TYPE.function)
      fail('second argument to redis.register_function must be a function');
    return { name, flags: [], callback: 2 };
  }

  /** The form with one table. The callback is left on the stack. */
  #named(L: LuaState): Registration {
    const { api } = this.vm;
    if (api.lua_type(L, 1) !== TYPE.table)
      fail(
        'calling redis.register_function with a single argument is only applicable to Lua table (representing named arguments).',
      );
    const registration: Registration = { flags: [], callback: 0 };
    api.lua_pushnil(L); // in the place of the callback
    api.lua_pushnil(L);
    while (api.lua_next(L, 1) !== 0) {
      if (!this.#isText(L, -2)) fail('named argument key given to redis.register_function is not a string');
      api.lua_pushvalue(L, -2);
      const key = this.vm.string(L, -1).toLowerCase();
      api.lua_settop(L, -2);
      this.#readNamed(L, key, registration);
      api.lua_settop(L, -2);
    }
    if (registration.name === undefined) fail('redis.register_function must get a function name argument');
    if (registration.callback === 0) fail('redis.register_function must get a callback argument');
    return registration;
  }

  /** The value of the key stands on top. */
  #readNamed(L: LuaState, key: string, registration: Registration): void {
    const { api } = this.vm;
    switch (key) {
      case 'function_name':
        registration.name =
          this.#text(L, -1) ??
          fail('function_name argument given to redis.register_function must be a string');
        return;
      case 'description':
        registration.description =
          this.#text(L, -1) ?? fail('description argument given to redis.register_function must be a string');
        return;
      case 'callback':
        if (api.lua_type(L, -1) !== TYPE.function)
          fail('callback argument given to redis.register_function must be a function');
        api.lua_pushvalue(L, -1);
        api.lua_replace(L, 2);
        registration.callback = 2;
        return;
      case 'flags':
        if (api.lua_type(L, -1) !== TYPE.table)
          fail('flags argument to redis.register_function must be a table representing function flags');
        registration.flags = this.#flags(L);
        return;
      default:
        fail('unknown argument given to redis.register_function');
    }
  }

  /** Up to the first nil of the table on top. */
  #flags(L: LuaState): string[] {
    const { api } = this.vm;
    const given = new Set<string>();
    for (let at = 1; ; at++) {
      this.vm.budget.charge(1);
      api.lua_rawgeti(L, -1, at);
      if (api.lua_type(L, -1) === TYPE.nil) break;
      const flag = this.#text(L, -1)?.toLowerCase() ?? '';
      if (!SCRIPT_FLAGS.includes(flag)) fail('unknown flag given');
      given.add(flag);
      api.lua_settop(L, -2);
    }
    api.lua_settop(L, -2);
    return SCRIPT_FLAGS.filter(flag => given.has(flag));
  }

  #text(L: LuaState, index: number): string | undefined {
    if (!this.#isText(L, index)) return undefined;
    const text = this.vm.string(L, index);
    this.vm.budget.charge(text.length);
    return text;
  }

  #isText(L: LuaState, index: number): boolean {
    const type = this.vm.api.lua_type(L, index);
    return type === TYPE.string || type === TYPE.number;
  }
}

function fail(message: string): never {
  throw new RaisedReply(`ERR ${message}`);
}
