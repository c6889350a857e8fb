import type { CommandTable, ReadHandler, ScriptedCommand, WriteHandler } from '../machine/command-table.js';
import type { KeyEvents } from '../machine/key-events.js';
import type { Waking } from '../machine/context.js';
import { ErrorReply } from '../resp/reply.js';
import { printed } from './arguments.js';
import { bitmaps } from './bitmaps/index.js';
import { connection } from './connection/index.js';
import { debugging } from './debug/index.js';
import { geo } from './geo/index.js';
import { discovery } from './discovery/index.js';
import { hashes } from './hashes/index.js';
import { hyperLogLogs } from './hyperloglog/index.js';
import { keys } from './keys/index.js';
import { keyEventsOf } from './key-events.js';
import { lists } from './lists/index.js';
import { messages } from './pubsub/index.js';
import { locks } from './locks/index.js';
import { queues } from './queues/index.js';
import { scripting } from './scripting/index.js';
import { scriptedCommand, UNKNOWN_COMMAND, WRONG_ARITY } from './scripting/in-scripts.js';
import { server } from './server/index.js';
import { sets } from './sets/index.js';
import { sortedSets } from './sorted-sets/index.js';
import { streams } from './streams/index.js';
import type { Command, LeafCommand } from './spec.js';
import { strings } from './strings/index.js';
import { transactions } from './transactions/index.js';

const NOT_HERE = new ErrorReply('ERR This command is not allowed inside another one');

/** Every command, by lower-case name, in the order of the families. */
export class Commands implements CommandTable {
  readonly all: readonly Command[];
  readonly #byName = new Map<string, Command>();
  readonly #subcommands = new Map<Command, Map<string, LeafCommand>>();
  /** Names as clients write them: a command is found without lower-casing it each time. Bounded by the cases stored. */
  readonly #asWritten = new Map<string, Command>();
  readonly #inScripts = new Map<LeafCommand, ScriptedCommand | ErrorReply>();
  readonly #fullNames = new Map<LeafCommand, string>();

  constructor(
    families: readonly (readonly Command[])[] = [
      strings,
      bitmaps,
      hyperLogLogs,
      keys,
      lists,
      hashes,
      sets,
      sortedSets,
      streams,
      locks,
      queues,
      geo,
      connection,
      transactions,
      scripting,
      messages,
      discovery,
      server,
      debugging,
    ],
  ) {
    this.all = families.flat();
    for (const command of this.all) {
      this.#byName.set(command.name, command);
      this.#asWritten.set(command.name, command);
      this.#asWritten.set(command.name.toUpperCase(), command);
      if (command.class === 'container') {
        const written = command.subcommands.flatMap(
          sub =>
            [
              [sub.name, sub],
              [sub.name.toUpperCase(), sub],
            ] as const,
        );
        this.#subcommands.set(command, new Map(written));
        for (const sub of command.subcommands) this.#fullNames.set(sub, `${command.name}|${sub.name}`);
      }
    }
  }

  /** The top-level command of that name, in any case. */
  find(name: string): Command | undefined {
    return this.#asWritten.get(name) ?? this.#byName.get(name.toLowerCase());
  }

  /** The subcommand of a container, in any case. */
  subcommand(container: Command, name: string): LeafCommand | undefined {
    const subcommands = this.#subcommands.get(container);
    return subcommands?.get(name) ?? subcommands?.get(name.toLowerCase());
  }

  /** `get`, or `client|list`: as statistics and CLIENT LIST name it. */
  fullName(command: LeafCommand): string {
    return this.#fullNames.get(command) ?? command.name;
  }

  /** As {@link resolve}, for a client: what only a node may propose does not exist for it. */
  resolveForClient(argv: readonly string[]): LeafCommand | ErrorReply {
    const command = this.find(argv[0] ?? '');
    return command === undefined || command.internal === true
      ? unknownCommand(argv)
      : this.#leafOf(command, argv);
  }

