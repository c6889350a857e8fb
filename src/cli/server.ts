import type { Settings } from '../config/settings.js';
import { OperatorError } from '../base/errors.js';
import { randomHex } from '../base/random.js';
import { Commands } from '../commands/table.js';
import { ClientDirectory } from '../server/clients.js';
import { ServerCounters } from '../server/counters.js';
import { LiveSettings } from './live-settings.js';
import { ServerNode } from '../server/node-port.js';
import { RedisServer } from '../server/server.js';
import { Statistics } from '../server/statistics.js';
import { UseReporter } from '../server/use-reporter.js';
import type { Logger } from '../ports/logger.js';
import type { Replica } from '../replica/api.js';
import { openLogger } from './log.js';
import { openReplica } from './open-replica.js';
import { tryPorts } from './ports.js';
import { RealScheduler } from './real-scheduler.js';
import { VERSION } from '../base/version.js';

export interface ServerOptions {
  /** The file that the settings came from; null: none. */
  readonly confFile: string | null;
  readonly acceptTornTail: boolean;
  /** An entry that is not to be applied; null: none. */
  readonly skipEntry: number | null;
}

/** Tells whoever started the process that another start heals what is wrong. The launcher knows it. */
export const START_AGAIN = 75;
/** A process that cannot end in good order ends all the same after this. Milliseconds. */
const STOP_WITHIN_MS = 10_000;

/**
 * Runs one node until SIGINT, SIGTERM or SHUTDOWN, or until it cannot go on: then the exit code is 1.
 *
 * @throws OperatorError when it cannot start
 */
export async function runServer(settings: Settings, options: ServerOptions): Promise<void> {
  const logger = openLogger(settings.get('loglevel'), process.stdout.isTTY);
  settings.onChange('loglevel', () => logger.setLevel(settings.get('loglevel')));
  const failed = (error: Error): void => {
    logger.error({ reason: error.message }, 'this node cannot go on');
    process.exit(error instanceof OperatorError && error.code === 'STATE' ? START_AGAIN : 1);
  };
  const scheduler = new RealScheduler();
  const commands = new Commands();
  const { acceptTornTail, skipEntry, confFile } = options;
  await tryPorts(settings);
  const open = await openReplica(settings, commands, scheduler, {
    acceptTornTail,
    skipEntry,
    logger,
    failed,
  });
  let stopping = false;
  const stop = (reason: string): void => {
    if (stopping) return;
    stopping = true;
    logger.info({ reason }, 'stopping');
    setTimeout(() => failed(new Error('it did not stop in time')), STOP_WITHIN_MS).unref();
    server.retire();
    // Another leads before clients are sent away: what they were promised is kept without a wait for a timeout.
    open.replica.members.handOver(() =>
      server.close(() => {
        uses.stop();
        node.stop();
        open.close().then(() => process.exit(0), failed);
      }),
    );
  };
  const front = { settings, commands, scheduler, logger, replica: open.replica };
  const { server, node, uses } = buildServer(front, confFile, () => stop('SHUTDOWN'));
  try {
    await listen(server, front);
  } catch (error) {
    uses.stop();
    node.stop();
    await open.close();
    throw error;
  }
  node.announce(announcedAddress(settings));
  process.on('SIGINT', () => stop('SIGINT'));
  process.on('SIGTERM', () => stop('SIGTERM'));
  const [id, port] = [settings.get('id'), settings.get('port')];
  process.stdout.write(`Quorate ${VERSION}: node ${id} serves on port ${port}\n`);
}

/** Where clients of this node connect, as all nodes tell it. */
function announcedAddress(settings: Settings): string {
  const own = settings.get('peers').find(({ id }) => id === settings.get('id'));
  const host = settings.get('cluster-announce-ip') || (own?.host ?? '');
  return `${host}:${settings.get('cluster-announce-port') || settings.get('port')}`;
}

interface Front {
  readonly settings: Settings;
  readonly commands: Commands;
  readonly scheduler: RealScheduler;
  readonly logger: Logger;
  readonly replica: Replica;
}

function buildServer(
  front: Front,
  confFile: string | null,
  shutdown: () => void,
): { server: RedisServer; node: ServerNode; uses: UseReporter } {
  const { settings, commands, scheduler, replica } = front;
  const clients = new ClientDirectory(replica, scheduler);
  const counters = new ServerCounters();
  const statistics = new Statistics(commands, settings, scheduler);
  const uses = new UseReporter(statistics, replica, scheduler);
  const random = (): number => scheduler.random();
  const node = new ServerNode({
    ...{ commands, settings, replica, clients, counters, statistics, scheduler, confFile, shutdown },
    runId: (randomHex(random) + randomHex(random)).slice(0, 40),
    port: () => settings.get('port'),
  });
  const server = new RedisServer({
    ...{ replica, commands, node, scheduler, logger: front.logger, counters, clients },
    settings: new LiveSettings(settings, name => replica.setting(name)),
    observer: uses,
  });
  return { server, node, uses };
}

async function listen(server: RedisServer, { settings, logger }: Front): Promise<void> {
  const listeners = await server.listen({
    bind: settings.get('bind'),
    port: settings.get('port'),
    backlog: settings.get('tcp-backlog'),
  });
  for (const { address } of listeners) logger.info({ address }, 'listening for clients');
}
