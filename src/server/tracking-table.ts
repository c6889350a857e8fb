import { Push, type Reply } from '../resp/reply.js';
import type { Connection } from './connection.js';

/** Where invalidations go for clients that speak RESP2: whoever they redirect to sees it as a message of this channel. */
const CHANNEL = '__redis__:invalidate';

/** What the table needs of the node. */
export interface TrackingHost {
  connection(id: number): Connection | undefined;
  /** `tracking-table-max-keys`; 0: no limit. */
  maxKeys(): number;
  /** Whether anybody wants to know what changes. */
  trackKeys(isTracking: boolean): void;
}

/**
 * Which clients of this node have read which keys, and who wants to hear of every key with a prefix. Names of keys stand
 * for those of all databases, as in Redis: an invalidation more does no harm.
 */
export class TrackingTable {
  /** The key that was read first stands first: it is given up first. */
  readonly #readers = new Map<string, Set<number>>();
  readonly #prefixes = new Map<string, Set<number>>();
  readonly #clients = new Set<number>();

  constructor(private readonly host: TrackingHost) {}

  get keys(): number {
    return this.#readers.size;
  }

  get clients(): number {
    return this.#clients.size;
  }

  get prefixes(): number {
    return this.#prefixes.size;
  }

  hasClient(id: number): boolean {
    return this.host.connection(id) !== undefined;
  }

  enabled(id: number, prefixes: readonly string[]): void {
    this.#clients.add(id);
    for (const prefix of prefixes) {
      const clients = this.#prefixes.get(prefix);
      if (clients === undefined) this.#prefixes.set(prefix, new Set([id]));
      else clients.add(id);
    }
    this.host.trackKeys(true);
  }

  /** Keys that it has read are forgotten as they change. */
  disabled(id: number, prefixes: readonly string[]): void {
    this.#clients.delete(id);
    for (const prefix of prefixes) {
      const clients = this.#prefixes.get(prefix);
      clients?.delete(id);
      if (clients?.size === 0) this.#prefixes.delete(prefix);
    }
    if (this.#clients.size > 0) return;
    this.#readers.clear();
    this.host.trackKeys(false);
  }

  /** A client read these keys a moment ago: nothing has changed since. */
  remember(id: number, keys: readonly string[]): void {
    for (const key of keys) {
      const readers = this.#readers.get(key);
      if (readers === undefined) this.#readers.set(key, new Set([id]));
      else readers.add(id);
    }
    const limit = this.host.maxKeys();
    if (limit === 0) return;
    while (this.#readers.size > limit) {
      const [oldest] = this.#readers.keys();
      if (oldest !== undefined) this.#invalidate(oldest, 0);
    }
  }

  /** `origin`: the client of this node that changed them; 0: somebody else. */
  changed(keys: readonly string[], origin: number): void {
    for (const key of keys) this.#invalidate(key, origin);
    if (this.#prefixes.size === 0) return;
    const distinct = [...new Set(keys)].sort();
    for (const [prefix, clients] of this.#prefixes) {
      const matching = distinct.filter(key => key.startsWith(prefix));
      if (matching.length > 0) for (const id of clients) this.#tell(id, matching, origin);
    }
  }

  /** Any key may have changed. */
  flushed(origin: number): void {
    this.#readers.clear();
    for (const id of this.#clients) this.#send(id, null, origin);
  }

  #invalidate(key: string, origin: number): void {
    const readers = this.#readers.get(key);
    if (readers === undefined) return;
    this.#readers.delete(key);
    for (const id of readers) {
      // One that has switched to another mode since no longer cares what it read.
      if (this.host.connection(id)?.session.tracking.isBroadcast === false) this.#tell(id, [key], origin);
    }
  }

  #tell(id: number, keys: readonly string[], origin: number): void {
    const tracking = this.host.connection(id)?.session.tracking;
    if (tracking?.isOn !== true || (tracking.noLoop && id === origin)) return;
    this.#send(id, keys, origin);
  }

  #send(id: number, keys: Reply, origin: number): void {
    const connection = this.host.connection(id);
    if (connection === undefined) return;
    const { tracking, protocol } = connection.session;
    const target = tracking.redirect === 0 ? connection : this.host.connection(tracking.redirect);
    if (target === undefined) {
      tracking.isBroken = true;
      if (protocol === 3)
        connection.push(new Push(['tracking-redir-broken', tracking.redirect]), id === origin);
    } else if (target.session.protocol === 3) {
      target.push(new Push(['invalidate', keys]), target.id === origin);
    } else if (target !== connection && target.session.isSubscribed) {
      target.push(new Push(['message', CHANNEL, keys]), target.id === origin);
    }
  }
}
