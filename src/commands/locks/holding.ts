import type { WriteContext } from '../../machine/context.js';
import type { Hold } from '../../machine/values/lock/hold.js';
import type { Lock } from '../../machine/values/lock/lock.js';
import { ErrorReply, OK, type Reply } from '../../resp/reply.js';
import { keysAt, type WriteCommand } from '../spec.js';
import { changed, holdToEdit, tell, tokenArgument, ttlArgument, writes } from './values.js';

export const NO_PERMITS = new ErrorReply('ERR a permit is neither shared nor exclusive');

/** Changes what the token in `argv[3]` holds of the lock in `argv[2]`; 0: it does not hold it. */
function edit(
  context: WriteContext,
  argv: readonly string[],
  change: (lock: Lock, hold: Hold) => number,
): Reply {
  const name = argv[2]!;
  const held = holdToEdit(context, name, tokenArgument(argv[3]!));
  if (held === undefined) return 0;
  const reply = change(held.lock, held.hold);
  changed(context, name, held.lock);
  return reply;
}

function giveUp(context: WriteContext, name: string, lock: Lock, token: number): void {
  const hold = lock.release(token);
  if (hold !== undefined) tell(context, 'released', name, hold);
}

export const release: WriteCommand = {
  ...writes,
  name: 'release',
  arity: 4,
  summary: 'Lets a lock go, to the next in its line; a token that no longer holds it changes nothing',
  syntax: 'key token',
  apply: (context, argv) =>
    edit(context, argv, (lock, { token }) => {
      giveUp(context, argv[2]!, lock, token);
      return 1;
    }),
};

export const renew: WriteCommand = {
  ...writes,
  name: 'renew',
  arity: 5,
  summary:
    'Lets a lease run for so long from now on, and answers that; 0 when the token no longer holds the lock',
  syntax: 'key token ttl-milliseconds',
  apply: (context, argv) => {
    const ttl = ttlArgument(argv[4]!);
    return edit(context, argv, (lock, hold) => {
      lock.change({ ...hold, deadline: context.keyspace.leaseNow + ttl });
      return ttl;
    });
  },
};

export const downgrade: WriteCommand = {
  ...writes,
  name: 'downgrade',
  arity: 4,
  summary: 'Makes an exclusive hold a shared one under the same token',
  syntax: 'key token',
  apply: (context, argv) =>
    edit(context, argv, (lock, hold) => {
      if (hold.mode === 'permits') throw NO_PERMITS;
      lock.change({ ...hold, mode: 'shared' });
      return 1;
    }),
};

/**
 * Takes back what a waiter was given whose client had gone. An owner may have asked again meanwhile, over another
 * connection: then it is his.
 */
export const unlock: WriteCommand = {
  ...writes,
  name: 'quorate.unlock',
  arity: -3,
  keys: [keysAt(['RW', 'access', 'update'], 2, -1)],
  summary: 'Gives back locks that a waiter was granted after its client had gone',
  complexity: 'O(N) with N the number of locks',
  syntax: 'token key [key ...]',
  internal: true,
  apply: (context, argv) => {
    const token = tokenArgument(argv[1]!);
    for (const name of argv.slice(2)) {
      const held = holdToEdit(context, name, token);
      if (held === undefined || held.hold.lane !== context.lane || held.hold.uuid !== context.uuid) continue;
      giveUp(context, name, held.lock, token);
      changed(context, name, held.lock);
    }
    return OK;
  },
};
