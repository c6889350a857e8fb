import { Bindings } from './bindings.js';
import { Keyspace } from './keyspace.js';
import type { MemberRecord } from './payload.js';
import { Sessions } from './sessions.js';
import { Scripts } from './scripts.js';
import { MachineSettings } from './settings.js';
import { Subscriptions } from './subscriptions.js';
import { FIRST_VERSION } from './version.js';
import { Waiters } from './waiters.js';

/** All that the machine is made of: what a snapshot holds, and what the digest covers but for the index. */
export class MachineState {
  readonly waiters = new Waiters();
  readonly keyspace = new Keyspace({
    changed: (db, key) => this.waiters.changed(db, key),
    databaseChanged: db => this.waiters.databaseChanged(db),
    isAwaited: (db, name) => this.waiters.first(db, name) !== undefined,
    unbound: (client, key) => this.bindings.remove(client, key),
    lockDelay: () => Number(this.settings.get('lock-delay') ?? 0),
  });
  readonly settings = new MachineSettings();
  readonly sessions = new Sessions();
  readonly subscriptions = new Subscriptions();
  readonly bindings = new Bindings();
  readonly scripts = new Scripts();
  /** Index of the last entry with data that was applied as a whole; 0: none. */
  appliedIndex = 0;
  /** Of the last entry. Milliseconds since the epoch. */
  stamp = 0;
  /** Null until the first entry of the cluster was applied. */
  clusterId: string | null = null;
  members: readonly MemberRecord[] = [];
  /** The machine version at which the cluster runs. */
  version = FIRST_VERSION;
}
