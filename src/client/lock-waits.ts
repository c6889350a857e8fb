import type { Redis } from 'ioredis';
import type { Connections } from './connections.js';
import { retrying } from './retry.js';

/** How often a wait is looked after from another connection: its own says nothing until it is over. Milliseconds. */
const PROBE_MS = 10_000;
/** The answer to a wait that ran out may be late by that much, an election included. Milliseconds. */
const LATE_MS = 15_000;
/** The longest time that a timer takes. Milliseconds. */
const LONGEST_TIMER = 2 ** 31 - 1;

interface WaitConnection {
  readonly redis: Redis;
  /** By which CLIENT UNBLOCK finds it; 0: it has to be asked. */
  id: number;
}

export interface Wait {
  readonly argv: readonly (string | number)[];
  /** Milliseconds; Infinity: for ever. */
  readonly milliseconds: number;
  /** Whether it still stands in the line. */
  readonly isInLine: () => Promise<boolean>;
  readonly signal: AbortSignal | undefined;
}

/**
 * Connections for commands that wait, each for one at a time, and for nothing else: whatever keeps a lock never stands behind
 * a wait. At most `max` of them; further waits stand in a line here.
 */
export class LockWaits {
  readonly #idle: WaitConnection[] = [];
  #open = 0;
  readonly #line: ((connection: WaitConnection) => void)[] = [];

  constructor(
    private readonly connections: Connections,
    private readonly max: number,
  ) {}

  /**
   * The reply of a command that takes `WAIT`, which is put behind `argv`; null too when `signal` fires. Sent again when its
   * connection ends.
   */
  async wait(wait: Wait): Promise<unknown> {
    const deadline = performance.now() + wait.milliseconds;
    const connection = await this.#take(wait.signal);
    if (connection === null) return null;
    const isOver = (): boolean => connection.redis.status === 'end';
    try {
      const send = (): Promise<unknown> => this.#send(connection, wait, deadline - performance.now());
      return await retrying(send, {
        ...{ isIdempotent: true, within: wait.milliseconds + LATE_MS },
        isOver,
      });
    } finally {
      this.#giveBack(connection);
    }
  }

  /** Null: `signal` fired first. */
  #take(signal: AbortSignal | undefined): Promise<WaitConnection | null> {
    const idle = this.#idle.pop();
    if (idle !== undefined) return Promise.resolve(idle);
    if (this.#open === this.max) return this.#standInLine(signal);
    this.#open++;
    const connection: WaitConnection = { redis: this.connections.own(), id: 0 };
    connection.redis.on('close', () => (connection.id = 0));
    return Promise.resolve(connection);
  }

  #standInLine(signal: AbortSignal | undefined): Promise<WaitConnection | null> {
    return new Promise(resolve => {
      const leave = (): void => {
        this.#line.splice(this.#line.indexOf(take), 1);
        resolve(null);
      };
      const take = (connection: WaitConnection): void => {
        signal?.removeEventListener('abort', leave);
        resolve(connection);
      };
      this.#line.push(take);
      signal?.addEventListener('abort', leave, { once: true });
    });
  }

  #giveBack(connection: WaitConnection): void {
    const next = this.#line.shift();
    if (next === undefined) this.#idle.push(connection);
    else next(connection);
  }

  async #send(connection: WaitConnection, wait: Wait, left: number): Promise<unknown> {
    const { argv, signal } = wait;
    if (isAborted(signal)) return null;
    const { redis } = connection;
    if (connection.id === 0) connection.id = Number(await redis.call('CLIENT', 'ID'));
    if (isAborted(signal)) return null;
    // A wait of 0 is for ever: the least that is not is 1.
    const milliseconds = left === Infinity ? 0 : Math.max(1, Math.ceil(left));
    const unblock = (): void => void this.#unblock(connection.id);
    signal?.addEventListener('abort', unblock);
    const probe = setInterval(() => void this.#probe(redis, wait), PROBE_MS);
    try {
      const limit = Math.min(left + LATE_MS, LONGEST_TIMER);
      return await this.connections.askOf(redis, limit, [...argv, 'WAIT', milliseconds]);
    } finally {
      clearInterval(probe);
      signal?.removeEventListener('abort', unblock);
    }
  }

  /** Should that not reach anybody, the wait ends by itself, or with its connection. */
  async #unblock(id: number): Promise<void> {
    await this.connections.ask('CLIENT', 'UNBLOCK', id).catch(() => 0);
  }

  /** A node that is away takes its waits along: the command is sent again, to another one. */
  async #probe(redis: Redis, { isInLine }: Wait): Promise<void> {
    if (!(await isInLine().catch(() => true))) redis.disconnect(true);
  }
}

/** Asked anew each time: it changes by itself. */
function isAborted(signal: AbortSignal | undefined): boolean {
  return signal?.aborted === true;
}
