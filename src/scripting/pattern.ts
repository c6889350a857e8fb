import { LuaError } from './lua-error.js';

const MAX_CAPTURES = 32;
/** Items of a pattern that wait for those behind them. */
const MAX_DEPTH = 1000;
const UNFINISHED = -1;
const POSITION = -2;

const ESCAPE = 0x25;
const OPEN = 0x28;
const CLOSE = 0x29;
const SET_OPEN = 0x5b;
const SET_CLOSE = 0x5d;
const CARET = 0x5e;
const MINUS = 0x2d;
const DOT = 0x2e;

interface Capture {
  start: number;
  length: number;
}

/**
 * Matches patterns of Lua 5.1 (reference manual, 5.4.1). Each step is charged, so that a pattern which tries everything
 * ends like any other script that does too much. A zero byte ends a pattern, as it does in C.
 */
export class PatternMatcher {
  #level = 0;
  #depth = 0;
  readonly #captures: Capture[] = [];

  constructor(
    readonly text: string,
    private readonly pattern: string,
    private readonly charge: (steps: number) => void,
  ) {}

  /** Where a match that begins at `at` ends; -1: there is none. `from`: where the pattern begins. */
  match(at: number, from: number): number {
    this.#level = 0;
    this.#depth = 0;
    return this.#match(at, from);
  }

  get captureCount(): number {
    return this.#level;
  }

  /** Capture `index` of the match that was found from `start` to `end`: a text, or a position. */
  capture(index: number, start: number, end: number): string | number {
    if (index >= this.#level) {
      if (index === 0) return this.text.slice(start, end);
      throw new LuaError('invalid capture index');
    }
    const { start: from, length } = this.#captures[index] as Capture;
    if (length === UNFINISHED) throw new LuaError('unfinished capture');
    return length === POSITION ? from + 1 : this.text.slice(from, from + length);
  }

  #match(start: number, from: number): number {
    this.#depth += 1;
    if (this.#depth > MAX_DEPTH) throw new LuaError('pattern too complex');
    const end = this.#matchItems(start, from);
    this.#depth -= 1;
    return end;
  }

  #matchItems(start: number, from: number): number {
    let at = start;
    let item = from;
    for (;;) {
      this.charge(1);
      const code = this.#code(item);
      if (code === 0) return at;
      if (code === OPEN) return this.#openCapture(at, item);
      if (code === CLOSE) return this.#closeCapture(at, item + 1);
      if (code === 0x24 && this.#code(item + 1) === 0) return at === this.text.length ? at : -1;
      if (code === ESCAPE) {
        const next = this.#code(item + 1);
        if (next === 0x62) {
          at = this.#balance(at, item + 2);
          if (at < 0) return -1;
          item += 4;
          continue;
        }
        if (next === 0x66) {
          const set = item + 2;
          if (this.#code(set) !== SET_OPEN) throw new LuaError("missing '[' after '%f' in pattern");
          const behind = this.#classEnd(set);
          const before = at === 0 ? 0 : this.text.charCodeAt(at - 1);
          const here = at < this.text.length ? this.text.charCodeAt(at) : 0;
          if (this.#inSet(before, set, behind - 1) || !this.#inSet(here, set, behind - 1)) return -1;
          item = behind;
          continue;
        }
        if (next >= 0x30 && next <= 0x39) {
          at = this.#backReference(at, next);
          if (at < 0) return -1;
          item += 2;
          continue;
        }
      }
      const behind = this.#classEnd(item);
      const suffix = this.#code(behind);
      if (suffix === 0x2a) return this.#longest(at, item, behind);
      if (suffix === MINUS) return this.#shortest(at, item, behind);
      const fits = this.#fits(at, item, behind);
      if (suffix === 0x2b) return fits ? this.#longest(at + 1, item, behind) : -1;
      if (suffix === 0x3f) {
        if (fits) {
          const end = this.#match(at + 1, behind + 1);
          if (end >= 0) return end;
        }
        item = behind + 1;
        continue;
      }
      if (!fits) return -1;
      at += 1;
      item = behind;
    }
  }

  #openCapture(at: number, item: number): number {
    const isPosition = this.#code(item + 1) === CLOSE;
    if (this.#level >= MAX_CAPTURES) throw new LuaError('too many captures');
    this.#captures[this.#level] = { start: at, length: isPosition ? POSITION : UNFINISHED };
    this.#level += 1;
    const end = this.#match(at, item + (isPosition ? 2 : 1));
    if (end < 0) this.#level -= 1;
    return end;
  }

  #closeCapture(at: number, item: number): number {
    let index = this.#level - 1;
    while (index >= 0 && this.#captures[index]?.length !== UNFINISHED) index -= 1;
    const capture = this.#captures[index];
    if (capture === undefined) throw new LuaError('invalid pattern capture');
    capture.length = at - capture.start;
    const end = this.#match(at, item);
    if (end < 0) capture.length = UNFINISHED;
    return end;
  }

  #balance(at: number, item: number): number {
    const [open, close] = [this.#code(item), this.#code(item + 1)];
    if (open === 0 || close === 0) throw new LuaError('unbalanced pattern');
    if (at >= this.text.length || this.text.charCodeAt(at) !== open) return -1;
    let depth = 1;
    for (let next = at + 1; next < this.text.length; next++) {
      this.charge(1);
      const code = this.text.charCodeAt(next);
      if (code === close) {
        depth -= 1;
        if (depth === 0) return next + 1;
      } else if (code === open) depth += 1;
    }
    return -1;
  }

  #backReference(at: number, digit: number): number {
    const capture = this.#captures[digit - 0x31];
    if (capture === undefined || digit - 0x31 >= this.#level || capture.length === UNFINISHED)
      throw new LuaError('invalid capture index');
    const text = this.text.slice(capture.start, capture.start + Math.max(capture.length, 0));
    this.charge(text.length);
    return this.text.startsWith(text, at) ? at + text.length : -1;
  }

  #longest(at: number, item: number, behind: number): number {
    let count = 0;
    while (this.#fits(at + count, item, behind)) {
      this.charge(1);
      count += 1;
    }
    for (; count >= 0; count--) {
      const end = this.#match(at + count, behind + 1);
      if (end >= 0) return end;
    }
    return -1;
  }

  #shortest(start: number, item: number, behind: number): number {
    for (let at = start; ; at++) {
      const end = this.#match(at, behind + 1);
      if (end >= 0) return end;
      if (!this.#fits(at, item, behind)) return -1;
    }
  }

  // ---- classes -----------------------------------------------------------------------------------------------------

  /** Of the pattern; 0 behind its end. */
  #code(at: number): number {
    return at < this.pattern.length ? this.pattern.charCodeAt(at) : 0;
  }

