import { readFileSync } from 'node:fs';
import yargs from 'yargs';
import { hideBin } from 'yargs/helpers';
import { OperatorError } from '../base/errors.js';
import { readConfFile } from '../config/conf-file.js';
import type { Settings } from '../config/settings.js';
import { loadSettings } from '../config/sources.js';
import { SECTIONS } from '../config/table.js';
import { askServer } from './ask.js';
import { clusterOptions, dataCommands, where } from './commands.js';
import { runCluster } from './cluster.js';
import { runServer } from './server.js';
import { VERSION } from '../base/version.js';

type Flags = Readonly<Record<string, unknown>>;

/** Every setting is a flag; its help is the table's. */
function settingFlags(): Record<
  string,
  { type: 'string'; group: string; describe: string; requiresArg: true }
> {
  const flags: ReturnType<typeof settingFlags> = {};
  for (const { title, settings } of SECTIONS) {
    for (const [name, { help }] of Object.entries(settings)) {
      flags[name] = { type: 'string', group: `${title}:`, describe: help, requiresArg: true };
    }
  }
  return flags;
}

function settingsFrom(flags: Flags): Settings {
  const path = flags['conf'] as string | undefined;
  const names = SECTIONS.flatMap(({ settings }) => Object.keys(settings));
  return loadSettings({
    file: path === undefined ? [] : readConfFile(path, readConf),
    environment: mapValues(process.env, asBytes),
    flags: mapValues(
      Object.fromEntries(names.map(name => [name, flags[name] as string | undefined])),
      asBytes,
    ),
  });
}

/** Settings hold bytes, as clients send them: a password that is not ASCII must match. */
function asBytes(text: string | undefined): string | undefined {
  return text === undefined ? undefined : Buffer.from(text).toString('latin1');
}

function mapValues<A, B>(values: Readonly<Record<string, A>>, map: (value: A) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, map(value)]));
}

function readConf(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch (error) {
    throw new OperatorError('BAD_SETTING', `cannot read ${path}: ${(error as Error).message}`, {
      cause: error,
    });
  }
}

function indexOf(text: string | undefined): number | null {
  if (text === undefined) return null;
  if (/^[1-9]\d{0,15}$/.test(text)) return Number(text);
  throw new OperatorError('BAD_SETTING', `--skip-entry takes the index of an entry, not '${text}'`);
}

async function main(): Promise<void> {
  await dataCommands(yargs(hideBin(process.argv)))
    .scriptName('quorate')
    .version(VERSION)
    .command(
      'server',
      'Run one node',
      builder =>
        builder
          .options(settingFlags())
          .option('conf', {
            type: 'string',
            describe: 'A file in the syntax of redis.conf',
            requiresArg: true,
          })
          .option('accept-torn-tail', {
            type: 'boolean',
            default: false,
            describe: 'Start although the end of the log may lack an acknowledged write',
          })
          .option('skip-entry', {
            type: 'string',
            describe: 'Pass over this entry of the log, which no node can apply; the same on all nodes',
            requiresArg: true,
          }),
      flags => {
        const confFile = flags.conf === undefined ? null : flags.conf;
        return runServer(settingsFrom(flags), {
          confFile,
          acceptTornTail: Boolean(flags['accept-torn-tail']),
          skipEntry: indexOf(flags['skip-entry']),
        });
      },
    )
    .command('cluster', 'Run several nodes on this machine, to try things out', clusterOptions, flags =>
      runCluster(flags),
    )
    .command('status', 'Show the Raft status of a node', where, flags => askServer(flags, ['RAFT', 'STATUS']))
    .command('members', 'Show the members of the cluster', where, flags =>
      askServer(flags, ['RAFT', 'MEMBERS']),
    )
    .command(
      'transfer [to]',
      'Hand leadership over, to a member or to the best one',
      builder =>
        builder.options(where).positional('to', { type: 'string', describe: 'Id of the new leader' }),
      flags => askServer(flags, ['RAFT', 'TRANSFER', ...(flags.to === undefined ? [] : [flags.to])]),
    )
    .demandCommand(
      1,
      'Name a command: server, cluster, status, members, transfer, backup, restore or recover',
    )
    .strict()
    .fail((message, error) => {
      throw error ?? new OperatorError('BAD_SETTING', message);
    })
    .wrap(Math.min(120, process.stdout.columns ?? 100))
    .parseAsync();
}

main().catch((error: unknown) => {
  const text =
    error instanceof OperatorError ? error.message : error instanceof Error ? error.stack : String(error);
  process.stderr.write(`quorate: ${text}\n`);
  process.exit(1);
});
