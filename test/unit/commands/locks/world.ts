import { transactionArguments } from '../../../../src/commands/transactions/transaction.js';
import { command, Log } from '../../machine/log.js';

export const WRONG_TYPE = '-WRONGTYPE Operation against a key holding the wrong kind of value';

/** A log whose commands are mostly those of locks. */
export class Locks extends Log {
  /** `DLOCK` with these arguments. */
  lock(lane: number, ...argv: (string | number)[]): unknown {
    return this.run(lane, 'DLOCK', ...argv.map(String));
  }

  /** Takes a lock that is free; answers the token. */
  take(lane: number, name: string, ...options: (string | number)[]): number {
    const reply = this.lock(lane, 'ACQUIRE', name, 10_000, ...options);
    if (!Array.isArray(reply)) throw new Error(`${name} is not free: ${String(reply)}`);
    return reply[0] as number;
  }

  /** Waits for a lock that others hold. */
  wait(lane: number, name: string, ...options: (string | number)[]): void {
    const reply = this.lock(lane, 'ACQUIRE', name, 10_000, 'WAIT', 0, ...options);
    if (reply !== 'Blocked') throw new Error(`${name} is not held: ${String(reply)}`);
  }

  ask(...argv: string[]): unknown {
    return this.read('DLOCK', ...argv);
  }

  /** A map as an object. */
  info(name: string): Record<string, unknown> | null {
    const reply = this.ask('INFO', name) as { map: unknown[] } | null;
    return reply && (objectOf(reply) as Record<string, unknown>);
  }

  waiters(name: string): Record<string, unknown>[] {
    return (this.ask('WAITERS', name) as unknown[]).map(row => objectOf(row) as Record<string, unknown>);
  }

  multi(lane: number, ...commands: string[][]): unknown {
    const inner = commands.map(argv => ({ db: 0, argv }));
    return this.run(lane, ...transactionArguments('quorate.exec', { watched: [], commands: inner }));
  }

  /** Milliseconds go by, and a tick says so. */
  pass(milliseconds: number): void {
    this.stamp += milliseconds;
    this.append({ kind: 'tick' });
  }

  gone(lane: number): void {
    this.batch({ lane, unblock: 'gone' });
  }

  /** Who was served since, in order: lane and reply. */
  served(): [lane: number, reply: unknown][] {
    return this.takeEvents().flatMap(event =>
      'served' in event ? [[event.served, event.reply] as [number, unknown]] : [],
    );
  }

  servedLanes(): number[] {
    return this.served().map(([lane]) => lane);
  }
}

/** Maps inside a reply as objects. */
function objectOf(reply: unknown): unknown {
  if (Array.isArray(reply)) return reply.map(objectOf);
  if (typeof reply !== 'object' || reply === null || !('map' in reply)) return reply;
  const pairs = (reply as { map: unknown[] }).map;
  const entries = Array.from({ length: pairs.length / 2 }, (_, at) => [
    pairs[2 * at],
    objectOf(pairs[2 * at + 1]),
  ]);
  return Object.fromEntries(entries) as unknown;
}

export { command };
