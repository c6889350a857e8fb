import { LuaError } from '../lua-error.js';
import type { LuaState } from '../lua-module.js';
import type { Vm } from '../vm.js';

const VALUE_UNITS = 8;
const BYTES_A_UNIT = 10;
/** Containers in containers. */
const MAX_NESTING = 1000;

/** Reads MessagePack onto the stack of Lua. */
export class PackReader {
  readonly #bytes: Buffer;
  #at: number;
  #depth = 0;

  constructor(
    private readonly vm: Vm,
    private readonly L: LuaState,
    data: string,
    offset: number,
  ) {
    vm.budget.charge(data.length / BYTES_A_UNIT);
    this.#bytes = Buffer.from(data, 'latin1');
    this.#at = offset;
  }

  get left(): number {
    return this.#bytes.length - this.#at;
  }

  /** Leaves the next value on the stack. */
  push(): void {
    const { vm, L } = this;
    vm.budget.charge(VALUE_UNITS);
    vm.checkStack(L);
    const type = this.#bytes.readUInt8(this.#take(1));
    if (type <= 0x7f) vm.api.lua_pushnumber(L, type);
    else if (type >= 0xe0) vm.api.lua_pushnumber(L, type - 0x100);
    else if (type >= 0xa0 && type <= 0xbf) this.#pushString(type & 0x1f);
    else if (type >= 0x90 && type <= 0x9f) this.#pushArray(type & 0xf);
    else if (type >= 0x80 && type <= 0x8f) this.#pushMap(type & 0xf);
    else if (type === 0xc0) vm.api.lua_pushnil(L);
    else if (type === 0xc2 || type === 0xc3) vm.api.lua_pushboolean(L, type & 1);
    else this.#pushSized(type);
  }

  #pushSized(type: number): void {
    const { api } = this.vm;
    switch (type) {
      case 0xca:
        return api.lua_pushnumber(this.L, this.#bytes.readFloatBE(this.#take(4)));
      case 0xcb:
        return api.lua_pushnumber(this.L, this.#bytes.readDoubleBE(this.#take(8)));
      case 0xcc:
      case 0xcd:
      case 0xce:
        return api.lua_pushnumber(this.L, this.#number(2 ** (type - 0xcc)));
      case 0xcf:
        return api.lua_pushnumber(this.L, Number(this.#bytes.readBigInt64BE(this.#take(8))));
      case 0xd0:
        return api.lua_pushnumber(this.L, this.#bytes.readInt8(this.#take(1)));
      case 0xd1:
        return api.lua_pushnumber(this.L, this.#bytes.readInt16BE(this.#take(2)));
      case 0xd2:
        return api.lua_pushnumber(this.L, this.#bytes.readInt32BE(this.#take(4)));
      case 0xd3:
        return api.lua_pushnumber(this.L, Number(this.#bytes.readBigInt64BE(this.#take(8))));
      case 0xd9:
      case 0xda:
      case 0xdb:
        return this.#pushString(this.#number(2 ** (type - 0xd9)));
      case 0xdc:
      case 0xdd:
        return this.#pushArray(this.#number(type === 0xdc ? 2 : 4));
      case 0xde:
      case 0xdf:
        return this.#pushMap(this.#number(type === 0xde ? 2 : 4));
    }
    throw new LuaError('Bad data format in input.');
  }

  /** Where the next `bytes` begin. */
  #take(bytes: number): number {
    if (bytes > this.left) throw new LuaError('Missing bytes in input.');
    const at = this.#at;
    this.#at += bytes;
    return at;
  }

  #number(bytes: number): number {
    const at = this.#take(bytes);
    return this.#bytes.readUIntBE(at, bytes);
  }

  #pushString(length: number): void {
    const at = this.#take(length);
    this.vm.pushString(this.L, this.#bytes.toString('latin1', at, at + length));
  }

  #pushArray(length: number): void {
    this.#nested(() => {
      for (let at = 1; at <= length; at++) {
        this.push();
        this.vm.api.lua_rawseti(this.L, -2, at);
      }
    });
  }

  #pushMap(length: number): void {
    const { api } = this.vm;
    this.#nested(() => {
      for (let left = length; left > 0; left--) {
        this.push();
        this.push();
        api.lua_settable(this.L, -3);
      }
    });
  }

  #nested(fill: () => void): void {
    this.#depth += 1;
    if (this.#depth > MAX_NESTING) throw new LuaError('stack overflow (in function mp_decode_to_lua_type)');
    this.vm.api.lua_createtable(this.L, 0, 0);
    fill();
    this.#depth -= 1;
  }
}
