import { createHash } from 'node:crypto';
import type { ScriptHost } from '../machine/script-engine.js';
import { formatDouble } from '../resp/double.js';
import { ErrorReply, type Reply } from '../resp/reply.js';
import { RaisedReply } from './lua-error.js';
import type { LuaState } from './lua-module.js';
import { ReplyPusher } from './to-lua.js';
import { type HostFunction, TYPE, type Vm } from './vm.js';

/** Of the Redis whose behaviour this is. */
const VERSION = '7.0.15';
const VERSION_NUMBER = 0x07_00_0f;
/** What a call costs before it does anything. */
const CALL_UNITS = 70;
/** What goes in and out of a call: bytes that count as one instruction, and what each argument and each value costs. */
const BYTES_A_UNIT = 16;
const ANSWERED_BYTES_A_UNIT = 40;
const ARGUMENT_UNITS = 4;
const VALUE_UNITS = 8;
/** Hashing: what it costs to begin, and bytes that count as one instruction. */
const HASH_UNITS = 300;
const HASHED_BYTES_A_UNIT = 5;
const INT64 = 2 ** 63;

const CONSTANTS = {
  LOG_DEBUG: 0,
  LOG_VERBOSE: 1,
  LOG_NOTICE: 2,
  LOG_WARNING: 3,
  REPL_NONE: 0,
  REPL_AOF: 1,
  REPL_SLAVE: 2,
  REPL_REPLICA: 2,
  REPL_ALL: 3,
  REDIS_VERSION_NUM: VERSION_NUMBER,
} as const;

/** The table `redis`, and the world that the script at hand sees through it. */
export class RedisApi {
  /** Null: a library is being loaded, or nothing runs. */
  host: ScriptHost | null = null;
  /** What `redis.setresp` chose. */
  protocol: 2 | 3 = 2;
  readonly #pushers: { readonly 2: ReplyPusher; readonly 3: ReplyPusher };

  constructor(private readonly vm: Vm) {
    this.#pushers = { 2: new ReplyPusher(vm, 2), 3: new ReplyPusher(vm, 3) };
  }

  /** Leaves the table on the stack. */
  push(): void {
    const { vm } = this;
    const { L } = vm;
    vm.api.lua_createtable(L, 0, 0);
    for (const [name, run] of Object.entries(this.#functions)) {
      vm.pushFunction(run);
      vm.setField(L, -2, name);
    }
    for (const [name, value] of Object.entries(CONSTANTS)) {
      vm.api.lua_pushnumber(L, value);
      vm.setField(L, -2, name);
    }
    vm.pushString(L, VERSION);
    vm.setField(L, -2, 'REDIS_VERSION');
  }

  readonly #functions: Readonly<Record<string, HostFunction>> = {
    call: (_vm, L) => this.#call(L, true),
    pcall: (_vm, L) => this.#call(L, false),
    error_reply: (vm, L) => {
      const text = onlyString(vm, L);
      if (text === undefined) return this.#wrongArguments(L);
      return this.#single(L, 'err', errorText(text));
    },
    status_reply: (vm, L) => {
      const text = onlyString(vm, L);
      if (text === undefined) return this.#wrongArguments(L);
      return this.#single(L, 'ok', text);
    },
    sha1hex: (vm, L) => {
      if (vm.api.lua_gettop(L) !== 1) throw new RaisedReply('ERR wrong number of arguments');
      const text = vm.string(L, 1);
      vm.budget.charge(HASH_UNITS + text.length / HASHED_BYTES_A_UNIT);
      vm.pushString(L, createHash('sha1').update(text, 'latin1').digest('hex'));
      return 1;
    },
    log: (vm, L) => {
      if (vm.api.lua_gettop(L) < 2) throw new RaisedReply('ERR redis.log() requires two arguments or more.');
      if (!isNumeric(vm, L, 1)) throw new RaisedReply('ERR First argument must be a number (log level).');
      const level = Math.trunc(vm.api.lua_tonumber(L, 1));
      if (level < CONSTANTS.LOG_DEBUG || level > CONSTANTS.LOG_WARNING)
        throw new RaisedReply('ERR Invalid debug level.');
      return 0;
    },
    setresp: (vm, L) => {
      if (vm.api.lua_gettop(L) !== 1) throw new RaisedReply('ERR redis.setresp() requires one argument.');
      const protocol = vm.api.lua_tonumber(L, 1);
      if (protocol !== 2 && protocol !== 3) throw new RaisedReply('ERR RESP version must be 2 or 3.');
      this.protocol = protocol;
      return 0;
    },
    set_repl: (vm, L) => {
      if (vm.api.lua_gettop(L) !== 1) throw new RaisedReply('ERR redis.set_repl() requires two arguments.');
      const flags = vm.api.lua_tonumber(L, 1);
      if ((flags & ~CONSTANTS.REPL_ALL) !== 0)
        throw new RaisedReply(
          'ERR Invalid replication flags. Use REPL_AOF, REPL_REPLICA, REPL_ALL or REPL_NONE.',
        );
      return 0;
    },
    replicate_commands: (vm, L) => {
      vm.api.lua_pushboolean(L, 1);
      return 1;
    },
    breakpoint: (vm, L) => {
      vm.api.lua_pushboolean(L, 0);
      return 1;
    },
    debug: () => 0,
    acl_check_cmd: (vm, L) => {
      const count = vm.api.lua_gettop(L);
      if (count === 0)
        throw new RaisedReply('ERR Please specify at least one argument for this redis lib call');
      const argv = commandArguments(vm, L, count);
      if (this.host?.knows(argv) !== true)
        throw new RaisedReply('ERR Invalid command passed to redis.acl_check_cmd()');
      vm.api.lua_pushboolean(L, 1);
      return 1;
    },
  };

