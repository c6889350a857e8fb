import type { Argv } from 'yargs';
import { runBackup } from './backup.js';
import { runRecover, runRestore } from './restore.js';

/** Which node is asked. */
export const where = {
  host: { type: 'string', default: '127.0.0.1', describe: 'Address of a node' },
  port: { type: 'number', default: 6379, describe: 'Its port for clients' },
  password: { type: 'string', describe: 'Its `requirepass`' },
} as const;

export const clusterOptions = {
  nodes: { type: 'number', default: 3, describe: 'How many' },
  port: {
    type: 'number',
    default: 7001,
    describe: 'Client port of the first; Raft ports are 10000 higher',
  },
  data: { type: 'string', default: './data/cluster', describe: 'Folder of their data folders' },
} as const;

const newNode = {
  data: { type: 'string', demandOption: true, describe: 'The data folder' },
  id: { type: 'string', default: 'n1', describe: 'The id of the node' },
  'raft-address': {
    type: 'string',
    default: '127.0.0.1:16379',
    describe: 'host:port at which others find its Raft port',
  },
} as const;

/** Commands about the data of a cluster as a whole. */
export function dataCommands(parser: Argv): Argv {
  return parser
    .command(
      'backup',
      'Write all that a running cluster has acknowledged to a file',
      builder =>
        builder
          .options(where)
          .option('out', { type: 'string', demandOption: true, describe: 'The file; it must not exist' }),
      flags => runBackup(flags, flags.out),
    )
    .command(
      'restore <file>',
      'Make the data folder of a new cluster of a backup',
      builder =>
        builder
          .positional('file', { type: 'string', demandOption: true, describe: 'The backup' })
          .options(newNode),
      flags => runRestore(flags.file, { ...flags, address: flags['raft-address'] }),
    )
    .command(
      'recover',
      'Make a new cluster of the data folder of one node that is stopped, when the majority is lost',
      builder =>
        builder.options(newNode).options({
          'force-new-cluster': {
            type: 'boolean',
            demandOption: true,
            describe: 'That this is what you want',
          },
          yes: { type: 'boolean', default: false, describe: 'That you know what may be lost' },
        }),
      flags =>
        runRecover({ ...flags, address: flags['raft-address'] }, flags['force-new-cluster'] && flags.yes),
    );
}
