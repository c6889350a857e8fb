import type { LeafCommand } from '../commands/spec.js';
import type { WatchedKey } from '../commands/transactions/transaction.js';
import { ErrorReply, NO_REPLY, OK, type Reply } from '../resp/reply.js';
import { Pending } from './pending.js';
import type { QueuedCommand } from './transaction.js';

/** WATCH on its way: its mark is kept, and its client told OK. */
export class WatchPending extends Pending {
  watch: (mark: Omit<WatchedKey, 'key' | 'db'>) => void = () => undefined;

  override done(reply: Reply): void {
    if (!Array.isArray(reply)) {
      super.done(reply);
      return;
    }
    const [serial, now] = reply as [number, number];
    this.watch({ serial, now });
    super.done(OK);
  }
}

/** RESET of a subscriber on its way: done when the log says that its subscriptions are over. */
export class ResetPending extends Pending {
  reset: () => Reply = () => NO_REPLY;

  override done(reply: Reply): void {
    super.done(reply instanceof ErrorReply ? reply : this.reset());
  }
}

/** Who runs, for a transaction, what concerns this connection or this process alone. */
export interface InnerRunner {
  /** A read of a logged transaction was evaluated; its keys are tracked. */
  evaluated(command: LeafCommand, argv: readonly string[]): void;
  /** Of class session or node. Answers through `done`, at once or later. */
  run(command: LeafCommand, argv: readonly string[], done: (reply: Reply) => void): void;
}

/** EXEC on its way. It is answered when each of its commands is: those of class node may take longer than the entry. */
export class ExecPending extends Pending {
  commands: readonly QueuedCommand[] = [];
  runner: InnerRunner | null = null;
  readonly #late = new Map<number, Reply>();
  #running = 0;
  #result: Reply | undefined;

  inside(index: number, evaluate: () => Reply): Reply {
    const inner = this.commands[index];
    if (inner === undefined || this.runner === null) return NO_REPLY;
    const { command, argv } = inner;
    if (command.class === 'read') {
      const reply = evaluate();
      if (this.tracks) this.runner.evaluated(command, argv);
      return reply;
    }
    this.#running += 1;
    this.runner.run(command, argv, reply => {
      this.#late.set(index, reply);
      this.#running -= 1;
      this.#finish();
    });
    return NO_REPLY;
  }

  override done(reply: Reply): void {
    this.#result = reply;
    this.#finish();
  }

  #finish(): void {
    const result = this.#result;
    if (result === undefined || this.#running > 0) return;
    super.done(
      Array.isArray(result)
        ? (result as Reply[]).map((reply, index) => this.#late.get(index) ?? reply)
        : result,
    );
  }
}