  #call(L: LuaState, raises: boolean): number {
    const { vm, host } = this;
    const reply = this.#answer(L, host);
    if (reply instanceof ErrorReply && raises) throw new RaisedReply(reply.text);
    vm.budget.charge(weight(reply));
    this.#pushers[this.protocol].push(L, reply);
    return 1;
  }

  #answer(L: LuaState, host: ScriptHost | null): Reply {
    const { vm } = this;
    const count = vm.api.lua_gettop(L);
    vm.budget.charge(CALL_UNITS + count * ARGUMENT_UNITS);
    if (host === null)
      return new ErrorReply('ERR redis.call/pcall can only be called inside a script invocation');
    if (count === 0)
      return new ErrorReply('ERR Please specify at least one argument for this redis lib call');
    const argv: string[] = [];
    for (let at = 1; at <= count; at++) {
      const text = argumentAt(vm, L, at);
      if (text === undefined)
        return new ErrorReply('ERR Lua redis lib command arguments must be strings or integers');
      argv.push(text);
    }
    vm.budget.charge(argv.reduce((bytes, argument) => bytes + argument.length, 0) / BYTES_A_UNIT);
    return host.call(argv, units => vm.budget.charge(units));
  }

  #single(L: LuaState, field: 'err' | 'ok', text: string): number {
    const { vm } = this;
    vm.api.lua_createtable(L, 0, 1);
    vm.pushString(L, text);
    vm.setField(L, -2, field);
    return 1;
  }

  /** Answered, not raised. */
  #wrongArguments(L: LuaState): number {
    return this.#single(L, 'err', 'ERR wrong number or type of arguments');
  }
}

function onlyString(vm: Vm, L: LuaState): string | undefined {
  if (vm.api.lua_gettop(L) !== 1 || vm.api.lua_type(L, 1) !== TYPE.string) return undefined;
  return vm.string(L, 1);
}

/** `-CODE message` as it is; anything else is given a code. */
function errorText(text: string): string {
  const withDash = text.startsWith('-') ? text.slice(1) : text;
  const trimmed = withDash.replace(/^[\r\n]+|[\r\n]+$/g, '');
  return withDash.includes(' ') ? trimmed : `ERR ${trimmed}`;
}

function isNumeric(vm: Vm, L: LuaState, index: number): boolean {
  const type = vm.api.lua_type(L, index);
  return type === TYPE.number || (type === TYPE.string && !Number.isNaN(Number(vm.string(L, index))));
}

function commandArguments(vm: Vm, L: LuaState, count: number): string[] {
  return Array.from({ length: count }, (_, at) => {
    const text = argumentAt(vm, L, at + 1);
    if (text === undefined)
      throw new RaisedReply('ERR Lua redis lib command arguments must be strings or integers');
    return text;
  });
}

/** Undefined: neither a string nor a number. */
function argumentAt(vm: Vm, L: LuaState, index: number): string | undefined {
  const type = vm.api.lua_type(L, index);
  if (type === TYPE.string) return vm.string(L, index);
  if (type !== TYPE.number) return undefined;
  const value = vm.api.lua_tonumber(L, index);
  return Number.isInteger(value) && !Number.isSafeInteger(value) && Math.abs(value) < INT64
    ? BigInt(value).toString()
    : formatDouble(value);
}

/** What it costs to hand a reply over. */
function weight(reply: Reply): number {
  if (typeof reply === 'string') return VALUE_UNITS + reply.length / ANSWERED_BYTES_A_UNIT;
  if (typeof reply !== 'object' || reply === null) return VALUE_UNITS;
  const inner = Array.isArray(reply)
    ? (reply as readonly Reply[])
    : 'pairs' in reply
      ? reply.pairs
      : 'members' in reply
        ? reply.members
        : [];
  return inner.reduce<number>((total, item) => total + weight(item), VALUE_UNITS);
}