  #classEnd(item: number): number {
    const code = this.#code(item);
    let at = item + 1;
    if (code === ESCAPE) {
      if (this.#code(at) === 0) throw new LuaError("malformed pattern (ends with '%')");
      return at + 1;
    }
    if (code !== SET_OPEN) return at;
    if (this.#code(at) === CARET) at += 1;
    do {
      const inner = this.#code(at);
      if (inner === 0) throw new LuaError("malformed pattern (missing ']')");
      at += 1;
      if (inner === ESCAPE && this.#code(at) !== 0) at += 1;
    } while (this.#code(at) !== SET_CLOSE);
    return at + 1;
  }

  #fits(at: number, item: number, behind: number): boolean {
    if (at >= this.text.length) return false;
    const code = this.text.charCodeAt(at);
    const first = this.#code(item);
    if (first === DOT) return true;
    if (first === ESCAPE) return isOfClass(code, this.#code(item + 1));
    if (first === SET_OPEN) return this.#inSet(code, item, behind - 1);
    return first === code;
  }

  /** `end`: where the closing bracket stands. */
  #inSet(code: number, start: number, end: number): boolean {
    this.charge((end - start) / 8);
    let at = start;
    const isNegated = this.#code(at + 1) === CARET;
    if (isNegated) at += 1;
    for (at += 1; at < end; at++) {
      const first = this.#code(at);
      if (first === ESCAPE) {
        at += 1;
        if (isOfClass(code, this.#code(at))) return !isNegated;
      } else if (this.#code(at + 1) === MINUS && at + 2 < end) {
        if (first <= code && code <= this.#code(at + 2)) return !isNegated;
        at += 2;
      } else if (first === code) return !isNegated;
    }
    return isNegated;
  }
}

const within = (code: number, least: number, most: number): boolean => code >= least && code <= most;
const isDigit = (code: number): boolean => within(code, 0x30, 0x39);
const isUpper = (code: number): boolean => within(code, 0x41, 0x5a);
const isLower = (code: number): boolean => within(code, 0x61, 0x7a);
const isLetter = (code: number): boolean => isUpper(code) || isLower(code);
const isPrinted = (code: number): boolean => within(code, 0x21, 0x7e);

/** By the letter behind `%`; in upper case it means all others. As in the locale "C". */
const CLASSES: Readonly<Record<string, (code: number) => boolean>> = {
  a: isLetter,
  c: code => code < 0x20 || code === 0x7f,
  d: isDigit,
  l: isLower,
  p: code => isPrinted(code) && !isLetter(code) && !isDigit(code),
  s: code => code === 0x20 || within(code, 9, 13),
  u: isUpper,
  w: code => isLetter(code) || isDigit(code),
  x: code => isDigit(code) || within(code, 0x41, 0x46) || within(code, 0x61, 0x66),
  z: code => code === 0,
};

function isOfClass(code: number, letter: number): boolean {
  const name = String.fromCharCode(letter);
  const isClass = CLASSES[name.toLowerCase()];
  if (isClass === undefined || !isLetter(letter)) return letter === code;
  return isClass(code) !== isUpper(letter);
}
