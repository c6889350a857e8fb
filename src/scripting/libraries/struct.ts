import { integerArgument, numberArgument, stringArgument } from '../arguments.js';
import { ArgumentError, LuaError } from '../lua-error.js';
import type { LuaState } from '../lua-module.js';
import type { Vm } from '../vm.js';
import { pushLibrary } from './library.js';

const MAX_INTEGER_SIZE = 32;
const MAX_ALIGNMENT = 8;
const MAX_INT = 2 ** 31 - 1;
const WORD_BITS = 64;
/** What an option of a format costs: to be read, and with a value. */
const OPTION_UNITS = 20;
const VALUE_UNITS = 40;
/** Bytes that count as one instruction. */
const BYTES_A_UNIT = 8;

/** Sizes of C on machines of 64 bits. */
const SIZES: Readonly<Record<string, number>> = {
  b: 1,
  B: 1,
  h: 2,
  H: 2,
  l: 8,
  L: 8,
  T: 8,
  f: 4,
  d: 8,
  x: 1,
};
const INTEGERS = 'bBhHlLTiI';

/** `struct` of Lua: values as C lays them out. */
export function pushStruct(vm: Vm): void {
  pushLibrary(vm, { pack, unpack, size });
}

/** Goes over a format, option by option. */
class Format {
  isLittle = true;
  #align = 1;
  #at = 0;

  constructor(private readonly text: string) {}

