import { keysRead } from '../commands/server/keys-of.js';
import type { SessionPort } from '../commands/ports.js';
import type { LeafCommand } from '../commands/spec.js';
import type { Scheduler } from '../ports/scheduler.js';
import type { Lane, Replica } from '../replica/api.js';
import type { Reply } from '../resp/reply.js';
import type { CommandObserver } from './observer.js';

/** Milliseconds from one report to the next, and keys of one at most: a sample will do. */
const INTERVAL = 100;
const KEYS_MAX = 500;
/** Uses are told only when keys weigh more than this share of `maxmemory`: long before they are needed. */
const FILLED = 0.7;

/**
 * Puts into the log which keys the clients of this node read, where the policy of eviction asks for it. Stands before the
 * observer that is told of every command.
 */
export class UseReporter implements CommandObserver {
  /** By database. */
  #used = new Map<number, Set<string>>();
  #count = 0;
  #isWanted = false;
  /** Reports that are not applied yet: while there are any, no more are sent. */
  #unanswered = 0;
  #lane: Lane | undefined;
  #cancel: () => void = () => undefined;

  constructor(
    private readonly behind: CommandObserver,
    private readonly replica: Pick<Replica, 'openLane' | 'submit' | 'setting' | 'memory'>,
    private readonly scheduler: Pick<Scheduler, 'after'>,
  ) {
    this.#next();
  }

  executed(
    command: LeafCommand,
    argv: readonly string[],
    reply: Reply,
    milliseconds: number,
    session: SessionPort,
  ): void {
    this.behind.executed(command, argv, reply, milliseconds, session);
    if (this.#isWanted && command.class === 'read') this.#note(session.db, keysRead(command, argv));
  }

  rejected(command: LeafCommand): void {
    this.behind.rejected(command);
  }

  stop(): void {
    this.#cancel();
  }

  #note(db: number, keys: readonly string[]): void {
    if (this.#count >= KEYS_MAX) return;
    const used = this.#used.get(db) ?? new Set<string>();
    this.#used.set(db, used);
    for (const key of keys.slice(0, KEYS_MAX - this.#count)) {
      if (used.has(key)) continue;
      used.add(key);
      this.#count++;
    }
  }

  #next(): void {
    this.#cancel = this.scheduler.after(INTERVAL, () => {
      this.#isWanted = this.#asksForUses();
      if (this.#unanswered === 0) for (const [db, keys] of this.#used) this.#report(db, [...keys]);
      this.#used = new Map();
      this.#count = 0;
      this.#next();
    });
  }

  #asksForUses(): boolean {
    if (!/l[rf]u$/.test(this.replica.setting('maxmemory-policy') ?? '')) return false;
    const limit = Number(this.replica.setting('maxmemory') ?? 0);
    return limit > 0 && this.replica.memory().weight > limit * FILLED;
  }

  #report(db: number, keys: readonly string[]): void {
    this.#lane ??= this.replica.openLane();
    this.#unanswered++;
    const ended = (): void => void this.#unanswered--;
    this.replica.submit({
      lane: this.#lane,
      argv: ['quorate.used', ...keys],
      db,
      kind: 'write',
      done: ended,
      lost: ended, // the next reads tell it again
    });
  }
}
