import { futureDeadlineOf, isKeyword } from '../arguments.js';
import { SYNTAX_ERROR } from '../../resp/reply.js';

/**
 * The options of SET, GETEX and MSETEX that say how long a key lives. At most one kind of them may be given; the same
 * kind may be repeated, and the last one counts.
 */
export class ExpiryOptions {
  #kind: 'EX' | 'PX' | 'EXAT' | 'PXAT' | 'KEEPTTL' | 'PERSIST' | undefined;
  #amount = '';

  get keepsTtl(): boolean {
    return this.#kind === 'KEEPTTL';
  }

  get persists(): boolean {
    return this.#kind === 'PERSIST';
  }

  /**
   * Reads the option at `index`, if it is one. `without` is the one that this command does not have.
   * Returns the index behind it, or `index` itself when it is another option.
   */
  read(argv: readonly string[], index: number, without: 'KEEPTTL' | 'PERSIST'): number {
    const option = argv[index]!;
    if (isKeyword(option, 'PX')) return this.#timed('PX', argv, index);
    if (isKeyword(option, 'EX')) return this.#timed('EX', argv, index);
    if (isKeyword(option, 'PXAT')) return this.#timed('PXAT', argv, index);
    if (isKeyword(option, 'EXAT')) return this.#timed('EXAT', argv, index);
    const other = without === 'PERSIST' ? 'KEEPTTL' : 'PERSIST';
    if (!isKeyword(option, other)) return index;
    this.#choose(other);
    return index + 1;
  }

  /** Milliseconds since the epoch, or undefined when no time was given. The amount is checked here, not before. */
  deadline(now: number, command: string): number | undefined {
    switch (this.#kind) {
      case 'EX':
        return futureDeadlineOf(this.#amount, 'seconds', now, command);
      case 'PX':
        return futureDeadlineOf(this.#amount, 'milliseconds', now, command);
      case 'EXAT':
        return futureDeadlineOf(this.#amount, 'seconds', 0, command);
      case 'PXAT':
        return futureDeadlineOf(this.#amount, 'milliseconds', 0, command);
      case 'KEEPTTL':
      case 'PERSIST':
      case undefined:
        return undefined;
    }
  }

  #timed(kind: 'EX' | 'PX' | 'EXAT' | 'PXAT', argv: readonly string[], index: number): number {
    const amount = argv[index + 1];
    if (amount === undefined) throw SYNTAX_ERROR;
    this.#choose(kind);
    this.#amount = amount;
    return index + 2;
  }

  #choose(kind: 'EX' | 'PX' | 'EXAT' | 'PXAT' | 'KEEPTTL' | 'PERSIST'): void {
    if (this.#kind !== undefined && this.#kind !== kind) throw SYNTAX_ERROR;
    this.#kind = kind;
  }
}
