import { Scripts } from '../../../../src/machine/scripts.js';
import { LuaEngine } from '../../../../src/scripting/engine.js';
import { SeededRandom } from '../../../../src/base/random.js';
import { strings } from '../../../../src/commands/strings/index.js';
import { Commands } from '../../../../src/commands/table.js';
import type { WriteContext } from '../../../../src/machine/context.js';
import { Keyspace } from '../../../../src/machine/keyspace.js';
import { MachineSettings } from '../../../../src/machine/settings.js';
import { Subscriptions } from '../../../../src/machine/subscriptions.js';
import { Waiters } from '../../../../src/machine/waiters.js';
import { BLOCKED, ErrorReply, type Reply } from '../../../../src/resp/reply.js';

/** The string commands on an empty keyspace, run as the machine runs them. */
export class World {
  readonly clock = { now: 1_700_000_000_000 };
  /** Keys in the order in which they were said to have changed. */
  readonly changes: string[] = [];
  readonly keyspace = new Keyspace({
    changed: (_, key) => this.changes.push(key),
    databaseChanged: () => undefined,
    isAwaited: () => false,
    lockDelay: () => 0,
    unbound: () => undefined,
  });
  readonly db = this.keyspace.database(0);
  readonly settings = new MachineSettings();
  readonly #commands = new Commands([strings]);
  readonly #random = new SeededRandom(1);

  run(...argv: string[]): Reply {
    const command = this.#commands.resolve(argv);
    if (command instanceof ErrorReply) return command;
    try {
      if (command.class === 'write') {
        this.keyspace.beginApply(this.clock.now);
        return command.apply(this.#context(), argv);
      }
      if (command.class === 'read') {
        this.keyspace.beginQuery(this.clock.now);
        return command.query(this.#context(), argv);
      }
    } catch (error) {
      if (error instanceof ErrorReply) return error;
      throw error;
    } finally {
      this.keyspace.beginApply(this.clock.now);
    }
    throw new Error(`${command.name} is of class ${command.class}`);
  }

  /** The text of the error that the command must answer. */
  error(...argv: string[]): string {
    const reply = this.run(...argv);
    if (reply instanceof ErrorReply) return reply.text;
    throw new Error(`no error from ${argv.join(' ')}`);
  }

  /** Milliseconds that a key has left to live. */
  left(key: string): number | undefined {
    const deadline = this.db.deadline(key);
    return deadline === undefined ? undefined : deadline - this.clock.now;
  }

  #context(): WriteContext {
    return {
      keyspace: this.keyspace,
      db: this.db,
      dbIndex: 0,
      now: this.clock.now,
      random: this.#random,
      settings: this.settings,
      version: 1,
      mayBlock: false,
      block: () => BLOCKED,
      bind: () => undefined,
      uuid: '',
      lane: 0,
      call: () => null,
      callable: () => undefined,
      callOfTransaction: () => null,
      subscriptions: new Subscriptions(),
      waiters: new Waiters(),
      publish: () => 0,
      announce: () => undefined,
      ignoreWeight: () => undefined,
      scripting: { scripts: new Scripts(), engine: new LuaEngine(), commands: new Commands() },
      hasRoomFor: () => true,
      notify: () => undefined,
    };
  }
}
