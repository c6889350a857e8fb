import { ByteWriter } from '../../base/bytes.js';
import type { LuaState } from '../lua-module.js';
import { TYPE, type Vm } from '../vm.js';

/** Tables deeper than this become nil. */
const MAX_NESTING = 16;
/** What a value costs to write, and an element of a table to look at. */
const VALUE_UNITS = 8;
const ITEM_UNITS = 6;
const BYTES_A_UNIT = 8;
const INT64 = 2 ** 63;
/** What a machine of the x86 kind makes of 0/0. */
const NAN_BYTES = Uint8Array.from([0xff, 0xf8, 0, 0, 0, 0, 0, 0]);

/** Writes values of Lua as MessagePack. */
export class PackWriter {
  readonly #bytes = new ByteWriter(64);
  readonly #scratch = new DataView(new ArrayBuffer(8));

  constructor(
    private readonly vm: Vm,
    private readonly L: LuaState,
  ) {}

  finish(): string {
    return this.#bytes.take().toString('latin1');
  }

  /** Takes the value on top of the stack. */
  write(level: number): void {
    const { vm, L } = this;
    const { api } = vm;
    vm.budget.charge(VALUE_UNITS);
    const type = api.lua_type(L, -1);
    if (type === TYPE.string) this.#writeString(vm.string(L, -1));
    else if (type === TYPE.number) this.#writeNumber(api.lua_tonumber(L, -1));
    else if (type === TYPE.boolean) this.#bytes.uint8(api.lua_toboolean(L, -1) === 1 ? 0xc3 : 0xc2);
    else if (type === TYPE.table && level < MAX_NESTING) this.#writeTable(level);
    else this.#bytes.uint8(0xc0);
    api.lua_settop(L, -2);
  }

  /** A byte that tells the type, and a number of so many bytes, the highest first. */
  #head(type: number, value: number, bytes: 1 | 2 | 4): void {
    this.#bytes.uint8(type);
    if (bytes === 1) this.#scratch.setUint8(0, value);
    else if (bytes === 2) this.#scratch.setUint16(0, value);
    else this.#scratch.setUint32(0, value);
    this.#appendScratch(bytes);
  }

  #appendScratch(bytes: number): void {
    this.#bytes.append(new Uint8Array(this.#scratch.buffer, 0, bytes));
  }

  #writeString(text: string): void {
    const { length } = text;
    this.vm.budget.charge(length / BYTES_A_UNIT);
    this.vm.budget.checkLength(this.#bytes.length + length);
    if (length < 32) this.#bytes.uint8(0xa0 | length);
    else if (length <= 0xff) this.#head(0xd9, length, 1);
    else if (length <= 0xffff) this.#head(0xda, length, 2);
    else this.#head(0xdb, length, 4);
    this.#bytes.raw(text);
  }

  #writeNumber(value: number): void {
    if (Number.isInteger(value) && value >= -INT64 && value < INT64) this.#writeInteger(value);
    else if (Number.isNaN(value)) {
      this.#bytes.uint8(0xcb);
      this.#bytes.append(NAN_BYTES);
    } else if (Math.fround(value) === value) {
      this.#bytes.uint8(0xca);
      this.#scratch.setFloat32(0, value);
      this.#appendScratch(4);
    } else {
      this.#bytes.uint8(0xcb);
      this.#scratch.setFloat64(0, value);
      this.#appendScratch(8);
    }
  }

  #writeInteger(value: number): void {
    if (value >= 0) {
      if (value <= 0x7f) this.#bytes.uint8(value);
      else if (value <= 0xff) this.#head(0xcc, value, 1);
      else if (value <= 0xffff) this.#head(0xcd, value, 2);
      else if (value <= 0xffff_ffff) this.#head(0xce, value, 4);
      else this.#writeInt64(0xcf, value);
    } else if (value >= -32) this.#bytes.uint8(value & 0xff);
    else if (value >= -128) this.#head(0xd0, value, 1);
    else if (value >= -32_768) this.#head(0xd1, value, 2);
    else if (value >= -(2 ** 31)) this.#head(0xd2, value, 4);
    else this.#writeInt64(0xd3, value);
  }

  #writeInt64(type: number, value: number): void {
    this.#bytes.uint8(type);
    this.#scratch.setBigInt64(0, BigInt(value));
    this.#appendScratch(8);
  }

  #writeTable(level: number): void {
    const { vm, L } = this;
    vm.checkStack(L);
    const length = this.#arrayLength();
    if (length >= 0) {
      this.#container(0x90, 0xdc, length);
      for (let at = 1; at <= length; at++) {
        vm.api.lua_rawgeti(L, -1, at);
        this.write(level + 1);
      }
      return;
    }
    this.#container(0x80, 0xde, this.#count());
    vm.api.lua_pushnil(L);
    while (vm.api.lua_next(L, -2) !== 0) {
      vm.api.lua_pushvalue(L, -2);
      this.write(level + 1);
      this.write(level + 1);
    }
  }

  #container(small: number, large: number, count: number): void {
    if (count <= 15) this.#bytes.uint8(small | count);
    else if (count <= 0xffff) this.#head(large, count, 2);
    else this.#head(large + 1, count, 4);
  }

  /** Of the table on top; -1: it is a map. */
  #arrayLength(): number {
    const { api } = this.vm;
    let [most, count] = [0, 0];
    api.lua_pushnil(this.L);
    while (api.lua_next(this.L, -2) !== 0) {
      api.lua_settop(this.L, -2);
      this.vm.budget.charge(ITEM_UNITS);
      const key = api.lua_type(this.L, -1) === TYPE.number ? api.lua_tonumber(this.L, -1) : 0;
      if (!(key > 0 && key < 2 ** 31 && Number.isInteger(key))) {
        api.lua_settop(this.L, -2);
        return -1;
      }
      most = Math.max(most, key);
      count += 1;
    }
    return most === count ? count : -1;
  }

  #count(): number {
    const { api } = this.vm;
    let count = 0;
    api.lua_pushnil(this.L);
    for (; api.lua_next(this.L, -2) !== 0; count++) api.lua_settop(this.L, -2);
    return count;
  }
}
