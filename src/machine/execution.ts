import { AssertionError } from '../base/assert.js';
import { type Random, SeededRandom } from '../base/random.js';
import type { Blocked, ErrorReply, Reply } from '../resp/reply.js';
import type { BlockRequest, Lines, Scripting, WriteContext } from './context.js';
import type { Database } from './database.js';
import type { Keyspace } from './keyspace.js';
import type { EventClass } from './key-events.js';
import type { MachineSettings } from './settings.js';
import type { MachineState } from './state.js';
import type { Client } from './observer.js';
import type { Subscriptions } from './subscriptions.js';

/** What a handler can ask of the machine besides. */
export interface Callbacks {
  block(request: BlockRequest): Blocked;
  call(argv: readonly string[], db: number): Reply;
  callable(argv: readonly string[]): ErrorReply | undefined;
  callOfTransaction(index: number, argv: readonly string[], db: number): Reply;
  publish(kind: 'channel' | 'shard', channel: string, message: string): number;
  hasRoomFor(argv: readonly string[]): boolean;
  ignoreWeight(): void;
  announce(address: string): void;
  bind(key: string): void;
  notify(eventClass: EventClass, event: string, key: string, db: number): void;
}

const refuse = (): never => {
  throw new AssertionError('a query changes nothing');
};

/** What a query cannot ask for. */
export const CHANGES_NOTHING: Omit<Callbacks, 'call' | 'callable'> = {
  block: refuse,
  callOfTransaction: refuse,
  publish: refuse,
  hasRoomFor: refuse,
  ignoreWeight: refuse,
  announce: refuse,
  bind: refuse,
  notify: refuse,
};

/** What handlers see: one object that is set for each command anew, so that none is made for it. */
export class Execution implements WriteContext {
  readonly keyspace: Keyspace;
  readonly settings: MachineSettings;
  readonly subscriptions: Subscriptions;
  readonly waiters: Lines;
  now = 0;
  random: Random = new SeededRandom(0);
  db: Database;
  dbIndex = 0;
  mayBlock = false;
  /** Who asks. */
  uuid = '';
  lane = 0;
  argv: readonly string[] = [];

  constructor(
    private readonly state: Pick<
      MachineState,
      'keyspace' | 'settings' | 'subscriptions' | 'waiters' | 'version'
    >,
    readonly scripting: Scripting,
    private readonly callbacks: Callbacks,
  ) {
    this.keyspace = state.keyspace;
    this.settings = state.settings;
    this.subscriptions = state.subscriptions;
    this.waiters = state.waiters;
    this.db = state.keyspace.database(0);
  }

  get version(): number {
    return this.state.version;
  }

  /** Who asks. */
  get client(): Client {
    return { uuid: this.uuid, lane: this.lane };
  }

  begin(uuid: string, lane: number, db: number, argv: readonly string[], mayBlock: boolean): void {
    this.db = this.keyspace.database(db);
    this.dbIndex = db;
    this.uuid = uuid;
    this.lane = lane;
    this.argv = argv;
    this.mayBlock = mayBlock;
  }

  block(request: BlockRequest): Blocked {
    return this.callbacks.block(request);
  }

  call(argv: readonly string[], db = this.dbIndex): Reply {
    return this.callbacks.call(argv, db);
  }

  callable(argv: readonly string[]): ErrorReply | undefined {
    return this.callbacks.callable(argv);
  }

  callOfTransaction(index: number, argv: readonly string[], db: number): Reply {
    return this.callbacks.callOfTransaction(index, argv, db);
  }

  hasRoomFor(argv: readonly string[]): boolean {
    return this.callbacks.hasRoomFor(argv);
  }

  ignoreWeight(): void {
    this.callbacks.ignoreWeight();
  }

  bind(key: string): void {
    this.callbacks.bind(key);
  }

  announce(address: string): void {
    this.callbacks.announce(address);
  }

  publish(kind: 'channel' | 'shard', channel: string, message: string): number {
    return this.callbacks.publish(kind, channel, message);
  }

  notify(eventClass: EventClass, event: string, key: string, db = this.dbIndex): void {
    this.callbacks.notify(eventClass, event, key, db);
  }
}
