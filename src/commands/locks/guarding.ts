import type { WriteContext } from '../../machine/context.js';
import { ErrorReply, OK, type Reply } from '../../resp/reply.js';
import { isKeyword, stringAt } from '../arguments.js';
import type { ReadCommand, WriteCommand } from '../spec.js';
import { fenced, isHeld, lockState, reads, tokenArgument, writes } from './values.js';

const NESTED = new ErrorReply('ERR GUARD calls can not be nested');

/** Whether these are the arguments of a GUARD. */
function isGuard(argv: readonly string[]): boolean {
  return isKeyword(argv[0], 'DLOCK') && isKeyword(argv[1], 'GUARD');
}

export const guard: WriteCommand = {
  ...writes,
  name: 'guard',
  arity: -4,
  flags: ['write', 'movablekeys'],
  summary:
    'Runs a command only while the token holds the lock; without one it is a condition of a transaction',
  complexity: 'Depends on the command',
  syntax: 'key token [command [argument ...]]',
  apply: (context, argv) => {
    checkGuard(context, argv);
    const inner = argv.slice(4);
    if (inner.length === 0) return OK;
    if (isGuard(inner)) throw NESTED;
    return context.callable(inner) ?? context.call(inner);
  },
};

/** Throws when the token of a GUARD does not hold its lock. */
function checkGuard(context: Pick<WriteContext, 'db'>, argv: readonly string[]): void {
  const [name, token] = [argv[2]!, tokenArgument(argv[3]!)];
  if (!isHeld(context, name, token)) throw fenced(name, token);
}

/** What keeps a transaction with these commands from being done; null: nothing does. */
export function brokenGuard(
  { keyspace }: WriteContext,
  commands: readonly { readonly db: number; readonly argv: readonly string[] }[],
): Reply {
  for (const { db, argv } of commands) {
    if (argv.length !== 4 || !isGuard(argv)) continue;
    try {
      checkGuard({ db: keyspace.database(db) }, argv);
    } catch (error) {
      if (error instanceof ErrorReply) return error;
      throw error;
    }
  }
  return null;
}

export const token: ReadCommand = {
  ...reads,
  name: 'token',
  arity: 4,
  flags: ['readonly', 'fast'],
  summary: 'Returns the token of the SET that put a value under a key, null when the value is another one',
  syntax: 'key value',
  query: ({ db }, argv) => {
    const key = argv[2]!;
    if (lockState(db, key) !== 'string' || stringAt(db, key)?.toString() !== argv[3]) return null;
    return db.token(key) ?? null;
  },
};
