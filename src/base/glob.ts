/** Tokens of a compiled pattern; a literal is its byte, classes are numbered from `CLASS` downwards. */
const ANY_BYTE = -1;
const ANY_BYTES = -2;
const CLASS = -3;

const BACKSLASH = 0x5c;
const CLOSE = 0x5d;
const DASH = 0x2d;

/**
 * A pattern in the style of the shell, with the exact meaning that Redis gives it (KEYS, SCAN MATCH, PSUBSCRIBE, CONFIG
 * GET): `*`, `?`, classes `[abc]`, `[^a-z]`, `\` before a byte that stands for itself.
 * A class that is not closed ends with the pattern. Bytes in ranges are compared as signed, ends in any order.
 */
export class Glob {
  readonly #tokens: number[] = [];
  readonly #classes: Uint8Array[] = [];

  constructor(
    pattern: string,
    private readonly ignoreCase = false,
  ) {
    for (let at = 0; at < pattern.length; ) at = this.#compile(pattern, at);
  }

  /**
   * Whether the pattern matches all of `text`. Takes at most as many steps as the product of both lengths: when a byte does
   * not fit, only the last `*` need take one more, for a longer match of an earlier one could gain nothing.
   * As in Redis no pattern but the empty one matches the empty text: callers treat `*` alone as "everything".
   */
  matches(text: string): boolean {
    const tokens = this.#tokens;
    const length = text.length;
    if (length === 0) return tokens.length === 0;
    let token = 0;
    let at = 0;
    let star = -1;
    let starAt = 0;
    while (at < length) {
      const current = tokens[token];
      if (current === ANY_BYTES) {
        star = token++;
        starAt = at;
      } else if (current !== undefined && this.#fits(current, text.charCodeAt(at))) {
        token++;
        at++;
      } else {
        if (star < 0) return false;
        token = star + 1;
        at = ++starAt;
      }
    }
    while (tokens[token] === ANY_BYTES) token++;
    return token === tokens.length;
  }

  #fits(token: number, byte: number): boolean {
    if (token >= 0) return token === (this.ignoreCase ? lower(byte) : byte);
    return token === ANY_BYTE || (this.#classes[CLASS - token] as Uint8Array)[byte] === 1;
  }

  /** Adds the token that begins at `at`; returns where the next one does. */
  #compile(pattern: string, at: number): number {
    const char = pattern[at];
    if (char === '*') {
      if (this.#tokens.at(-1) !== ANY_BYTES) this.#tokens.push(ANY_BYTES);
      return at + 1;
    }
    if (char === '?') {
      this.#tokens.push(ANY_BYTE);
      return at + 1;
    }
    if (char === '[') return this.#compileClass(pattern, at + 1);
    // A backslash at the very end stands for itself.
    const literal = char === '\\' && at + 1 < pattern.length ? at + 1 : at;
    const byte = pattern.charCodeAt(literal);
    this.#tokens.push(this.ignoreCase ? lower(byte) : byte);
    return literal + 1;
  }

  /** `start`: behind the opening bracket. Returns the position behind the class. */
  #compileClass(pattern: string, start: number): number {
    const negated = pattern[start] === '^';
    const members = new Uint8Array(256);
    let at = negated ? start + 1 : start;
    while (at < pattern.length) {
      const byte = pattern.charCodeAt(at);
      const left = pattern.length - at;
      if (byte === BACKSLASH && left >= 2) {
        // Redis takes an escaped byte of a class as it is, whatever the case.
        members[pattern.charCodeAt(at + 1)] = 1;
        at += 2;
      } else if (byte === CLOSE) {
        break;
      } else if (left >= 3 && pattern.charCodeAt(at + 1) === DASH) {
        this.#addRange(members, byte, pattern.charCodeAt(at + 2));
        at += 3;
      } else {
        this.#addRange(members, byte, byte);
        at += 1;
      }
    }
    if (negated) for (let byte = 0; byte < 256; byte++) members[byte] = 1 - (members[byte] as number);
    this.#tokens.push(CLASS - this.#classes.length);
    this.#classes.push(members);
    return at + 1;
  }

  #addRange(members: Uint8Array, one: number, other: number): void {
    const folded = (byte: number): number => signed(this.ignoreCase ? lower(byte) : byte);
    // Redis orders the two ends first and folds their case then.
    const low = folded(signed(one) <= signed(other) ? one : other);
    const high = folded(signed(one) <= signed(other) ? other : one);
    for (let byte = 0; byte < 256; byte++) {
      if (folded(byte) >= low && folded(byte) <= high) members[byte] = 1;
    }
  }
}

function lower(byte: number): number {
  return byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte;
}

function signed(byte: number): number {
  return byte >= 0x80 ? byte - 0x100 : byte;
}
