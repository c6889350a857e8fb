import {
  BigNumber,
  Double,
  ErrorReply,
  MapReply,
  type Reply,
  SetReply,
  Status,
  Verbatim,
} from '../resp/reply.js';
import type { LuaState } from './lua-module.js';
import { TYPE, type Vm } from './vm.js';

const INT64 = 2 ** 63;
const INT64_MIN = -(2n ** 63n);
const TOO_DEEP = new ErrorReply('ERR reached lua stack limit');
const TOO_LARGE = new ErrorReply('ERR script result is too large');
/** Values of a result, one for each string, number and table in it. */
const MAX_VALUES = 4_000_000;
/** Bytes of the strings of a result. Tables may hold one string many times. */
const MAX_BYTES = 512 * 1024 * 1024;
/** Tables inside tables. */
const MAX_DEPTH = 1000;

/** Reads what a script returns from the stack of Lua. Results that are too much as a whole are an error. */
export class ResultReader {
  #values = 0;
  #bytes = 0;

  constructor(
    private readonly vm: Vm,
    /** What `redis.setresp` chose. */
    private readonly protocol: 2 | 3,
  ) {}

  /** Takes the value on top. */
  take(L: LuaState): Reply {
    try {
      return this.#take(L, 0);
    } catch (error) {
      if (error instanceof ErrorReply) return error;
      throw error;
    }
  }

  #take(L: LuaState, depth: number): Reply {
    const { api } = this.vm;
    this.#values += 1;
    if (this.#values > MAX_VALUES) throw TOO_LARGE;
    const reply = this.#read(L, api.lua_type(L, -1), depth);
    api.lua_settop(L, -2);
    return reply;
  }

  #read(L: LuaState, type: number, depth: number): Reply {
    const { api } = this.vm;
    if (type === TYPE.string) return this.#text(L);
    if (type === TYPE.number) return integerOf(api.lua_tonumber(L, -1));
    if (type === TYPE.boolean) {
      const value = api.lua_toboolean(L, -1) === 1;
      if (this.protocol === 3) return value;
      return value ? 1 : null;
    }
    if (type !== TYPE.table) return null;
    if (depth >= MAX_DEPTH || !this.vm.mayPush(L)) throw TOO_DEEP;
    return this.#readTyped(L, depth) ?? this.#readArray(L, depth);
  }

  #text(L: LuaState): string {
    const text = this.vm.string(L, -1);
    this.#bytes += text.length;
    if (this.#bytes > MAX_BYTES) throw TOO_LARGE;
    return text;
  }

  /** A table with a field that says what it stands for; undefined: it has none. */
  #readTyped(L: LuaState, depth: number): Reply | undefined {
    const error = this.#field(L, 'err', TYPE.string, () => this.#text(L));
    if (error !== undefined) return new ErrorReply(onOneLine(error));
    const status = this.#field(L, 'ok', TYPE.string, () => this.#text(L));
    if (status !== undefined) return new Status(onOneLine(status));
    const double = this.#field(L, 'double', TYPE.number, () => this.vm.api.lua_tonumber(L, -1));
    if (double !== undefined) return new Double(double);
    const map = this.#field(L, 'map', TYPE.table, () => this.#pairs(L, depth, true));
    if (map !== undefined) return new MapReply(map);
    const set = this.#field(L, 'set', TYPE.table, () => this.#pairs(L, depth, false));
    if (set !== undefined) return new SetReply(set);
    const number = this.#field(L, 'big_number', TYPE.string, () => this.#text(L));
    if (number !== undefined) return bigNumber(onOneLine(number));
    return this.#field(L, 'verbatim_string', TYPE.table, () => this.#verbatim(L));
  }

  #field<Value>(L: LuaState, name: string, type: number, read: () => Value): Value | undefined {
    this.vm.pushString(L, name);
    this.vm.api.lua_rawget(L, -2);
    const value = this.vm.api.lua_type(L, -1) === type ? read() : undefined;
    this.vm.api.lua_settop(L, -2);
    return value;
  }

  #verbatim(L: LuaState): Verbatim | undefined {
    const text = this.#field(L, 'string', TYPE.string, () => this.#text(L));
    const format = this.#field(L, 'format', TYPE.string, () => this.#text(L));
    if (text === undefined || format === undefined) return undefined;
    return new Verbatim(format.slice(0, 3) as 'txt', text);
  }

  /** The keys of the table on top, each with its value if asked for, flat. */
  #pairs(L: LuaState, depth: number, withValues: boolean): Reply[] {
    const { api } = this.vm;
    const pairs: Reply[] = [];
    api.lua_pushnil(L);
    while (api.lua_next(L, -2) !== 0) {
      api.lua_pushvalue(L, -2);
      pairs.push(this.#take(L, depth + 1));
      if (withValues) pairs.push(this.#take(L, depth + 1));
      else api.lua_settop(L, -2);
    }
    return pairs;
  }

  /** Up to the first nil. */
  #readArray(L: LuaState, depth: number): Reply[] {
    const { api } = this.vm;
    const items: Reply[] = [];
    for (let at = 1; ; at++) {
      api.lua_rawgeti(L, -1, at);
      if (api.lua_type(L, -1) === TYPE.nil) break;
      items.push(this.#take(L, depth + 1));
    }
    api.lua_settop(L, -2);
    return items;
  }
}

/** As C casts a double to a 64-bit integer: towards zero; all that has no place there is the least integer. */
function integerOf(value: number): number | bigint {
  const whole = Math.trunc(value);
  if (Number.isSafeInteger(whole)) return whole + 0;
  if (!(Math.abs(whole) < INT64)) return INT64_MIN;
  return BigInt(whole);
}

function bigNumber(text: string): Reply {
  return new BigNumber(text);
}

function onOneLine(text: string): string {
  return text.replace(/[\r\n]/g, ' ');
}
