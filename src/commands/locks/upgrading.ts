import type { Served, WriteContext } from '../../machine/context.js';
import { ErrorReply, NULL_ARRAY, type Reply } from '../../resp/reply.js';
import { printed } from '../arguments.js';
import type { WriteCommand } from '../spec.js';
import { hasWait, upgradeWait } from './arguments.js';
import { checkDeadlock } from './deadlock.js';
import { NO_PERMITS, unlock } from './holding.js';
import { changed, fenced, holdToEdit, leftOf, lockAt, tell, tokenArgument, writes } from './values.js';

export const upgrade: WriteCommand = {
  ...writes,
  name: 'upgrade',
  arity: -4,
  flags: ['write', 'blocking'],
  summary: 'Makes a shared hold an exclusive one under a new token, and waits until it is the only one',
  complexity: 'O(1); O(N) to wait with an owner, with N the number of those who hold and await locks',
  syntax: 'key token [WAIT milliseconds]',
  mayWait: argv => hasWait(argv, 4),
  apply: (context, argv) => {
    const wait = upgradeWait(argv);
    const upgraded = upgradeNow(context, argv);
    if (upgraded !== undefined) return upgraded.reply;
    if (wait === undefined || !context.mayBlock) return NULL_ARRAY;
    const { dbIndex, db, waiters } = context;
    const name = argv[2]!;
    const { owner } = lockAt(db, name)!.hold(tokenArgument(argv[3]!))!;
    if (waiters.first(dbIndex, name)?.waking.inOrder === 'first')
      throw new ErrorReply(`DEADLOCK another holder of '${printed(name)}' waits to upgrade it`);
    if (owner !== '') checkDeadlock(context, owner, { db: dbIndex, names: [name], isFirst: true });
    return context.block({ keys: [name], timeout: wait, owner });
  },
  // Who holds it already stands in front of all who do not: they wait for him in any case.
  waking: { serves: 'anything', serve: serveUpgrade, timedOut: NULL_ARRAY, inOrder: 'first' },
};

function serveUpgrade(context: WriteContext, argv: readonly string[]): Served | undefined {
  const upgraded = upgradeNow(context, argv);
  if (upgraded === undefined) return undefined;
  return { reply: upgraded.reply, giveBack: [unlock.name, String(upgraded.token), argv[2]!] };
}

/** Undefined: others hold the lock too. */
function upgradeNow(
  context: WriteContext,
  argv: readonly string[],
): { token: number; reply: Reply } | undefined {
  const name = argv[2]!;
  const token = tokenArgument(argv[3]!);
  const held = holdToEdit(context, name, token);
  if (held === undefined) throw fenced(name, token);
  const { lock, hold } = held;
  if (hold.mode === 'permits') throw NO_PERMITS;
  if (hold.mode === 'exclusive') return { token, reply: [token, leftOf(context, hold)] };
  if (lock.size > 1) return undefined;
  const { keyspace, uuid, lane } = context;
  const promoted = { ...hold, token: keyspace.nextSerial(), mode: 'exclusive', uuid, lane } as const;
  lock.promote(promoted);
  if (hold.isBound) context.bind(name);
  tell(context, 'granted', name, promoted);
  changed(context, name, lock);
  return { token: promoted.token, reply: [promoted.token, leftOf(context, promoted)] };
}
