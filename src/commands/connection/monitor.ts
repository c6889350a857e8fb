import { ErrorReply, NO_REPLY, OK } from '../../resp/reply.js';
import type { SessionCommand } from '../spec.js';

const IN_TRANSACTION = new ErrorReply("ERR MONITOR isn't allowed for DENY BLOCKING client");

export const monitor: SessionCommand = {
  name: 'monitor',
  class: 'session',
  arity: 1,
  flags: ['admin', 'noscript', 'loading', 'stale'],
  categories: [],
  group: 'server',
  since: '1.0.0',
  summary: 'Shows this connection every command that clients of this node send from now on',
  complexity: 'O(1)',
  syntax: '',
  run(session) {
    if (!session.mayBlock) throw IN_TRANSACTION;
    return session.monitor() ? OK : NO_REPLY;
  },
};
