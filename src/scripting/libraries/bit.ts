import { numberArgument } from '../arguments.js';
import type { LuaState } from '../lua-module.js';
import { pushLibrary } from './library.js';
import type { HostFunction, Vm } from '../vm.js';
import { integerArgument } from '../arguments.js';

/** `bit` of LuaJIT: integers of 32 bits, with sign. */
export function pushBit(vm: Vm): void {
  pushLibrary(vm, {
    tobit: unary(bits => bits),
    bnot: unary(bits => ~bits),
    bswap: unary(
      bits =>
        ((bits & 0xff) << 24) | ((bits & 0xff00) << 8) | ((bits >>> 8) & 0xff00) | ((bits >>> 24) & 0xff),
    ),
    band: folded((one, other) => one & other),
    bor: folded((one, other) => one | other),
    bxor: folded((one, other) => one ^ other),
    lshift: shifted((bits, count) => bits << count),
    rshift: shifted((bits, count) => bits >>> count),
    arshift: shifted((bits, count) => bits >> count),
    rol: shifted((bits, count) => (bits << count) | (bits >>> ((32 - count) & 31))),
    ror: shifted((bits, count) => (bits >>> count) | (bits << ((32 - count) & 31))),
    tohex,
  });
}

/** Added to a number it brings the integer next to that, modulo 2^32, into the low word of the sum: 2^52 + 2^51. */
const TO_LOW_WORD = 6_755_399_441_055_744;
const sum = new DataView(new ArrayBuffer(8));

/** As in C: what is too large for the sum to be exact leaves what its bits happen to be. */
function bitsAt(vm: Vm, L: LuaState, place: number): number {
  sum.setFloat64(0, numberArgument(vm, L, place) + TO_LOW_WORD, true);
  return sum.getInt32(0, true);
}

function push(vm: Vm, L: LuaState, bits: number): number {
  vm.api.lua_pushnumber(L, bits | 0);
  return 1;
}

function unary(run: (bits: number) => number): HostFunction {
  return (vm, L) => push(vm, L, run(bitsAt(vm, L, 1)));
}

function folded(run: (one: number, other: number) => number): HostFunction {
  return (vm, L) => {
    let bits = bitsAt(vm, L, 1);
    for (let at = vm.api.lua_gettop(L); at > 1; at--) bits = run(bits, bitsAt(vm, L, at));
    return push(vm, L, bits);
  };
}

function shifted(run: (bits: number, count: number) => number): HostFunction {
  return (vm, L) => push(vm, L, run(bitsAt(vm, L, 1), bitsAt(vm, L, 2) & 31));
}

function tohex(vm: Vm, L: LuaState): number {
  const bits = bitsAt(vm, L, 1) >>> 0;
  const digits = Math.trunc(integerArgument(vm, L, 2, 8));
  const count = Math.min(Math.abs(digits), 8);
  const text = bits
    .toString(16)
    .padStart(8, '0')
    .slice(8 - count);
  vm.pushString(L, digits < 0 ? text.toUpperCase() : text);
  return 1;
}
