import type { LeafCommand } from '../commands/spec.js';
import type { SessionPort } from '../commands/ports.js';
import type { Reply } from '../resp/reply.js';

/** Told of every command: what SLOWLOG, LATENCY and the command statistics are made of. Called on the hot path. */
export interface CommandObserver {
  /**
   * A command was answered. `milliseconds`, with fractions, run from its dispatch to its answer; 0 for one that may
   * block, whose wait is not work.
   */
  executed(
    command: LeafCommand,
    argv: readonly string[],
    reply: Reply,
    milliseconds: number,
    session: SessionPort,
  ): void;
  /** A known command was refused before it began: NOAUTH. */
  rejected(command: LeafCommand): void;
}
