import { SeededRandom } from '../../../../src/base/random.js';
import { strings } from '../../../../src/commands/strings/index.js';
import { Commands } from '../../../../src/commands/table.js';
import type { WriteContext } from '../../../../src/machine/context.js';
import type { Database } from '../../../../src/machine/database.js';
import { MachineSettings } from '../../../../src/machine/settings.js';
import type { Value } from '../../../../src/machine/value.js';
import { BLOCKED, ErrorReply, type Reply } from '../../../../src/resp/reply.js';

/** One database in maps, just enough for the commands of this folder. */
class MapDatabase implements Database {
  readonly index = 0;
  readonly values = new Map<string, Value>();
  readonly deadlines = new Map<string, number>();
  /** Keys in the order in which they were said to have changed. */
  readonly changes: string[] = [];

  constructor(readonly clock: { now: number }) {}

  get size(): number {
    return this.values.size;
  }

  get(key: string): Value | undefined {
    const deadline = this.deadlines.get(key);
    return deadline !== undefined && deadline <= this.clock.now ? undefined : this.values.get(key);
  }

  has(key: string): boolean {
    return this.get(key) !== undefined;
  }

  set(key: string, value: Value): void {
    this.deadlines.delete(key);
    this.replace(key, value);
  }

  replace(key: string, value: Value): void {
    this.values.set(key, value);
    this.changes.push(key);
  }

  touch(key: string): void {
    if (!this.values.has(key)) throw new Error(`no such key: ${key}`);
    this.changes.push(key);
  }

  delete(key: string): boolean {
    const there = this.has(key);
    this.values.delete(key);
    this.deadlines.delete(key);
    if (there) this.changes.push(key);
    return there;
  }

  deadline(key: string): number | undefined {
    return this.has(key) ? this.deadlines.get(key) : undefined;
  }

  setDeadline(key: string, deadline: number): void {
    if (!this.values.has(key)) throw new Error(`no such key: ${key}`);
    if (deadline <= this.clock.now) this.delete(key);
    else this.deadlines.set(key, deadline);
  }

  persist(key: string): boolean {
    return this.has(key) && this.deadlines.delete(key);
  }

  clear(): void {
    this.values.clear();
    this.deadlines.clear();
  }
}

/** The string commands on an empty database, run as the machine runs them. */
export class World {
  readonly clock = { now: 1_700_000_000_000 };
  readonly db = new MapDatabase(this.clock);
  readonly settings = new MachineSettings();
  readonly #commands = new Commands([strings]);
  readonly #random = new SeededRandom(1);

  run(...argv: string[]): Reply {
    const command = this.#commands.resolve(argv);
    if (command instanceof ErrorReply) return command;
    try {
      if (command.class === 'write') return command.apply(this.#context(), argv);
      if (command.class === 'read') return command.query(this.#context(), argv);
    } catch (error) {
      if (error instanceof ErrorReply) return error;
      throw error;
    }
    throw new Error(`${command.name} is of class ${command.class}`);
  }

  /** The text of the error that the command must answer. */
  error(...argv: string[]): string {
    const reply = this.run(...argv);
    if (reply instanceof ErrorReply) return reply.text;
    throw new Error(`no error from ${argv.join(' ')}`);
  }

  #context(): WriteContext {
    return {
      keyspace: {
        databases: [this.db],
        now: this.clock.now,
        swap: () => undefined,
      },
      db: this.db,
      dbIndex: 0,
      now: this.clock.now,
      random: this.#random,
      settings: this.settings,
      mayBlock: false,
      block: () => BLOCKED,
    };
  }
}
