import type { SlowLogEntry } from '../commands/ports.js';

/** As in Redis: of a long command the first arguments, and of a long argument its beginning. */
const MAX_ARGUMENTS = 32;
const MAX_ARGUMENT_BYTES = 128;

/** The commands that took long, the latest first; bounded by `slowlog-max-len`. */
export class SlowLog {
  #rows: SlowLogEntry[] = [];
  #nextId = 0;

  get length(): number {
    return this.#rows.length;
  }

  add(row: Omit<SlowLogEntry, 'id'>, maxLength: number): void {
    this.#rows.unshift({ ...row, argv: shortened(row.argv), id: this.#nextId++ });
    if (this.#rows.length > maxLength) this.#rows.length = maxLength;
  }

  latest(count: number): readonly SlowLogEntry[] {
    return this.#rows.slice(0, count);
  }

  reset(): void {
    this.#rows = [];
  }
}

function shortened(argv: readonly string[]): string[] {
  const isLong = argv.length > MAX_ARGUMENTS;
  const shown = argv.slice(0, isLong ? MAX_ARGUMENTS - 1 : MAX_ARGUMENTS).map(argument => {
    const more = argument.length - MAX_ARGUMENT_BYTES;
    return more > 0 ? `${argument.slice(0, MAX_ARGUMENT_BYTES)}... (${more} more bytes)` : argument;
  });
  if (isLong) shown.push(`... (${argv.length - MAX_ARGUMENTS + 1} more arguments)`);
  return shown;
}
