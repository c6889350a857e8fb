import { NOT_AN_INTEGER, SYNTAX_ERROR } from '../../resp/reply.js';
import { integerWithin } from '../arguments.js';

/** The longest time that an option takes: some thirty years. Milliseconds. */
const MAX_TIME = 1e12;

/** The options of a command: each once, in any order. */
export class Options {
  readonly #values = new Map<string, readonly string[]>();
  /** Behind the last option. */
  readonly end: number;

  /** `sizes`: the names, in upper case, and how many arguments each takes. They end where none of them stands. */
  constructor(
    private readonly argv: readonly string[],
    from: number,
    sizes: Readonly<Record<string, number>>,
  ) {
    let at = from;
    for (;;) {
      const name = argv[at]?.toUpperCase() ?? '';
      const size = Object.hasOwn(sizes, name) ? sizes[name] : undefined;
      if (size === undefined) break;
      const behind = at + 1 + size;
      if (this.#values.has(name) || behind > argv.length) throw SYNTAX_ERROR;
      this.#values.set(name, argv.slice(at + 1, behind));
      at = behind;
    }
    this.end = at;
  }

  /** Nothing may stand behind them. */
  close(): this {
    if (this.end < this.argv.length) throw SYNTAX_ERROR;
    return this;
  }

  has(name: string): boolean {
    return this.#values.has(name);
  }

  text(name: string): string | undefined {
    return this.#values.get(name)?.[0];
  }

  number(name: string, least: number, most: number, index = 0): number | undefined {
    const text = this.#values.get(name)?.[index];
    return text === undefined ? undefined : integerWithin(text, least, most, NOT_AN_INTEGER);
  }

  count(name: string, least = 0): number | undefined {
    return this.number(name, least, Number.MAX_SAFE_INTEGER);
  }

  /** Milliseconds. */
  time(name: string, least = 0, index = 0): number | undefined {
    return this.number(name, least, MAX_TIME, index);
  }
}

/** A time that is no option. Milliseconds. */
export function timeArgument(text: string, least: number): number {
  return integerWithin(text, least, MAX_TIME, NOT_AN_INTEGER);
}
