import type { Served, Waking, WriteContext } from '../../machine/context.js';
import { Lock } from '../../machine/values/lock/lock.js';
import { NULL_ARRAY, type Reply } from '../../resp/reply.js';
import { type KeySpec, type WriteCommand } from '../spec.js';
import { type Claim, claimOfAll, claimOfOne, hasWait } from './arguments.js';
import { checkDeadlock } from './deadlock.js';
import { grant } from './granting.js';
import { unlock } from './holding.js';
import { writes } from './values.js';

const OPTIONS = '[SHARED | EXCLUSIVE | PERMITS count] [WAIT milliseconds] [OWNER id] [META text] [BOUND]';

const shared = { ...writes, flags: ['write', 'denyoom', 'blocking'] } as const;

export const acquire: WriteCommand = {
  ...shared,
  name: 'acquire',
  arity: -4,
  summary: 'Takes a lock for a time, and waits in its line while others hold it',
  complexity:
    'O(1); O(N) with an owner that has to wait, with N the number of those who hold and await locks',
  syntax: `key ttl-milliseconds ${OPTIONS}`,
  mayWait: argv => hasWait(argv, 4),
  apply: (context, argv) => claimNow(context, claimOfOne(argv)),
  waking: wakingOf(claimOfOne),
};

const NAMES: KeySpec = {
  ...writes.keys[0],
  begin: { index: 2 },
  find: { numKeysIndex: 0, firstKey: 1, step: 1 },
};

export const acquireall: WriteCommand = {
  ...shared,
  name: 'acquireall',
  arity: -5,
  flags: [...shared.flags, 'movablekeys'],
  keys: [NAMES],
  summary: 'Takes several locks under one token, all of them or none',
  complexity:
    'O(N) with N the number of locks; with an owner that has to wait, of those who hold and await any',
  syntax: `numlocks key [key ...] ttl-milliseconds ${OPTIONS}`,
  mayWait: argv => hasWait(argv, 5),
  apply: (context, argv) => claimNow(context, claimOfAll(argv)),
  waking: wakingOf(claimOfAll),
};

function claimNow(context: WriteContext, claim: Claim): Reply {
  const granted = grant(context, claim);
  if (granted !== undefined) return granted.reply;
  const { names, owner, wait } = claim;
  if (wait === undefined || !context.mayBlock) return NULL_ARRAY;
  const { db, dbIndex } = context;
  if (owner !== '') checkDeadlock(context, owner, { db: dbIndex, names, isFirst: false });
  // A lock that is awaited is there, so that nobody comes in between.
  for (const name of names) if (!db.has(name)) db.set(name, new Lock());
  return context.block({ keys: names, timeout: wait, owner });
}

function wakingOf(claimOf: (argv: readonly string[]) => Claim): Waking {
  const serve = (context: WriteContext, argv: readonly string[]): Served | undefined => {
    const claim = claimOf(argv);
    const granted = grant(context, claim);
    if (granted === undefined) return undefined;
    return {
      reply: granted.reply,
      giveBack: [unlock.name, String(granted.token), ...claim.names],
    };
  };
  return { serves: 'anything', serve, timedOut: NULL_ARRAY, inOrder: 'last' };
}
