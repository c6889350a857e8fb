import type { NodePort } from '../commands/ports.js';
import type { Commands } from '../commands/table.js';
import type { Scheduler } from '../ports/scheduler.js';
import type { Replica } from '../replica/api.js';
import type { ServerCounters } from './counters.js';
import type { Monitors } from './monitors.js';
import type { CommandObserver } from './observer.js';
import type { PauseGate } from './pause.js';
import type { ServerSettings } from './settings.js';
import type { TrackingTable } from './tracking-table.js';

/** A connection that has something to do before the turn of the event loop ends. */
export interface Waiting {
  readonly id: number;
  /** Its turn is to come; kept by the server. */
  isScheduled: boolean;
  turn(): void;
}

/** What a connection needs of the server. */
export interface ConnectionHost {
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
  /** Calls `turn()` of the connection before this turn of the event loop ends. */
  schedule(connection: Waiting): void;
  /** Schedules the connection when the replica is no longer congested. */
  awaitRelief(connection: Waiting): void;
  /** Schedules the connection when the pause ends. */
  awaitUnpause(connection: Waiting): void;
  closed(connection: Waiting): void;
  /** A handler threw what is no reply: an error of ours. */
  failed(error: unknown): void;
}
