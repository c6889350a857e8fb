import type { Leaving } from './database-owner.js';
import type { CommandTable } from './command-table.js';
import { type EventClass, KeyEventSource } from './key-events.js';
import { isLoss, type LockEvent } from './lock-events.js';
import type { KeyspaceObserver } from './keyspace.js';
import type { Client, MachineObserver } from './observer.js';
import type { MachineState } from './state.js';

const NOBODY: Client = { uuid: '', lane: 0 };

/**
 * What clients are told besides replies, in the order of the log: messages, keyspace events, and on this node which keys
 * changed.
 */
export class News implements KeyspaceObserver {
  /** Somebody on this node tracks keys. */
  isTracking = false;
  readonly #events: KeyEventSource;
  #from = NOBODY;
  #changed: string[] = [];

  constructor(
    private readonly state: () => MachineState,
    commands: Pick<CommandTable, 'keyEvents'>,
    private readonly observer: Pick<MachineObserver, 'published' | 'keysChanged' | 'flushed' | 'lockChanged'>,
  ) {
    this.#events = new KeyEventSource(() => state().settings, {
      eventsOf: argv => commands.keyEvents(argv),
      publish: (channel, message) => this.publish('channel', channel, message),
    });
  }

  /** What follows comes of this command; without one, of time. */
  begin(from = NOBODY, argv: readonly string[] = []): void {
    this.#from = from;
    this.#events.begin(argv);
  }

  publish(kind: 'channel' | 'shard', channel: string, message: string): number {
    const topics = this.state().subscriptions.reached(kind, channel);
    if (topics.length === 0) return 0;
    this.observer.published(topics, channel, message, this.#from);
    return topics.reduce((sum, topic) => sum + topic.count, 0);
  }

  notify(eventClass: EventClass, event: string, key: string, db: number): void {
    if (this.#events.enabled) this.#events.notify(eventClass, event, key, db);
  }

  /** Tells of the keys that changed so far. To be called before anything else sees the change. */
  flush(): void {
    if (this.#changed.length === 0) return;
    const changed = this.#changed;
    this.#changed = [];
    this.observer.keysChanged(changed, this.#from);
  }

  // ---- what the keyspace tells ---------------------------------------------------------------------------------------

  get tellsOfAdditions(): boolean {
    return this.#events.enabled;
  }

  added(db: number, key: string): void {
    this.#events.notify('n', 'new', key, db);
  }

  edited(db: number, key: string): void {
    if (this.isTracking) this.#changed.push(key);
    if (this.#events.enabled) this.#events.edited(db, key);
  }

  fieldExpired(db: number, key: string): void {
    if (this.#events.enabled) this.#events.fieldExpired(db, key);
  }

  left(db: number, key: string, how: Leaving): void {
    if (this.isTracking) this.#changed.push(key);
    if (this.#events.enabled) this.#events.left(db, key, how);
  }

  /** A loss is told on a channel too, for those who cannot be told otherwise. */
  lockChanged(event: LockEvent): void {
    const { change, name, hold } = event;
    if (isLoss(change)) this.publish('channel', `__dlock__:${name}`, `lost ${hold.token}`);
    this.observer.lockChanged(event);
  }

  databaseChanged(): void {
    if (!this.isTracking) return;
    this.flush();
    this.observer.flushed(this.#from);
  }
}
