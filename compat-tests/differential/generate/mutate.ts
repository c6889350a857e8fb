import { timeoutIndex, timeoutsOf } from '../timeouts.js';
import { DISTANCES_KEY, TEXT_KEYS, type Words } from './words.js';

/** Spoils a command now and then: too few or too many arguments, a doubled or a strange one, another case. */
export function mutate(w: Words, command: readonly string[]): readonly string[] {
  const { dice } = w;
  if (dice.percent(92) || [...TEXT_KEYS, DISTANCES_KEY].some(key => command.includes(key))) return command;
  const at = dice.between(1, Math.max(1, command.length - 1));
  switch (dice.below(6)) {
    case 0:
      return command.slice(0, -1).length > 0 ? command.slice(0, -1) : command;
    case 1:
      return [...command, w.value()];
    case 2:
      return command.toSpliced(at, 0, command[at] ?? w.value());
    case 3:
      return command.toSpliced(at, 1, dice.percent(50) ? w.integer() : w.value());
    case 4:
      return command.toSpliced(at, 1);
    default:
      return command.with(0, (command[0] ?? '').toLowerCase());
  }
}

/** Where a time to live may stand: behind these words, or at the third place of these commands. */
const TTL_WORDS = ['ex', 'px'];
const TTL_COMMANDS = ['restore', 'expire', 'pexpire', 'setex', 'psetex'];
/** Behind these stands a deadline. A key set with one in the past counts in DBSIZE until redis-server comes by. */
const DEADLINE_WORDS = ['exat', 'pxat'];
const FAR_FUTURE_MS = 10_000_000_000_000;

const PICKING = ['srandmember', 'hrandfield', 'zrandmember'];

/**
 * SPOP of all members: which ones it takes else is up to each server. And no pick of so many that redis-server goes on
 * until its memory ends.
 */
function bounded(command: readonly string[]): readonly string[] {
  const [name = '', key, count = '1'] = command;
  if (key === undefined) return command;
  const takes = name.toLowerCase() === 'spop' && command.length <= 3 && Number(count) > 0;
  if (takes) return [name, key, '1000000'];
  return PICKING.includes(name.toLowerCase()) && Number(count) < -1000 ? command.with(2, '-9') : command;
}

/**
 * Takes out what would make a reply depend on chance, or on the moment: a life that ends during the script, and a timeout
 * that ends neither within the step nor after the script.
 */
export function timeless(w: Words, made: readonly string[]): readonly string[] {
  const command = bounded(made);
  const name = command[0]?.toLowerCase() ?? '';
  const settled = command.map((arg, i) => {
    const word = command[i - 1]?.toLowerCase() ?? '';
    const below = (limit: number): boolean => Number(arg) > 0 && Number(arg) < limit;
    const holdsTtl = TTL_COMMANDS.includes(name) ? i === 2 : TTL_WORDS.includes(word);
    if (holdsTtl && below(100_000)) return w.longLife();
    return DEADLINE_WORDS.includes(word) && below(FAR_FUTURE_MS) ? '33177117420000' : arg;
  });
  const timeout = timeoutIndex(settled);
  if (timeout === undefined) return settled;
  const { short, long, bad } = timeoutsOf(settled);
  const known = [...short, ...bad, ...long];
  return known.includes(settled[timeout] ?? '') ? settled : settled.with(timeout, w.dice.pick(short));
}
