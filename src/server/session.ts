import { createHash, timingSafeEqual } from 'node:crypto';
import type { SessionPort } from '../commands/ports.js';
import { ErrorReply } from '../resp/reply.js';
import type { SubscriptionCounts } from '../replica/api.js';
import type { Protocol } from '../resp/encoder.js';
import type { SocketAddresses } from './address.js';
import type { ServerSettings } from './settings.js';
import { TrackingState } from './tracking-state.js';
import type { TrackingTable } from './tracking-table.js';
import { TransactionQueue } from './transaction.js';

const NO_PASSWORD_CONFIGURED = new ErrorReply(
  'ERR AUTH <password> called without any password configured for the default user. ' +
    'Are you sure your configuration is correct?',
);

/** What a session needs of its connection. */
export interface SessionOwner {
  subscriptions(): SubscriptionCounts;
  setMonitoring(isOn: boolean): void;
  describe(): string;
  authenticationChanged(authenticated: boolean): void;
  closeAfterReply(): void;
}

/** What a connection has chosen for itself: what session commands see and RESET takes back. */
export class ClientSession implements SessionPort {
  readonly address: string;
  readonly localAddress: string;
  protocol: Protocol = 2;
  db = 0;
  name = '';
  libraryName = '';
  libraryVersion = '';
  noEvict = false;
  noTouch = false;
  readonly transaction = new TransactionQueue();
  readonly tracking: TrackingState;
  mayBlock = true;
  isMonitor = false;

  readonly #owner: SessionOwner;
  readonly #settings: ServerSettings;
  #authenticated: boolean;
  #repliesOff = false;
  /** Counts commands; CLIENT REPLY SKIP names the next one. */
  #sequence = 0;
  #skipped = -1;

  constructor(
    owner: SessionOwner,
    readonly id: number,
    addresses: SocketAddresses,
    settings: ServerSettings,
    tracked: TrackingTable,
  ) {
    this.#owner = owner;
    this.tracking = new TrackingState(id, tracked);
    this.address = addresses.remote;
    this.localAddress = addresses.local;
    this.#settings = settings;
    this.#authenticated = settings.requirePass === '';
  }

  get authenticated(): boolean {
    return this.#authenticated;
  }

  /** By channels, patterns and shard channels. */
  get subscriptions(): SubscriptionCounts {
    return this.#owner.subscriptions();
  }

  get isSubscribed(): boolean {
    const { channels, patterns, shards } = this.subscriptions;
    return channels + patterns + shards > 0;
  }

  get databases(): number {
    return this.#settings.databases;
  }

  /** There is one user, `default`; without a password configured it takes any. */
  authenticate(user: string, password: string, explicitUser: boolean): boolean {
    const expected = this.#settings.requirePass;
    if (!explicitUser && expected === '') throw NO_PASSWORD_CONFIGURED;
    const granted = user === 'default' && (expected === '' || equalInConstantTime(password, expected));
    if (granted) this.#setAuthenticated(true);
    return granted;
  }

  setReplyMode(mode: 'on' | 'off' | 'skip'): void {
    if (mode === 'skip') this.#skipped = this.#sequence + 1;
    else {
      this.#repliesOff = mode === 'off';
      this.#skipped = -1;
    }
  }

  monitor(): boolean {
    if (this.isMonitor) return false;
    this.isMonitor = true;
    this.#owner.setMonitoring(true);
    return true;
  }

  reset(): void {
    this.isMonitor = false;
    this.#owner.setMonitoring(false);
    this.transaction.clear();
    this.tracking.disable();
    this.protocol = 2;
    this.db = 0;
    this.name = '';
    this.noEvict = false;
    this.noTouch = false;
    this.setReplyMode('on');
    this.#setAuthenticated(this.#settings.requirePass === '');
  }

  describe(): string {
    return this.#owner.describe();
  }

  closeAfterReply(): void {
    this.#owner.closeAfterReply();
  }

  // For the connection.

  /** The next command is the one at hand. */
  beginCommand(): void {
    this.#sequence += 1;
  }

  /** The command at hand gets no reply. */
  get isSilent(): boolean {
    return this.#repliesOff || this.#skipped === this.#sequence;
  }

  #setAuthenticated(authenticated: boolean): void {
    this.#authenticated = authenticated;
    this.#owner.authenticationChanged(authenticated);
  }
}

/** Over digests: the time tells neither content nor length. */
function equalInConstantTime(a: string, b: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text, 'latin1').digest();
  return timingSafeEqual(digest(a), digest(b));
}
