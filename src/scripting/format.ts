import { numberArgument, stringArgument } from './arguments.js';
import { ArgumentError, LuaError } from './lua-error.js';
import type { LuaState } from './lua-module.js';
import type { HostFunction, Vm } from './vm.js';

/** One conversion: flags, width, precision, letter. */
const CONVERSION = /%(?:%|([-+ #0]*)(\d*)(?:(\.)(\d*))?([^]?))/y;
const LITERAL = /[^%]+/y;
const MAX_DIGITS = 2;
const INTEGERS = 'diuoxX';
const OTHERS = 'ceEfgGqs';
const BITS = 64;
const INT64 = 2 ** 63;
/** What a conversion costs. */
const CONVERSION_UNITS = 60;
const BYTES_A_UNIT = 16;

/**
 * `string.format`. Integers have 64 bits, as on the machines that Redis runs on: in here those of C have 32. All else C
 * formats, one value at a time: `format` is its own function.
 */
export function formatFunction(format: number): HostFunction {
  return (vm, L) => {
    const text = stringArgument(vm, L, 1);
    const parts: string[] = [];
    let bytes = 0;
    const add = (part: string): void => {
      bytes += part.length;
      vm.budget.charge(1 + part.length / BYTES_A_UNIT);
      vm.budget.checkLength(bytes);
      parts.push(part);
    };
    let place = 1;
    for (let at = 0; at < text.length; ) {
      LITERAL.lastIndex = at;
      const literal = LITERAL.exec(text)?.[0];
      if (literal !== undefined) {
        add(literal);
        at += literal.length;
        continue;
      }
      CONVERSION.lastIndex = at;
      const found = CONVERSION.exec(text) as RegExpExecArray;
      at += found[0].length;
      if (found[0] === '%%') add('%');
      else add(converted(vm, L, format, found, ++place));
    }
    vm.pushString(L, parts.join(''));
    return 1;
  };
}

function converted(vm: Vm, L: LuaState, format: number, found: RegExpExecArray, place: number): string {
  vm.budget.charge(CONVERSION_UNITS);
  const [spec, flags = '', width = '', , precision = '', letter = ''] = found;
  if (flags.length >= 6) throw new LuaError('invalid format (repeated flags)');
  if (width.length > MAX_DIGITS || precision.length > MAX_DIGITS)
    throw new LuaError('invalid format (width or precision too long)');
  if (letter !== '' && INTEGERS.includes(letter)) return integerText(numberArgument(vm, L, place), found);
  if (letter === '' || !OTHERS.includes(letter))
    throw new LuaError(`invalid option '%${letter}' to 'format'`);
  if (letter === 's' || letter === 'q') stringArgument(vm, L, place);
  else numberArgument(vm, L, place);
  if (vm.api.lua_gettop(L) < place) throw new ArgumentError(place, 'no value');
  vm.checkStack(L);
  vm.api.lua_pushcclosure(L, format, 0);
  vm.pushString(L, spec);
  vm.api.lua_pushvalue(L, place);
  vm.api.lua_call(L, 2, 1);
  const text = vm.string(L, -1);
  vm.api.lua_settop(L, -2);
  return text;
}

/** As C prints an integer. */
function integerText(value: number, found: RegExpExecArray): string {
  const [, flags = '', width = '', dot, precision = '', letter = ''] = found;
  const isSigned = letter === 'd' || letter === 'i';
  const number = asInt64(value);
  const digits = isSigned ? (number < 0n ? -number : number) : BigInt.asUintN(BITS, number);
  const isHex = letter === 'x' || letter === 'X';
  let text = digits.toString(isHex ? 16 : letter === 'o' ? 8 : 10).padStart(Number(precision), '0');
  if (dot !== undefined && Number(precision) === 0 && digits === 0n) text = '';
  if (letter === 'o' && flags.includes('#') && !text.startsWith('0')) text = `0${text}`;
  let prefix = isHex && flags.includes('#') && digits !== 0n ? '0x' : '';
  if (isSigned) prefix = number < 0n ? '-' : flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : '';
  const room = Number(width) - prefix.length - text.length;
  if (flags.includes('-')) text = prefix + text + ' '.repeat(Math.max(0, room));
  else if (flags.includes('0') && dot === undefined) text = prefix + '0'.repeat(Math.max(0, room)) + text;
  else text = ' '.repeat(Math.max(0, room)) + prefix + text;
  return letter === 'X' ? text.toUpperCase() : text;
}

/** As C casts a double: what has no place there becomes the least integer. */
function asInt64(value: number): bigint {
  const whole = Math.trunc(value);
  return Math.abs(whole) < INT64 ? BigInt(whole) : -(2n ** 63n);
}
