import { ErrorReply } from '../../resp/reply.js';
import { isKeyword, wrongSubcommandArity } from '../arguments.js';
import type { NodeCommand } from '../spec.js';

const NONE_OPEN = new ErrorReply('ERR no backup is open: it was read to its end, or given up');

export const backup: NodeCommand = {
  name: 'backup',
  class: 'node',
  group: 'quorate',
  categories: ['quorate', 'dangerous'],
  flags: ['admin', 'noscript', 'no_multi'],
  since: '0.1.0',
  arity: 3,
  summary:
    'Reads a snapshot that holds all that was acknowledged before: BEGIN, then chunk by chunk until null',
  complexity: 'O(N) with N the number of elements in all databases',
  syntax: '<BEGIN | NEXT>',
  run(node, _session, argv, done) {
    if (isKeyword(argv[2], 'BEGIN')) {
      // A read is answered behind a fence: the node has applied all that was acknowledged before it.
      node.read(['dbsize'], 0, reply => done(reply instanceof ErrorReply ? reply : node.backupBegin()));
    } else if (isKeyword(argv[2], 'NEXT')) {
      const chunk = node.backupNext();
      if (chunk === undefined) throw NONE_OPEN;
      done(chunk === null ? null : Buffer.from(chunk).toString('latin1'));
    } else throw wrongSubcommandArity(argv);
  },
};
