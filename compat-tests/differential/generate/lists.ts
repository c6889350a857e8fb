import { SECONDS } from '../timeouts.js';
import type { Words } from './words.js';

type Make = (words: Words) => readonly string[];

const elements = (w: Words): string[] => w.dice.several(1, w.dice.percent(5) ? 150 : 5, w.element);
const keys = (w: Words): string[] => w.dice.several(1, 3, w.key);

/** A count, that many keys (or nearly), a side, perhaps a COUNT. */
function popArguments(w: Words): string[] {
  const list = keys(w);
  const numkeys = w.dice.percent(90) ? String(list.length) : w.integer();
  return [numkeys, ...list, w.side(), ...w.options(1, [() => ['COUNT', w.count()], () => ['count', '2']])];
}

/** One maker a list command that does not block. */
export const LIST_COMMANDS: readonly Make[] = [
  w => ['LPUSH', w.key(), ...elements(w)],
  w => ['RPUSH', w.key(), ...elements(w)],
  w => ['RPUSH', w.key(), ...elements(w)],
  w => ['LPUSHX', w.key(), ...elements(w)],
  w => ['RPUSHX', w.key(), ...elements(w)],
  w => ['LPOP', w.key()],
  w => ['RPOP', w.key()],
  w => ['LPOP', w.key(), w.count()],
  w => ['RPOP', w.key(), w.count()],
  w => ['LLEN', w.key()],
  w => ['LRANGE', w.key(), w.index(), w.index()],
  w => ['LINDEX', w.key(), w.index()],
  w => ['LSET', w.key(), w.index(), w.element()],
  w => ['LINSERT', w.key(), w.dice.pick(['BEFORE', 'AFTER', 'before', 'beside']), w.element(), w.element()],
  w => ['LREM', w.key(), w.index(), w.element()],
  w => ['LTRIM', w.key(), w.index(), w.index()],
  w => [
    'LPOS',
    w.key(),
    w.element(),
    ...w.options(3, [() => ['RANK', w.index()], () => ['COUNT', w.count()], () => ['MAXLEN', w.count()]]),
  ],
  w => ['LMOVE', w.key(), w.key(), w.side(), w.side()],
  w => ['RPOPLPUSH', w.key(), w.key()],
  w => ['LMPOP', ...popArguments(w)],
];

/** The blocking ones, with a timeout that `timeout` gives. */
export function blockingCommand(w: Words, timeout: string): readonly string[] {
  switch (w.dice.below(5)) {
    case 0:
      return ['BLPOP', ...keys(w), timeout];
    case 1:
      return ['BRPOP', ...keys(w), timeout];
    case 2:
      return ['BLMOVE', w.key(), w.key(), w.side(), w.side(), timeout];
    case 3:
      return ['BRPOPLPUSH', w.key(), w.key(), timeout];
    default:
      return ['BLMPOP', timeout, ...popArguments(w)];
  }
}

/** A blocking command that answers within a step. */
export const shortBlocking: Make = w =>
  blockingCommand(w, w.dice.pick(w.dice.percent(80) ? SECONDS.short : SECONDS.bad));
