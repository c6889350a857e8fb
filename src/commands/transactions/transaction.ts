import { assert } from '../../base/assert.js';
import type { Mark } from '../../machine/departures.js';

/** A key that WATCH named, and when. */
export interface WatchedKey extends Mark {
  readonly db: number;
  readonly key: string;
}

/** One of the commands between MULTI and EXEC. */
export interface InnerCommand {
  /** The database that it works in, SELECT among those before it included. */
  readonly db: number;
  readonly argv: readonly string[];
}

/** What EXEC becomes in the log: one command whose arguments hold all others. */
export interface Transaction {
  readonly watched: readonly WatchedKey[];
  readonly commands: readonly InnerCommand[];
}

/**
 * The arguments of the command `name` that runs the transaction:
 *
 *     name | number of watched keys | (db, key, serial, now) of each | (db, number of arguments, the arguments) of each command
 */
export function transactionArguments(name: string, { watched, commands }: Transaction): string[] {
  const argv = [name, String(watched.length)];
  for (const { db, key, serial, now } of watched) argv.push(String(db), key, String(serial), String(now));
  for (const command of commands) {
    argv.push(String(command.db), String(command.argv.length));
    for (const argument of command.argv) argv.push(argument);
  }
  return argv;
}

/** The way back. Only a node makes these arguments: what does not fit is corruption. */
export function transactionOf(argv: readonly string[]): Transaction {
  let at = 1;
  const next = (): string => {
    const argument = argv[at++];
    assert(argument !== undefined, 'a transaction is complete');
    return argument;
  };
  const number = (): number => Number(next());
  const watched: WatchedKey[] = [];
  for (let left = number(); left > 0; left--) {
    watched.push({ db: number(), key: next(), serial: number(), now: number() });
  }
  const commands: InnerCommand[] = [];
  while (at < argv.length) {
    const db = number();
    const end = number() + at;
    assert(end > at && end <= argv.length, 'a command has a name, and all its arguments');
    commands.push({ db, argv: argv.slice(at, end) });
    at = end;
  }
  return { watched, commands };
}
