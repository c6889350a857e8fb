import { Scripts } from '../../../../src/machine/scripts.js';
import { LuaEngine } from '../../../../src/scripting/engine.js';
import { SeededRandom } from '../../../../src/base/random.js';
import { Commands } from '../../../../src/commands/table.js';
import type { WriteContext } from '../../../../src/machine/context.js';
import { Keyspace } from '../../../../src/machine/keyspace.js';
import { MachineSettings } from '../../../../src/machine/settings.js';
import { Subscriptions } from '../../../../src/machine/subscriptions.js';
import { Waiters } from '../../../../src/machine/waiters.js';
import { BLOCKED, ErrorReply, type Reply, Status } from '../../../../src/resp/reply.js';

/** All commands on an empty keyspace, run as the machine runs them. */
export class World {
  now = 1_700_000_000_000;
  /** The selected database. */
  selected = 0;
  /** What the keyspace said to have changed, as `db:key`; `db:*`: all of a database. */
  readonly changes: string[] = [];
  readonly keyspace = new Keyspace({
    changed: (db, key) => this.changes.push(`${db}:${key}`),
    databaseChanged: db => this.changes.push(`${db}:*`),
    isAwaited: () => false,
    lockDelay: () => 0,
    unbound: () => undefined,
  });
  readonly #commands = new Commands();
  readonly settings = new MachineSettings();
  readonly #random = new SeededRandom(1);

  /** A status comes as `+text`, an error as `-text`. */
  run(...argv: string[]): Reply {
    const reply = this.#run(argv);
    if (reply instanceof Status) return `+${reply.text}`;
    return reply instanceof ErrorReply ? `-${reply.text}` : reply;
  }

  #run(argv: string[]): Reply {
    const command = this.#commands.resolve(argv);
    if (command instanceof ErrorReply) return command;
    try {
      if (command.class === 'write') {
        this.keyspace.beginApply(this.now);
        return command.apply(this.#context(), argv);
      }
      if (command.class === 'read') {
        this.keyspace.beginQuery(this.now);
        return command.query(this.#context(), argv);
      }
    } catch (error) {
      if (error instanceof ErrorReply) return error;
      throw error;
    }
    throw new Error(`${command.name} is of class ${command.class}`);
  }

  #context(): WriteContext {
    return {
      keyspace: this.keyspace,
      db: this.keyspace.database(this.selected),
      dbIndex: this.selected,
      now: this.now,
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
