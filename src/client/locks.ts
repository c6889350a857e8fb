import { randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';
import type { Connections } from './connections.js';
import { LockNotAcquired } from './lock-errors.js';
import { Lock, type LockHost } from './lock.js';
import { LockWaits } from './lock-waits.js';
import { LossNotices } from './loss-notices.js';
import { retrying } from './retry.js';

/** Connections that wait, at most. */
const MAX_WAITS = 32;
const DEFAULT_TTL = 30_000;

export interface AcquireOptions {
  /** Milliseconds of its lease; the lock is renewed as long as it is held. Default 30 s. */
  readonly ttl?: number;
  /** Milliseconds to wait for it; Infinity: as long as it takes. Default 0: not at all. */
  readonly wait?: number;
  /** Ends the wait. */
  readonly signal?: AbortSignal;
  /** `permits`: as many as that hold it together. Default exclusive. */
  readonly mode?: 'exclusive' | 'shared' | { readonly permits: number };
  /**
   * Who asks. Who asks again under the same name gets what it has; only those with a name of their own choice are looked after
   * for deadlocks that go over several calls. Default: one for each call.
   */
  readonly owner?: string;
  /** Shown by DLOCK INFO. */
  readonly meta?: string;
  /** False: it ends with its lease unless somebody renews it. Default true. */
  readonly renew?: boolean;
}

export interface LocksOptions {
  /** Connections that wait at a time, each for one lock; further waits stand in a line before them. Default 32. */
  readonly maxWaits?: number;
}

/** Locks of a cluster. All of its locks are lost for the caller when the {@link Connections} are closed. */
export class Locks {
  readonly #waits: LockWaits;
  readonly #notices: LossNotices;
  #control: Redis | null = null;

  constructor(
    private readonly connections: Connections,
    { maxWaits = MAX_WAITS }: LocksOptions = {},
  ) {
    this.#waits = new LockWaits(connections, maxWaits);
    this.#notices = new LossNotices(connections);
  }

  /** `await using lock = await locks.acquire('orders', { wait: 5000 })`. @throws LockNotAcquired; the reason of `signal` */
  async acquire(name: string, options: AcquireOptions = {}): Promise<Lock> {
    return this.acquireAll([name], options);
  }

  /** Null: others hold it, and the wait, if there was one, is over. */
  async tryAcquire(name: string, options: AcquireOptions = {}): Promise<Lock | null> {
    return this.#claim([name], options);
  }

  /** All of them or none, under one token. */
  async acquireAll(names: readonly string[], options: AcquireOptions = {}): Promise<Lock> {
    const lock = await this.#claim(names, options);
    if (lock === null) throw new LockNotAcquired(names);
    return lock;
  }

  async #claim(names: readonly string[], options: AcquireOptions): Promise<Lock | null> {
    const { ttl = DEFAULT_TTL, wait = 0, signal, renew = true, owner = randomUUID() } = options;
    signal?.throwIfAborted();
    const argv = claimWords(names, ttl, owner, options);
    const asked = { at: 0 };
    const ask = (): Promise<unknown> => {
      asked.at = performance.now();
      return this.connections.ask(...argv);
    };
    // With an owner it may be asked for as often as needed: who has it gets the same answer.
    let reply = await retrying(ask, { isIdempotent: true, within: ttl });
    if (reply === null && wait > 0) {
      const isInLine = (): Promise<boolean> => this.#isInLine(names[0] ?? '', owner);
      reply = await this.#waits.wait({ argv, milliseconds: wait, isInLine, signal });
      // Only the cluster knows when it was granted; it says how much is left.
      if (reply !== null) reply = await retrying(ask, { isIdempotent: true, within: ttl });
    }
    const lock = reply === null ? null : this.#held(names, reply as [number, number], asked.at, ttl, renew);
    if (signal?.aborted === true) {
      await lock?.release();
      signal.throwIfAborted();
    }
    return lock;
  }

  #held(
    names: readonly string[],
    [token]: [number, number],
    askedAt: number,
    ttl: number,
    renews: boolean,
  ): Lock {
    return new Lock(this.#host, { names, token, ttl, askedAt, renews });
  }

  get #host(): LockHost {
    this.#control ??= this.connections.own();
    return { connections: this.connections, control: this.#control, notices: this.#notices };
  }

  async #isInLine(name: string, owner: string): Promise<boolean> {
    const rows = (await this.connections.ask('DLOCK', 'WAITERS', name)) as unknown[][];
    return rows.some(row =>
      row.some((word, at) => String(word) === 'owner' && String(row[at + 1]) === owner),
    );
  }
}

function claimWords(
  names: readonly string[],
  ttl: number,
  owner: string,
  { mode = 'exclusive', meta }: AcquireOptions,
): (string | number)[] {
  const what = names.length === 1 ? ['ACQUIRE', ...names] : ['ACQUIREALL', names.length, ...names];
  const how = typeof mode === 'string' ? [mode.toUpperCase()] : ['PERMITS', mode.permits];
  return ['DLOCK', ...what, ttl, ...how, 'OWNER', owner, ...(meta === undefined ? [] : ['META', meta])];
}
