import type { Socket } from 'node:net';
import type { NodePort } from '../commands/ports.js';
import type { Commands } from '../commands/table.js';
import type { Logger } from '../ports/logger.js';
import type { Scheduler } from '../ports/scheduler.js';
import type { Replica } from '../replica/api.js';
import { refusalFor } from './address.js';
import type { ClientDirectory } from './clients.js';
import { Connection } from './connection.js';
import type { ServerCounters } from './counters.js';
import type { ConnectionHost, Waiting } from './host.js';
import { closeListeners, openListeners, type Listener, type ListenOptions } from './listener.js';
import { Monitors } from './monitors.js';
import { Newsroom } from './newsroom.js';
import type { CommandObserver } from './observer.js';
import type { PauseGate } from './pause.js';
import type { ServerSettings } from './settings.js';
import { TrackingTable } from './tracking-table.js';

/** How often clients are looked at for `timeout` and the soft output limit, in milliseconds. */
const ROUND = 1000;
/** When the server closes: how long what was taken may take. Milliseconds. */
const CLOSE_WITHIN = 1000;

export interface ServerParts {
  readonly replica: Replica;
  readonly commands: Commands;
  readonly node: NodePort;
  readonly settings: ServerSettings;
  readonly scheduler: Scheduler;
  readonly logger: Logger;
  readonly observer: CommandObserver;
  readonly counters: ServerCounters;
  readonly clients: ClientDirectory;
}

/** The front end: listens, admits clients, and gives each its turn. */
export class RedisServer implements ConnectionHost {
  readonly replica: Replica;
  readonly commands: Commands;
  readonly node: NodePort;
  readonly settings: ServerSettings;
  readonly scheduler: Scheduler;
  readonly observer: CommandObserver;
  readonly counters: ServerCounters;
  readonly pause: PauseGate;
  readonly tracking: TrackingTable;
  readonly monitors: Monitors;

  readonly #logger: Logger;
  readonly #clients: ClientDirectory;
  #listeners: Listener[] = [];
  #cancelRound: () => void = () => undefined;
  /** Looks whether the last connection has ended, when that is waited for. */
  #emptied: () => void = () => undefined;

  /** Connections that have something to do in this turn of the event loop; each at most once. */
  #scheduled: Waiting[] = [];
  #awaitingRelief: Set<Waiting> | null = null;
  readonly #awaitingUnpause = new Set<Waiting>();

  constructor(parts: ServerParts) {
    this.replica = parts.replica;
    this.commands = parts.commands;
    this.node = parts.node;
    this.settings = parts.settings;
    this.scheduler = parts.scheduler;
    this.observer = parts.observer;
    this.counters = parts.counters;
    this.pause = parts.clients.pause;
    this.#logger = parts.logger;
    this.#clients = parts.clients;
    this.monitors = new Monitors(() => this.scheduler.wall());
    this.tracking = new TrackingTable({
      connection: id => parts.clients.connection(id),
      maxKeys: () => this.settings.maxTrackedKeys,
      trackKeys: isTracking => this.replica.trackKeys(isTracking),
    });
    this.replica.listen(
      new Newsroom(parts.clients, this.tracking, previous => this.node.masterSwitched(previous)),
    );
    this.#clients.onUnpause(() => this.#scheduleAll(this.#awaitingUnpause));
  }

  /** Opens the addresses and answers them; throws an OperatorError when one cannot be had. */
  async listen(options: ListenOptions): Promise<readonly Listener[]> {
    this.#listeners = await openListeners(options, (socket, unixPath) => this.#accept(socket, unixPath));
    this.#nextRound();
    return this.#listeners;
  }

  /** Stops listening. Who is connected is still served. */
  retire(): void {
    closeListeners(this.#listeners);
    this.#listeners = [];
  }

  /**
   * Stops listening, takes no more commands, and ends each connection when those that it took are answered; `done` when
   * all have ended. The last are cut off after a second.
   */
  close(done: () => void): void {
    this.retire();
    this.#cancelRound();
    const cancel = this.scheduler.after(CLOSE_WITHIN, () => {
      for (const connection of [...this.#clients]) connection.cut();
    });
    this.#emptied = () => {
      if (this.#clients.size > 0) return;
      cancel();
      this.#emptied = () => undefined;
      done();
    };
    for (const connection of [...this.#clients]) connection.end();
    this.#emptied();
  }

  schedule(connection: Waiting): void {
    if (connection.isScheduled) return;
    connection.isScheduled = true;
    if (this.#scheduled.push(connection) === 1) this.scheduler.endOfTurn(this.#runTurns);
  }

  awaitRelief(connection: Waiting): void {
    if (this.#awaitingRelief === null) {
      const waiting = new Set<Waiting>();
      this.#awaitingRelief = waiting;
      this.replica.onRelief(() => {
        this.#awaitingRelief = null;
        this.#scheduleAll(waiting);
      });
    }
    this.#awaitingRelief.add(connection);
  }

  awaitUnpause(connection: Waiting): void {
    this.#awaitingUnpause.add(connection);
  }

  closed(connection: Waiting): void {
    this.#clients.remove(connection.id);
    this.#awaitingRelief?.delete(connection);
    this.#awaitingUnpause.delete(connection);
    this.#emptied();
  }

  failed(error: unknown): void {
    this.#logger.error({ err: error }, 'a command handler failed');
  }

  #accept(socket: Socket, unixPath: string | null): void {
    const host = unixPath === null ? (socket.remoteAddress ?? '') : undefined;
    const refusal = refusalFor(host, this.#clients.size, this.settings);
    if (refusal !== null) {
      this.counters.connectionsRejected += 1;
      socket.on('error', () => undefined);
      socket.write(refusal);
      socket.destroySoon();
      return;
    }
    this.counters.connectionsReceived += 1;
    socket.setNoDelay(this.settings.tcpNoDelay);
    const { tcpKeepAlive } = this.settings;
    if (tcpKeepAlive > 0) socket.setKeepAlive(true, tcpKeepAlive * 1000);
    this.#clients.add(new Connection(this, socket, unixPath));
  }

  readonly #runTurns = (): void => {
    const scheduled = this.#scheduled;
    this.#scheduled = [];
    for (const connection of scheduled) {
      connection.isScheduled = false;
      connection.turn();
    }
  };

  #scheduleAll(waiting: Set<Waiting>): void {
    const connections = [...waiting];
    waiting.clear();
    for (const connection of connections) this.schedule(connection);
  }

  #nextRound(): void {
    this.#cancelRound = this.scheduler.after(ROUND, () => {
      this.#round();
      this.#nextRound();
    });
  }

  #round(): void {
    const now = this.scheduler.now();
    const { timeout } = this.settings;
    for (const connection of this.#clients) {
      connection.enforceOutputLimit();
      if (
        timeout > 0 &&
        connection.isIdle &&
        !connection.session.isSubscribed &&
        now - connection.activeAt > timeout * 1000
      )
        connection.cut();
    }
  }
}
