import { Dice } from '../../support/dice.js';
import type { CommandLine, Script, Step } from '../script.js';
import { SECONDS, timeoutIndex, timeoutsOf, type Timeouts } from '../timeouts.js';
import { CONNECTION_COMMANDS } from './connection.js';
import { anyOther, blockingFamilyOf, type BlockingFamily, type Family, familyOf } from './families.js';
import { KEY_COMMANDS, scanOptions } from './keys.js';
import { mutate, timeless } from './mutate.js';
import { FEW_KEYS, KEYS, TEXT_KEYS, Words } from './words.js';

const DATABASES = ['0', '1', '2'];

/** One connection, any command, about `commands` of them, and at the end all that the databases hold. */
export function sequence(seed: number, commands: number): Script {
  const dice = new Dice(seed);
  // Few keys in some scripts and all in others: collisions, and variety.
  const words = new Words(dice, KEYS.slice(0, dice.pick([3, 5, KEYS.length])));
  const family = familyOf(words);
  const steps: Step[] = [];
  for (let made = 0; made < commands; ) {
    const step = sequenceStep(words, dice, family);
    steps.push(step);
    made += step.do === 'send' ? step.commands.length : 1;
  }
  return {
    seed,
    protocol: dice.percent(50) ? 2 : 3,
    steps: [...steps, ...audit([...words.keys, ...TEXT_KEYS])],
  };
}

function sequenceStep(words: Words, dice: Dice, family: Family): Step {
  if (dice.percent(3)) return { do: 'scan', on: 0, options: scanOptions(words) };
  if (dice.percent(2)) return lapse(words, 0);
  const length = dice.percent(50) ? 1 : dice.between(2, 12);
  return { do: 'send', on: 0, commands: Array.from({ length }, () => anyCommand(words, dice, family)) };
}

function anyCommand(words: Words, dice: Dice, { makers, shortBlocking }: Family): CommandLine {
  const chance = dice.below(100);
  if (chance < 4 && shortBlocking !== undefined) return short(words, shortBlocking(words));
  if (chance < 10) return dice.pick(CONNECTION_COMMANDS)(words);
  if (chance < 20) return short(words, mutate(words, anyOther(words)));
  const make = dice.pick(chance < 30 ? KEY_COMMANDS : makers);
  return short(words, mutate(words, make(words)));
}

/** On one connection a timeout of 0 would hold up the rest of the script. */
function short(words: Words, command: readonly string[]): readonly string[] {
  const settled = timeless(words, command);
  const timeout = timeoutIndex(settled);
  const { short, long } = timeoutsOf(settled);
  const isLong = timeout !== undefined && long.includes(settled[timeout] ?? '');
  return isLong ? settled.with(timeout, words.dice.pick(short)) : settled;
}

function lapse(words: Words, on: number): Step {
  const key = words.key();
  const command = words.dice.pick([
    ['SET', key, 'v', 'PX', '3'],
    ['PSETEX', key, '3', 'v'],
    ['PEXPIRE', key, '3'],
    ['GETEX', key, 'PX', '3'],
  ]);
  return { do: 'lapse', on, command, key };
}

/** Reads back every key that a script may have touched. */
function audit(keys: readonly string[]): Step[] {
  return DATABASES.map(database => ({
    do: 'send',
    on: 0,
    commands: [
      ['SELECT', database],
      ['DBSIZE'],
      ['KEYS', '*'],
      ...keys.flatMap(key => [
        ['TYPE', key],
        ['GET', key],
        ['LRANGE', key, '0', '-1'],
        ['HGETALL', key],
        ['SMEMBERS', key],
        ['ZRANGE', key, '0', '-1', 'WITHSCORES'],
        ['XRANGE', key, '-', '+'],
        ['XINFO', 'STREAM', key, 'FULL', 'COUNT', '0'],
        ['PTTL', key],
        ['OBJECT', 'ENCODING', key],
      ]),
    ],
  }));
}

/** Up to four connections around a few keys of one family, often blocked. */
export function interleaving(seed: number): Script {
  const dice = new Dice(seed);
  const connections = dice.between(2, 4);
  const words = new Words(dice, FEW_KEYS);
  const family = blockingFamilyOf(words);
  const steps = dice.several(6, 24, () => interleavedStep(words, dice, family, connections));
  return {
    seed,
    protocol: dice.percent(50) ? 2 : 3,
    steps: [...steps, ...audit(FEW_KEYS).slice(0, 1).map(away)],
  };
}

/** The same step over a connection that no script blocks. */
const away = (step: Step): Step => ({ ...step, on: 9 });

function interleavedStep(words: Words, dice: Dice, family: BlockingFamily, connections: number): Step {
  const on = dice.below(connections);
  const chance = dice.below(100);
  if (chance < 38) return one(on, family.blocking(words, blockingTimeout(dice, family.timeouts ?? SECONDS)));
  if (chance < 70) return one(on, family.filling(words));
  if (chance < 80) return one(on, timeless(words, dice.pick(family.makers)(words)));
  if (chance < 88) return one(on, timeless(words, waking(words, dice, family)));
  if (chance < 93) {
    const mode = dice.pick([[], ['TIMEOUT'], ['ERROR'], ['error']]);
    return one(on, ['CLIENT', 'UNBLOCK', { clientOf: dice.below(connections) }, ...mode]);
  }
  if (chance < 95) return one(on, ['CLIENT', 'KILL', 'ID', { clientOf: dice.below(connections) }]);
  return { do: 'disconnect', on };
}

const one = (on: number, command: CommandLine): Step => ({ do: 'send', on, commands: [command] });

function blockingTimeout(dice: Dice, { short, long, bad }: Timeouts): string {
  if (dice.percent(80)) return dice.pick(long);
  return dice.pick(dice.percent(75) ? short : bad);
}

/** What makes a value appear, vanish or change its type behind the back of those who wait. */
function waking(words: Words, dice: Dice, { filling }: BlockingFamily): readonly string[] {
  return dice.pick<() => readonly string[]>([
    () => ['DEL', words.key()],
    () => ['SET', words.key(), 'v'],
    () => ['RENAME', words.key(), words.key()],
    () => ['RENAME', words.dice.pick(['elsewhere', 'a']), words.key()],
    () => filling(words).with(1, 'elsewhere'),
    () => ['COPY', words.key(), words.key(), 'REPLACE'],
    () => ['COPY', 'elsewhere', words.key()],
    () => ['FLUSHALL'],
    () => ['SELECT', dice.pick(['0', '0', '1'])],
    () => ['SWAPDB', '0', '1'],
    () => ['MOVE', words.key(), dice.pick(['0', '1'])],
    () => ['LMOVE', words.key(), words.key(), 'LEFT', 'RIGHT'],
    () => ['CLIENT', 'REPLY', 'ON'],
    () => ['QUIT'],
    () => ['RESET'],
  ])();
}
