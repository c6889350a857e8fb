/** What an argument is, as COMMAND DOCS shows it. */
export interface Argument {
  readonly name: string;
  readonly type: ArgumentType;
  /** The word that stands in front of the value, or is the argument itself. */
  readonly token?: string;
  readonly optional: boolean;
  readonly multiple: boolean;
  /** With `multiple`: the token is repeated too. */
  readonly multipleToken: boolean;
  readonly parts: readonly Argument[];
}

export type ArgumentType =
  | 'key'
  | 'string'
  | 'integer'
  | 'double'
  | 'pattern'
  | 'unix-time'
  | 'pure-token'
  | 'oneof'
  | 'block';

/**
 * Reads the syntax of a definition, the notation of the manual: `key [NX | XX] [EX seconds | PX milliseconds]`.
 * Upper case is written as it stands; `[...]` may be left out; `|` separates alternatives; `<...>` holds them together;
 * `[x ...]` behind an x says that it may be repeated. Throws for a string that is not of this form: a mistake of ours,
 * found by the tests.
 */
export function parseSyntax(syntax: string): Argument[] {
  const parser = new Parser(syntax.match(/\[|\]|<|>|\||\.\.\.|[^\s[\]<>|]+/g) ?? []);
  return flatten(parser.alternatives(undefined));
}

/** As the parser builds it: a row of arguments for each alternative. */
type Row = Argument[];

class Parser {
  #at = 0;

  constructor(private readonly words: readonly string[]) {}

  /** Up to `end`, which is taken too. */
  alternatives(end: string | undefined): Row[] {
    const rows: Row[] = [[]];
    for (;;) {
      const word = this.words[this.#at++];
      if (word === end) return rows;
      if (word === undefined || word === ']' || word === '>') throw new Error(`unexpected ${word ?? 'end'}`);
      if (word === '|') rows.push([]);
      else this.#item(word, rows.at(-1) as Row);
    }
  }

  #item(word: string, row: Row): void {
    if (word === '...') {
      const last = row.pop();
      if (last === undefined) throw new Error('... repeats nothing');
      row.push({ ...last, multiple: true });
    } else if (word === '[') this.#optional(row);
    else if (word === '<') row.push(grouped(this.alternatives('>')));
    else if (/^[A-Z*$=~"'][^a-z]*$/.test(word)) this.#token(word, row);
    else row.push(value(word));
  }

  /** A token and what it introduces: the value directly behind it, if there is one. */
  #token(token: string, row: Row): void {
    const next = this.words[this.#at];
    if (next !== undefined && /^[a-z]/.test(next)) {
      this.#at++;
      row.push({ ...value(next), token });
    } else if (next === '<') {
      this.#at++;
      row.push({ ...grouped(this.alternatives('>')), token });
    } else row.push({ ...leaf(token.toLowerCase(), 'pure-token'), token });
  }

  /** `[...]`; when it repeats what stands in front of it, that becomes multiple. */
  #optional(row: Row): void {
    const rows = this.alternatives(']');
    const inner = rows.length === 1 ? (rows[0] as Row) : [];
    const count = inner.length;
    if (count > 0 && inner.at(-1)?.multiple === true && repeats(inner, row.slice(-count))) {
      const group = row.splice(-count);
      const multipleToken = count === 1 && inner[0]?.token !== undefined;
      row.push({ ...(count === 1 ? (group[0] as Argument) : block(group)), multiple: true, multipleToken });
      return;
    }
    if (rows.some(alternative => alternative.length === 0)) throw new Error('empty brackets');
    row.push({ ...grouped(rows), optional: true });
  }
}

function flatten(rows: readonly Row[]): Argument[] {
  return rows.length === 1 ? [...(rows[0] as Row)] : [grouped(rows)];
}

/** One argument out of alternatives; of a single one the row as a block. */
function grouped(rows: readonly Row[]): Argument {
  const choices = rows.map(row => (row.length === 1 ? (row[0] as Argument) : block(row)));
  if (choices.length === 1) return choices[0] as Argument;
  return { ...leaf(choices.map(({ name }) => name).join('-or-'), 'oneof'), parts: choices };
}

/** A token that introduces several values belongs to them together: `AUTH username password`. */
function block(row: readonly Argument[]): Argument {
  const whole = leaf(row.map(({ name }) => name).join('_'), 'block');
  const [first, ...rest] = row;
  const token =
    first?.type === 'pure-token' || rest.some(each => each.token !== undefined) ? undefined : first?.token;
  if (first === undefined || token === undefined) return { ...whole, parts: row };
  const { token: _, ...value } = first;
  return { ...whole, token, parts: [value, ...rest] };
}

/** A token in front of the first value need not be written again: `ID client-id [client-id ...]`. */
function repeats(inner: readonly Argument[], before: readonly Argument[]): boolean {
  return inner.every(({ name, token }, index) => {
    const first = before[index];
    return first?.name === name && (token === undefined || token === first.token);
  });
}

const KEY_NAMES = new Set(['key', 'source', 'destination', 'newkey', 'key1', 'key2', 'destkey', 'sourcekey']);
const INTEGER_NAMES =
  /^(?:seconds|milliseconds|count|index|start|end|stop|offset|increment|decrement|db|numkeys|rank|maxlen|timeout|numreplicas|cursor|client-id|.*-db|db\d|index\d|protover|min-match-len|len|length|version|num-matches|element-index)$/;

function typeOf(name: string): ArgumentType {
  if (KEY_NAMES.has(name)) return 'key';
  if (name.startsWith('unix-time')) return 'unix-time';
  if (name === 'pattern') return 'pattern';
  return INTEGER_NAMES.test(name) ? 'integer' : 'string';
}

function value(name: string): Argument {
  return leaf(name, typeOf(name));
}

function leaf(name: string, type: ArgumentType): Argument {
  return { name, type, optional: false, multiple: false, multipleToken: false, parts: [] };
}
