import type { Redis } from 'ioredis';
import type { Connections } from './connections.js';
import { LockLost } from './lock-errors.js';
import type { LossNotices } from './loss-notices.js';
import { retrying } from './retry.js';

type Word = string | number | Buffer;

/** Parts of its time after which a lease is renewed. */
const RENEWALS = 3;
/** Clocks of the cluster may run that much faster than the one here. */
const DRIFT = 0.01;

/** What a lock needs of its client. */
export interface LockHost {
  readonly connections: Connections;
  /** For renewals and releases alone. */
  readonly control: Redis;
  readonly notices: LossNotices;
}

export interface LockTerms {
  readonly names: readonly string[];
  readonly token: number;
  /** Milliseconds. */
  readonly ttl: number;
  /** When it was asked for, by the clock of `performance.now`: its lease began later. */
  readonly askedAt: number;
  readonly renews: boolean;
}

/**
 * A lock that is held, renewed in the background until it is released. When it is lost, or may be, `signal` fires: whatever it
 * protects has to stop then. That comes too late for a process that was paused: {@link guard} what you write.
 */
export class Lock implements AsyncDisposable {
  readonly name: string;
  /** Rises with every grant of whatever lock: to be handed to whatever else the lock protects. */
  readonly token: number;
  readonly #abort = new AbortController();
  #renewal: NodeJS.Timeout | undefined;
  #end: NodeJS.Timeout | undefined;
  #isOver = false;

  constructor(
    private readonly host: LockHost,
    private readonly terms: LockTerms,
  ) {
    this.name = terms.names[0] ?? '';
    this.token = terms.token;
    host.notices.add(terms.token, () => this.#lose('the cluster says so'));
    this.#leaseFrom(terms.askedAt);
    if (terms.renews) this.#planRenewal(terms.ttl / RENEWALS);
  }

  get names(): readonly string[] {
    return this.terms.names;
  }

  /** Fires when the lock is lost, or may be; the reason is a {@link LockLost}. A release does not fire it. */
  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  /** Lets it go. False: it was lost before. */
  async release(): Promise<boolean> {
    if (this.#isOver) return false;
    this.#finish();
    const within = this.terms.ttl;
    const released = await this.#each(name => ['DLOCK', 'RELEASE', name, this.token], within);
    return released.every(reply => reply === 1);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.release();
  }

  /** Runs a command only while the lock is held, in one step with the look at it. @throws LockLost: nothing was changed. */
  async guard(...command: readonly Word[]): Promise<unknown> {
    return this.#fenced(this.host.connections.ask('DLOCK', 'GUARD', this.name, this.token, ...command));
  }

  /** The same for several commands as one: all of them or none. Answers their replies. @throws LockLost */
  async transaction(commands: readonly (readonly Word[])[]): Promise<unknown[]> {
    const guards = this.names.map(name => ['DLOCK', 'GUARD', name, this.token]);
    const multi = this.host.connections.shared.multi();
    for (const [name, ...args] of [...guards, ...commands]) multi.callBuffer(String(name), ...args);
    const replies = (await this.#fenced(multi.exec())) as [Error | null, unknown][] | null;
    return (replies ?? []).slice(guards.length).map(([error, reply]) => {
      if (error !== null) throw error;
      return reply;
    });
  }

  async #fenced(reply: Promise<unknown>): Promise<unknown> {
    try {
      return await reply;
    } catch (error) {
      if (error instanceof Error && error.message.startsWith('FENCED')) {
        this.#lose('a guard was refused');
        throw new LockLost(this.name, this.token, error.message);
      }
      throw error;
    }
  }

  // ---- its lease -----------------------------------------------------------------------------------------------------

  /** The lease ends not before its time has passed from `from` on, by any clock of the cluster. */
  #leaseFrom(from: number): void {
    clearTimeout(this.#end);
    const left = from + this.terms.ttl * (1 - DRIFT) - performance.now();
    this.#end = setTimeout(() => this.#lose('its time may be over'), Math.max(0, left));
  }

  #planRenewal(after: number): void {
    this.#renewal = setTimeout(() => void this.#renew(), after);
  }

  async #renew(): Promise<void> {
    const { ttl } = this.terms;
    const askedAt = performance.now();
    try {
      const renewed = await this.#each(name => ['DLOCK', 'RENEW', name, this.token, ttl], ttl);
      if (this.#isOver) return;
      if (renewed.includes(0)) {
        this.#lose('it could not be renewed');
        return;
      }
      this.#leaseFrom(askedAt);
      this.#planRenewal(ttl / RENEWALS);
    } catch {
      // Nobody answered in all that time: the end of the lease is near, or has come.
      if (!this.#isOver) this.#planRenewal(0);
    }
  }

  /** Asks the same of all its names; what nobody answered is asked again, of another node. */
  #each(argvOf: (name: string) => readonly Word[], within: number): Promise<unknown[]> {
    const { connections, control } = this.host;
    const limit = Math.max(250, this.terms.ttl / (2 * RENEWALS));
    return Promise.all(
      this.names.map(name =>
        retrying(() => connections.askOf(control, limit, argvOf(name)), { isIdempotent: true, within }),
      ),
    );
  }

  #lose(why: string): void {
    if (this.#isOver) return;
    this.#finish();
    this.#abort.abort(new LockLost(this.name, this.token, why));
  }

  #finish(): void {
    this.#isOver = true;
    clearTimeout(this.#renewal);
    clearTimeout(this.#end);
    this.host.notices.remove(this.token);
  }
}
