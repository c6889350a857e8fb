const TAB = 0x09;
const LF = 0x0a;
const CR = 0x0d;
const SPACE = 0x20;
const DOUBLE_QUOTE = 0x22;
const SINGLE_QUOTE = 0x27;
const BACKSLASH = 0x5c;

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', a: '\x07' };
const HEX_ESCAPE = /^x[0-9a-fA-F]{2}/;

/**
 * Splits an inline request, and the lines of a configuration file, by Redis's rules of quoting: "..." with escapes
 * (`\n \r \t \b \a \xHH`), '...' in which only `\'` is one, quotes also in the middle of a word, but a blank behind
 * each closing one. A NUL ends the line. Null: the quotes are unbalanced.
 */
export function splitArguments(line: string): string[] | null {
  const nul = line.indexOf('\0');
  const text = nul < 0 ? line : line.slice(0, nul);
  const words: string[] = [];
  let at = 0;
  for (;;) {
    while (at < text.length && isBlank(text.charCodeAt(at))) at += 1;
    if (at === text.length) return words;
    const word = readWord(text, at);
    if (word === null) return null;
    words.push(word.text);
    at = word.end;
  }
}

interface Word {
  readonly text: string;
  readonly end: number;
}

function readWord(line: string, start: number): Word | null {
  let text = '';
  let at = start;
  while (at < line.length) {
    const code = line.charCodeAt(at);
    if (endsWord(code)) break;
    if (code === DOUBLE_QUOTE || code === SINGLE_QUOTE) {
      const quoted = code === DOUBLE_QUOTE ? readDoubleQuoted(line, at + 1) : readSingleQuoted(line, at + 1);
      if (quoted === null) return null;
      if (quoted.end < line.length && !isBlank(line.charCodeAt(quoted.end))) return null;
      return { text: text + quoted.text, end: quoted.end };
    }
    let end = at + 1;
    while (end < line.length && !isSpecial(line.charCodeAt(end))) end += 1;
    text += line.slice(at, end);
    at = end;
  }
  return { text, end: at };
}

function readDoubleQuoted(line: string, start: number): Word | null {
  let text = '';
  let at = start;
  while (at < line.length) {
    const code = line.charCodeAt(at);
    if (code === DOUBLE_QUOTE) return { text, end: at + 1 };
    if (code !== BACKSLASH || at + 1 === line.length) {
      text += line.charAt(at);
      at += 1;
    } else if (HEX_ESCAPE.test(line.slice(at + 1, at + 4))) {
      text += String.fromCharCode(parseInt(line.slice(at + 2, at + 4), 16));
      at += 4;
    } else {
      const escaped = line.charAt(at + 1);
      text += ESCAPES[escaped] ?? escaped;
      at += 2;
    }
  }
  return null;
}

function readSingleQuoted(line: string, start: number): Word | null {
  let text = '';
  let at = start;
  while (at < line.length) {
    const code = line.charCodeAt(at);
    if (code === SINGLE_QUOTE) return { text, end: at + 1 };
    const escaped = code === BACKSLASH && line.charCodeAt(at + 1) === SINGLE_QUOTE;
    text += escaped ? "'" : line.charAt(at);
    at += escaped ? 2 : 1;
  }
  return null;
}

/** As isspace() of the C locale: also vertical tab and form feed. */
function isBlank(code: number): boolean {
  return code === SPACE || (code >= TAB && code <= CR);
}

/** Fewer than {@link isBlank}, as in Redis: a vertical tab within a word belongs to it. */
function endsWord(code: number): boolean {
  return code === SPACE || code === LF || code === CR || code === TAB;
}

function isSpecial(code: number): boolean {
  return endsWord(code) || code === DOUBLE_QUOTE || code === SINGLE_QUOTE;
}
