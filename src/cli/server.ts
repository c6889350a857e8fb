import type { Settings } from '../config/settings.js';
import { randomHex } from '../base/random.js';
import { Commands } from '../commands/table.js';
import { ClientDirectory } from '../server/clients.js';
import { ServerCounters } from '../server/counters.js';
import { LiveSettings } from './live-settings.js';
import { ServerNode } from '../server/node-port.js';
import { RedisServer } from '../server/server.js';
import { Statistics } from '../server/statistics.js';
import { openLogger } from './log.js';
import { openReplica } from './open-replica.js';
import { RealScheduler } from './real-scheduler.js';
import { VERSION } from '../base/version.js';

export interface ServerOptions {
  /** The file that the settings came from; null: none. */
  readonly confFile: string | null;
  readonly acceptTornTail: boolean;
}

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
  const scheduler = new RealScheduler();
  const commands = new Commands();
  const failed = (error: Error): void => {
    logger.error({ reason: error.message }, 'this node cannot go on');
    process.exit(1);
  };
  const open = await openReplica(settings, commands, scheduler, {
    acceptTornTail: options.acceptTornTail,
    logger,
    failed,
  });
  const { replica } = open;
  const clients = new ClientDirectory(replica, scheduler);
  const counters = new ServerCounters();
  const statistics = new Statistics(commands, settings, scheduler);
  let stopping = false;
  const stop = (reason: string): void => {
    if (stopping) return;
    stopping = true;
    logger.info({ reason }, 'stopping');
    setTimeout(() => failed(new Error('it did not stop in time')), STOP_WITHIN_MS).unref();
    server.close();
    node.stop();
    open.close().then(() => process.exit(0), failed);
  };
  const node = new ServerNode({
    commands,
    settings,
    replica,
    clients,
    counters,
    statistics,
    scheduler,
    runId: randomHex(() => scheduler.random()).padEnd(40, '0'),
    confFile: options.confFile,
    port: () => settings.get('port'),
    shutdown: () => stop('SHUTDOWN'),
  });
  const liveSettings = new LiveSettings(settings, name => replica.setting(name));
  const server = new RedisServer({
    replica,
    commands,
    node,
    settings: liveSettings,
    scheduler,
    logger,
    observer: statistics,
    counters,
    clients,
  });
  try {
    const listeners = await server.listen({
      bind: settings.get('bind'),
      port: settings.get('port'),
      backlog: settings.get('tcp-backlog'),
    });
    for (const { address } of listeners) logger.info({ address }, 'listening for clients');
  } catch (error) {
    node.stop();
    await open.close();
    throw error;
  }
  process.on('SIGINT', () => stop('SIGINT'));
  process.on('SIGTERM', () => stop('SIGTERM'));
  process.stdout.write(
    `Quorate ${VERSION}: node ${settings.get('id')} serves on port ${settings.get('port')}\n`,
  );
}
