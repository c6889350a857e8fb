import type { TransactionPort } from '../commands/ports.js';
import type { LeafCommand } from '../commands/spec.js';
import type { InnerCommand, WatchedKey } from '../commands/transactions/transaction.js';
import { ErrorReply } from '../resp/reply.js';
import { bytesOf } from './pending.js';

const NESTED = new ErrorReply('ERR MULTI calls can not be nested');
export const WATCH_INSIDE = new ErrorReply('ERR WATCH inside MULTI is not allowed');
const DISCARD_OUTSIDE = new ErrorReply('ERR DISCARD without MULTI');

export interface QueuedCommand {
  readonly command: LeafCommand;
  readonly argv: readonly string[];
}

/** The transaction of a connection: what waits between MULTI and EXEC, and what is watched until then. */
export class TransactionQueue implements TransactionPort {
  #commands: QueuedCommand[] = [];
  #isOpen = false;
  #isBroken = false;
  #bytes = 0;
  /** By database and name: a key that is watched twice counts from the first time. */
  #watched = new Map<string, WatchedKey>();

  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** A command was refused as it should have been queued: EXEC does nothing. */
  get isBroken(): boolean {
    return this.#isBroken;
  }

  get commands(): readonly QueuedCommand[] {
    return this.#commands;
  }

  get watched(): readonly WatchedKey[] {
    return [...this.#watched.values()];
  }

  /** Of the arguments queued and the names watched. */
  get bytes(): number {
    return this.#bytes;
  }

  get hasWrites(): boolean {
    return this.#commands.some(
      ({ command }) => command.class === 'write' || command.flags.includes('may_replicate'),
    );
  }

  open(): void {
    if (this.#isOpen) throw NESTED;
    this.#isOpen = true;
  }

  watch(keys: readonly string[], mark: Omit<WatchedKey, 'key'>): void {
    for (const key of keys) {
      const id = `${mark.db} ${key}`;
      if (this.#watched.has(id)) continue;
      this.#watched.set(id, { ...mark, key });
      this.#bytes += key.length;
    }
  }

  unwatch(): void {
    for (const { key } of this.#watched.values()) this.#bytes -= key.length;
    this.#watched.clear();
  }

  queue(command: LeafCommand, argv: readonly string[]): void {
    this.#commands.push({ command, argv });
    this.#bytes += bytesOf(argv);
  }

  break(): void {
    this.#isBroken = this.#isOpen;
  }

  discard(): void {
    if (!this.#isOpen) throw DISCARD_OUTSIDE;
    this.clear();
  }

  /** Forgets everything, the keys watched included. */
  clear(): void {
    this.#commands = [];
    this.#isOpen = this.#isBroken = false;
    this.#watched.clear();
    this.#bytes = 0;
  }

  /** The commands, each with the database that SELECT among those before it leaves it in. */
  withDatabases(selected: number, databases: number): InnerCommand[] {
    let db = selected;
    return this.#commands.map(({ command, argv }) => {
      const inner = { db, argv };
      if (command.class === 'session') db = command.chooses?.(argv, databases) ?? db;
      return inner;
    });
  }
}
