import { LuaError } from '../lua-error.js';
import type { LuaState } from '../lua-module.js';
import type { Vm } from '../vm.js';
import type { JsonSettings } from './json-encoder.js';

type Token =
  | { readonly type: 'T_STRING'; readonly at: number; readonly text: string }
  | { readonly type: 'T_NUMBER'; readonly at: number; readonly value: number }
  | { readonly type: 'T_BOOLEAN'; readonly at: number; readonly value: boolean }
  | { readonly type: 'T_ERROR'; readonly at: number; readonly reason: string }
  | { readonly type: Mark | 'T_NULL' | 'T_END'; readonly at: number };
type Mark = 'T_OBJ_BEGIN' | 'T_OBJ_END' | 'T_ARR_BEGIN' | 'T_ARR_END' | 'T_COLON' | 'T_COMMA';

const MARKS: Readonly<Record<string, Mark>> = {
  '{': 'T_OBJ_BEGIN',
  '}': 'T_OBJ_END',
  '[': 'T_ARR_BEGIN',
  ']': 'T_ARR_END',
  ':': 'T_COLON',
  ',': 'T_COMMA',
};
const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  t: '\t',
  n: '\n',
  f: '\f',
  r: '\r',
};
/** What C's `strtod` takes for a number. */
const NUMBER =
  /[+-]?(?:inf(?:inity)?|nan(?:\(\w*\))?|0x(?:[\da-f]+\.?[\da-f]*|\.[\da-f]+)(?:p[+-]?\d+)?|(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)/iy;
const WORD = /true|false|null/y;
const BLANKS = /[ \t\n\r]*/y;
const PLAIN = /[^"\\\0]*/y;
const HEX4 = /^[\da-fA-F]{4}$/;
/** What a token costs to read, and more if it is a number. */
const TOKEN_UNITS = 8;
const NUMBER_UNITS = 25;
/** Characters read that count as one instruction. */
const BYTES_A_UNIT = 4;

/** Reads JSON in the manner of lua-cjson 2.1: a zero byte ends it. Leaves the value on the stack. */
export class JsonDecoder {
  #at = 0;
  #depth = 0;

  constructor(
    private readonly vm: Vm,
    private readonly L: LuaState,
    private readonly text: string,
    private readonly settings: JsonSettings,
  ) {}

  decode(): void {
    if (this.text.length >= 2 && (this.text.startsWith('\0') || this.text.charCodeAt(1) === 0))
      throw new LuaError('JSON parser does not support UTF-16 or UTF-32');
    this.vm.budget.charge(this.text.length / BYTES_A_UNIT);
    this.#push(this.#next());
    const end = this.#next();
    if (end.type !== 'T_END') throw unexpected('the end', end);
  }

  // ---- values --------------------------------------------------------------------------------------------------------

  #push(token: Token): void {
    const { vm, L } = this;
    switch (token.type) {
      case 'T_STRING':
        return vm.pushString(L, token.text);
      case 'T_NUMBER':
        vm.budget.charge(NUMBER_UNITS);
        return vm.api.lua_pushnumber(L, token.value);
      case 'T_BOOLEAN':
        return vm.api.lua_pushboolean(L, token.value ? 1 : 0);
      case 'T_NULL':
        return vm.api.lua_pushlightuserdata(L, 0);
      case 'T_OBJ_BEGIN':
        return this.#nested(() => this.#pushObject());
      case 'T_ARR_BEGIN':
        return this.#nested(() => this.#pushArray());
      case 'T_ERROR':
      case 'T_OBJ_END':
      case 'T_ARR_END':
      case 'T_COLON':
      case 'T_COMMA':
      case 'T_END':
        throw unexpected('value', token);
    }
  }

  #nested(push: () => void): void {
    this.#depth += 1;
    if (this.#depth > this.settings.decodeMaxDepth || !this.vm.mayPush(this.L))
      throw new LuaError(`Found too many nested data structures (${this.#depth}) at character ${this.#at}`);
    this.vm.api.lua_createtable(this.L, 0, 0);
    push();
    this.#depth -= 1;
  }

  #pushObject(): void {
    const { vm, L } = this;
    let token = this.#next();
    if (token.type === 'T_OBJ_END') return;
    for (;;) {
      if (token.type !== 'T_STRING') throw unexpected('object key string', token);
      vm.pushString(L, token.text);
      const colon = this.#next();
      if (colon.type !== 'T_COLON') throw unexpected('colon', colon);
      this.#push(this.#next());
      vm.api.lua_rawset(L, -3);
      token = this.#next();
      if (token.type === 'T_OBJ_END') return;
      if (token.type !== 'T_COMMA') throw unexpected('comma or object end', token);
      token = this.#next();
    }
  }

  #pushArray(): void {
    let token = this.#next();
    if (token.type === 'T_ARR_END') return;
    for (let index = 1; ; index++) {
      this.#push(token);
      this.vm.api.lua_rawseti(this.L, -2, index);
      token = this.#next();
      if (token.type === 'T_ARR_END') return;
      if (token.type !== 'T_COMMA') throw unexpected('comma or array end', token);
      token = this.#next();
    }
  }

  // ---- tokens --------------------------------------------------------------------------------------------------------

  #next(): Token {
    this.vm.budget.charge(TOKEN_UNITS);
    this.#match(BLANKS);
    const at = this.#at;
    const char = this.text.charAt(at);
    if (char === '' || char === '\0') return { type: 'T_END', at };
    const mark = MARKS[char];
    if (mark !== undefined) {
      this.#at += 1;
      return { type: mark, at };
    }
    if (char === '"') return this.#string(at);
    if (char === '-' || (char >= '0' && char <= '9')) return this.#number(at);
    const word = this.#match(WORD);
    if (word === 'null') return { type: 'T_NULL', at };
    if (word !== '') return { type: 'T_BOOLEAN', at, value: word === 'true' };
    return this.settings.decodeInvalid && this.#isInvalidNumber()
      ? this.#number(at)
      : this.#wrong('invalid token');
  }

  #match(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.text)?.[0] ?? '';
    this.#at += found.length;
    return found;
  }

  #wrong(reason: string): Token {
    return { type: 'T_ERROR', at: this.#at, reason };
  }

  /** What JSON does not know, but C does: a plus, hexadecimal digits, zeros in front, infinity. */
  #isInvalidNumber(): boolean {
    const here = this.text.slice(this.#at, this.#at + 4).toLowerCase();
    return /^(?:\+|-?0[x\d]|-?inf|-?nan)/.test(here);
  }

  #number(at: number): Token {
    if (!this.settings.decodeInvalid && this.#isInvalidNumber()) return this.#wrong('invalid number');
    const text = this.#match(NUMBER);
    return text === '' ? this.#wrong('invalid number') : { type: 'T_NUMBER', at, value: numberOf(text) };
  }

  #string(at: number): Token {
    this.#at += 1;
    let text = '';
    for (;;) {
      text += this.#match(PLAIN);
      const char = this.text.charAt(this.#at);
      if (char === '"') break;
      if (char !== '\\') return this.#wrong('unexpected end of string');
      const escape = this.text.charAt(this.#at + 1);
      if (escape === 'u') {
        const bytes = this.#unicode();
        if (bytes === null) return this.#wrong('invalid unicode escape code');
        text += bytes;
        continue;
      }
      const plain = ESCAPES[escape];
      if (plain === undefined) return this.#wrong('invalid escape code');
      text += plain;
      this.#at += 2;
    }
    this.#at += 1;
    return { type: 'T_STRING', at, text };
  }

  /** The UTF-8 of one escape, or of a pair of surrogates; null: there is no such character. */
  #unicode(): string | null {
    const high = this.#hex(this.#at + 2);
    if (high === null) return null;
    let code = high;
    let size = 6;
    if ((high & 0xf800) === 0xd800) {
      const low = this.text.startsWith('\\u', this.#at + 6) ? this.#hex(this.#at + 8) : null;
      if ((high & 0x400) !== 0 || low === null || (low & 0xfc00) !== 0xdc00) return null;
      code = (((high & 0x3ff) << 10) | (low & 0x3ff)) + 0x10000;
      size = 12;
    }
    this.#at += size;
    return Buffer.from(String.fromCodePoint(code), 'utf8').toString('latin1');
  }

  #hex(at: number): number | null {
    const digits = this.text.slice(at, at + 4);
    return HEX4.test(digits) ? Number.parseInt(digits, 16) : null;
  }
}

function unexpected(what: string, token: Token): LuaError {
  const found = token.type === 'T_ERROR' ? token.reason : token.type;
  return new LuaError(`Expected ${what} but found ${found} at character ${token.at + 1}`);
}

function numberOf(text: string): number {
  const sign = text.startsWith('-') ? -1 : 1;
  const plain = text.replace(/^[+-]/, '').toLowerCase();
  if (plain.startsWith('inf')) return sign * Infinity;
  if (plain.startsWith('nan')) return NaN;
  if (!plain.startsWith('0x')) return sign * Number(plain);
  const [mantissa = '', power = '0'] = plain.slice(2).split('p');
  const [whole = '', fraction = ''] = mantissa.split('.');
  const bits = BigInt(`0x${whole}${fraction}`);
  return sign * Number(bits) * 2 ** (Number(power) - 4 * fraction.length);
}
