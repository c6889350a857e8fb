import { LuaError } from '../lua-error.js';
import type { LuaState } from '../lua-module.js';
import { TYPE, type Vm } from '../vm.js';

/** What the functions `cjson.encode_...` and `cjson.decode_...` set; as Redis has it in the beginning. */
export class JsonSettings {
  encodeMaxDepth = 1000;
  decodeMaxDepth = 1000;
  precision = 14;
  keepBuffer = true;
  sparseConvert = false;
  sparseRatio = 2;
  sparseSafe = 10;
  /** `null`: they become null. */
  encodeInvalid: boolean | 'null' = false;
  decodeInvalid = true;
}

/** What a value costs to write, a pair or an element of a table to look at, a character to escape. */
const VALUE_UNITS = 8;
const ITEM_UNITS = 6;
const ESCAPE_UNITS = 25;
/** Characters written that count as one instruction. */
const BYTES_A_UNIT = 8;
const LUA_PRECISION = 14;

const SPECIAL = /[\0-\x1f"\\/\x7f]/g;
const ESCAPES: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '/': '\\/',
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\f': '\\f',
  '\r': '\\r',
};

/** Writes what is on top of the stack as JSON, in the manner of lua-cjson 2.1. */
export class JsonEncoder {
  #text = '';

  constructor(
    private readonly vm: Vm,
    private readonly L: LuaState,
    private readonly settings: JsonSettings,
    /** Of C: `string.format`. */
    private readonly format: number,
  ) {}

  encode(): string {
    this.#append(0);
    return this.#text;
  }

  #put(text: string): void {
    this.vm.budget.charge(VALUE_UNITS + text.length / BYTES_A_UNIT);
    this.#text += text;
    this.vm.budget.checkLength(this.#text.length);
  }

  /** The value on top of the stack, which stays. */
  #append(depth: number): void {
    const { vm, L } = this;
    const { api } = vm;
    switch (api.lua_type(L, -1)) {
      case TYPE.string:
        return this.#putString(vm.string(L, -1));
      case TYPE.number:
        return this.#putNumber();
      case TYPE.boolean:
        return this.#put(api.lua_toboolean(L, -1) === 1 ? 'true' : 'false');
      case TYPE.table:
        return this.#putTable(depth + 1);
      case TYPE.nil:
        return this.#put('null');
      case TYPE.lightUserdata:
        if (api.lua_topointer(L, -1) === 0) return this.#put('null');
    }
    throw this.#failure(-1, 'type not supported');
  }

  #failure(index: number, reason: string): LuaError {
    const { vm, L } = this;
    return new LuaError(`Cannot serialise ${vm.typeName(vm.api.lua_type(L, index))}: ${reason}`);
  }

  #putString(text: string): void {
    this.#put(`"${text.replace(SPECIAL, char => this.#escaped(char))}"`);
  }

  #escaped(char: string): string {
    this.vm.budget.charge(ESCAPE_UNITS);
    return ESCAPES[char] ?? `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;
  }

  #putNumber(): void {
    const { vm, L, settings } = this;
    const value = vm.api.lua_tonumber(L, -1);
    vm.budget.charge(ITEM_UNITS);
    if (!Number.isFinite(value)) {
      if (settings.encodeInvalid === 'null') return this.#put('null');
      if (!settings.encodeInvalid) throw this.#failure(-1, 'must not be NaN or Inf');
    }
    if (settings.precision === LUA_PRECISION) {
      vm.api.lua_pushvalue(L, -1);
    } else {
      vm.api.lua_pushcclosure(L, this.format, 0);
      vm.pushString(L, `%.${settings.precision}g`);
      vm.api.lua_pushnumber(L, value);
      vm.api.lua_call(L, 2, 1);
    }
    this.#put(vm.string(L, -1));
    vm.api.lua_settop(L, -2);
  }

  #putTable(depth: number): void {
    const { vm, L, settings } = this;
    if (depth > settings.encodeMaxDepth || !vm.mayPush(L))
      throw new LuaError(`Cannot serialise, excessive nesting (${depth})`);
    const length = this.#arrayLength();
    if (length > 0) this.#putArray(length, depth);
    else this.#putObject(depth);
  }

  /** Of the table on top; 0 or below: it is an object. */
  #arrayLength(): number {
    const { vm, L, settings } = this;
    const { api } = vm;
    let [most, count] = [0, 0];
    api.lua_pushnil(L);
    while (api.lua_next(L, -2) !== 0) {
      vm.budget.charge(ITEM_UNITS);
      const key = api.lua_type(L, -2) === TYPE.number ? api.lua_tonumber(L, -2) : 0;
      api.lua_settop(L, -2);
      if (!(key >= 1 && Number.isInteger(key))) {
        api.lua_settop(L, -2);
        return -1;
      }
      most = Math.max(most, key);
      count += 1;
    }
    const { sparseRatio, sparseSafe } = settings;
    if (sparseRatio > 0 && most > count * sparseRatio && most > sparseSafe) {
      if (!settings.sparseConvert) throw this.#failure(-1, 'excessively sparse array');
      return -1;
    }
    return most;
  }

  #putArray(length: number, depth: number): void {
    const { vm, L } = this;
    this.#put('[');
    for (let at = 1; at <= length; at++) {
      if (at > 1) this.#text += ',';
      vm.api.lua_rawgeti(L, -1, at);
      this.#append(depth);
      vm.api.lua_settop(L, -2);
    }
    this.#put(']');
  }

  #putObject(depth: number): void {
    const { vm, L } = this;
    const { api } = vm;
    this.#put('{');
    api.lua_pushnil(L);
    for (let isFirst = true; api.lua_next(L, -2) !== 0; isFirst = false) {
      if (!isFirst) this.#text += ',';
      const type = api.lua_type(L, -2);
      if (type !== TYPE.number && type !== TYPE.string)
        throw this.#failure(-2, 'table key must be a number or string');
      api.lua_pushvalue(L, -2);
      if (type === TYPE.string) this.#putString(vm.string(L, -1));
      else {
        this.#text += '"';
        this.#putNumber();
        this.#text += '"';
      }
      api.lua_settop(L, -2);
      this.#text += ':';
      this.#append(depth);
      api.lua_settop(L, -2);
    }
    this.#put('}');
  }
}
