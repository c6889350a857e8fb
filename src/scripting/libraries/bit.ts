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

/** Wraps around at 2^32, a half goes to the even neighbour: what adding 2^52 + 2^51 does in C. */
function bitsAt(vm: Vm, L: LuaState, place: number): number {
  const value = numberArgument(vm, L, place);
  const floor = Math.floor(value);
  const rest = value - floor;
  const isUp = rest > 0.5 || (rest === 0.5 && floor % 2 !== 0);
  return (isUp ? floor + 1 : floor) | 0;
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
