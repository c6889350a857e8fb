import { helpReply } from '../server/help.js';
import type { NodeCommand } from '../spec.js';
import { shared } from './values.js';

export const help: NodeCommand = {
  ...shared,
  name: 'help',
  class: 'node',
  arity: 2,
  flags: ['loading', 'stale'],
  summary: 'Explains the subcommands',
  syntax: '',
  run: (_node, _session, _argv, done) =>
    done(
      helpReply('DLOCK', [
        [
          'ACQUIRE <name> <ttl-ms> [SHARED|EXCLUSIVE|PERMITS <n>] [WAIT <ms>] [OWNER <id>] [META <text>] [BOUND]',
          'Takes a lock: answers token and ttl, or null.',
        ],
        ['ACQUIREALL <numlocks> <name> [<name> ...] <ttl-ms> [...]', 'Takes several locks or none.'],
        ['RELEASE <name> <token>', 'Lets a lock go.'],
        ['RENEW <name> <token> <ttl-ms>', 'Lets a lease run on from now.'],
        ['UPGRADE <name> <token> [WAIT <ms>]', 'Makes a shared hold exclusive, under a new token.'],
        ['DOWNGRADE <name> <token>', 'Makes an exclusive hold shared.'],
        ['GUARD <name> <token> [<command> ...]', 'Runs a command while the token holds the lock.'],
        ['TOKEN <key> <value>', 'Tells the token of a lock that SET took.'],
        ['INFO <name>', 'Tells who holds a lock.'],
        ['WAITERS <name>', 'Tells who waits for a lock.'],
        ['SCAN <cursor> [MATCH <pattern>] [COUNT <n>]', 'Walks over the names of locks.'],
        ['BREAK <name>', 'Takes a lock away from its holders.'],
      ]),
    ),
};
