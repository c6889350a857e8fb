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
      helpReply('DQUEUE', [
        [
          'PUSH <queue> [DELAY <ms>] [PRIORITY <n>] [GROUP <name>] [ID <id>] MSG <payload> ...',
          'Adds messages.',
        ],
        ['PULL <queue> [COUNT <n>] [WAIT <ms>] [VISIBILITY <ms>] [BOUND]', 'Gives messages out.'],
        ['ACK <queue> <receipt> ...', 'Says that messages are done with.'],
        ['NACK <queue> <receipt> [DELAY <ms>] [REASON <text>]', 'Gives a message back.'],
        ['EXTEND <queue> <receipt> <ms>', 'Keeps a message for longer.'],
        ['CREATE <queue> [VISIBILITY <ms>] [MAXDELIVERIES <n>] [DLQ <queue>] [MAXLEN <n>] [MAXBYTES <n>]'],
        ['       [RETENTION <ms>] [DEDUP <ms>] [RATE <n> <ms>]', 'Makes a queue.'],
        ['ALTER <queue> <option> ...', 'Changes options, those of CREATE.'],
        ['DROP <queue>', 'Deletes a queue.'],
        ['PURGE <queue>', 'Deletes all messages of a queue.'],
        ['PEEK <queue> [COUNT <n>]', 'Shows the next messages: id, payload, deliveries, reason.'],
        ['DEAD <queue> [COUNT <n>]', 'Shows dead messages in the same form.'],
        ['REDRIVE <queue> [COUNT <n>]', 'Brings dead messages back.'],
        ['INFO <queue>', 'Shows figures and options.'],
        ['LEN <queue>', 'Tells how many messages are ready.'],
        ['SCAN <cursor> [MATCH <pattern>] [COUNT <n>]', 'Walks over the names of queues.'],
      ]),
    ),
};
