import { helpReply } from '../server/help.js';
import type { NodeCommand } from '../spec.js';

export const functionHelp: NodeCommand = {
  name: 'help',
  class: 'node',
  arity: 2,
  flags: ['loading', 'stale'],
  categories: ['scripting'],
  group: 'scripting',
  since: '7.0.0',
  summary: 'Explains the subcommands',
  complexity: 'O(1)',
  syntax: '',
  run: (_node, _session, _argv, done) =>
    done(
      helpReply('FUNCTION', [
        ['LOAD [REPLACE] <code>', 'Loads a library of functions.'],
        ['DELETE <library>', 'Removes a library.'],
        ['LIST [LIBRARYNAME <pattern>] [WITHCODE]', 'Lists libraries and their functions.'],
        ['STATS', 'Counts libraries and functions.'],
        ['KILL', 'Answers that no function is running.'],
        ['FLUSH [ASYNC|SYNC]', 'Removes all libraries.'],
        ['DUMP', 'Answers all libraries as a payload for FUNCTION RESTORE.'],
        ['RESTORE <payload> [FLUSH|APPEND|REPLACE]', 'Loads the libraries of a payload.'],
      ]),
    ),
};