  /** The next option; undefined: there are no more. A zero byte ends a format, as it does in C. */
  next(): string | undefined {
    const option = this.text.charAt(this.#at);
    this.#at += 1;
    return option === '' || option === '\0' ? undefined : option;
  }

  sizeOf(option: string): number {
    if (option === 'c') return this.#number(1);
    if (option !== 'i' && option !== 'I') return SIZES[option] ?? 0;
    const bytes = this.#number(4);
    if (bytes > MAX_INTEGER_SIZE)
      throw new LuaError(`integral size ${bytes} is larger than limit of ${MAX_INTEGER_SIZE}`);
    return bytes;
  }

  /** Bytes that must stand before a value of that size at `position`. */
  padding(position: number, option: string, bytes: number): number {
    if (bytes === 0 || option === 'c') return 0;
    const step = Math.min(bytes, this.#align);
    return (step - (position & (step - 1))) & (step - 1);
  }

  /** What is no value. */
  control(option: string): void {
    if (option === ' ') return;
    if (option === '>') this.isLittle = false;
    else if (option === '<') this.isLittle = true;
    else if (option === '!') {
      const align = this.#number(MAX_ALIGNMENT);
      if (align <= 0 || (align & (align - 1)) !== 0)
        throw new LuaError(`alignment ${align} is not a power of 2`);
      this.#align = align;
    } else throw new ArgumentError(1, `invalid format option '${option}'`);
  }

  #number(absent: number): number {
    const start = this.#at;
    let value = 0;
    for (; isDigit(this.text.charAt(this.#at)); this.#at++) {
      value = value * 10 + Number(this.text.charAt(this.#at));
      if (value > MAX_INT) throw new LuaError('integral size overflow');
    }
    return this.#at === start ? absent : value;
  }
}

function isDigit(char: string): boolean {
  return char >= '0' && char <= '9';
}

function pack(vm: Vm, L: LuaState): number {
  const format = new Format(stringArgument(vm, L, 1));
  let packed = '';
  let place = 2;
  let total = 0;
  for (let option = format.next(); option !== undefined; option = format.next()) {
    let bytes = format.sizeOf(option);
    const padding = format.padding(total, option, bytes);
    packed += '\0'.repeat(padding);
    if (INTEGERS.includes(option))
      packed += integerBytes(numberArgument(vm, L, place++), bytes, format.isLittle);
    else if (option === 'x') packed += '\0';
    else if (option === 'f' || option === 'd')
      packed += floatBytes(numberArgument(vm, L, place++), bytes, format.isLittle);
    else if (option === 'c' || option === 's') {
      const text = stringArgument(vm, L, place++);
      if (bytes === 0) bytes = text.length;
      if (text.length < bytes) throw new ArgumentError(place, 'string too short');
      packed += text.slice(0, bytes);
      if (option === 's') {
        packed += '\0';
        bytes += 1;
      }
    } else format.control(option);
    total += padding + bytes;
    vm.budget.charge(VALUE_UNITS + bytes / BYTES_A_UNIT);
    vm.budget.checkLength(total);
  }
  vm.pushString(L, packed);
  return 1;
}

function unpack(vm: Vm, L: LuaState): number {
  const format = new Format(stringArgument(vm, L, 1));
  const data = stringArgument(vm, L, 2);
  vm.budget.charge(data.length / BYTES_A_UNIT);
  let at = integerArgument(vm, L, 3, 1) - 1;
  if (at < 0) throw new ArgumentError(3, 'offset must be 1 or greater');
  vm.api.lua_settop(L, 2);
  let count = 0;
  const need = (bytes: number): void => {
    if (at + bytes > data.length) throw new ArgumentError(2, 'data string too short');
  };
  for (let option = format.next(); option !== undefined; option = format.next()) {
    let bytes = format.sizeOf(option);
    at += format.padding(at, option, bytes);
    need(bytes);
    vm.budget.charge(VALUE_UNITS);
    if (!vm.mayPush(L)) throw new LuaError('stack overflow (too many results)');
    if (INTEGERS.includes(option) || option === 'f' || option === 'd') {
      vm.api.lua_pushnumber(L, numberAt(data.slice(at, at + bytes), option, format.isLittle));
      count += 1;
    } else if (option === 'c') {
      if (bytes === 0) {
        if (count === 0 || vm.api.lua_isnumber(L, -1) !== 1)
          throw new LuaError("format 'c0' needs a previous size");
        bytes = Math.trunc(vm.api.lua_tonumber(L, -1));
        if (!(bytes >= 0)) bytes = Infinity;
        vm.api.lua_settop(L, -2);
        count -= 1;
        need(bytes);
      }
      vm.pushString(L, data.slice(at, at + bytes));
      count += 1;
    } else if (option === 's') {
      const end = data.indexOf('\0', at);
      if (end < 0) throw new LuaError('unfinished string in data');
      bytes = end - at + 1;
      vm.pushString(L, data.slice(at, end));
      count += 1;
    } else if (option !== 'x') format.control(option);
    at += bytes;
  }
  vm.api.lua_pushnumber(L, at + 1);
  return count + 1;
}

function size(vm: Vm, L: LuaState): number {
  const format = new Format(stringArgument(vm, L, 1));
  let at = 0;
  for (let option = format.next(); option !== undefined; option = format.next()) {
    vm.budget.charge(OPTION_UNITS);
    const bytes = format.sizeOf(option);
    at += format.padding(at, option, bytes) + bytes;
    if (option === 's') throw new ArgumentError(1, "option 's' has no fixed size");
    if (option === 'c' && bytes === 0) throw new ArgumentError(1, "option 'c0' has no fixed size");
    if (!/[a-z0-9]/i.test(option)) format.control(option);
  }
  vm.api.lua_pushnumber(L, at);
  return 1;
}

function integerBytes(value: number, bytes: number, isLittle: boolean): string {
  const whole = Number.isFinite(value) ? BigInt(Math.trunc(value)) : 0n;
  const isHuge = whole >= 1n << 64n || whole < -(1n << 63n) || !Number.isFinite(value);
  let left = isHuge ? (value < 0 || Number.isNaN(value) ? 1n << 63n : 0n) : BigInt.asUintN(WORD_BITS, whole);
  let text = '';
  for (let count = 0; count < bytes; count++) {
    const byte = String.fromCharCode(Number(left & 0xffn));
    text = isLittle ? text + byte : byte + text;
    left >>= 8n;
  }
  return text;
}

function floatBytes(value: number, bytes: number, isLittle: boolean): string {
  const buffer = Buffer.alloc(bytes);
  if (bytes === 4) buffer.writeFloatBE(value);
  else buffer.writeDoubleBE(value);
  return (isLittle ? buffer.reverse() : buffer).toString('latin1');
}

function numberAt(text: string, option: string, isLittle: boolean): number {
  const bytes = Buffer.from(text, 'latin1');
  if (isLittle) bytes.reverse();
  if (option === 'f') return bytes.readFloatBE();
  if (option === 'd') return bytes.readDoubleBE();
  let value = 0n;
  for (const byte of bytes) value = BigInt.asUintN(WORD_BITS, (value << 8n) | BigInt(byte));
  const isSigned = option === option.toLowerCase();
  if (!isSigned) return Number(value);
  return Number(BigInt.asIntN(WORD_BITS, BigInt.asIntN(Math.min(bytes.length * 8, WORD_BITS), value)));
}
