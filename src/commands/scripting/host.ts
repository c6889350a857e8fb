import type { ScriptedCommand } from '../../machine/command-table.js';
import type { ReadContext } from '../../machine/context.js';
import type { ScriptHost } from '../../machine/script-engine.js';
import { ErrorReply, OK, PONG, type Reply } from '../../resp/reply.js';
import { integerWithin, isKeyword, wrongArity } from '../arguments.js';
import { type Extent, scriptCost } from './costs.js';
import { UNKNOWN_COMMAND } from './in-scripts.js';
import { DEFAULT_BUDGET } from './budget.js';

const READ_ONLY = new ErrorReply('ERR Write commands are not allowed from read-only scripts.');
const DB_INDEX_OUT_OF_RANGE = new ErrorReply('ERR DB index is out of range');
const NOT_BLOCKING = new ErrorReply('ERR xread command is not allowed with BLOCK option from scripts');
const INVALID_DB = new ErrorReply('ERR value is not an integer or out of range');
/** What a write costs beside what it answers: as such, and for each argument. */
const WRITE_UNITS = 60;
const WRITTEN_UNITS = 25;

/** What a script sees of the machine: commands, in the database that it chose, and a time that stands still. */
export class Host implements ScriptHost {
  readonly now: number;
  readonly budget: number;
  readonly seed: number;
  #db: number;

  constructor(
    private readonly context: ReadContext,
    private readonly isReadOnly: boolean,
  ) {
    this.now = context.now;
    this.seed = context.random.next();
    this.#db = context.dbIndex;
    this.budget = Number(context.settings.get('script-instruction-budget') ?? DEFAULT_BUDGET);
  }

  call(argv: readonly string[], charge: (units: number) => void): Reply {
    const command = this.context.scripting.commands.inScript(argv);
    if (command instanceof ErrorReply) return command;
    if (isBlockingRead(command, argv)) return NOT_BLOCKING;
    if (command.concerns === 'script') return this.#ofScript(command, argv);
    if (this.isReadOnly && command.writes) return READ_ONLY;
    if (command.writes) charge(WRITE_UNITS + argv.length * WRITTEN_UNITS);
    const cost = scriptCost(command.name);
    if (cost?.before !== undefined) charge(cost.before(this.#extent(command, argv), argv));
    const reply = this.context.call(argv, this.#db);
    if (cost?.after !== undefined) charge(cost.after(reply));
    return reply;
  }

  knows(argv: readonly string[]): boolean {
    const command = this.context.scripting.commands.inScript(argv);
    return !(command instanceof ErrorReply) || command !== UNKNOWN_COMMAND;
  }

  #extent(command: ScriptedCommand, argv: readonly string[]): Extent {
    const { keyspace } = this.context;
    const db = keyspace.database(this.#db);
    const lengths = (): number[] => command.keysOf(argv).map(key => db.weightOf(key) ?? 0);
    return {
      lengths,
      bytes: () => lengths().reduce((sum, length) => sum + length, 0),
      keys: () => db.size,
      total: () => keyspace.weight,
    };
  }

  #ofScript({ name }: ScriptedCommand, argv: readonly string[]): Reply {
    switch (name) {
      case 'ping':
        return argv.length > 2 ? wrongArity('ping') : (argv[1] ?? PONG);
      case 'echo':
        return argv[1] ?? '';
      case 'time':
        return [String(Math.floor(this.now / 1000)), String((this.now % 1000) * 1000)];
      default:
        return this.#select(argv[1] ?? '');
    }
  }

  #select(index: string): Reply {
    try {
      const last = this.context.keyspace.databases.length - 1;
      integerWithin(index, -(2 ** 31), 2 ** 31 - 1, INVALID_DB);
      this.#db = integerWithin(index, 0, last, DB_INDEX_OUT_OF_RANGE);
      return OK;
    } catch (error) {
      if (error instanceof ErrorReply) return error;
      throw error;
    }
  }
}

/** Redis refuses it, and lets others that may block answer at once. */
function isBlockingRead({ name }: ScriptedCommand, argv: readonly string[]): boolean {
  if (name !== 'xread') return false;
  const end = argv.findIndex(word => isKeyword(word, 'streams'));
  return argv.slice(1, end < 0 ? undefined : end).some(word => isKeyword(word, 'block'));
}
