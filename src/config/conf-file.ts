import { OperatorError } from '../base/errors.js';

/** One line of a configuration file that says something. */
export interface Directive {
  /** Lower case. */
  readonly name: string;
  readonly words: readonly string[];
  /** `file:line`, for errors. */
  readonly place: string;
}

/** How deep files may include one another: a file that includes itself is an error, not a hang. */
const MAX_DEPTH = 16;

/**
 * Reads a file in the syntax of redis.conf. `read` gives the text of a file, or throws; `include` directives are
 * replaced by what the files say. Throws `BAD_SETTING`.
 */
export function readConfFile(path: string, read: (path: string) => string, depth = 0): Directive[] {
  if (depth > MAX_DEPTH) throw badSetting(path, 'files include one another too deeply');
  return read(path)
    .split('\n')
    .flatMap((line, index) => readLine(line, `${path}:${index + 1}`))
    .flatMap(directive => {
      if (directive.name !== 'include') return [directive];
      return directive.words.flatMap(file => readConfFile(file, read, depth + 1));
    });
}

function readLine(line: string, place: string): Directive[] {
  const trimmed = line.trim();
  if (trimmed === '' || trimmed.startsWith('#')) return [];
  const words = splitWords(trimmed);
  if (words === undefined) throw badSetting(place, 'unbalanced quotes');
  const [name = '', ...rest] = words;
  return [{ name: name.toLowerCase(), words: rest, place }];
}

export function badSetting(place: string, problem: string): OperatorError {
  return new OperatorError('BAD_SETTING', `${place}: ${problem}`);
}

const WORD =
  /\s*(?:"((?:[^"\\]|\\[\s\S])*)"(?=\s|$)|'((?:[^'\\]|\\[\s\S])*)'(?=\s|$)|([^\s"'][^\s"']*)(?=\s|$))/y;
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', a: '\x07' };

/**
 * The words of a line: bare, in double quotes with the escapes `\n \r \t \b \a \xHH`, or in single quotes with `\'`.
 * Undefined: a quote does not end, or something stands directly behind one.
 */
export function splitWords(line: string): string[] | undefined {
  const words: string[] = [];
  const text = line.trimEnd();
  for (let at = 0; at < text.length; ) {
    WORD.lastIndex = at;
    const match = WORD.exec(text);
    if (match === null) return undefined;
    const [, double, single, bare] = match;
    words.push(bare ?? single?.replaceAll("\\'", "'") ?? unescape(double ?? ''));
    at = WORD.lastIndex;
  }
  return words;
}

function unescape(text: string): string {
  return text.replace(/\\(?:x([\da-f]{2})|([\s\S]))/gi, (_, hex: string | undefined, letter: string) =>
    hex === undefined ? (ESCAPES[letter] ?? letter) : String.fromCharCode(Number.parseInt(hex, 16)),
  );
}

/** A word as a file holds it: in double quotes where it needs them. */
export function quoteWord(word: string): string {
  if (/^[\w.,:@/*+[\]$-]+$/.test(word)) return word;
  const escaped = word.replace(/["\\\x00-\x1f\x7f-\xff]/g, character => {
    const name = Object.keys(ESCAPES).find(letter => ESCAPES[letter] === character);
    if (name !== undefined) return `\\${name}`;
    if (character === '"' || character === '\\') return `\\${character}`;
    return `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`;
  });
  return `"${escaped}"`;
}
