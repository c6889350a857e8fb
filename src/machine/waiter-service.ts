import { assert } from '../base/assert.js';
import { BLOCKED, type Blocked, ErrorReply, NO_REPLY, type Reply } from '../resp/reply.js';
import type { CommandTable } from './command-table.js';
import type { BlockRequest, Served } from './context.js';
import type { Execution } from './execution.js';
import { settleLock } from './lock-events.js';
import type { News } from './news.js';
import type { MachineObserver } from './observer.js';
import type { UnblockItem } from './payload.js';
import type { MachineState } from './state.js';
import { typeName } from './value.js';
import { Lock } from './values/lock/lock.js';
import type { ReadyKey, Waiter, Waiters } from './waiters.js';

const UNBLOCKED = new ErrorReply('UNBLOCKED client unblocked via CLIENT UNBLOCK');

/** The machine, as far as waiters go. */
interface WaiterHost {
  readonly news: News;
  readonly commands: CommandTable;
  readonly observer: MachineObserver;
  state(): MachineState;
  execution(): Execution;
  /** What a handler threw, as a reply. */
  answerTo(error: unknown): ErrorReply;
}

/** Lets clients wait, serves them, and lets them go. */
export class WaiterService {
  constructor(private readonly host: WaiterHost) {}

  get #waiters(): Waiters {
    return this.host.state().waiters;
  }

  block(request: BlockRequest): Blocked {
    const { uuid, lane, dbIndex: db, argv, mayBlock } = this.host.execution();
    assert(mayBlock && lane > 0, 'only a client that may block does');
    const waking = this.host.commands.waking(argv);
    assert(waking !== undefined, 'a command that blocks says how it goes on');
    this.#waiters.add({
      uuid,
      lane,
      db,
      argv: request.argv ?? argv,
      waking,
      keys: request.keys,
      timeout: request.timeout,
      since: this.host.execution().now,
      owner: request.owner ?? '',
    });
    return BLOCKED;
  }

  /** 1: it was still waiting. */
  unblock(uuid: string, { lane, unblock }: UnblockItem): Reply {
    const waiter = this.#waiters.of(uuid, lane);
    if (waiter === undefined) return 0;
    this.#waiters.remove(waiter);
    const replies = { timeout: waiter.waking.timedOut, error: UNBLOCKED, gone: NO_REPLY };
    this.host.observer.waiterEnded(uuid, lane, unblock, replies[unblock]);
    return 1;
  }

  /** The incarnation of a node is over. */
  endNode(uuid: string): void {
    for (const waiter of this.#waiters.ofNode(uuid)) {
      this.#waiters.remove(waiter);
      this.host.observer.waiterEnded(uuid, waiter.lane, 'end', NO_REPLY);
    }
  }

  /**
   * Serves after a command as a whole: keys in the order in which they became ready, at each of them those who wait in
   * order of arrival. What this makes ready (BLMOVE) is served in turn; it ends, for each round takes a waiter out.
   */
  serve(): void {
    const waiters = this.#waiters;
    for (let ready = waiters.takeReady(); ready !== undefined; ready = waiters.takeReady()) {
      for (const waiter of waiters.line(ready.db, ready.key)) {
        const value = this.host.state().keyspace.database(ready.db).get(ready.key);
        const { serves } = waiter.waking;
        const mayServe = serves === 'anything' || (value !== undefined && serves.includes(typeName(value)));
        const isServed = mayServe && this.#serve(waiter, ready.key);
        if (!isServed && waiter.waking.inOrder !== undefined) break;
      }
      this.#serveHolders(ready);
      this.#settle(ready);
    }
  }

  /** An owner who asked for a lock twice, because an answer got lost, gets what it has, wherever it stands in the line. */
  #serveHolders({ db, key }: ReadyKey): void {
    if (this.#waiters.first(db, key) === undefined) return;
    const lock = this.host.state().keyspace.database(db).get(key);
    if (!(lock instanceof Lock)) return;
    for (const { owner } of [...lock.holds()]) {
      for (const waiter of this.#waiters.ofOwner(owner)) {
        if (waiter.db === db && waiter.keys.includes(key)) this.#serve(waiter, key);
      }
    }
  }

  /** The line of a lock is part of why it is there. */
  #settle({ db, key }: ReadyKey): void {
    const { keyspace } = this.host.state();
    this.host.news.begin();
    settleLock(keyspace.database(db), key, keyspace);
    this.host.news.flush();
  }

  /** False: it goes on waiting. */
  #serve(waiter: Waiter, key: string): boolean {
    const { news, observer } = this.host;
    const execution = this.host.execution();
    const { uuid, lane, db, argv } = waiter;
    let served: Served | undefined;
    try {
      execution.begin(uuid, lane, db, argv, false);
      news.begin(waiter, argv);
      served = waiter.waking.serve(execution, argv, key);
    } catch (error) {
      served = { reply: this.host.answerTo(error), giveBack: null };
    }
    news.flush();
    if (served === undefined) return false;
    this.#waiters.remove(waiter);
    observer.served(uuid, lane, served.reply, served.giveBack, db);
    return true;
  }
}