  /** What `argv` asks for, or the error that Redis gives: unknown name, unknown subcommand, wrong number of arguments. */
  resolve(argv: readonly string[]): LeafCommand | ErrorReply {
    const command = this.find(argv[0] ?? '');
    return command === undefined ? unknownCommand(argv) : this.#leafOf(command, argv);
  }

  #leafOf(command: Command, argv: readonly string[]): LeafCommand | ErrorReply {
    if (command.class !== 'container') {
      if (!arityFits(command, argv)) return wrongArity(command.name);
      return (command.class === 'write' && command.asRead?.(argv)) || command;
    }
    if (argv.length < 2) return command.alone ?? wrongArity(command.name);
    const sub = this.subcommand(command, argv[1] ?? '');
    if (sub === undefined) return unknownSubcommand(argv[0] ?? '', argv[1] ?? '');
    return arityFits(sub, argv) ? sub : wrongArity(`${command.name}|${sub.name}`);
  }

  callable(argv: readonly string[]): ErrorReply | undefined {
    const leaf = this.resolveForClient(argv);
    if (leaf instanceof ErrorReply) return leaf;
    const isOfState = leaf.class === 'write' || leaf.class === 'read';
    return isOfState && !leaf.flags.includes('no_multi') ? undefined : NOT_HERE;
  }

  write(argv: readonly string[]): WriteHandler | undefined {
    const leaf = this.resolve(argv);
    return leaf instanceof ErrorReply || leaf.class !== 'write' ? undefined : leaf.apply;
  }

  read(argv: readonly string[]): ReadHandler | undefined {
    const leaf = this.resolve(argv);
    return leaf instanceof ErrorReply || leaf.class !== 'read' ? undefined : leaf.query;
  }

  needsRoom(argv: readonly string[]): boolean {
    const leaf = this.resolve(argv);
    return !(leaf instanceof ErrorReply) && leaf.flags.includes('denyoom');
  }

  waking(argv: readonly string[]): Waking | undefined {
    const leaf = this.resolve(argv);
    return leaf instanceof ErrorReply || leaf.class !== 'write' ? undefined : leaf.waking;
  }

  inScript(argv: readonly string[]): ScriptedCommand | ErrorReply {
    const leaf = this.resolveForClient(argv);
    if (leaf instanceof ErrorReply)
      return leaf.text.startsWith('ERR wrong number') ? WRONG_ARITY : UNKNOWN_COMMAND;
    let scripted = this.#inScripts.get(leaf);
    if (scripted === undefined) {
      scripted = scriptedCommand(leaf, this.fullName(leaf));
      this.#inScripts.set(leaf, scripted);
    }
    return scripted;
  }

  keyEvents(argv: readonly string[]): KeyEvents | undefined {
    const command = this.find(argv[0] ?? '');
    return command === undefined ? undefined : keyEventsOf(command.name, argv);
  }
}

function arityFits(command: LeafCommand, argv: readonly string[]): boolean {
  return command.arity >= 0 ? argv.length === command.arity : argv.length >= -command.arity;
}

function wrongArity(name: string): ErrorReply {
  return new ErrorReply(`ERR wrong number of arguments for '${name}' command`);
}

/** Redis shows at most 128 bytes of the name and of the arguments together, each up to its first zero byte. */
function unknownCommand([name = '', ...args]: readonly string[]): ErrorReply {
  let shown = '';
  for (const argument of args) {
    if (shown.length >= 128) break;
    shown += `'${printed(argument).slice(0, 128 - shown.length)}' `;
  }
  return new ErrorReply(
    `ERR unknown command '${printed(name).slice(0, 128)}', with args beginning with: ${shown}`,
  );
}

function unknownSubcommand(name: string, sub: string): ErrorReply {
  return new ErrorReply(
    `ERR unknown subcommand '${printed(sub).slice(0, 128)}'. Try ${name.toUpperCase()} HELP.`,
  );
}
