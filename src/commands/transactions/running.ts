import type { ReadContext } from '../../machine/context.js';
import { ErrorReply, NULL_ARRAY, type Reply } from '../../resp/reply.js';
import { brokenGuard } from '../locks/guarding.js';
import type { ReadCommand, WriteCommand } from '../spec.js';
import { type Transaction, transactionOf } from './transaction.js';

const shared = {
  arity: -2,
  categories: [],
  group: 'quorate',
  since: '0.1.0',
  complexity: 'Depends on the commands inside',
  syntax: 'numkeys [db key serial now ...] [db numargs argument ...]',
  internal: true,
} as const;

const OUT_OF_MEMORY = new ErrorReply(
  "EXECABORT Transaction discarded because of: OOM command not allowed when used memory > 'maxmemory'.",
);

/** EXEC as it stands in the log. */
export const logged: WriteCommand = {
  ...shared,
  name: 'quorate.exec',
  class: 'write',
  flags: ['write'],
  summary: 'Runs the commands of a transaction as one, unless a watched key has changed',
  apply(context, argv) {
    const transaction = transactionOf(argv);
    if (!transaction.commands.every(({ argv: inner }) => context.hasRoomFor(inner))) throw OUT_OF_MEMORY;
    if (isBroken(context, transaction)) return NULL_ARRAY;
    const fence = brokenGuard(context, transaction.commands);
    if (fence !== null) return fence;
    return transaction.commands.map(({ db, argv: inner }, index) =>
      context.callOfTransaction(index, inner, db),
    );
  },
};

/** EXEC of a transaction that only reads: evaluated behind one fence, at one moment. */
export const unlogged: ReadCommand = {
  ...shared,
  name: 'quorate.look',
  class: 'read',
  flags: ['readonly'],
  summary: 'Evaluates the reads of a transaction at one moment, unless a watched key has changed',
  query(context, argv) {
    const transaction = transactionOf(argv);
    if (isBroken(context, transaction)) return NULL_ARRAY;
    return transaction.commands.map(({ db, argv: inner }): Reply => context.call(inner, db));
  },
};

function isBroken({ keyspace }: ReadContext, { watched }: Transaction): boolean {
  return watched.some(mark => keyspace.database(mark.db).changedSince(mark.key, mark));
}
